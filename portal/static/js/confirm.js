// Asks the question in data-confirm before a form is sent by that button, or a link is followed.
addEventListener(
  "click",
  (event) => {
    const asking = event.target.closest("[data-confirm]");
    if (asking && !confirm(asking.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

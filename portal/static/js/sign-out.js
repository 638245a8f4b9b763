// Whoever signs out leaves no words behind on a shared device; what was never sent is asked about first.
const form = document.querySelector("form[data-sign-out]");
const kept = () => Object.keys(localStorage).filter((key) => /^(draft|queue):/.test(key));
const unsent = () => kept().some((key) => key.startsWith("queue:"));

const forget = () => kept().forEach((key) => localStorage.removeItem(key));

form.addEventListener("submit", (event) => {
  if (unsent() && !confirm(form.dataset.unsent)) {
    event.preventDefault();
    return;
  }
  forget();
  addEventListener("pagehide", forget); // after the last draft was written
});

// What waits to be sent goes out from whatever page she opens.
if (unsent()) import("./queue.js");

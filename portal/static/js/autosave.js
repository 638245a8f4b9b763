// Keeps what is typed into form[data-autosave] on this device, until it has been saved or thrown away.
// The attribute holds the revision that the form began from: words typed on an older one are not put back.
// Each person on a shared device has drafts of her own.
const prefix = `draft:${document.querySelector("form[data-sign-out]")?.dataset.signOut ?? ""}:`;
const longest = 7 * 24 * 3600 * 1000; // milliseconds for which a draft is kept
const pause = 400; // milliseconds without a key before a draft is written

function store(action) {
  try {
    return action(localStorage);
  } catch {
    return null; // full, or refused by the browser: the form works as before
  }
}

function drafts() {
  return store((kept) => Object.keys(kept).filter((key) => key.startsWith(prefix))) ?? [];
}

function read(key) {
  return store((kept) => JSON.parse(kept.getItem(key)));
}

function forget(keys) {
  store((kept) => keys.forEach((key) => kept.removeItem(key)));
}

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type) && !field.readOnly,
  );
}

function valuesOf(form) {
  return fieldsOf(form).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, "", [...field.selectedOptions].map((option) => option.value)];
    return [field.name, "", field.value];
  });
}

function fill(form, values) {
  const fields = fieldsOf(form);
  values.forEach(([name, value, kept], index) => {
    const field = fields[index];
    if (field?.name !== name) return;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.value === value) field.checked = kept;
    } else if (field.multiple) {
      for (const option of field.options) option.selected = kept.includes(option.value);
    } else {
      field.value = kept;
    }
  });
}

function keep(form) {
  let key = `${prefix}${new URL(form.action).pathname}:${form.dataset.autosave}`;
  // A form that came back with errors holds words that are saved nowhere yet.
  let saved = form.querySelector("[aria-invalid]") ? "" : JSON.stringify(valuesOf(form));
  const notice = form.querySelector("[data-kept]");
  const draft = read(key);
  if (draft && saved && JSON.stringify(draft.values) !== saved) {
    fill(form, draft.values);
    if (notice) notice.hidden = false;
  }
  notice?.querySelector("[data-discard]")?.addEventListener("click", () => {
    forget([key]);
    fill(form, JSON.parse(saved));
    notice.hidden = true;
  });

  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    const values = valuesOf(form);
    if (JSON.stringify(values) === saved) forget([key]);
    else store((kept) => kept.setItem(key, JSON.stringify({ at: Date.now(), values })));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(write, pause);
  });
  addEventListener("pagehide", () => timer && write());
  // Sent while this page stayed open: what is typed from now on is a draft of the wording that was saved.
  form.addEventListener("saved", ({ detail }) => {
    forget([key]);
    key = `${prefix}${new URL(form.action).pathname}:${form.dataset.autosave}`;
    const texts = [...detail];
    const values = valuesOf(form).map(([name, value, kept], index) =>
      fieldsOf(form)[index].tagName === "TEXTAREA" ? [name, value, texts.shift()] : [name, value, kept],
    );
    saved = JSON.stringify(values);
    write();
  });
  if (!saved) write();
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    write();
    sessionStorage.setItem("sent", JSON.stringify([key]));
  });
}

// Drafts that were sent are forgotten only when this page says that an act succeeded; a form that the link
// swallowed, or that was answered with an error, keeps its draft.
const sent = JSON.parse(sessionStorage.getItem("sent") ?? "[]");
sessionStorage.removeItem("sent");
if (document.querySelector("[data-told=success]")) forget(sent);
forget(drafts().filter((key) => !(Date.now() - read(key)?.at < longest)));
for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);

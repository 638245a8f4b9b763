// Sends form[data-queue] by script, and keeps on this device what could not be sent until the portal has answered.
// An "edit" waits once for each wording that it was made from; of what is "new", each waits for itself.
const prefix = "queue:";
const longest = 7 * 24 * 3600 * 1000; // milliseconds for which words wait
const patience = 20000; // milliseconds for one answer
const every = 15000; // milliseconds between attempts
const person = document.querySelector("form[data-sign-out]")?.dataset.signOut;
let words = document.querySelector("template[data-queue-words]");
let panel = null;
let passing = false;

// What waits

function all() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => JSON.parse(localStorage.getItem(key)))
      .filter((entry) => entry.person === person)
      .sort((one, other) => one.at - other.at);
  } catch {
    return [];
  }
}

function keep(entry) {
  try {
    localStorage.setItem(prefix + entry.id, JSON.stringify(entry));
    return true;
  } catch {
    return false; // full, or refused by the browser: the form is sent as it would be without us
  }
}

function drop(entry) {
  localStorage.removeItem(prefix + entry.id);
}

const limit = () => AbortSignal.timeout?.(patience); // older browsers wait as long as they do
const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
const draftsOf = (form) => `draft:${person}:${pathOf(form)}:`;
const draftKey = (form) => draftsOf(form) + form.dataset.autosave;
const written = (form) => [...form.querySelectorAll("textarea")];

function take(form, submitter) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  const isEdit = form.dataset.queue === "edit";
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  return {
    id: isEdit ? `${address.pathname}:${form.dataset.autosave}` : String(Date.now() + Math.random()),
    person,
    at: Date.now(),
    address: address.pathname + address.search,
    page: location.pathname + location.search,
    what: document.title.slice(0, Math.max(document.title.lastIndexOf(" · "), 0)) || document.title,
    words: written(form).map(({ value, lang, dir }) => ({ text: value, lang: lang || "und", dir: dir || "auto" })),
    fields,
    draft: draftKey(form),
    state: "waiting",
  };
}

// Sending

const token = () => document.querySelector("input[name=csrf_token]")?.value ?? "";

async function page(address) {
  const answer = await fetch(address, { cache: "no-store", signal: limit() });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function post(entry, guard) {
  const body = new URLSearchParams(entry.fields);
  body.set("csrf_token", guard);
  return fetch(entry.address, {
    method: "POST",
    body,
    headers: { "X-Queued": "1" },
    redirect: "error",
    signal: limit(),
  });
}

// What became of an entry: sent (and where it leads), conflict, refused, sign-in, or waiting as before.
async function send(entry) {
  try {
    let answer = await post(entry, token());
    if (answer.status === 400) {
      // The page may have been open longer than its guard token: ask for a new one, once.
      const fresh = (await page(location.href)).querySelector("input[name=csrf_token]");
      if (fresh) answer = await post(entry, fresh.value);
    }
    const target = answer.headers.get("Location");
    if (answer.ok && target) return { state: "sent", target };
    if (answer.status === 401) return { state: "sign-in" };
    if (answer.status === 409) return { state: "conflict" };
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) return { state: "waiting" };
    return { state: "refused" };
  } catch {
    return { state: "waiting" };
  }
}

// One window sends at a time; what another one is at is left to it.
function alone(work) {
  return navigator.locks ? navigator.locks.request("queue", work) : work();
}

async function flush(only) {
  let arrived = false;
  await alone(async () => {
    for (const { id } of all()) {
      const entry = all().find((each) => each.id === id);
      if (!entry || (only ? id !== only : !["waiting", "sign-in"].includes(entry.state))) continue;
      const { state } = await send(entry);
      // The sentence on what was done is for this page, which says it in its own words: it is taken off the next.
      const fresh = state === "sent" ? await page(location.href).catch(() => null) : null;
      const now = all().find((each) => each.id === id);
      // Written on while it was on its way: the newer words wait their turn.
      if (!now || now.at !== entry.at) continue;
      if (state === "sent") {
        drop(entry);
        settle(entry, fresh);
        arrived = true;
      } else if (state !== entry.state) {
        keep({ ...entry, state });
      }
    }
  });
  await show(arrived);
  if (arrived) say("sent");
}

// The draft of what was sent has served. Where the form is open here, it goes on from the wording that was saved.
function settle(entry, newest) {
  const draft = JSON.parse(localStorage.getItem(entry.draft));
  if (entry.words.every(({ text }) => draft?.values.some(([, , value]) => value === text))) localStorage.removeItem(entry.draft);
  const form = [...document.querySelectorAll("form[data-queue=edit]")].find((each) => draftKey(each) === entry.draft);
  const fresh = newest?.querySelector("form[data-queue=edit]");
  if (!form || !fresh) return;
  const saved = written(fresh).map((field) => field.value.trim());
  const untouched = written(form).every((field, at) => field.value === entry.words[at].text);
  // Words that she typed meanwhile stay with the wording that they were typed on, unless hers alone was saved.
  if (!untouched && saved.join("\n") !== entry.words.map(({ text }) => text.trim()).join("\n")) return;
  if (untouched) written(form).forEach((field, at) => (field.value = saved[at]));
  for (const field of fresh.querySelectorAll("input[type=hidden]")) {
    const own = form.querySelector(`input[type=hidden][name="${field.name}"]`);
    if (own) own.value = field.value;
  }
  form.dataset.autosave = fresh.dataset.autosave;
  form.dispatchEvent(new CustomEvent("saved", { detail: saved }));
}

// Showing what waits

async function show(always = false) {
  const waiting = all();
  if (!waiting.length && !panel && !always) return;
  words ??= (await page("/texts/unsent").catch(() => null))?.querySelector("template[data-queue-words]");
  if (!words) return;
  if (!panel) {
    panel = words.content.firstElementChild.cloneNode(true);
    document.querySelector("main").prepend(panel);
  }
  const list = panel.querySelector("ul");
  const focused = document.activeElement?.closest("[data-entry]")?.dataset.entry;
  panel.querySelector("[data-waiting]").hidden = !waiting.length;
  panel.querySelector("[data-count]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(waiting.length);
  list.replaceChildren(...waiting.map(line));
  if (!waiting.some((entry) => entry.state === "waiting")) panel.querySelector("[data-said=kept]").hidden = true;
  if (focused) [...list.children].find((each) => each.dataset.entry === focused)?.querySelector("button")?.focus();
}

function line(entry) {
  const item = words.content.querySelector("template").content.firstElementChild.cloneNode(true);
  item.dataset.entry = entry.id;
  const link = item.querySelector("a[data-what]");
  link.textContent = entry.what;
  link.href = entry.page;
  const quote = item.querySelector("blockquote");
  for (const { text, lang, dir } of entry.words) {
    const shown = quote.cloneNode();
    Object.assign(shown, { textContent: text, lang, dir });
    quote.before(shown);
  }
  quote.remove();
  for (const each of item.querySelectorAll("[data-state]")) each.hidden = !each.dataset.state.split(" ").includes(entry.state);
  const acts = {
    send: () => flush(entry.id),
    look: () => look(entry),
    drop: (button) => {
      if (!confirm(button.dataset.ask)) return;
      drop(entry);
      show();
    },
  };
  for (const button of item.querySelectorAll("[data-do]")) button.addEventListener("click", () => acts[button.dataset.do](button));
  return item;
}

function say(what) {
  const said = panel?.querySelector(`[data-said=${what}]`);
  if (!said) return;
  for (const each of panel.querySelectorAll("[data-said]")) each.hidden = each !== said;
}

// Sends an entry as a form, so that the portal's answer (both wordings, or its reason) is the next page.
function look(entry) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = entry.address;
  for (const [name, value] of [...entry.fields, ["csrf_token", token()]]) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value, hidden: true });
    form.append(field);
  }
  sessionStorage.setItem("looked", entry.id);
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

// The forms of this page

async function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || passing) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  const { submitter } = event;
  const pass = () => {
    passing = true;
    form.requestSubmit(submitter);
    passing = false;
  };
  const entry = take(form, submitter);
  if (!keep({ ...entry, state: "sending" })) return pass();
  form.setAttribute("aria-busy", "true");
  const { state, target } = await alone(() => send(entry));
  form.removeAttribute("aria-busy");
  if (state === "sent") {
    drop(entry);
    sessionStorage.setItem("sent", JSON.stringify([draftKey(form)]));
    location.assign(target);
    return;
  }
  keep({ ...entry, state });
  if (state === "conflict" || state === "refused") {
    sessionStorage.setItem("looked", entry.id);
    return pass();
  }
  if (form.dataset.queue === "new") {
    for (const field of written(form)) field.value = "";
    form.dispatchEvent(new Event("input"));
  }
  await show();
  say("kept");
  panel?.querySelector("h2").focus();
}

// Words that were typed on a wording which is not the newest any more, and never sent: they wait until she says so.
function hold(form) {
  const path = draftsOf(form);
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(path) || key === draftKey(form)) continue;
    const draft = JSON.parse(localStorage.getItem(key));
    const entry = take(form, null);
    const base = key.slice(path.length);
    const typed = new Map(draft.values.filter(([, , value]) => typeof value === "string").map(([name, , value]) => [name, value]));
    entry.id = `${pathOf(form)}:${base}`;
    entry.draft = key;
    entry.fields = entry.fields.map(([name, value]) => [name, name === "base" ? base.replace(/^first$/, "") : (typed.get(name) ?? value)]);
    entry.words = written(form).map((field, at) => ({ ...entry.words[at], text: typed.get(field.name) ?? "" }));
    entry.at = draft.at;
    entry.state = "held";
    const known = all().some((each) => each.id === entry.id);
    const same = written(form).every((field) => field.defaultValue.trim() === (typed.get(field.name) ?? "").trim());
    if (known || same || keep(entry)) localStorage.removeItem(key);
  }
}

function begin() {
  // A form that came back with these words holds them now.
  const looked = sessionStorage.getItem("looked");
  sessionStorage.removeItem("looked");
  const forms = [...document.querySelectorAll("form[data-queue]")];
  for (const entry of all()) {
    const path = new URL(entry.address, location.href).pathname;
    const back = forms.some((form) => pathOf(form) === path);
    const done = document.querySelector("[data-told=success]");
    if (entry.id === looked && (back || done)) drop(entry);
    // Cut while it was on its way, by a closed window or an empty battery.
    else if (entry.state === "sending" && Date.now() - entry.at > patience) keep({ ...entry, state: "waiting" });
    else if (Date.now() - entry.at > longest) drop(entry);
  }
  for (const form of forms) {
    if (form.dataset.queue === "edit" && form.dataset.autosave) hold(form);
    form.addEventListener("submit", submitted);
    form.dataset.watched = "";
  }
  show();
  flush();
  addEventListener("online", () => flush());
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(() => {
    if (!document.hidden && all().some((entry) => entry.state === "waiting")) flush();
  }, every);
}

// A page that can be left in haste keeps nothing behind.
if (person && !document.querySelector("[data-exit]")) begin();

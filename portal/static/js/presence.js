// While a paragraph is open for writing: says so every 20 seconds, and shows who else is in it.
const place = document.querySelector("[data-presence]");
const every = 20000; // milliseconds
const patience = 5 * 60000; // milliseconds after the last touch: whoever has walked away is not here
let touched = Date.now();

function send(values) {
  const body = new FormData();
  body.set("csrf_token", document.querySelector("input[name=csrf_token]").value);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  return body;
}

async function say() {
  if (!document.hidden && Date.now() - touched < patience) {
    try {
      const signal = AbortSignal.timeout(10000);
      const answer = await fetch(place.dataset.presence, { method: "POST", body: send({}), redirect: "error", signal });
      if (answer.ok) {
        const { html } = await answer.json();
        const shown = new DOMParser().parseFromString(html, "text/html").body;
        // What has not changed is not read out again.
        if (shown.textContent.trim() !== place.textContent.trim()) place.replaceChildren(...shown.childNodes);
      }
    } catch {
      // Offline: who else is here cannot be known now.
    }
  }
  setTimeout(say, every);
}

for (const touch of ["input", "pointerdown", "keydown", "scroll"]) {
  addEventListener(touch, () => (touched = Date.now()), { passive: true });
}
addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.presence, send({ away: "1" })));
say();

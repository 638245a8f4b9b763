// Follows [data-follow]: asks every few seconds what the room shows, and puts it in place once it has changed.
const lost = document.querySelector("[data-lost]");

function show(place, html) {
  const focused = document.activeElement?.id;
  const heard = document.querySelector("[data-say]");
  const before = place.querySelector("[data-said]")?.textContent;
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  if (focused) document.getElementById(focused)?.focus();
  const now = place.querySelector("[data-said]")?.textContent;
  if (heard && now !== before) heard.textContent = now ?? "";
}

function follow(place) {
  const every = Number(place.dataset.every) * 1000;
  let tag = `W/"${place.dataset.tag}"`;
  async function look() {
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.follow, {
          cache: "no-store",
          headers: { "If-None-Match": tag },
          signal: AbortSignal.timeout(10000),
        });
        // Signed out, or no longer among those who may look: the page itself says so.
        if (answer.redirected || answer.status === 403 || answer.status === 404) return location.reload();
        if (answer.status === 200) {
          const { html } = await answer.json();
          tag = answer.headers.get("ETag") ?? tag;
          show(place, html);
        }
        lost.hidden = answer.status < 500;
      } catch {
        lost.hidden = false; // a cut connection, or a server that starts anew: it is asked again
      }
    }
    return setTimeout(look, every);
  }
  setTimeout(look, every);
}

for (const place of document.querySelectorAll("[data-follow]")) follow(place);

// The way out: empties the page at once and puts another in its place, so that Back does not return to it.
const link = document.querySelector("[data-exit]");
const within = 2000; // milliseconds for three presses of Escape
let presses = [];

function forget() {
  for (const key of Object.keys(localStorage)) if (/^(draft|queue):/.test(key)) localStorage.removeItem(key);
}

function leave() {
  document.title = "\u200e";
  document.body.replaceChildren();
  location.replace(link.href);
  forget();
  addEventListener("pagehide", forget); // after a draft was written in haste
}

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  presses = [...presses.filter((time) => event.timeStamp - time < within), event.timeStamp];
  if (presses.length >= 3) leave();
});
// A page brought back from the browser's memory after leaving would still be empty; load what replaced it.
addEventListener("pageshow", (event) => {
  if (event.persisted && !document.body.children.length) location.replace(link.href);
});
for (const hint of link.querySelectorAll("[hidden]")) hint.hidden = false;

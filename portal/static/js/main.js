// Loads only those enhancements that this page has a use for; every page works without them.
const parts = {
  "[data-exit]": () => import("./exit.js"),
  "form[data-autosave]": () => import("./autosave.js"),
  "form[data-queue]": () => import("./queue.js"),
  "form[data-sign-out]": () => import("./sign-out.js"),
  "[data-confirm]": () => import("./confirm.js"),
  "[data-copy]": () => import("./copy.js"),
  "[data-follow]": () => import("./room.js"),
  "[data-presence]": () => import("./presence.js"),
};
for (const [selector, load] of Object.entries(parts)) {
  if (document.querySelector(selector)) load();
}

// The page after a sent form tells whether the words arrived.
if (sessionStorage.getItem("sent")) import("./autosave.js");

document.querySelector("[data-focus]")?.focus();

// Browsers without ::details-content cannot unfold the menu by CSS on a wide screen.
const menu = document.querySelector(".menu");
if (menu && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 62em)").matches) {
  menu.open = true;
}

// A press outside, or Escape, closes an open menu.
const opened = () => document.querySelector(".masthead details[open]");
addEventListener("click", (event) => {
  const details = opened();
  if (details && !details.contains(event.target)) details.open = false;
});
addEventListener("keydown", (event) => {
  const details = opened();
  if (event.key === "Escape" && details) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

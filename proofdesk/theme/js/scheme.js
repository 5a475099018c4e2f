/* The colour scheme. It follows the device until the reader chooses; only then is the choice kept, in localStorage
   where the browser allows it. Run in the head, before the first paint. Without this file the page is light. */
(() => {
  const KEY = "__palette";
  const NAMES = { light: "default", dark: "slate" };
  const page = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const bar = document.head.appendChild(Object.assign(document.createElement("meta"), { name: "theme-color" }));
  let chosen = null, button = null;
  const read = () => {
    let kept = null;
    try { kept = localStorage.getItem(KEY); } catch { /* the browser keeps nothing */ }
    if (kept in NAMES) chosen = kept;
  };

  const scheme = () => chosen ?? (device.matches ? "dark" : "light");
  const show = () => {
    page.setAttribute("data-md-color-scheme", NAMES[scheme()]);
    button?.setAttribute("aria-pressed", String(scheme() === "dark"));
  };
  // The style sheets are there when the page is.
  const tint = () => { bar.content = getComputedStyle(page).getPropertyValue("--paper").trim(); };

  const follow = () => { read(); show(); tint(); };

  read();
  show();
  device.addEventListener("change", follow);
  // Chosen in another tab; or on a later page, before Back showed this one as it was left.
  addEventListener("storage", follow);
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  document.addEventListener("DOMContentLoaded", () => {
    button = document.querySelector(".scheme-button");
    show();
    tint();
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      chosen = scheme() === "dark" ? "light" : "dark";
      try { localStorage.setItem(KEY, chosen); } catch { /* kept for this page only */ }
      show();
      tint();
    });
  });
})();

/* The colour scheme. It follows the device until the reader chooses; only then is the choice kept, in localStorage
   where the browser allows it. Run before the first paint. Without this file the page is light. */
(() => {
  const KEY = "__palette";
  const NAMES = { light: "default", dark: "slate" };
  const device = matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector(".scheme-button");
  const bar = document.head.appendChild(Object.assign(document.createElement("meta"), { name: "theme-color" }));
  let chosen = null;
  try { chosen = localStorage.getItem(KEY); } catch { /* the browser keeps nothing */ }
  if (!(chosen in NAMES)) chosen = null;

  const scheme = () => chosen ?? (device.matches ? "dark" : "light");
  const show = () => {
    document.body.setAttribute("data-md-color-scheme", NAMES[scheme()]);
    button?.setAttribute("aria-pressed", String(scheme() === "dark"));
    bar.content = getComputedStyle(document.body).getPropertyValue("--paper").trim();
  };

  show();
  device.addEventListener("change", show);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    chosen = scheme() === "dark" ? "light" : "dark";
    try { localStorage.setItem(KEY, chosen); } catch { /* kept for this page only */ }
    show();
  });
})();

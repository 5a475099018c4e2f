/* The key that opens search. WCAG 2.1.4: a key that works by itself can be turned off. Only that choice is kept. */
(() => {
  const KEY = "search-key", opener = document.querySelector(".search-open"), dialog = document.getElementById("search");
  const setting = dialog?.querySelector(".search__setting input");
  if (!dialog?.showModal || !opener || !setting) return;
  const on = (yes) => {
    setting.checked = yes;
    opener.querySelector("kbd").hidden = !yes;
    if (yes) opener.setAttribute("aria-keyshortcuts", "/"); else opener.removeAttribute("aria-keyshortcuts");
  };
  try { on(localStorage.getItem(KEY) !== "off"); } catch { /* the browser keeps nothing */ }
  setting.addEventListener("change", () => {
    on(setting.checked);
    try {
      if (setting.checked) localStorage.removeItem(KEY); else localStorage.setItem(KEY, "off");
    } catch { /* kept for this page only */ }
  });
  addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !setting.checked || busy) return;
    event.preventDefault();
    if (dialog.open) dialog.querySelector(".search__input").select(); else opener.click();
  });
})();

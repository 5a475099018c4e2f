/* Opens what is folded if a link leads to it: a browser opens a fold only for what is inside; and, where there is room,
   what is folded for the sake of phones. Without this file a reader is led to the line that opens it. */
(() => {
  if (matchMedia("(min-width: 45em)").matches) {
    for (const fold of document.querySelectorAll("details[data-opens=wide]")) fold.open = true;
  }
  const open = () => {
    /* While a page is read, nothing is its target yet. */
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is */ }
    const target = document.querySelector(":target") ?? document.getElementById(id);
    const fold = target?.closest("details") ?? target?.querySelector(":scope > details:first-child");
    if (!fold || fold.open) return;
    fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();

/* Opens what is folded if a link leads to it: a browser opens a fold only for what is inside. Without this file a reader
   is led to the line that opens it. */
(() => {
  const open = () => {
    const target = document.querySelector(":target");
    const fold = target?.closest("details") ?? target?.querySelector(":scope > details:first-child");
    if (!fold || fold.open) return;
    fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();

/* A table that is wider than its column scrolls, and only what can have the focus is scrolled by the keyboard in every
   browser (WCAG 2.1.1). */
(() => {
  const tables = document.querySelectorAll(".md-typeset table:not([class])");
  if (!tables.length) return;
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0; else target.removeAttribute("tabindex");
    }
  });
  for (const table of tables) watch.observe(table);
})();

/* Close a narrow screen's menu where the site's parts stand in a row, as on a tablet that was turned: what is open lies
   above the page, and would lie on the emergency numbers. The width is that of css/25-header.css. */
matchMedia("(min-width: 76.25em)").addEventListener("change", ({ matches }) => {
  if (matches) document.getElementById("site-nav")?.hidePopover?.();
});

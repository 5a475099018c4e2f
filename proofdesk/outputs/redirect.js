/* On the page at an address that has moved: lead on to the same place of the page. Without this file the page leads to
   its beginning, by itself. */
(() => {
  const link = document.querySelector("a");
  if (!link) return;
  link.search ||= location.search;
  link.hash ||= location.hash;
  location.replace(link.href);
})();

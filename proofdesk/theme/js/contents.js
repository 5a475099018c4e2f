/* Marks, in the table of contents beside the text, the section that is being read: the last whose heading has come
   above the upper third of the window. Without this file it is a list of links. */
(() => {
  const links = [...document.querySelectorAll('[data-md-component="toc"] a[href^="#"]')];
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!places.some(Boolean)) return;
  let current;
  const mark = () => {
    const last = places.findLastIndex((place) => place && place.getBoundingClientRect().top < innerHeight / 3);
    if (links[last] === current) return;
    current?.classList.remove("md-nav__link--active");
    current?.removeAttribute("aria-current");
    current = links[last];
    current?.classList.add("md-nav__link--active");
    current?.setAttribute("aria-current", "location");
  };
  // All that lies above counts as seen, so that a jump over a heading is noticed too.
  const watcher = new IntersectionObserver(mark, { rootMargin: "9999999px 0px -66% 0px" });
  for (const place of places) if (place) watcher.observe(place);
})();

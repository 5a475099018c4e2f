/* Marks, in the table of contents beside the text, what is being read: what a link led to as long as it is on the
   screen, else the last that has come above the upper third of the window. Without this file it is a list of links. */
(() => {
  const links = [...document.querySelectorAll('[data-md-component="toc"] a[href^="#"]')];
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!places.some(Boolean)) return;
  let current;
  const top = (place) => place.getBoundingClientRect().top;
  const mark = () => {
    const led = places.findIndex((place) => place?.matches(":target") && top(place) >= 0 && top(place) < innerHeight);
    const last = led < 0 ? places.findLastIndex((place) => place && top(place) < innerHeight / 3) : led;
    if (links[last] === current) return;
    current?.classList.remove("md-nav__link--active");
    current?.removeAttribute("aria-current");
    current = links[last];
    current?.classList.add("md-nav__link--active");
    current?.setAttribute("aria-current", "location");
    // A long list follows the text, and nothing else on the page moves with it.
    const list = current?.closest(".contents"), at = current?.getBoundingClientRect();
    if (list && (at.top < 0 || at.bottom > innerHeight)) list.scrollTop += at.top - innerHeight / 2;
  };
  // All that lies above counts as seen, so that a jump over a heading is noticed too.
  const watcher = new IntersectionObserver(mark, { rootMargin: "9999999px 0px -66% 0px" });
  for (const place of places) if (place) watcher.observe(place);
  addEventListener("hashchange", mark);
})();

/* The reader's switch "Mark findings not from people": underlines sentences from animals or cells alone, and shows
   behind every citing sentence in whom it was found. Kept in localStorage. */
(() => {
  const KEY = "evidence", VALUE = "people";
  const page = document.getElementById("content");
  const sentences = page ? [...page.querySelectorAll(".below-people")] : [];
  if (!page?.querySelector(".switch-place") || !sentences.length) return;

  // Where a browser forbids storage, the switch works for this page alone.
  const kept = () => {
    try { return localStorage.getItem(KEY) === VALUE; } catch { return false; }
  };
  const keep = (on) => {
    try { on ? localStorage.setItem(KEY, VALUE) : localStorage.removeItem(KEY); } catch { /* not kept */ }
  };

  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });
  const control = make("div", "switch");
  const place = page.querySelector(".switch-place"), { where } = place.dataset;  // in what, of a site with words of its own
  const button = make("button", "switch__button",
    where ? gettext("Mark findings that are not %(where)s", { where }) : gettext("Mark findings not from people"));
  button.type = "button";
  const status = make("p", "switch__status");
  status.setAttribute("role", "status");
  control.append(button, status);
  place.replaceWith(control);

  // Shapes, with words; those of people are only read aloud.
  const shapes = ({ dataset }) => dataset.shapes?.split(" ") ?? dataset.restsOn.split(/, | and /);
  const named = ({ dataset: { said, restsOn } }) => said ?? restsOn.replace("documents", "no study").replace("-", " ");
  const words = [], others = [...page.querySelectorAll(".beside-people")];
  const put = (at, how, kinds, name, text, of = "") => {
    const said = make("span", `${name}__words`);
    said.append(of ? "" : " ", ...kinds.map((kind) => make("span", `evidence__shape evidence__shape--${kind}`)),
      make("span", of, ` ${text}`));
    at[how](said);
    words.push(said);
  };
  for (const each of sentences) {
    put(each, "append", shapes(each), "below-people", gettext("%(kinds)s only", { kinds: named(each) }));
  }
  for (const each of others) put(each, "append", shapes(each), "beside-people", named(each));
  for (const cited of page.querySelectorAll(":is(p, li, dd, td) .citations:has([data-key])")) {
    if (!cited.closest("[data-rests-on], .certainty")) put(cited, "after", ["people"], "from-people", where ?? gettext("people"), "from-people__word");
  }

  const show = (on) => {
    button.setAttribute("aria-pressed", on);
    page.classList.toggle("shows-people", on);
    for (const said of words) said.hidden = !on;
    return on;
  };
  const marked = where
    ? ngettext("%(num)s sentence rests on nothing %(where)s: underlined.",
      "%(num)s sentences rest on nothing %(where)s: underlined.", sentences.length, { where })
      + ` ${gettext("%(n)s partly so, or from no study: labelled. A dot: %(where)s.", { n: others.length, where })}`
    : ngettext("%(num)s sentence from animals or cells only: underlined.",
    "%(num)s sentences from animals or cells only: underlined.", sentences.length)
    + ` ${gettext("%(n)s partly so, or from no study: labelled. A dot: from people.", { n: others.length })}`;

  button.addEventListener("click", () => {
    const on = show(button.getAttribute("aria-pressed") !== "true");
    keep(on);
    status.textContent = on ? marked : gettext("No sentence is marked.");
  });
  if (show(kept())) status.textContent = marked;
})();

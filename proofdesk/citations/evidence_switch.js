/* The reader's switch "Mark findings not from people": underlines sentences from animals or cells alone, and shows
   behind every citing sentence in whom it was found. Kept in localStorage. Without this file there is no switch. */
(() => {
  const KEY = "evidence", VALUE = "people";
  const page = document.getElementById("content");
  const sentences = page ? [...page.querySelectorAll(".below-people")] : [];
  if (!page?.querySelector(".switch-place") || !sentences.length) return;

  // A browser may forbid storage altogether: the switch then works for this page alone.
  const kept = () => {
    try { return localStorage.getItem(KEY) === VALUE; } catch { return false; }
  };
  const keep = (on) => {
    try { on ? localStorage.setItem(KEY, VALUE) : localStorage.removeItem(KEY); } catch { /* not kept */ }
  };

  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });
  const control = make("div", "switch");
  const button = make("button", "switch__button", gettext("Mark findings not from people"));
  button.type = "button";
  const status = make("p", "switch__status");
  status.setAttribute("role", "status");
  control.append(button, status);
  page.querySelector(".switch-place").replaceWith(control);

  // Shapes for all, words beside them; those of people are only read aloud.
  const KINDS = { people: gettext("people"), animals: gettext("animals"), cells: gettext("cells"),
    documents: gettext("no study"), "not-classified": gettext("not classified") };
  const split = (kinds) => kinds.split(/, | and /);
  const language = document.documentElement.lang;
  const list = (kinds) => (language === "en" ? kinds.replace(/documents|not-classified/, (kind) => KINDS[kind])
    : new Intl.ListFormat(language).format(split(kinds).map((kind) => KINDS[kind])));
  const label = (kinds, name, text, of = "") => {
    const said = make("span", `${name}__words`);
    said.append(of ? "" : " ", ...split(kinds).map((kind) => make("span", `evidence__shape evidence__shape--${kind}`)),
      make("span", of, ` ${text}`));
    return said;
  };
  const words = sentences.map((sentence) => {
    const kinds = sentence.dataset.restsOn, said = label(kinds, "below-people", gettext("%(kinds)s only", { kinds: list(kinds) }));
    sentence.append(said);
    return said;
  });
  const others = [...page.querySelectorAll(".beside-people")];
  for (const sentence of others) {
    const kinds = sentence.dataset.restsOn;
    words.push(label(kinds, "beside-people", list(kinds)));
    sentence.append(words.at(-1));
  }
  for (const cited of page.querySelectorAll(":is(p, li, dd, td) .citations:has([data-key])")) {
    if (cited.closest("[data-rests-on], .certainty")) continue;
    words.push(label("people", "from-people", KINDS.people, "from-people__word"));
    cited.after(words.at(-1));
  }

  const show = (on) => {
    button.setAttribute("aria-pressed", on);
    page.classList.toggle("shows-people", on);
    for (const said of words) said.hidden = !on;
    return on;
  };
  const count = sentences.length;
  const marked = [
    ngettext("%(num)s sentence from animals or cells only: underlined.",
      "%(num)s sentences from animals or cells only: underlined.", count),
    ngettext("%(num)s partly so, or from no study: labelled.", "%(num)s partly so, or from no study: labelled.",
      others.length),
    gettext("A dot: from people.")].join(" ");

  button.addEventListener("click", () => {
    const on = show(button.getAttribute("aria-pressed") !== "true");
    keep(on);
    status.textContent = on ? marked : gettext("No sentence is marked.");
  });
  if (show(kept())) status.textContent = marked;
})();

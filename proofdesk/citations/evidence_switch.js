/* The reader's switch: underlines sentences from animals or cells alone, and shows
   behind every citing sentence in whom it was found. Kept in localStorage. */
(() => {
  const KEY = "evidence", VALUE = "people";
  const page = document.getElementById("content"), place = page?.querySelector(".switch-place");
  const sentences = place ? [...page.querySelectorAll(".below-people")] : [], own = place?.dataset;
  if (!sentences.length) return;

  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });
  const control = make("div", "switch");
  const button = make("button", "switch__button", own.label ?? gettext("Mark findings not from people"));
  button.type = "button";
  const status = make("p", "switch__status");
  status.setAttribute("role", "status");
  control.append(button, status);
  place.replaceWith(control);

  // Shapes with words; those of people are only heard.
  const kindsOf = ({ dataset: { shapes, restsOn } }) => shapes ?? restsOn;
  const named = ({ dataset: { said, restsOn } }) => said ?? restsOn.replace("documents", "no study").replace("-", " ");
  const words = [], others = [...page.querySelectorAll(".beside-people")];
  const put = (at, how, kinds, name, text, of = "") => {
    const said = make("span", `${name}__words`);
    said.append(of ? "" : " ", ...kinds.split(/, | and /).map((kind) => make("span", `evidence__shape evidence__shape--${kind}`)),
      make("span", of, ` ${text}`));
    at[how](said);
    words.push(said);
  };
  for (const each of sentences) {
    put(each, "append", kindsOf(each), "below-people", gettext("%(kinds)s only", { kinds: named(each) }));
  }
  for (const each of others) put(each, "append", kindsOf(each), "beside-people", named(each));
  for (const cited of page.querySelectorAll(":is(p, li, dd, td) .citations:has([data-key])")) {
    if (!cited.closest("[data-rests-on], .certainty")) put(cited, "after", "people", "from-people", `(${own.where ?? gettext("people")})`, "from-people__word");
  }

  const marked = own.marked ?? ngettext("%(num)s sentence from animals or cells only: underlined.",
    "%(num)s sentences from animals or cells only: underlined.", sentences.length)
    + ` ${gettext("%(n)s partly so, or from no study: labelled. A dot: from people.", { n: others.length })}`;
  let isOn = false;
  const show = (on) => {
    if (on !== isOn) status.textContent = on ? marked : gettext("No sentence is marked.");
    isOn = on;
    button.setAttribute("aria-pressed", on);
    page.classList.toggle("shows-people", on);
    for (const said of words) said.hidden = !on;
  };
  button.addEventListener("click", () => {
    show(!isOn);
    try { isOn ? localStorage.setItem(KEY, VALUE) : localStorage.removeItem(KEY); } catch { /* storage is forbidden */ }
  });
  // By another tab, or before Back?
  const follow = () => {
    try { show(localStorage.getItem(KEY) === VALUE); } catch { show(isOn); }
  };
  follow();
  for (const event of ["storage", "pageshow"]) addEventListener(event, follow);
})();

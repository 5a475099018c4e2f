/* The reader's switch "Show what rests on people": marks each sentence whose citations are all from animals or
   cells, with words after it. Kept in localStorage where the browser allows it. Without this file an article is
   whole; there is only no switch. */
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
  const button = make("button", "switch__button", "Show what rests on people");
  button.type = "button";
  const status = make("p", "switch__status");
  status.setAttribute("role", "status");
  control.append(button, status);
  page.querySelector(".switch-place").replaceWith(control);

  const words = sentences.map((sentence) => {
    const said = make("span", "below-people__words", ` ${sentence.dataset.restsOn} only`);
    sentence.append(said);
    return said;
  });

  const show = (on) => {
    button.setAttribute("aria-pressed", on);
    page.classList.toggle("shows-people", on);
    for (const said of words) said.hidden = !on;
    return on;
  };
  const count = sentences.length;
  const marked = count === 1
    ? "1 sentence on this page rests on animals or cells only. It is underlined and says so."
    : `${count} sentences on this page rest on animals or cells only. They are underlined and say so.`;

  button.addEventListener("click", () => {
    const on = show(button.getAttribute("aria-pressed") !== "true");
    keep(on);
    status.textContent = on ? marked : "No sentence is marked.";
  });
  if (show(kept())) status.textContent = marked;
})();

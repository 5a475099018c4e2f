/* Search: the dialog. What finds, search_engine.js, is asked for when the dialog is first opened.
   A claim that is not so is shown with its label, and the link to it says what is so, not what it claims. */
(() => {
  const program = document.currentScript.src, root = new URL("../", program).href;
  const dialog = document.getElementById("search");
  const opener = document.querySelector(".search-open");
  if (!dialog?.showModal || !opener) return;
  const part = (name) => dialog.querySelector(`.search__${name}`);
  const [form, input, filters, status, list, more, doors] =
    ["form", "input", "filters", "status", "results", "more", "doors"].map(part);
  const selects = [...filters.querySelectorAll("select")];
  const PAGE = 8, PAUSE = 200;
  let engine, found = { count: 0 }, turn = 0, tried = 0, waiting, shown = "";

  /* The engine, loaded once; where that failed, again under another address: browsers keep a module, of use or not. */
  const load = () => (engine ??= fetchEngine().catch((error) => { engine = undefined; throw error; }));
  async function fetchEngine() {
    const module = await import(new URL(`search-engine.js${tried ? `?${tried}` : ""}`, program))
      .catch((error) => { tried++; throw error; });
    const loaded = await module.load(root);
    for (const select of selects) {
      const values = loaded.choices[select.name];
      if (select.length === 1) select.append(...values.map((value) => new Option(value, value)));
      select.closest("p").hidden = !values.length;
    }
    filters.hidden = false;
    return loaded;
  }

  const make = (tag, name, ...content) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...content);
    return element;
  };

  const marked = (pieces) => pieces.map(({ text, hit }) => (hit ? make("mark", "", text) : text));

  function result({ url, kind, title, text, claim, answerLabel, verdict, place }, number) {
    const link = make("a", "search__link", ...marked(title));
    link.href = new URL(url, root);
    link.setAttribute("aria-describedby", `search-about-${number}`);
    const about = make("div", "search__about");
    about.id = `search-about-${number}`;
    if (claim) about.append(make("p", "search__claim", ...marked(claim)));
    about.append(make("p", "search__text", answerLabel && `${answerLabel}: `, ...marked(text)));
    return make("li", "search__result",
      make("p", "search__kind", verdict ? `${kind} · ${verdict}` : kind), link, about,
      ...(place ? [make("p", "search__place", `In: ${place}`)] : []));
  }

  async function showMore() {
    const mine = turn, count = list.children.length;
    const loaded = await found.page(count, count + PAGE);
    if (mine !== turn) return;
    list.append(...loaded.map((each, at) => result(each, count + at)));
    more.hidden = list.children.length >= found.count;
  }

  function clear(message) {
    found = { count: 0 };
    list.replaceChildren();
    more.hidden = true;
    doors.hidden = false;
    status.textContent = message;
  }

  async function run() {
    clearTimeout(waiting);
    const words = input.value.trim();
    const chosen = Object.fromEntries(selects.filter((select) => select.value).map(({ name, value }) => [name, value]));
    const asked = JSON.stringify([words, chosen]);
    if (asked === shown) return;
    const mine = ++turn;
    shown = asked;
    if (!words && !Object.keys(chosen).length) return clear("");
    try {
      if (!engine) status.textContent = "Loading the index…";
      const answer = await (await load()).search(words, chosen);
      if (mine !== turn) return;
      clear("");
      found = answer;
      if (found.count) await showMore();
      if (mine !== turn) return;
      const count = found.count, quoted = words && ` for “${words}”`;
      doors.hidden = count > 0;
      status.textContent = count
        ? `${count} result${count === 1 ? "" : "s"}${quoted}`
        : `Nothing found${quoted}. Try fewer words, other words or fewer filters.`;
    } catch {
      engine = undefined;  // its index may have come in part
      if (mine !== turn) return;
      shown = "";
      clear("Search could not be loaded. Please try again in a moment.");
    }
  }

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    load().catch(() => clear("Search could not be loaded. Please try again in a moment."));
  };

  const links = () => [...list.querySelectorAll(".search__link")];
  const move = (event) => {
    const all = [input, ...links()], to = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (to < 0 || to === all.length || !all.includes(document.activeElement)) return;
    event.preventDefault();
    all[to].focus();
  };

  /* WCAG 2.1.4: a key that works by itself can be turned off. Only that choice is kept. */
  const KEY = "search-key", setting = part("setting").querySelector("input");
  const on = (yes) => {
    setting.checked = yes;
    opener.querySelector("kbd").hidden = !yes;
    if (yes) opener.setAttribute("aria-keyshortcuts", "/"); else opener.removeAttribute("aria-keyshortcuts");
  };
  try { on(localStorage.getItem(KEY) !== "off"); } catch { /* the browser keeps nothing */ }
  setting.addEventListener("change", () => {
    on(setting.checked);
    try {
      if (setting.checked) localStorage.removeItem(KEY); else localStorage.setItem(KEY, "off");
    } catch { /* kept for this page only */ }
  });
  addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !setting.checked || busy) return;
    event.preventDefault();
    open();
  });

  opener.hidden = false;
  opener.addEventListener("click", open);
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, PAUSE);
  });
  form.addEventListener("change", run);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await run();
    links()[0]?.focus();
  });
  more.addEventListener("click", async () => {
    const next = list.children.length;
    await showMore();
    links()[next]?.focus();
  });
})();

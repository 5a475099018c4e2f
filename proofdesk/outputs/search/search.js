/* Search. The index (pagefind/, written by indexer.py) is asked for when the dialog is first opened.
   A claim that is not so is shown with its label, and the link to it says what is so, not what it claims. */
(() => {
  const root = new URL("../", document.currentScript.src);
  const dialog = document.getElementById("search");
  const opener = document.querySelector(".search-open");
  if (!dialog?.showModal || !opener) return;
  const part = (name) => dialog.querySelector(`.search__${name}`);
  const [form, input, filters, status, list, more, doors] =
    ["form", "input", "filters", "status", "results", "more", "doors"].map(part);
  const selects = [...filters.querySelectorAll("select")];
  const PAGE = 8, EXCERPT = 34, PAUSE = 200;
  let index, found = [], turn = 0, tried = 0, waiting, shown = "";

  /* The index, loaded once; where that failed, again under another address: browsers keep a module, of use or not. */
  const load = () => (index ??= fetchIndex().catch((error) => { index = undefined; throw error; }));
  async function fetchIndex() {
    const pagefind = await import(new URL(`pagefind/pagefind.js${tried++ ? `?${tried}` : ""}`, root));
    await pagefind.init();
    const choices = await (await fetch(new URL("pagefind/choices.json", root))).json();
    /* The index of a large site is in parts, each with its own files. */
    await Promise.all(choices.parts.map((part) => pagefind.mergeIndex(new URL(`pagefind/${part}/`, root).href)));
    for (const select of selects) {
      const values = choices[select.name];
      if (select.length === 1) select.append(...values.map((value) => new Option(value, value)));
      select.closest("p").hidden = !values.length;
    }
    filters.hidden = false;
    return pagefind;
  }

  const make = (tag, name, ...content) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...content);
    return element;
  };

  /* Some of an entry's words, with those that were found marked. */
  function marked(words, hits, from, to) {
    const text = new DocumentFragment();
    for (let at = from; at < to; at++) {
      text.append(at > from ? " " : "", hits.has(at) ? make("mark", "", words[at]) : words[at]);
    }
    return text;
  }

  /* The stretch of the text in which most was found. It begins with a sentence: half a sentence can lose its “not”.
     The words before `lead` are the title or the claim. */
  function excerpt({ meta }, words, hits, lead) {
    let start = lead, most = 0;
    for (let from = lead; from < words.length; from++) {
      if (from > lead && !/[.!?]["”’)]*$/.test(words[from - 1])) continue;
      const count = [...hits].filter((at) => at >= from && at < from + EXCERPT).length;
      if (count > most) [start, most] = [from, count];
    }
    const end = Math.min(words.length, start + EXCERPT);
    const before = start === lead ? "" : meta.answer_label ? `${meta.answer_label}: … ` : "… ";
    return make("p", "search__text", before, marked(words, hits, start, end), end < words.length ? " …" : "");
  }

  function result(data, number) {
    const { meta } = data, words = data.content.split(/\s+/), lead = Number(meta.lead);
    const hits = new Set(data.locations);
    const link = make("a", "search__link", meta.claim ? meta.title : marked(words, hits, 0, lead));
    link.href = new URL(data.raw_url, root);
    link.setAttribute("aria-describedby", `search-about-${number}`);
    const about = make("div", "search__about");
    about.id = `search-about-${number}`;
    if (meta.claim) about.append(make("p", "search__claim", marked(words, hits, 0, lead)));
    about.append(excerpt(data, words, hits, lead));
    const kind = meta.verdict ? `${meta.kind} · ${meta.verdict}` : meta.kind;
    const place = meta.page ? [make("p", "search__place", `In: ${meta.page}`)] : [];
    return make("li", "search__result", make("p", "search__kind", kind), link, about, ...place);
  }

  async function showMore() {
    const mine = turn, count = list.children.length;
    const loaded = await Promise.all(found.slice(count, count + PAGE).map((each) => each.data()));
    if (mine !== turn) return;
    list.append(...loaded.map((data, at) => result(data, count + at)));
    more.hidden = list.children.length >= found.length;
  }

  function clear(message) {
    found = [];
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
      if (!index) status.textContent = "Loading the index…";
      const pagefind = await load();
      const answer = await pagefind.search(words || null, { filters: chosen });
      if (mine !== turn) return;
      clear("");
      found = answer.results;
      await showMore();
      if (mine !== turn) return;
      const count = found.length, quoted = words && ` for “${words}”`;
      doors.hidden = count > 0;
      status.textContent = count
        ? `${count} result${count === 1 ? "" : "s"}${quoted}`
        : `Nothing found${quoted}. Try fewer words, other words or fewer filters.`;
    } catch {
      index = undefined;  // it may have come in part
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

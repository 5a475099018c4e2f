/* Search: the dialog. What finds, search_engine.js, is asked for when the dialog is first opened.
   The words and filters stand in the address (?q=…), so that results can be shared and the way back leads to them.
   A claim that is not so is shown with its label, and the link to it says what is so, not what it claims. */
(() => {
  const program = document.currentScript.src, root = new URL("../", program).href;
  const dialog = document.getElementById("search");
  const opener = document.querySelector(".search-open");
  if (!dialog?.showModal || !opener) return;
  const part = (name) => dialog.querySelector(`.search__${name}`);
  const [form, input, choose, filters, status, found, crisis, offer, list, end, doors] =
    ["form", "input", "choose", "filters", "status", "found", "crisis", "offer", "results", "end", "doors"].map(part);
  const help = part("help"), more = part("more"), selects = [...filters.querySelectorAll("select")];
  const PAGE = 6, PAUSE = 200, PATIENCE = 300;
  const FAILED = gettext("Search could not be loaded. Please try again in a moment.");
  let engine, ready = false, results, turn = 0, tried = 0, waiting, shown = "", left, leave;
  /* What is asked: the filters by name, and whether the words are meant exactly as they are. */
  let chosen = {}, exact = false;

  const make = (tag, name, ...content) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...content);
    return element;
  };
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const links = () => [...list.querySelectorAll(".search__link")];

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
    filters.hidden = choose.hidden = false;
    ready = true;
    showChosen();
    return loaded;
  }

  /* A filter that the index does not know, as from an old address, is none. */
  function showChosen() {
    for (const select of selects) {
      select.value = chosen[select.name] ?? "";
      if (!select.value) { select.value = ""; delete chosen[select.name]; }
    }
    const count = Object.keys(chosen).length;
    part("chosen").textContent = count ? ` (${count})` : "";
  }

  /* The address. The first search makes an entry in the browser's history; what is typed afterwards changes it. */
  const KEYS = { Kind: "q-kind", Topic: "q-topic", Evidence: "q-evidence" };
  const inAddress = () => new URLSearchParams(location.search);
  const isAsked = () => ["q", ...Object.values(KEYS)].some((key) => inAddress().get(key));
  function address(words, filters, asIs) {
    const url = new URL(location.href);
    const all = { q: words, "q-exact": asIs && words ? "yes" : "" };
    for (const [name, key] of Object.entries(KEYS)) all[key] = filters[name];
    for (const [key, value] of Object.entries(all)) {
      if (value) url.searchParams.set(key, value); else url.searchParams.delete(key);
    }
    return url;
  }
  async function write() {
    await left;
    const url = address(input.value.trim(), chosen, exact);
    if (!dialog.open || url.href === location.href) return;
    try {
      if (history.state?.search) history.replaceState(history.state, "", url);
      else history.pushState({ search: { pushed: true } }, "", url);
    } catch { /* too often for this browser: the next words will stand there */ }
  }
  function read() {
    const asked = inAddress();
    input.value = (asked.get("q") ?? "").slice(0, input.maxLength);
    exact = asked.has("q-exact");
    chosen = {};
    for (const [name, key] of Object.entries(KEYS)) if (asked.get(key)) chosen[name] = asked.get(key);
    if (ready) showChosen();
  }
  /* What one returns to: how many results, where they were scrolled to, and which link was followed. */
  function keep(at) {
    if (!history.state?.search) return;
    const scroll = [dialog.scrollTop, found.scrollTop];
    history.replaceState({ search: { ...history.state.search, at, scroll, count: list.children.length } }, "");
  }
  async function restore() {
    const kept = history.state?.search ?? { pushed: false };
    if (!history.state?.search) history.replaceState({ search: kept }, "");
    read();
    show();
    await run();
    while (results && list.children.length < Math.min(kept.count ?? 0, results.count)) {
      const before = list.children.length;
      await showMore();
      if (list.children.length === before) return;
    }
    if (!kept.scroll) return;
    links()[kept.at]?.focus({ preventScroll: true });
    [dialog.scrollTop, found.scrollTop] = kept.scroll;
  }

  const marked = (pieces) => pieces.map(({ text, hit }) => (hit ? make("mark", "", text) : text));

  function result({ url, kind, title, text, claim, answerLabel, verdict, place }, number) {
    const link = make("a", "search__link", ...marked(title));
    link.href = new URL(url, root);
    link.setAttribute("aria-describedby", `search-about-${number}`);
    const about = make("div", "search__about");
    about.id = `search-about-${number}`;
    if (claim) about.append(make("p", "search__claim", ...marked(claim)));
    about.append(make("p", "search__text", answerLabel && `${answerLabel}: `, ...marked(text)));
    const item = make("li", "search__result",
      make("p", "search__kind", verdict ? `${kind} · ${verdict}` : kind), link, about,
      ...(place ? [make("p", "search__place", gettext("In: %(page)s", { page: place }))] : []));
    /* A screen reader says “3 of 34”, however many of them stand there. */
    item.setAttribute("aria-posinset", number + 1);
    item.setAttribute("aria-setsize", results.count);
    return item;
  }

  function append(loaded) {
    const from = list.children.length, until = from + loaded.length;
    list.append(...loaded.map((each, at) => result(each, from + at)));
    end.hidden = until >= results.count;
    part("tally").textContent = gettext("Showing %(shown)s of %(all)s", { shown: until, all: results.count });
  }
  async function showMore() {
    const mine = turn, from = list.children.length;
    const loaded = await results.page(from, from + PAGE);
    if (mine === turn) append(loaded);
  }

  function clear(message) {
    results = undefined;
    list.replaceChildren();
    end.hidden = crisis.hidden = offer.hidden = true;
    doors.hidden = help.hidden = false;
    list.removeAttribute("aria-busy");
    say(message);
  }

  /* The help lines for what the words say, and the emergency numbers, as they stand at the foot of the page. */
  function showCrisis(lines) {
    const ids = [...new Set([lines ?? crisis.dataset.usual, ...crisis.dataset.urgent.split(" ")])].filter(Boolean);
    const needs = ids.map((id) => document.getElementById(id)).filter(Boolean);
    crisis.replaceChildren(...needs.map((need) => {
      const lines = need.cloneNode(true);
      lines.removeAttribute("id");
      const title = lines.querySelector(".need__title"), fold = lines.querySelector("details");
      (fold?.firstElementChild ?? title).replaceWith(make("p", title.className, title.textContent));
      fold?.replaceWith(...fold.childNodes);
      for (const source of lines.querySelectorAll(".need__source")) source.remove();
      return lines;
    }));
    const all = make("a", "", gettext("All help lines, and where each number comes from"));
    all.href = "#help-now";
    crisis.append(make("p", "search__all-lines", all));
    crisis.hidden = !needs.length;
    help.hidden = needs.length > 0;
  }

  /* A button that asks something else, and leads to what that finds. */
  const again = (text, change) => {
    const element = make("button", "search__again", text);
    element.type = "button";
    element.addEventListener("click", async () => {
      change();
      await run();
      (links()[0] ?? input).focus();
    });
    return element;
  };
  function showOffer(words, { count, instead, also = [], nearest }) {
    const content = [];
    /* So that one who asks for a medicine by its name knows why the results have another word. */
    const named = also.map((word) => gettext("“%(word)s”", { word })).join(", ");
    if (also.length) content.push(make("span", "search__also", gettext("Also looked for %(words)s.", { words: named })));
    if (instead) {
      content.push(again(gettext("Search for “%(words)s” instead", { words }), () => { exact = true; }));
    } else if (!count && nearest.length) {
      const take = (word) => () => { input.value = word; exact = false; };
      content.push(`${gettext("Did you mean:")} `, ...nearest.map((word) => again(word, take(word))));
    }
    if (!count && Object.keys(chosen).length) {
      content.push(again(gettext("Search without filters"), () => { chosen = {}; showChosen(); }));
    }
    offer.replaceChildren(...content);
    offer.hidden = !content.length;
  }

  function summary(words, { count, instead, crisis: danger }) {
    const some = ngettext("%(num)s result", "%(num)s results", count), filtered = Object.keys(chosen).length > 0;
    const first = danger && !crisis.hidden ? `${gettext("Help lines first.")} ` : "";
    if (count && instead) return first + gettext("Showing %(results)s for “%(words)s”", { results: some, words: instead });
    if (count) return first + (words ? gettext("%(results)s for “%(words)s”", { results: some, words }) : some);
    if (filtered) {
      return first + (words ? gettext("Nothing found for “%(words)s” with these filters.", { words })
        : gettext("Nothing found with these filters."));
    }
    return first + (words ? gettext("Nothing found for “%(words)s”. Try other words, or fewer.", { words })
      : gettext("Nothing found. Try other words, or fewer."));
  }

  async function run() {
    clearTimeout(waiting);
    const words = input.value.trim();
    const asked = JSON.stringify([words, chosen, exact]);
    write();
    if (asked === shown) return;
    const mine = ++turn;
    shown = asked;
    if (!words && !Object.keys(chosen).length) return clear("");
    /* What stands there is of other words. */
    list.setAttribute("aria-busy", "true");
    doors.hidden = true;
    if (!ready) say(gettext("Loading search…"));
    let slow;
    try {
      const loaded = await load();
      if (mine !== turn) return;
      slow = setTimeout(() => mine === turn && say(words ? gettext("Searching for “%(words)s”…", { words }) : gettext("Searching…")), PATIENCE);
      const answer = await loaded.search(words, chosen, exact);
      if (mine !== turn) return;
      const top = answer.count ? await answer.page(0, PAGE) : [];
      if (mine !== turn) return;
      clear("");
      results = answer;
      if (answer.crisis) showCrisis(answer.help);
      showOffer(words, answer);
      append(top);
      doors.hidden = answer.count > 0;
      [dialog.scrollTop, found.scrollTop] = [0, 0];
      say(summary(words, answer));
    } catch {
      engine = undefined;  // its index may have come in part
      ready = false;
      if (mine !== turn) return;
      shown = "";
      clear(FAILED);
    } finally {
      clearTimeout(slow);
    }
  }

  const show = () => { if (!dialog.open) dialog.showModal(); };
  function open() {
    if (dialog.open) return;
    show();
    input.select();
    load().catch(() => clear(FAILED));
    run();
  }

  const move = (event) => {
    const all = [input, ...links(), ...(end.hidden ? [] : [more])];
    const from = all.indexOf(document.activeElement), to = from + (event.key === "ArrowDown" ? 1 : -1);
    if (from < 0 || to < 0 || to === all.length) return;
    event.preventDefault();
    all[to].focus();
  };

  opener.hidden = false;
  list.setAttribute("role", "list");  // without its numbers a list is none to Safari
  opener.addEventListener("click", open);
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.href.split("#")[0] !== location.href.split("#")[0]) return keep(links().indexOf(link));
    /* A place on this page: its address is made of this one, without the words. */
    history.replaceState(null, "", address("", {}, false));
    dialog.close();
  });
  /* Closed, the search leaves the address, and its entry in the history if it made one. */
  dialog.addEventListener("close", () => {
    const own = history.state?.search;
    if (own?.pushed) {
      left = new Promise((done) => { leave = done; });
      history.back();
    } else if (own) {
      history.replaceState(null, "", address("", {}, false));
    }
  });
  addEventListener("popstate", () => {
    if (leave) {
      leave();
      leave = left = undefined;
    } else if (isAsked()) {
      restore();
    } else if (dialog.open) {
      dialog.close();
    }
  });
  dialog.addEventListener("keydown", (event) => {
    // While letters are chosen from a list (Japanese, Chinese), the keys belong to that list.
    if (!event.isComposing && ["ArrowDown", "ArrowUp"].includes(event.key)) move(event);
  });
  input.addEventListener("input", () => {
    exact = false;
    clearTimeout(waiting);
    waiting = setTimeout(run, PAUSE);
  });
  form.addEventListener("change", () => {
    chosen = Object.fromEntries(selects.filter((select) => select.value).map(({ name, value }) => [name, value]));
    showChosen();
    run();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await run();
    links()[0]?.focus();
  });
  choose.addEventListener("click", () => {
    const opened = choose.getAttribute("aria-expanded") !== "true";
    choose.setAttribute("aria-expanded", opened);
  });
  more.addEventListener("click", async () => {
    const next = list.children.length;
    await showMore().catch(() => say(FAILED));
    if (!links()[next]) return;
    say(ngettext("Showing %(shown)s of %(num)s result", "Showing %(shown)s of %(num)s results", results.count,
      { shown: list.children.length }));
    links()[next].focus();
  });
  /* A field in a page, as where an address leads nowhere: what it finds is shown here. */
  for (const field of document.querySelectorAll("form[data-search]")) {
    field.hidden = false;
    field.addEventListener("submit", (event) => {
      event.preventDefault();
      input.value = new FormData(field).get("q").trim();
      exact = false;
      open();
    });
  }
  for (const hint of document.querySelectorAll("[data-without-search]")) hint.hidden = true;
  if (isAsked()) restore();
})();

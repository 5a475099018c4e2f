/* A reviewer's notes in the margin of a preview. Each holds the words that it is about and some around them, so that
   `desk review` finds them in the article even if it has changed. Notes are kept by the browser, page by page, and leave
   it only in the file or the text that the reviewer sends back. Nothing is asked of any server. */
(() => {
  const AROUND = 300; // characters of the paragraph on each side of a note's words
  const UNREAD = ".headerlink, .citations, .review, .review__list, .review-number, .sidenotes, .in-place, .copy-link, "
    + ".copy-link__status, nav, .menu, .page-menu, .switch, .below-people__words, .beside-people__words, .from-people__words, script, style, button";
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, tr, figcaption, dt, dd, summary, pre";
  /* As theme/js/words.js, whose words are those of readers. */
  const own = document.documentElement.lang || "en", words = JSON.parse(document.getElementById("review-words").textContent || "{}");
  const put = (text, values) => text.replace(/%\((\w+)\)s/g, (all, name) => values?.[name] ?? all);
  const gettext = (text, values) => put(words[text] ?? text, values);
  const ngettext = (text, several, num, values) =>
    put(words[text]?.[new Intl.PluralRules(own).select(num)] ?? words[text]?.other ?? (num === 1 ? text : several), { num, ...values });
  const facts = JSON.parse(document.getElementById("review-page").textContent);
  const page = document.getElementById("content");
  const one = (selector, within = document) => within.querySelector(selector);
  const make = (tag, options = {}, ...inner) => {
    const made = Object.assign(document.createElement(tag), options);
    made.append(...inner);
    return made;
  };
  const box = one(".review"), list = one(".review__list"), told = one(".review__told"), at = one(".review-at");
  const noting = one("#review-note"), sending = one("#review-send");
  const [about, after, says, by] = ["about", "after", "says", "by"].map((name) => one(`#review-${name}`));
  const wide = matchMedia("screen and (min-width: 76.25em)");
  const KEY = `proofdesk-review:${facts.site}:${facts.page}`, NAME = "proofdesk-review-name";
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  let notes = [], keeps = true, saved = true, edited = null, chosen = null;
  const load = () => { try { notes = JSON.parse(stored(KEY)) ?? notes; } catch { /* they stay as they are */ } };
  /* Take in what another window of this page has stored; what is edited stays the note that the dialog shows. */
  const takeIn = () => {
    const before = JSON.stringify(edited);
    if (keeps) load();
    if (!edited || notes.includes(edited)) return;
    const same = notes.find((note) => JSON.stringify(note) === before);
    if (same) edited = same;
    else notes.push(edited);
  };

  /* The text of the page without numbers of citations: words[i] begins at starts[i] of the whole. */
  let nodes, whole;
  const read = () => {
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.parentElement.closest(UNREAD) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    nodes = [];
    whole = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push([node, whole.length]);
      whole += node.data;
    }
  };

  const offset = (container, inner, end) => {
    const probe = document.createRange();
    for (const [node, start] of nodes) {
      if (node === container) return start + inner;
      probe.selectNodeContents(node);
      if (probe.comparePoint(container, inner) < 0) return start; // the point lies before this text
    }
    return end;
  };

  const trimmed = (from, to) => {
    while (from < to && /\s/.test(whole[from])) from++;
    while (to > from && /\s/.test(whole[to - 1])) to--;
    return [from, to];
  };
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const shown = (text) => text.replace(/ (?=[.,;:!?])/g, ""); // a citation stood between

  const place = (range) => {
    read();
    if (!page.contains(range.commonAncestorContainer)) return null;
    const [from, to] = trimmed(offset(range.startContainer, range.startOffset, whole.length),
      offset(range.endContainer, range.endOffset, whole.length));
    return from < to ? { from, to, quote: plain(whole.slice(from, to)) } : null;
  };

  /* Where a note's words stand now: the occurrence with the most of its context around it. */
  const find = (note) => {
    if (!note.quote) return null;
    const pattern = new RegExp(note.quote.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "g");
    const [before, behind] = [plain(note.before ?? ""), plain(note.behind ?? "")];
    let best = null, most = -1;
    for (const match of whole.matchAll(pattern)) {
      const ahead = plain(whole.slice(Math.max(0, match.index - 2 * AROUND), match.index));
      const next = plain(whole.slice(match.index + match[0].length, match.index + match[0].length + 2 * AROUND));
      let same = 0;
      while (same < before.length && ahead.at(-1 - same) === before.at(-1 - same)) same++;
      let more = 0;
      while (more < behind.length && next[more] === behind[more]) more++;
      if (same + more > most) [best, most] = [[match.index, match.index + match[0].length], same + more];
    }
    return best;
  };

  /* The paragraph, cell or title that holds a text, as far as it is an author's: where it begins and ends. */
  const bounds = (index) => {
    const block = nodes[index][0].parentElement.closest(BLOCKS);
    const inside = ([node]) => block?.contains(node);
    if (!block) return [nodes[index][1], nodes[index][1] + nodes[index][0].data.length];
    const last = nodes.findLast(inside);
    return [nodes.find(inside)[1], last[1] + last[0].data.length];
  };
  const around = ({ from, to }) => {
    const at = (offset) => nodes.findLastIndex(([, start]) => start <= offset);
    const spaced = (text) => text.replace(/\s+/g, " ");
    return {
      before: spaced(whole.slice(Math.max(bounds(at(from))[0], from - AROUND), from)).trimStart(),
      behind: spaced(whole.slice(to, Math.min(bounds(at(to - 1))[1], to + AROUND))).trimEnd(),
      section: heading(nodes[at(from)][0]),
    };
  };

  const heading = (node) => {
    const all = [...page.querySelectorAll("h1, h2, h3, h4")].filter((each) => each.compareDocumentPosition(node) & 4 || each.contains(node));
    return all.length ? plain([...all.at(-1).childNodes].filter((each) => !each.matches?.(UNREAD)).map((each) => each.textContent).join("")) : "";
  };

  /* Marks in the text. */
  const unmark = () => {
    for (const mark of page.querySelectorAll(".review-mark")) mark.replaceWith(...mark.childNodes);
    for (const number of page.querySelectorAll(".review-number")) number.remove();
    page.normalize();
  };
  const mark = (note, number, [from, to]) => {
    read();
    const parts = nodes.filter(([node, start]) => start < to && start + node.data.length > from && node.data.trim());
    let last = null;
    for (const [node, start] of parts) {
      const range = document.createRange();
      range.setStart(node, Math.max(0, from - start));
      range.setEnd(node, Math.min(node.data.length, to - start));
      last = make("mark", { className: `review-mark review-mark--${note.kind}` });
      range.surroundContents(last);
    }
    (last?.closest("a") ?? last)?.after(make("button", {
      type: "button", className: "review-number", textContent: number, ariaLabel: gettext("Note %(number)s: %(says)s", { number, says: note.says || note.after || gettext("take these words out") }),
      onclick: () => edit(note),
    }));
  };

  const says_so = gettext("%(name)s says"), WORDS = {
    comment: says_so, note: says_so, replacement: gettext("%(name)s proposes other words"),
    deletion: gettext("%(name)s would take these words out"),
  };
  const said = (note) => put(WORDS[note.kind], { name: note.by });
  const show = () => {
    const open = list.hidden;
    unmark();
    read();
    const placed = notes.map((note) => [note, find(note)]);
    placed.sort(([, one], [, other]) => (one?.[0] ?? 1e9) - (other?.[0] ?? 1e9));
    notes = placed.map(([note]) => note);
    placed.forEach(([note, where], index) => where && mark(note, index + 1, where));
    list.replaceChildren(...placed.map(([note, where], index) => {
      const item = make("li", { className: "review-card" });
      item.append(
        make("p", { className: "review-card__who" }, make("b", {}, `${index + 1}`), ` ${said(note)}`),
        ...(note.quote ? [make("blockquote", {}, shown(note.quote.length > 120 ? `${note.quote.slice(0, 119)}…` : note.quote))] : []),
        ...(note.quote && !where ? [make("p", {}, gettext("These words are no longer on the page."))] : []),
        ...(note.after ? [make("p", { className: "review-card__after" }, note.after)] : []),
        ...(note.says ? [make("p", {}, note.says)] : []),
        make("button", { type: "button", ariaLabel: gettext("Change note %(number)s", { number: index + 1 }), onclick: () => edit(note) }, gettext("Change")),
      );
      return item;
    }));
    list.hidden = open;
    one("[data-do=list]").textContent = gettext("All notes (%(num)s)", { num: notes.length });
    one("[data-do=send]").disabled = one("[data-do=list]").disabled = !notes.length;
    if (!notes.length) toggle(false);
    align();
  };

  /* On a wide screen each note stands at the height of its words, or below the one before it. */
  const align = () => {
    const beside = wide.matches && !list.hidden;
    if (beside !== (list.parentNode === page)) (beside ? page : box).append(list);
    if (!beside) {
      for (const card of list.children) card.style.transform = "";
      return;
    }
    const top = list.getBoundingClientRect().top, numbers = [...page.querySelectorAll(".review-number")];
    const read = [...list.children].map((card, index) => {
      const number = numbers.find((each) => each.textContent === String(index + 1) && each.getClientRects().length);
      return [card, card.offsetHeight, number ? number.getBoundingClientRect().top - top : 0];
    });
    let free = 0;
    for (const [card, height, line] of read) {
      const y = Math.max(line, free);
      card.style.transform = `translateY(${Math.round(y)}px)`;
      free = y + height + 8;
    }
  };

  const toggle = (open) => {
    list.hidden = !open;
    one("[data-do=list]").ariaExpanded = String(open);
    align();
  };

  const tell = (text) => {
    told.textContent = "";
    requestAnimationFrame(() => { told.textContent = text; });
  };
  const keep = (text) => {
    saved = false;
    try { localStorage.setItem(KEY, JSON.stringify(notes)); } catch { keeps = false; }
    tell(keeps ? text : `${text} ${gettext("This browser keeps nothing when the window is closed: send your notes back before.")}`);
    show();
  };

  /* The dialog for one note. */
  const options = () => {
    read();
    about.replaceChildren();
    if (chosen) about.append(make("option", { value: "words" }, gettext("The words that you selected")));
    about.append(make("option", { value: "page" }, gettext("The whole page")));
    const texts = new Map();
    for (const [node] of nodes) {
      const block = node.parentElement.closest(BLOCKS);
      if (block && !block.closest(".references, nav, .draft-banner")) texts.set(block, (texts.get(block) ?? "") + node.data);
    }
    let group = about, index = 0;
    for (const [block, text] of texts) {
      const words = plain(text);
      if (!words) continue;
      block.dataset.reviewBlock = index;
      const option = make("option", { value: String(index++) }, shown(words.length > 70 ? `${words.slice(0, 69)}…` : words));
      if (block.matches("h1, h2, h3, h4")) about.append((group = make("optgroup", { label: words })));
      group.append(option);
    }
  };
  const subject = () => {
    if (about.value === "words") return chosen;
    if (about.value === "page") return null;
    const range = document.createRange();
    range.selectNodeContents(one(`[data-review-block="${about.value}"]`));
    return place(range);
  };
  const kind = () => one("[name=kind]:checked", noting).value;
  const fit = () => {
    const where = subject();
    one(".review-dialog__quote").textContent = shown(where?.quote ?? "");
    one(".review-dialog__quote").hidden = !where;
    one("fieldset", noting).hidden = !where;
    one(".review-dialog__after").hidden = !where || kind() !== "replacement";
  };
  const edit = (note) => {
    read();
    edited = note;
    const where = note && find(note);
    if (note) chosen = where && { from: where[0], to: where[1], quote: note.quote };
    options();
    about.value = chosen ? "words" : "page";
    about.disabled = Boolean(note);
    (noting.querySelector(`[value=${note?.kind ?? "comment"}]`) ?? one("[value=comment]", noting)).checked = true;
    after.value = note?.after || "";
    says.value = note?.says || "";
    by.value = note?.by || stored(NAME) || "";
    one("[data-do=delete]").hidden = !note;
    one(".review-dialog__wrong").textContent = "";
    fit();
    at.hidden = true;
    noting.showModal();
    (note || chosen ? says : about).focus();
  };
  const wrong = (field, text) => {
    one(".review-dialog__wrong").textContent = text;
    field.focus();
  };

  one("form", noting).addEventListener("submit", (event) => {
    event.preventDefault();
    const where = edited?.quote ? { quote: edited.quote } : subject();
    const does = where ? kind() : "note";
    if (does === "replacement" && !after.value.trim()) return wrong(after, gettext("Write the other words."));
    if (/comment|note/.test(does) && !says.value.trim()) return wrong(says, gettext("Write your note."));
    if (!by.value.trim()) return wrong(by, gettext("Write your name, so that the editor knows whose note it is."));
    try { localStorage.setItem(NAME, by.value.trim()); } catch { keeps = false; }
    const written = {
      kind: does, by: by.value.trim(), date: new Date().toISOString().slice(0, 19) + "Z", says: says.value.trim(),
      after: does === "replacement" ? after.value.trim() : "", quote: where?.quote ?? "", version: facts.version,
    };
    takeIn();
    if (edited) Object.assign(edited, written, { version: edited.version });
    else {
      if (where) Object.assign(written, around(where));
      notes.push(written);
    }
    noting.close();
    keep(edited ? gettext("The note was changed.") : ngettext("The note was added. It is kept in this browser.",
      "The note was added. All %(num)s are kept in this browser.", notes.length));
  });

  /* What is sent back. */
  const contents = () => JSON.stringify({ format: "proofdesk-review", ...facts, notes }, null, 1);
  const lines = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/.{64}/g, "$&\n");
  const sum = (bytes) => { // CRC-32, to tell a text that was cut off
    let crc = -1;
    for (const byte of bytes) for (let bit = (crc = crc ^ byte, 0); bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return (~crc >>> 0).toString(16).padStart(8, "0");
  };
  const asText = () => {
    const bytes = new TextEncoder().encode(contents());
    const all = notes.map((note, index) => [
      `${index + 1}. ${said(note)}: ${note.quote ? `“${shown(note.quote)}”` : `(${gettext("The whole page")})`}`,
      ...(note.after ? [`   ${gettext("Instead: %(words)s", { words: note.after })}`] : []), ...(note.says ? [`   ${note.says}`] : []),
    ].join("\n"));
    return [gettext("Notes on “%(title)s”", facts), "", ...all, "", gettext("The same for the editor’s program; please leave it as it is:"),
      "-----BEGIN REVIEW-----", lines(bytes), `-----END REVIEW ${sum(bytes)}-----`, ""].join("\n");
  };
  const name = () => {
    const slug = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    const who = slug(notes.at(-1)?.by ?? "");
    return `${facts.slug}${who && `.${who}`}.review.json`;
  };
  const saySent = (text) => { one(".review-dialog__told").textContent = text; };
  const actions = {
    add: () => edit(null),
    list: () => {
      toggle(list.hidden);
      if (!list.hidden) one("button", list)?.focus({ preventScroll: wide.matches });
    },
    send: () => {
      one("#review-text").value = asText();
      saySent("");
      sending.showModal();
    },
    save: () => {
      const link = make("a", { download: name(), href: URL.createObjectURL(new Blob([contents()], { type: "application/json" })) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      saved = true;
      saySent(gettext("Saved as %(file)s. Send that file back.", { file: name() }));
    },
    copy: async () => {
      const text = one("#review-text");
      text.focus();
      text.select();
      let done = false;
      try { done = document.execCommand("copy"); } catch { /* asked of the clipboard next */ }
      try { if (!done) await navigator.clipboard.writeText(text.value), done = true; } catch { /* the reviewer copies it */ }
      saved ||= done;
      saySent(done ? gettext("Copied. Paste it into a mail.") : gettext("The text is selected. Copy it with Ctrl and C, or with Command and C."));
    },
    cancel: () => { noting.close(); sending.close(); },
    delete: () => {
      takeIn();
      notes = notes.filter((note) => note !== edited);
      noting.close();
      keep(gettext("The note was deleted."));
    },
  };
  for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", actions[button.dataset.do]);
  one("form", sending).addEventListener("submit", (event) => event.preventDefault());
  noting.addEventListener("change", fit);
  noting.addEventListener("close", () => { chosen = null; });

  /* A selection offers a note beside it, and keeps its place when the button takes the focus. */
  const select = () => {
    const selection = getSelection();
    if (noting.open || sending.open) return;
    if (!selection.rangeCount || selection.isCollapsed) {
      if (!box.contains(document.activeElement) && document.activeElement !== at) [at.hidden, chosen] = [true, null];
      return;
    }
    const range = selection.getRangeAt(0);
    chosen = place(range);
    at.hidden = !chosen;
    if (!chosen) return;
    const { bottom, right } = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
    at.style.top = `${Math.min(Math.max(0, bottom + 6), innerHeight - 110) + scrollY}px`;
    at.style.left = `${Math.max(8, Math.min(right - 40, document.documentElement.clientWidth - 130))}px`;
  };
  let wait;
  document.addEventListener("selectionchange", () => { clearTimeout(wait); wait = setTimeout(select, 150); });
  for (const button of [at, one("[data-do=add]")]) button.addEventListener("pointerdown", (event) => event.preventDefault());
  at.addEventListener("click", () => edit(null));
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.shiftKey && event.code === "KeyN" && !noting.open && !sending.open) {
      event.preventDefault();
      select();
      edit(null);
    }
  });
  addEventListener("beforeunload", (event) => { if (!keeps && !saved && notes.length) event.preventDefault(); });
  wide.addEventListener("change", align);
  new ResizeObserver(align).observe(page);

  if (page) {
    const welcome = () => {
      load();
      show();
      tell(notes.length ? ngettext("%(num)s of your notes is here from before.", "%(num)s of your notes are here from before.", notes.length)
        : gettext("Select words and choose “Add a note”."));
    };
    box.hidden = false;
    welcome();
    // Another window of this page stored notes, or this one a moment before it was loaded again.
    addEventListener("storage", ({ key }) => { if (key === KEY && !noting.open && !sending.open) welcome(); });
  }
})();

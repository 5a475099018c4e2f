/* Notes at the margin of a wide screen: each work in a few words, beside the sentence that cites it. Made from the
   page's own list, so they are hidden from those who hear the page; a click opens the reference in place (popover.js).
   They lie over the margin and are moved by transforms, so that nothing else moves. */
{
  const GAP = 10, FAR = 140, AGAIN = 1500; // px: between notes, from its line at most, before a work is named again
  const content = document.getElementById("content");
  const wide = matchMedia("screen and (min-width: 76.25em)");
  const margin = document.createElement("div");
  margin.className = "sidenotes";
  margin.ariaHidden = "true";
  let notes = null;

  const make = (group) => [...new Set([...group.querySelectorAll("a.citation")].map((link) => link.dataset.key))]
    .map((key) => [key, document.getElementById(`ref-${key}`)])
    .filter(([, work]) => work?.dataset.names)
    .map(([key, work]) => {
      const note = document.createElement("p"), name = document.createElement("b"), kind = document.createElement("span");
      const said = work.querySelector(".reference__evidence"), shape = said.querySelector(".evidence__shape");
      const facts = said.textContent.trim().split(" · ");
      const year = facts.length > 1 && /^\d{4}$/.test(facts.at(-1)) ? `, ${facts.pop()}` : "";
      const number = work.parentNode.matches("ol") ? `${[...work.parentNode.children].indexOf(work) + 1} ` : "";
      const notice = work.querySelector(".reference__notice");
      name.textContent = `${number}${work.dataset.names}${year}`;
      kind.append(shape.cloneNode(), ` ${facts.slice(0, 3).join(" · ")}`);
      note.className = "sidenote";
      note.append(name, notice ? notice.cloneNode(true) : "", kind);
      margin.append(note);
      return { note, group, key, link: [...group.querySelectorAll("a.citation")].find((one) => one.dataset.key === key) };
    });

  const place = () => {
    if (!wide.matches) return;
    if (!notes) {
      notes = [...content.querySelectorAll(".citations")].filter((each) => !each.closest(".references")).flatMap(make);
      content.append(margin);
    }
    const { top } = content.getBoundingClientRect(), { left, right } = margin.getBoundingClientRect();
    // All is read before anything is written, so the page is laid out once.
    const taken = [...content.querySelectorAll("#content > :not(.article-text), .article-text > *, #content table")]
      .map((each) => each.getBoundingClientRect()).filter((box) => box.height && box.right > left && box.left < right)
      .map((box) => [box.top - top - GAP, box.bottom - top + GAP]);
    // What is in a closed fold has a place in the layout too, and would be named beside the text below it.
    const seen = (group) => (group.closest("details:not([open])") ? undefined : group.getClientRects()[0]);
    const read = notes.map(({ note, group }) => [seen(group)?.top - top, note.offsetHeight]);
    const named = new Map();
    let free = 0;
    notes.forEach(({ note, key }, at) => {
      const [line, height] = read[at];
      let y = Math.max(line, free);
      for (const [from, to] of taken) if (y < to && y + height > from) y = to;
      const shown = y - line <= FAR && !(line - named.get(key) < AGAIN);
      note.classList.toggle("sidenote--shown", shown);
      if (!shown) return;
      note.style.transform = `translateY(${Math.round(y)}px)`;
      free = y + height + GAP;
      named.set(key, line);
    });
  };

  const find = (target) => notes?.find(({ note, link }) => note.contains(target) || link === target);
  const mark = (now) => notes?.forEach((one) => one.note.classList.toggle("sidenote--near", one === now || one.group === now?.group));
  if (content) {
    new ResizeObserver(place).observe(content);
    wide.addEventListener("change", place);
    content.addEventListener("pointerover", ({ target }) => {
      const now = find(target.closest(".sidenote, .citation"));
      mark(now);
      notes?.forEach(({ group }) => group.classList.toggle("citations--near", now?.group === group && !!target.closest(".sidenote")));
    });
    margin.addEventListener("click", ({ target }) => find(target.closest(".sidenote"))?.link.click());
  }
}

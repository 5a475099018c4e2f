/* Where an address leads nowhere (theme/404.html): guesses from its words what was wanted, and says that it guesses.
   Without this file, or if nothing is found, the page is as it was. */
(async () => {
  const program = document.currentScript.src, root = new URL("../", program);
  const guess = document.querySelector(".guess"), field = document.querySelector(".find__input");
  const MOST = 5;

  /* The last part of the address that says something: “/articles/compost-and-frost.html” is “compost and frost”. */
  function wanted() {
    let path = location.pathname;
    try { path = decodeURIComponent(path); } catch { /* as it is */ }
    if (path.startsWith(root.pathname)) path = path.slice(root.pathname.length);
    for (const part of path.split("/").reverse()) {
      const words = part.replace(/\.[a-z]{2,5}$/i, "").split(/[^\p{L}\p{N}]+/u).filter((word) => /\p{L}{2}/u.test(word));
      const text = words.join(" ").slice(0, 80);
      if (text && !/^(index|default)$/i.test(text)) return text;
    }
    return "";
  }

  const words = wanted();
  if (!words) return;
  field.value = words;
  const { load } = await import(new URL("search-engine.js", program));
  const answer = await (await load(root.href)).search(words, {}, false);
  if (!answer.count) return;
  for (const { url, title, kind } of await answer.page(0, Math.min(MOST, answer.count))) {
    const link = document.createElement("a"), item = document.createElement("li");
    link.href = new URL(url, root);
    link.textContent = title.map(({ text }) => text).join("");
    item.append(link, ` (${kind})`);
    guess.querySelector(".guess__list").append(item);
  }
  guess.querySelector(".guess__words").textContent =
    gettext("This is a guess from the address, in which we read “%(words)s”.", { words: answer.instead ?? words });
  guess.hidden = false;
})().catch(() => { /* no guess */ });

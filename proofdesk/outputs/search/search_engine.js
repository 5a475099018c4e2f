/* What the search dialog (search.js) asks: a module, loaded when the dialog is first opened. Here it is Pagefind, with
   the index that indexer.py writes to pagefind/. Another engine has to export `load` with the same answers:

     load(root)                 root: the site's address. Resolves to {choices, search}; loads anew at each call
     choices                    {Kind: [...], Topic: [...], Evidence: [...]}: the values of each filter
     search(words, filters)     filters: {Kind, Topic, Evidence}, each a value or left out. Resolves to
       count                    how many results there are
       crisis                   whether the words are those of somebody who may be in danger
       instead                  null, or the words that were looked for in place of those given
       nearest                  words to offer where nothing is found
       page(from, to)           resolves to [{url, kind, title, text, claim, answerLabel, verdict, place}]

   `title`, `text` and `claim` are pieces, [{text, hit}], `hit` for a word that was found. The text begins with a
   sentence: half a sentence can lose its “not”. A claim that is not so is never a title, and what is so comes with it. */
const EXCERPT = 34;
let tried = 0;

/* Browsers keep a module, of use or not: where it failed before, it is loaded under another address. */
export async function load(root) {
  const pagefind = await import(new URL(`pagefind/pagefind.js${tried++ ? `?${tried}` : ""}`, root));
  await pagefind.init();
  const { parts, ...choices } = await (await fetch(new URL("pagefind/choices.json", root))).json();
  /* The index of a large site is in parts, each with its own files. */
  await Promise.all(parts.map((part) => pagefind.mergeIndex(new URL(`pagefind/${part}/`, root).href)));

  async function search(words, filters) {
    const { results } = await pagefind.search(words || null, { filters });
    const page = async (from, to) =>
      (await Promise.all(results.slice(from, to).map((each) => each.data()))).map((data) => result(data, root));
    return { count: results.length, crisis: false, instead: null, nearest: [], page };
  }
  return { choices, search };
}

/* Some of an entry's words as pieces. */
const pieces = (words, hits, from, to) =>
  words.slice(from, to).flatMap((text, at) => [...(at ? [{ text: " " }] : []), { text, hit: hits.has(from + at) }]);

/* The stretch of the text, from `lead` on, in which most was found. */
function excerpt(words, hits, lead) {
  let start = lead, most = 0;
  for (let from = lead; from < words.length; from++) {
    if (from > lead && !/[.!?]["”’)]*$/.test(words[from - 1])) continue;
    const count = [...hits].filter((at) => at >= from && at < from + EXCERPT).length;
    if (count > most) [start, most] = [from, count];
  }
  const end = Math.min(words.length, start + EXCERPT);
  const cut = (is, text) => (is ? [{ text }] : []);
  return [...cut(start > lead, "… "), ...pieces(words, hits, start, end), ...cut(end < words.length, " …")];
}

/* An entry's words are its title or its claim, `lead` words long, and its text; below a claim that is “Reality: …”. */
function result({ meta, content, locations, raw_url }, root) {
  const words = content.split(/\s+/), hits = new Set(locations), lead = Number(meta.lead);
  const label = meta.answer_label ?? "", first = pieces(words, hits, 0, lead);
  return {
    url: new URL(raw_url, root).href,
    kind: meta.kind,
    title: meta.claim ? [{ text: meta.title }] : first,
    text: excerpt(words, hits, lead + (label ? label.split(/\s+/).length : 0)),
    claim: meta.claim ? first : null,
    answerLabel: label,
    verdict: meta.verdict ?? "",
    place: meta.page ?? "",
  };
}

/* What the search dialog (search.js) asks: a module, loaded when the dialog is first opened. It finds passages in the
   index that index.py writes to search/. Another engine has to export `load` with the same answers:

     load(root)                 root: the site's address. Resolves to {choices, search}; loads anew at each call
     choices                    {Kind: [...], Topic: [...], Evidence: [...]}: the values of each filter
     search(words, filters, exact)  filters: {Kind, Topic, Evidence}, each a value or left out; exact: whether no
                                other words are looked for in place of mistyped ones. Resolves to
       count                    how many results there are
       crisis                   whether the words are those of somebody who may be in danger
       help                     null, or the id of the help lines for them
       instead                  null, or the words that were looked for in place of those given
       nearest                  words to offer where nothing is found
       page(from, to)           resolves to [{url, kind, title, text, claim, answerLabel, verdict, place}]

   `title`, `text` and `claim` are pieces, [{text, hit}], `hit` for a word that was found. The text begins with a
   sentence: half a sentence can lose its “not”. A claim that is not so is never a title, and what is so comes with it.

   Long because it has to find the same words as words.py, and to read what postings.py writes. */
const FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE = new Uint8Array(128);
[...FIGURES].forEach((figure, value) => { VALUE[figure.charCodeAt(0)] = value; });
const EXCERPT = 34;  // words
const LETTERS = 3;  // of an unfinished word at least
const SENTENCE = /[.!?]["”’)]*\s/;  // its end, between two words
const WORDS = 16;  // of a query
const SHOWN = 24;  // results for which not all are put in order
const ENOUGH = 4;  // of its words in a passage, of however long a story
const WORD = 2 ** 13, FINE = 2 ** 8, IDS = 2 ** 27;  // what a found word counts, beside scores; fractions of a score; passages
const FILTERS = ["Kind", "Topic", "Evidence"];
const NOWHERE = { size: 0, ids: new Uint32Array(0), weights: new Uint8Array(0) };
const FILES = 4;  // of words, in which the words that begin so are looked for
const SYNONYM = 0.8, UNFINISHED = 0.6, SMALL = 0.3, PART_OF_NAME = 0.6;  // what counts less than the word itself

/* A function that answers the same words only once. */
function kept(of) {
  const known = new Map();
  return (word) => {
    if (!known.has(word)) known.set(word, of(word));
    return known.get(word);
  };
}

/* Words: as in words.py. */
const PLAIN = /^[a-z0-9]+$/;
const LATIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]+/g;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
/* A word with its apostrophes, and words that hyphens join. To know the letters of all scripts takes a browser a while, so
   that texts in Latin letters have a pattern of their own. */
const LATIN_ONLY = /^[\0-\x7f\u00a0\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u2010-\u2027\u202f-\u205e]*$/;
const pattern = (letters, flags) => {
  const joined = `${letters}(?:['’ʼ]${letters})*`;
  return new RegExp(`${joined}(?:[-‐‑]${joined})*`, flags);
};
const LATIN_COMPOUND = pattern("[A-Za-z0-9\u00c0-\u024f]+", "g"), HYPHEN = /[-‐‑]/;
const anyCompound = kept(() => pattern("[\\p{L}\\p{N}\\p{M}]+", "gu"));
const compoundsIn = (text) => text.matchAll(LATIN_ONLY.test(text) ? LATIN_COMPOUND : anyCompound());

const fold = (word) => (PLAIN.test(word.toLowerCase()) ? word.toLowerCase() : accentless(word.toLowerCase()));
const accentless = (word) => word.replace(/['’ʼ](?:s$)?/g, "").replace(/[ßæœøłđðþı]/g, (letter) => LATIN[letter])
  .normalize("NFKD").replace(ACCENTS, "").normalize("NFC");

function words({ stop, same, steps }) {
  const like = new Map(Object.entries(same).flatMap(([word, forms]) => forms.split(" ").map((form) => [form, word])));
  const small = new Set(stop.split(" ").map(fold));
  function stem(given) {
    let word = like.get(given) ?? given;
    if (!steps.length || word.length < 3 || !/^[a-z]+$/i.test(word)) return word;
    for (const step of steps) {
      for (const [ending, least, instead] of step) {
        const rest = word.slice(0, -ending.length);
        if (!word.endsWith(ending) || rest.length < least) continue;
        if (!least || /[aeiouy]/.test(rest)) word = rest + instead;
        break;
      }
    }
    return word.length > 3 && word.at(-1) === word.at(-2) && !"aeiouy".includes(word.at(-1)) ? word.slice(0, -1) : word;
  }
  /* The signs and the pairs of signs of what is written without spaces. */
  function split(word) {
    if (PLAIN.test(word)) return [word];
    const found = [];
    let end = 0;
    for (const { 0: run, index } of word.matchAll(UNSPACED)) {
      const signs = [...run];
      found.push(word.slice(end, index), ...signs, ...signs.slice(1).map((sign, at) => signs[at] + sign));
      end = index + run.length;
    }
    return [...found, word.slice(end)].filter(Boolean);
  }
  /* Of each compound, its parts and the whole: “follow-up” is found as “follow up” and as “followup”. */
  const terms = (compound) => {
    const parts = compound.split(HYPHEN).map(fold);
    return parts[1] === undefined ? split(parts[0]) : [...parts.flatMap(split), parts.join("")];
  };
  const compounds = (text) => Array.from(compoundsIn(text ?? ""), ([compound]) => compound);
  return { stem, terms: kept(terms), small, compounds };
}

/* Loading. What the site was made with is in each address, so that no cache mixes two makings of it. */
export async function load(root) {
  const place = new URL("search/", root), files = new Map();
  const get = async (name, version = "") => {
    const response = await fetch(new URL(name + version, place));
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    return response.json();
  };
  const index = await get("index.json");
  const file = (name) => {
    if (!files.has(name)) {
      files.set(name, get(name, `?${index.version}`).catch((error) => { files.delete(name); throw error; }));
    }
    return files.get(name);
  };
  return { choices: index.choices, search: searcher(index, file, root) };
}

function searcher(index, file, root) {
  const { stem, terms, small, compounds } = words(index.language);
  /* Passages are numbered through all parts. Of each part, the number of its first passage. */
  const starts = [0];
  for (const size of numbers(index.sizes)) starts.push(starts.at(-1) + size);
  const asked = (text) => compounds(text).flatMap((compound) => {
    const found = [...terms(compound)], joined = HYPHEN.test(compound) ? found.pop() : "";
    return found.map((word) => ({ word, joined }));
  });
  /* Of a query, each word once: so many that are no small ones, as a long story begins with “Hi, so I have been”. */
  function wordsOf(text) {
    const known = new Set();
    let count = 0;
    return asked(text).filter(({ word }) => count < WORDS && !known.has(stem(word)) && known.add(stem(word))
      && (small.has(word) || ++count));
  }
  const synonyms = index.synonyms.flatMap(([word, also]) =>
    also.map((name) => ({ name: name.split(" "), word: word.split(" ") })));
  /* Each in one word too, as in “selfharm”. */
  const crises = index.crisis.map(([need, list]) => [need, list.flatMap((each) =>
    [each.split(" "), ...(each.includes(" ") ? [[each.replaceAll(" ", "")]] : [])])]);
  const grave = new Set(crises.flatMap(([, list]) => list.flat()));
  const named = new Set(synonyms.map(({ name }) => name.join(" ")));

  /* The file in which a term stands if it stands in any. */
  const fileOf = (term) => lastUpTo(index.words, term);
  /* The need that the words tell of: as they are, with what was written apart in one (“my self”), and with each that no
     page and no synonym has taken for a near word of crisis: who is in danger mistypes more than others. */
  async function needOf(text) {
    const plain = asked(text).map(({ word }) => word), joined = [];
    for (let at = 0; at < plain.length; at++) {
      const both = plain[at] + (plain[at + 1] ?? "");
      joined.push(plain[at + 1] && grave.has(stem(both)) ? plain[++at] && both : plain[at]);
    }
    const sought = joined.map(stem);
    const meant = await Promise.all(sought.map(async (term) => {
      const most = grave.has(term) || named.has(term) ? 0 : mistaken(term);
      const other = most && [...grave].find((each) => each.length > 4 && each[0] === term[0]
        && Math.abs(each.length - term.length) <= most && distance(term, each, most) <= most);
      return other && !(await postings(term)).size ? other : term;
    }));
    const texts = [plain.map(stem), sought, meant];
    return crises.find(([, list]) => list.some((each) => texts.some((words) => stands(each, words))))?.[0];
  }
  const wordsIn = async (number) => (index.words.length ? file(`words/${number}.json`) : {});
  async function postings(term) {
    const found = await wordsIn(fileOf(term));
    return Object.hasOwn(found, term) ? places(found[term][0], starts) : NOWHERE;
  }
  /* The passages with words that begin with an unfinished one. */
  async function unfinished(word) {
    const found = best(), first = fileOf(word);
    for (let number = first; number < first + FILES && number < index.words.length; number++) {
      if (number > first && index.words[number].slice(0, word.length) > word) break;
      for (const [term, [postings, forms = term]] of Object.entries(await wordsIn(number))) {
        if (!forms.split(" ").some((form) => form.startsWith(word))) continue;
        found.take(places(postings, starts), UNFINISHED);
      }
    }
    return found.done();
  }
  /* The best score of each passage: an array of all passages is several times as fast as a map. */
  function best() {
    const score = new Float64Array(index.passages), ids = new Uint32Array(index.passages);
    let size = 0;
    const set = (id, each) => {
      if (!score[id]) ids[size++] = id;
      if (each > score[id]) score[id] = each;
    };
    const take = (found, worth) => {
      for (let n = 0; n < found.size; n++) set(found.ids[n], found.weights[n] * worth);
    };
    const done = () => ({ size, ids, weights: Float64Array.from(ids.subarray(0, size), (id) => score[id]) });
    return { set, take, done };
  }
  const times = ({ size, ids, weights }, worth) => {
    const scores = new Float64Array(size);
    for (let n = 0; n < size; n++) scores[n] = weights[n] * worth;
    return { size, ids, weights: scores };
  };
  const rarity = (found) => Math.log(1 + index.passages / (found.size + 0.5));

  /* What may stand for a word of a query: ways to say it, each a list of terms that a passage must all have. */
  function ways(list, at) {
    const { word, joined } = list[at];
    const found = [[[stem(word)], 1], ...(joined ? [[[stem(joined)], 1]] : []), ...doses(list, at)];
    for (const { name, word: instead } of synonyms) {
      for (let start = Math.max(0, at - name.length + 1); start <= at; start++) {
        const span = list.slice(start, start + name.length);
        if (span.length === name.length && span.every((each, n) => stem(each.word) === name[n])) {
          const counted = span.filter(({ word: each }) => !small.has(each)).length || 1;
          found.push([instead, SYNONYM / counted]);
          /* “want to die” is about suicide rather than about each of its words. */
          if (name.length > 1) found[0][1] = PART_OF_NAME;
        }
      }
    }
    return found;
  }
  /* “25mg” and “25 mg” are the same. */
  function doses(list, at) {
    const word = (place) => list[place]?.word ?? "", [, figures, unit] = /^(\d+)(\p{L}+)$/u.exec(word(at)) ?? [];
    if (unit) return small.has(unit) ? [] : [[[figures, stem(unit)], 1]];
    const joined = [word(at) + word(at + 1), word(at - 1) + word(at)].filter((each) => /^\d+\p{L}+$/u.test(each));
    return joined.map((each) => [[each], 1]);
  }
  /* The score of each passage that has all terms of one of the ways; what was found of them is added to `hits`. */
  async function union(list, hits) {
    if (!list[1] && !list[0][0][1]) {
      const [[[term], worth]] = list, found = await postings(term);
      if (found.size) hits.add(term);
      return times(found, rarity(found) * worth);
    }
    const found = best();
    for (const [all, worth] of list) {
      const [first, ...others] = await Promise.all(all.map(postings));
      const part = worth / Math.sqrt(all.length);
      let some = !others.length && first.size > 0;
      if (!others.length) found.take(first, rarity(first) * part);
      else {
        const rest = others.map((each) => {
          const weights = new Uint8Array(index.passages);
          for (let n = 0; n < each.size; n++) weights[each.ids[n]] = each.weights[n];
          return [weights, rarity(each) * part];
        });
        const rare = rarity(first) * part;
        for (let n = 0; n < first.size; n++) {
          const id = first.ids[n];
          if (rest.every(([weights]) => weights[id])) {
            some = true;
            found.set(id, rest.reduce((sum, [weights, other]) => sum + weights[id] * other, first.weights[n] * rare));
          }
        }
      }
      if (some) for (const term of all) hits.add(term);
    }
    return found.done();
  }

  /* Words of a first letter, and some others, with how often they are found: among them a mistyped one is looked for. */
  const spelling = async (word) => [
    ...(index.spelling.length ? await file(`spelling/${lastUpTo(index.spelling, word)}.json`) : "").split(" ")
      .filter(Boolean).map((each) => [each.slice(0, -1), Number(each.at(-1))]),
    ...index.names.map((name) => [name, 0]),
  ];
  /* The known words that are nearest to a word, within `most` letters, nearest first. */
  async function near(word, most) {
    const found = [];
    for (const [each, often] of most && /^\p{L}+$/u.test(word) ? await spelling(word) : []) {
      if (each[0] !== word[0] || small.has(each) || Math.abs(each.length - word.length) > most || word.startsWith(each)) continue;
      const away = distance(word, each, most);
      if (away <= most) found.push([away - often / 20, each]);
    }
    return found.sort(([one, a], [other, b]) => one - other || (a < b ? -1 : 1)).map(([, each]) => each);
  }
  const mistaken = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  async function search(text, filters = {}, exact = false) {
    const need = await needOf(text);
    const reply = { crisis: Boolean(need), help: need ? `help-${need}` : null, instead: null, nearest: [] };
    const passes = await filter(Object.entries(filters).filter(([, value]) => value));
    const hits = new Set(), list = wordsOf(text);
    if (!list.length) return { ...reply, ...results(text?.trim() ? [] : everything(passes), hits) };
    const counts = list.some(({ word }) => !small.has(word));
    const found = [], beside = [], unknown = [];
    for (let at = 0; at < list.length; at++) {
      const { word } = list[at];
      if (counts && small.has(word)) {
        if (list.length <= WORDS) beside.push(await postings(stem(word)));
        continue;
      }
      let each = await union(ways(list, at), hits);
      if (!each.size && at === list.length - 1 && word.length >= LETTERS) {
        each = await unfinished(word);
        each = times(each, rarity(each));
        if (each.size) hits.begun = word;
      }
      /* “Raped” is never answered by “rapid”. */
      const [other] = each.size || exact || grave.has(stem(word)) ? [] : await near(word, mistaken(word));
      if (other) {
        list[at] = { word: other, joined: "" };
        each = await union(ways(list, at), hits);
        reply.instead = "";
      }
      if (each.size) found.push(each); else unknown.push(word);
    }
    if (reply.instead === "") reply.instead = list.map(({ word }) => word).join(" ");
    const ids = unknown.length > found.length && found.length < ENOUGH ? [] : ranked(found, beside, passes);
    if (!ids.length) {
      reply.instead = null;
      const close = await Promise.all(unknown.map((word) =>
        near(word, grave.has(stem(word)) ? 0 : Math.min(3, Math.floor(word.length / 2)))));
      const usable = list.map(({ word }) => word).filter((word) => !unknown.includes(word) && !small.has(word));
      reply.nearest = [...new Set([...close.flatMap((each) => each.slice(0, 3)), ...(unknown.length ? usable : [])])].slice(0, 5);
    }
    return { ...reply, ...results(ids, hits) };
  }

  /* Those that have most of the words first, then those that are most about them. Small words only add to that. */
  function ranked(found, beside, passes) {
    const total = new Float64Array(index.passages);
    for (const { size, ids, weights } of found) {
      for (let n = 0; n < size; n++) total[ids[n]] += WORD + weights[n];
    }
    for (const each of beside) {
      const rare = rarity(each) * SMALL;
      for (let n = 0; n < each.size; n++) if (total[each.ids[n]]) total[each.ids[n]] += each.weights[n] * rare;
    }
    /* Sorted as numbers, which is several times as fast: words, score and passage make one of 53 bits. */
    const least = Math.min(Math.ceil(found.length / 2), ENOUGH) * WORD, keys = new Float64Array(index.passages);
    let count = 0;
    for (let id = 0; id < total.length; id++) {
      if (total[id] >= least && passes(id)) keys[count++] = Math.round(total[id] * FINE) * IDS + IDS - 1 - id;
    }
    let sorted = greatest(keys.subarray(0, count), SHOWN);
    return {
      length: count,
      slice(from, to) {
        if (to > sorted.length && sorted.length < count) sorted = keys.subarray(0, count).sort().reverse();
        return Array.from(sorted.slice(from, to), (key) => IDS - 1 - (key % IDS));
      },
    };
  }

  const everything = (passes) => Array.from({ length: index.passages }, (_, id) => id).filter(passes);
  /* Whether a passage has the values that were chosen. */
  async function filter(chosen) {
    if (!chosen.length) return () => true;
    const { combinations, passages } = await file("filters.json");
    const right = combinations.map((values) => chosen.every(([name, value]) =>
      values[FILTERS.indexOf(name)]?.includes(index.choices[name].indexOf(value))));
    const each = numbers(passages);
    return (id) => right[each[id]];
  }

  function results(ids, hits) {
    const isHit = kept((compound) => terms(compound).some((word) =>
      hits.has(stem(word)) || (hits.begun !== undefined && word.startsWith(hits.begun))));
    const page = async (from, to) => Promise.all(ids.slice(from, to).map(async (id) => {
      const part = lastUpTo(starts, id);
      const { url, title, passages } = await file(`parts/${part}.json`);
      return shown(new URL(url, root), title, passages[id - starts[part]], isHit);
    }));
    return { count: ids.length, page };
  }
  return search;
}

function shown(address, page, [anchor, kind, title, text, claim, label, answerLabel = "", verdict = ""], isHit) {
  if (anchor) address.hash = encodeURIComponent(anchor);
  return {
    url: address.href, kind, verdict, answerLabel, place: anchor ? page : "",
    title: pieces(title, isHit), text: excerpt(text ?? "", isHit),
    claim: claim ? [{ text: `${label}: “` }, ...pieces(claim, isHit), { text: "”" }] : null,
  };
}

const pieces = (text, isHit) => cut(text, [...compoundsIn(text)].filter(([compound]) => isHit(compound)), 0, text.length);

/* A stretch of a text as pieces. */
function cut(text, hits, from, to) {
  const found = [];
  let end = from;
  for (const { 0: word, index } of hits) {
    if (index < from || index >= to) continue;
    if (index > end) found.push({ text: text.slice(end, index) });
    found.push({ text: word, hit: true });
    end = index + word.length;
  }
  return end < to ? [...found, { text: text.slice(end, to) }] : found;
}

/* The stretch of the text in which most was found: it begins with a sentence, and has so many words. */
function excerpt(text, isHit) {
  const all = [...compoundsIn(text)], hit = all.map(([compound]) => isHit(compound));
  let start = 0, most = 0;
  for (let from = 0; from < all.length; from++) {
    if (from && !SENTENCE.test(text.slice(all[from - 1].index + all[from - 1][0].length, all[from].index))) continue;
    let count = 0;
    for (let at = from; at < Math.min(all.length, from + EXCERPT); at++) if (hit[at]) count++;
    if (count > most) [start, most] = [from, count];
  }
  const end = start + EXCERPT, whole = end >= all.length;
  const before = start ? text.slice(0, all[start].index).search(/[^\s.!?”’)]*$/) : 0;
  const last = whole ? text.length : all[end - 1].index + all[end - 1][0].length;
  const words = cut(text, all.filter((_, at) => hit[at]), start ? before : 0, last);
  return [...(start ? [{ text: "… " }] : []), ...words, ...(whole ? [] : [{ text: " …" }])];
}

/* The greatest of many numbers, in falling order. */
function greatest(numbers, most) {
  const found = numbers.slice(0, most).sort().reverse(), last = found.length - 1;
  for (let n = most; n < numbers.length; n++) {
    const each = numbers[n];
    if (each <= found[last]) continue;
    let at = last;
    for (; at && found[at - 1] < each; at--) found[at] = found[at - 1];
    found[at] = each;
  }
  return found;
}

/* Numbers that are written in figures one after the other. */
function numbers(figures) {
  const found = [];
  for (let at = 0, number = 0, scale = 1; at < figures.length; at++) {
    const value = VALUE[figures.charCodeAt(at)];
    number += (value & 31) * scale;
    if (value > 31) scale *= 32; else { found.push(number); [number, scale] = [0, 1]; }
  }
  return found;
}

/* Where the last stands that is no greater, in a list in order. */
function lastUpTo(list, sought) {
  let low = 0, high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle] <= sought) low = middle; else high = middle - 1;
  }
  return low;
}

/* The passages of postings with their weights; each takes two figures, besides those of its part. */
function places(figures, starts) {
  const ids = new Uint32Array(figures.length >> 1), weights = new Uint8Array(figures.length >> 1);
  let at = 0, part = 0, size = 0;
  const next = () => {
    let number = 0, scale = 1, value;
    do {
      value = VALUE[figures.charCodeAt(at++)];
      number += (value & 31) * scale;
      scale *= 32;
    } while (value > 31);
    return number;
  };
  while (at < figures.length) {
    part += next();
    for (let count = next(), start = starts[part]; count; count--) {
      ids[size] = start + VALUE[figures.charCodeAt(at++)];
      weights[size++] = VALUE[figures.charCodeAt(at++)];
    }
  }
  return { size, ids, weights };
}

/* Whether words stand in a text in their order, with at most one other word between two. */
function stands(sought, text) {
  return text.some((_, start) => {
    let at = start - 1;
    return sought.every((word, n) => {
      const next = n ? [at + 1, at + 2].find((place) => text[place] === word) : (text[start] === word ? start : undefined);
      if (next !== undefined) at = next;
      return next !== undefined;
    });
  });
}

/* How many letters are wrong, missing, too many or swapped with the next. */
function distance(one, other, most) {
  let before = null, last = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length];
}

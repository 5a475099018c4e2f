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
       also                     what editors call what readers call otherwise, if that was found too
       nearest                  words to offer where nothing is found
       page(from, to)           resolves to [{url, kind, title, text, claim, answerLabel, verdict, place}]

   `title`, `text` and `claim` are pieces, [{text, hit}], `hit` for a word that was found. The text begins with a
   sentence: half a sentence can lose its “not”. A claim that is not so is never a title, and what is so comes with it.

   Long because it has to find the same words as words.py, and to read what postings.py writes. */
const FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE = new Uint8Array(128);
[...FIGURES].forEach((figure, value) => { VALUE[figure.charCodeAt(0)] = value; });
const BYTES = new TextEncoder();
/* Words of an excerpt; letters of an unfinished word at least; the end of a sentence, between two words; words of a query. */
const EXCERPT = 34, LETTERS = 3, SENTENCE = /[.!?]["”’)]*\s/, WORDS = 16;
/* Results for which not all are put in order; of a query's words as many in a passage, of however long a story; letters of a
   word that is too short to be sure what was meant by it. */
const SHOWN = 24, ENOUGH = 4, SURE = 6;
/* What a found word counts, beside scores; fractions of a score; passages. */
const WORD = 2 ** 13, FINE = 2 ** 8, IDS = 2 ** 27;
const FILTERS = ["Kind", "Topic", "Evidence"];
const NOWHERE = { size: 0, ids: new Uint32Array(0), weights: new Uint8Array(0), worth: 1 };
/* Words whose postings are kept as numbers, for what is typed next; files of words in which those that begin so are looked for. */
const READ = 64, FILES = 4;
/* What counts less than the word itself. */
const SYNONYM = 0.8, UNFINISHED = 0.6, SMALL = 0.3, PART_OF_NAME = 0.6;

/* A function that answers the same words only once, as long as they are among the last so many. */
function kept(of, most = Infinity) {
  const known = new Map();
  return (word) => {
    let answer = known.get(word);
    if (answer === undefined) {
      if (known.size >= most) known.clear();
      known.set(word, answer = of(word));
    }
    return answer;
  };
}

/* Words: as in words.py. To know the letters of all scripts takes a browser a while, as much as a search: nothing asks for
   them before it has seen that a word has others than these. */
const PLAIN = /^[a-z0-9]+$/, LETTERS_ONLY = /^[a-z]+$/;
const isWord = (word) => LETTERS_ONLY.test(word) || (/[^\0-\x7f]/.test(word) && /^\p{L}+$/u.test(word));
const LATIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]+/g;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
/* A word with its apostrophes, and words that hyphens join; texts in Latin letters have a pattern of their own. */
const LATIN_ONLY = /^[\0-\x7f\u00a0\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u2010-\u2027\u202f-\u205e]*$/;
const pattern = (letters, flags) => {
  const joined = `${letters}(?:['’ʼ]${letters})*`;
  return new RegExp(`${joined}(?:[-‐‑]${joined})*`, flags);
};
const LATIN_COMPOUND = pattern("[A-Za-z0-9\u00c0-\u024f]+", "g"), HYPHEN = /[-‐‑]/;
const anyCompound = kept(() => pattern("[\\p{L}\\p{N}\\p{M}]+", "gu"));
const compoundsIn = (text) => text.matchAll(LATIN_ONLY.test(text) ? LATIN_COMPOUND : anyCompound());

const fold = (word) => {
  const small = word.toLowerCase();
  return PLAIN.test(small) ? small : accentless(small);
};
const accentless = (word) => word.replace(/['’ʼ](?:s$)?/g, "").replace(/[ßæœøłđðþı]/g, (letter) => LATIN[letter])
  .normalize("NFKD").replace(ACCENTS, "").normalize("NFC");

function words({ stop, same, steps, elided, begun, letters }) {
  const like = new Map(Object.entries(same).flatMap(([word, forms]) => forms.split(" ").map((form) => [form, word])));
  const small = new Set(stop.split(" ").map(fold));
  const before = elided && new RegExp(`^(?:${elided.replaceAll(" ", "|")})['’ʼ](?=.)`, "i");
  /* What is written together with a word, as the article in Arabic. Such a script has letters of its own. */
  const article = begun && new RegExp(`^(?:${begun.replaceAll(" ", "|")})(?=.{3})`);
  const written = new RegExp(`^[${letters ?? "a-z"}]+$`, "i");
  const stem = kept((given) => {
    const bare = article ? given.replace(article, "") : given;
    let word = like.get(bare) ?? bare;
    if (!steps.length || word.length < 3 || !written.test(word)) return word;
    for (const step of steps) {
      for (const [ending, least, instead] of step) {
        const rest = word.slice(0, -ending.length);
        if (!word.endsWith(ending) || rest.length < least) continue;
        if (!least || letters || /[aeiouy]/.test(rest)) word = rest + instead;
        break;
      }
    }
    const twice = !letters && word.length > 3 && word.at(-1) === word.at(-2) && !"aeiouy".includes(word.at(-1));
    return twice ? word.slice(0, -1) : word;
  });
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
    const parts = compound.split(HYPHEN).map((part) => fold(before ? part.replace(before, "") : part));
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
  /* In the other languages of pages a word loses other endings. */
  const stems = (index.others ?? []).map((each) => words(each).stem);
  /* Passages are numbered through all parts. Of each part, the number of its first passage. */
  const starts = new Uint32Array(index.sizes.length + 1);
  for (let part = 0; part < index.sizes.length; part++) starts[part + 1] = starts[part] + VALUE[index.sizes.charCodeAt(part)];
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
  /* Names of several words in one too, as in “badtrip”. */
  const synonyms = index.synonyms.flatMap(([word, also, said = word]) => [...new Set([...also,
    ...[...also, word].filter((name) => name.includes(" ")).map((name) => name.replaceAll(" ", ""))])]
    .map((name) => ({ name, word, said })));
  /* Small words that so many passages have that they tell nothing: their files are the largest. */
  const usual = new Set(index.usual);
  /* Each in one word too, as in “selfharm”. */
  const crises = index.crisis.map(([need, list]) => [need, list.flatMap((each) =>
    [each.split(" "), ...(each.includes(" ") ? [[each.replaceAll(" ", "")]] : [])])]);
  const grave = new Set(crises.flatMap(([, list]) => list.flat()));
  const named = new Set(synonyms.map(({ name }) => name));
  /* Names that a mistyped word may have meant; the index has those that the synonyms have without their endings. */
  const shortened = new Set(index.names.map(stem));
  const names = [...index.names, ...index.synonyms.flatMap(([word, also, said = word]) => [said, ...also])
    .filter((name) => isWord(name) && !shortened.has(name))];
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
      return other && !(await stored(term)) ? other : term;
    }));
    const texts = [...new Map([plain.map(stem), sought, meant].map((words) => [words.join(" "), words])).values()];
    return crises.find(([, list]) => list.some((each) => texts.some((words) => stands(each, words))))?.[0];
  }
  const wordsIn = async (number) => (index.words.length ? file(`words/${number}.json`) : {});
  /* The postings of a term and its forms, as its file has them. */
  async function stored(term) {
    const found = await wordsIn(fileOf(term));
    return Object.hasOwn(found, term) ? found[term] : null;
  }
  const postings = kept(async (term) => {
    const entry = await stored(term);
    return entry ? { ...places(entry[0], starts), forms: (entry[1] ?? term).split(" ") } : NOWHERE;
  }, READ);
  /* The passages with words that begin with an unfinished one. */
  async function unfinished(word) {
    const found = best(), first = fileOf(word);
    for (let number = first; number < first + FILES && number < index.words.length; number++) {
      if (number > first && index.words[number].slice(0, word.length) > word) break;
      const terms = await wordsIn(number);
      for (const term of Object.keys(terms)) {
        const [written, forms = term] = terms[term];
        if (forms.startsWith(word) || forms.includes(` ${word}`)) found.take(places(written, starts), UNFINISHED);
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
    const take = ({ size: many, ids: from, weights }, worth) => {
      for (let n = 0; n < many; n++) set(from[n], weights[n] * worth);
    };
    /* Those that have a term and all others, each with what it is worth. Returns whether there are any. */
    const all = (first, worth, others) => {
      const rest = others.map(([each, other]) => {
        const weights = new Uint8Array(index.passages);
        for (let n = 0; n < each.size; n++) weights[each.ids[n]] = each.weights[n];
        return [weights, other];
      });
      let some = false;
      for (let n = 0; n < first.size; n++) {
        const id = first.ids[n];
        if (!rest.every(([weights]) => weights[id])) continue;
        some = true;
        set(id, rest.reduce((sum, [weights, other]) => sum + weights[id] * other, first.weights[n] * worth));
      }
      return some;
    };
    const done = () => {
      const weights = new Float64Array(size);
      for (let n = 0; n < size; n++) weights[n] = score[ids[n]];
      return { size, ids, weights, worth: 1 };
    };
    return { take, all, done };
  }
  const rarity = (found) => Math.log(1 + index.passages / (found.size + 0.5));

  /* The synonyms of which a word of a query is a part, each with the words of the query that it is; of “trials near me” and
     “near me”, the longer. */
  function namesAt(list, at) {
    const text = ` ${list.map((each) => stem(each.word)).join(" ")} `, found = [];
    for (const synonym of synonyms) {
      if (!text.includes(` ${synonym.name} `)) continue;
      const parts = synonym.name.split(" ");
      for (let start = Math.max(0, at - parts.length + 1); start <= at; start++) {
        const span = list.slice(start, start + parts.length);
        if (span.length === parts.length && span.every((each, n) => stem(each.word) === parts[n])) found.push({ ...synonym, span });
      }
    }
    return found.filter(({ span }) => !found.some(({ span: other }) =>
      other.length > span.length && span.every((each) => other.includes(each))));
  }
  /* What may stand for a word of a query: ways to say it, each a list of terms that a passage must all have, what it is
     worth, and of synonyms what the editors say. */
  function ways(list, at) {
    const { word, joined } = list[at], term = stem(word);
    const found = [...new Set([term, ...stems.map((each) => each(word))])].map((each) => [[each], 1]);
    found.push(...(joined ? [[[stem(joined)], 1]] : []), ...doses(list, at));
    for (const { word: instead, said, span } of namesAt(list, at)) {
      const counted = span.filter(({ word: each }) => !small.has(each)).length || 1;
      found.push([instead.split(" "), SYNONYM / counted, said]);
      /* “want to die” is about suicide rather than about each of its words. */
      if (span.length > 1) found[0][1] = PART_OF_NAME;
    }
    return found;
  }
  /* “25mg” and “25 mg” are the same. */
  function doses(list, at) {
    const word = (place) => list[place]?.word ?? "", whole = word(at), figures = /^\d*/.exec(whole)[0];
    const unit = whole.slice(figures.length);
    if (figures && isWord(unit)) return small.has(unit) ? [] : [[[figures, stem(unit)], 1]];
    const joined = unit ? [[word(at - 1), whole]] : [[whole, word(at + 1)]];
    return joined.filter(([dose, its]) => /^\d+$/.test(dose) && isWord(its)).map((each) => [[each.join("")], 1]);
  }
  /* The score of each passage that has all terms of one of the ways; the words that were found are added to `hits`, and what
     editors say for them to `also`. */
  async function union(list, hits, also) {
    const known = [];
    for (const [all, worth, said] of list) {
      const each = await Promise.all(all.map(postings));
      if (each.every(({ size }) => size)) known.push([each, worth / Math.sqrt(all.length), said]);
    }
    const isSimple = known.length === 1 && known[0][0].length === 1, found = isSimple ? null : best();
    let only = NOWHERE;
    for (const [[first, ...others], part, said] of known) {
      let some = true;
      const rare = rarity(first) * part;
      if (!found) only = { ...first, worth: rare };
      else if (!others.length) found.take(first, rare);
      else some = found.all(first, rare, others.map((each) => [each, rarity(each) * part]));
      if (!some) continue;
      for (const { forms } of [first, ...others]) for (const form of forms) hits.add(form);
      if (said) also.add(said);
    }
    return found ? found.done() : only;
  }

  /* The known words that are nearest to a word, within `most` letters, nearest first: among those of its first letter, which
     a file has with how often each is found, and some others. More than `any` letters may be wrong only if it sounds like
     it. */
  async function near(word, most, any) {
    if (!most || !isWord(word)) return [];
    const found = [], least = word.length - most, longest = word.length + most;
    const look = (each, often) => {
      if (small.has(each) || (word.startsWith(each) && (word.length < SURE || word.length - each.length > 1))) return;
      const away = distance(word, each, most);
      if (away <= most && (away <= any || consonants(word) === consonants(each))) found.push([away - often / 20, each]);
    };
    /* Of a long name even the first letter may be wrong, or not heard: “silocybin”. */
    const initial = (name) => name[0] === word[0] || (word.length > SURE && name.length > SURE);
    const usual = index.spelling.length ? await file(`spelling/${lastUpTo(index.spelling, word)}.json`) : "";
    for (const each of usual.split(" ")) {
      const length = each.length - 1;
      if (each[0] === word[0] && length >= least && length <= longest) look(each.slice(0, -1), Number(each[length]));
    }
    for (const name of names) {
      if (initial(name) && name.length >= least && name.length <= longest) look(name, 0);
    }
    return found.sort(([one, a], [other, b]) => one - other || (a < b ? -1 : 1)).map(([, each]) => each);
  }
  const mistaken = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
  /* The words of a query, those as one that are known only so, as in “bi polar”. Small words stay: “the rapist” is none. */
  async function together(list) {
    const found = [...list], canJoin = (each) => each && isWord(each.word) && !small.has(each.word) && !grave.has(stem(each.word));
    const isKnown = async (at) => {
      const every = await Promise.all(ways(found, at).map(([all]) => Promise.all(all.map(stored))));
      return every.some((all) => all.every(Boolean));
    };
    for (let at = 0; at < found.length; at++) {
      if (!canJoin(found[at]) || await isKnown(at)) continue;
      for (const start of [at, at - 1]) {
        if (!canJoin(found[start]) || !canJoin(found[start + 1])) continue;
        const word = found[start].word + found[start + 1].word;
        if (!(await stored(stem(word)))) continue;
        found.splice(start, 2, { word, joined: "" });
        at = start;
        break;
      }
    }
    return found;
  }

  async function search(text, filters = {}, exact = false) {
    const hits = new Set(), also = new Set(), typed = wordsOf(text);
    const counts = typed.some(({ word }) => !small.has(word));
    const isBeside = ({ word }) => counts && small.has(word);
    const asksFor = ({ word }) => typed.length <= WORDS && !usual.has(stem(word));
    /* All files at once: on a phone an answer takes longer than all that is computed here. */
    for (const each of typed) {
      if (!isBeside(each) || asksFor(each)) wordsIn(fileOf(stem(each.word))).catch(() => { /* told below */ });
    }
    const need = await needOf(text);
    const reply = { crisis: Boolean(need), help: need ? `help-${need}` : null, instead: null, also: [], nearest: [] };
    const passes = await filter(Object.entries(filters).filter(([, value]) => value));
    if (!typed.length) return { ...reply, ...results(text?.trim() ? [] : everything(passes), hits) };
    const list = exact ? typed : await together(typed), found = [], beside = [], unknown = [];
    if (list.length < typed.length) reply.instead = "";
    const sure = [];
    for (let at = 0; at < list.length; at++) {
      const { word } = list[at];
      if (isBeside(list[at])) {
        if (asksFor(list[at]) && !namesAt(list, at).length) beside.push(await postings(stem(word)));
        continue;
      }
      let each = await union(ways(list, at), hits, also);
      if (!each.size && at === list.length - 1 && word.length >= LETTERS) {
        each = await unfinished(word);
        each.worth = rarity(each);
        if (each.size) hits.begun = word;
      }
      /* “Raped” is never answered by “rapid”. */
      const most = each.size || exact || grave.has(stem(word)) ? 0 : mistaken(word);
      const [other] = await near(word, most, word.length < SURE ? 0 : most);
      if (other) {
        list[at] = { word: other, joined: "" };
        each = await union(ways(list, at), hits, also);
        reply.instead = "";
      }
      if (each.size) found.push(each); else unknown.push(word);
      /* A figure, and what a short word may have been, are no answer alone: “best laptop” is not about “beat”. */
      if (each.size && /\D/.test(word) && (!other || word.length > SURE)) sure.push(list[at].word);
    }
    if (reply.instead === "") reply.instead = list.map(({ word }) => word).join(" ");
    const isDoubtful = !sure.length && unknown.length + found.length > 1;
    const isOther = unknown.length > found.length && found.length < ENOUGH;
    const ids = isDoubtful || isOther ? [] : ranked(found, beside, passes, unknown.length > 0);
    if (!ids.length) {
      reply.instead = null;
      const close = await Promise.all(unknown.map((word) =>
        near(word, grave.has(stem(word)) ? 0 : Math.min(3, Math.floor(word.length / 3)), word.length / 4.5)));
      reply.nearest = [...new Set([...close.flatMap((each) => each.slice(0, 3)), ...(list.length > 1 ? sure : [])])].slice(0, 5);
    }
    const isNew = (said) => asked(said).some(({ word }) => !list.some((each) => stem(each.word) === stem(word)));
    if (ids.length) reply.also = [...also].filter(isNew);
    return { ...reply, ...results(ids, hits) };
  }

  /* Those that have most of the words first, then those that are most about them. Small words only add to that. Most readers
     see the first few: only passages that may be among these get a score, until more are asked for. What has fewer than half
     of the words is no result, unless the site knows all of them and says nothing of them together. */
  function ranked(found, beside, passes, isPart) {
    const have = new Uint8Array(index.passages), total = new Float64Array(index.passages);
    const reached = new Uint32Array(found.length + 1);
    let least = Math.min(Math.ceil(found.length / 2), ENOUGH);
    /* A single word's score is its weight. */
    const alone = found.length === 1 && !beside.length;
    if (alone) reached[1] = found[0].size;
    else for (const { size, ids, weights, worth } of found) {
      for (let n = 0; n < size; n++) {
        const id = ids[n];
        reached[++have[id]]++;
        total[id] += WORD + weights[n] * worth;
      }
    }
    if (!isPart) while (least > 1 && !reached[least]) least--;
    let level = found.length;
    while (level > least && (passes || reached[level] < SHOWN)) level--;
    add(level, Infinity);
    const known = keys(level, alone && !passes ? weightOf(SHOWN, found[0]) : 0);
    let sorted = greatest(known, SHOWN);
    const length = passes ? known.length : reached[least];

    /* Add the small words' score to those that have so many of the others. */
    function add(from, below) {
      for (const each of beside) {
        const { size, ids, weights } = each, rare = rarity(each) * SMALL;
        for (let n = 0; n < size; n++) {
          const id = ids[n];
          if (have[id] >= from && have[id] < below) total[id] += weights[n] * rare;
        }
      }
    }
    /* The keys of those that have so many of the words, and of a single word's those where it weighs so much. Words, score
       and passage make one number of 53 bits: numbers are sorted several times as fast. Who lacks few of the words has one
       of the rarest. */
    function keys(level, lightest) {
      const rarest = found.toSorted((one, other) => one.size - other.size).slice(0, found.length - level + 1);
      const known = new Float64Array(rarest.reduce((sum, { size }) => sum + size, 0));
      const seen = rarest.length > 1 ? new Uint8Array(index.passages) : null;
      let many = 0;
      for (const { size, ids, weights, worth } of rarest) {
        for (let n = 0; n < size; n++) {
          const id = ids[n];
          if (alone ? weights[n] < lightest : have[id] < level || seen?.[id]) continue;
          if (passes && !passes(id)) continue;
          if (seen) seen[id] = 1;
          const score = alone ? WORD + weights[n] * worth : total[id];
          known[many++] = Math.round(score * FINE) * IDS + IDS - 1 - id;
        }
      }
      return known.subarray(0, many);
    }
    return {
      length,
      slice(from, to) {
        if (to > sorted.length && sorted.length < length) {
          add(least, level);
          level = least;
          sorted = keys(least, 0).sort().reverse();
        }
        return Array.from(sorted.slice(from, to), (key) => IDS - 1 - (key % IDS));
      },
    };
  }

  const everything = (passes) => Array.from({ length: index.passages }, (_, id) => id).filter(passes ?? (() => true));
  /* Whether a passage has the values that were chosen; null if none was. */
  async function filter(chosen) {
    if (!chosen.length) return null;
    const { combinations, passages } = await file("filters.json");
    const right = combinations.map((values) => chosen.every(([name, value]) =>
      values[FILTERS.indexOf(name)]?.includes(index.choices[name].indexOf(value))));
    const each = numbers(passages);
    return (id) => right[each[id]];
  }

  function results(ids, hits) {
    const begun = hits.begun, isFound = (word) => hits.has(word) || (begun !== undefined && word.startsWith(begun));
    const isHit = kept((compound) => {
      const word = compound.toLowerCase();
      return PLAIN.test(word) ? isFound(word) : terms(word).some(isFound);
    });
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
  const all = [...compoundsIn(text)], end = (at) => all[at].index + all[at][0].length;
  /* Of each word, how many before it were found. */
  const before = new Uint16Array(all.length + 1);
  for (let at = 0; at < all.length; at++) before[at + 1] = before[at] + (isHit(all[at][0]) ? 1 : 0);
  let start = 0, most = 0;
  for (let from = 0; from < all.length; from++) {
    const count = before[Math.min(all.length, from + EXCERPT)] - before[from];
    if (count <= most) continue;
    /* Between most words there is a blank, and no end of a sentence. */
    const gap = from ? all[from].index - end(from - 1) : 2;
    if (gap < 2 || (from && !SENTENCE.test(text.slice(end(from - 1), all[from].index)))) continue;
    [start, most] = [from, count];
  }
  const after = start + EXCERPT, whole = after >= all.length;
  const first = start ? text.slice(0, all[start].index).search(/[^\s.!?”’)]*$/) : 0;
  const words = cut(text, all.filter((_, at) => before[at + 1] > before[at]), first, whole ? text.length : end(after - 1));
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

/* A weight that so many passages of a word reach; a word for which several stand has other weights than the index. */
function weightOf(many, { size, weights }) {
  const count = new Uint32Array(32);
  let weight = 31;
  if (weights instanceof Uint8Array) for (let n = 0; n < size; n++) count[weights[n]]++;
  for (let sum = count[31]; weight && sum < many; sum += count[weight]) weight--;
  return weight;
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

/* The passages of postings with their weights; each takes two figures, besides those of its part. A browser that runs this
   for the first time reads a letter of bytes several times as fast as one of a text. */
function places(figures, starts) {
  const written = BYTES.encode(figures), end = written.length, most = end >> 1;
  const ids = new Uint32Array(most), weights = new Uint8Array(most);
  let at = 0, part = 0, size = 0;
  while (at < end) {
    let value = VALUE[written[at++]], count = 0, scale = 1;
    for (; value > 31; scale *= 32) {
      part += (value & 31) * scale;
      value = VALUE[written[at++]];
    }
    part += value * scale;
    for (scale = 1, value = VALUE[written[at++]]; value > 31; scale *= 32) {
      count += (value & 31) * scale;
      value = VALUE[written[at++]];
    }
    const start = starts[part], until = size + count + value * scale;
    while (size < until) {
      ids[size] = start + VALUE[written[at++]];
      weights[size++] = VALUE[written[at++]];
    }
  }
  return { size, ids, weights, worth: 1 };
}

/* Whether words stand in a text in their order, with at most one other word between two. */
function stands(sought, text) {
  return text.includes(sought[0]) && text.some((_, start) => {
    let at = start - 1;
    return sought.every((word, n) => {
      const next = n ? [at + 1, at + 2].find((place) => text[place] === word) : (text[start] === word ? start : undefined);
      if (next !== undefined) at = next;
      return next !== undefined;
    });
  });
}

/* What is heard of a word first: who misspells one seldom changes these. */
const consonants = (word) => word.replaceAll("ph", "f").replace(/[cq]/g, "k").replaceAll("z", "s").replace(/[aeiouyhw]/g, "")
  .replace(/(.)\1+/g, "$1");

/* How many letters are wrong, missing, too many or swapped with the next; of words whose lengths differ by no more than
   `most`. Only places that far apart are compared. */
function distance(one, other, most) {
  let before = [], last = Array.from({ length: other.length + 1 }, (_, n) => n), row = [];
  for (let i = 1; i <= one.length; i++) {
    const start = Math.max(1, i - most), end = Math.min(other.length, i + most);
    let least = row[start - 1] = start === 1 ? i : Infinity;
    for (let j = start; j <= end; j++) {
      let each = last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      if (last[j] < each) each = last[j] + 1;
      if (row[j - 1] < each) each = row[j - 1] + 1;
      if (i > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) each = Math.min(each, before[j - 2] + 1);
      row[j] = each;
      if (each < least) least = each;
    }
    if (least > most) return Infinity;
    row[end + 1] = Infinity;
    [before, last, row] = [last, row, before];
  }
  return last[other.length];
}

/* An engine for the dialog's tests, in place of the site's: what it answers depends on the words alone.
   “slow” is answered when the test says so. */
let go;
globalThis.answerSlow = () => go();
const piece = (text, hit = false) => ({ text, hit });
const entry = (number) => ({
  url: `articles/psychedelics-in-therapy/#depression`, kind: "Questions", claim: null, answerLabel: "", verdict: "",
  title: [piece("Result "), piece(`${number}`, true)], text: [piece("It begins with a sentence.")], place: "An article",
});

export async function load() {
  const search = async (words, filters, exact) => {
    if (words === "slow") await new Promise((done) => { go = done; });
    const count = /nothing/.test(words) || filters.Kind === "Myths" ? 0 : 20;
    return {
      count,
      crisis: /die|pills/.test(words),
      help: /pills/.test(words) ? "help-poison" : null,
      also: words === "sertraline" ? ["antidepressants"] : [],
      instead: words === "psylocibin" && !exact ? "psilocybin" : null,
      nearest: words === "nothing" ? ["ketamine", "psilocybin"] : [],
      page: async (from, to) => Array.from({ length: Math.min(to, count) - from }, (_, at) => entry(from + at + 1)),
    };
  };
  return { choices: { Kind: ["Questions", "Myths"], Topic: [], Evidence: ["From people"] }, search };
}

// Ask the search of a built site as a browser does: node search_driver.mjs SITE, the questions as JSON on its input.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const site = process.argv[2], root = "https://example.org/";
const asked = [];
globalThis.fetch = async (address) => {
  const path = decodeURIComponent(new URL(address).pathname.slice(1));
  asked.push(path);
  const content = await readFile(join(site, path)).catch(() => null);
  return { ok: content !== null, status: content ? 200 : 404, json: async () => JSON.parse(content) };
};
const input = await new Promise((resolve) => {
  let text = "";
  process.stdin.on("data", (part) => { text += part; }).on("end", () => resolve(JSON.parse(text)));
});
const { load } = await import(pathToFileURL(join(site, "assets", "search-engine.js")));
const join_ = (pieces) => pieces && pieces.map(({ text }) => text).join("");
let engine = await load(root);
const answers = [];
for (const { words, filters = {}, exact = false, most = 5, fresh = false } of input) {
  if (fresh) engine = await load(root);
  asked.length = 0;
  const { page, ...answer } = await engine.search(words, filters, exact);
  const results = (await page(0, most)).map((each) => ({
    ...each, url: decodeURIComponent(each.url.slice(root.length)), title: join_(each.title), text: join_(each.text),
    claim: join_(each.claim), hits: [...each.title, ...each.text, ...(each.claim ?? [])].filter(({ hit }) => hit).map(({ text }) => text),
  }));
  answers.push({ ...answer, results, files: [...asked] });
}
process.stdout.write(JSON.stringify({ choices: engine.choices, answers }));

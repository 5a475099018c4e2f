// Reads pages as readers' programs do: Mozilla's Readability, which Firefox and many others have, and Mozilla's parser of
// page metadata. Arguments: the address of the site, then files below the folder of the site.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseHTML } from "linkedom";

const require = createRequire(import.meta.url);
const { Readability } = require("@mozilla/readability");
const { getMetadata } = require("page-metadata-parser");

const [folder, address, ...files] = process.argv.slice(2);
const read = {};
for (const file of files) {
  const html = readFileSync(`${folder}/${file}`, "utf8");
  const url = address + file.replace("index.html", "");
  const metadata = getMetadata(parseHTML(html).document, url);
  const { document } = parseHTML(html);
  read[file] = { metadata, article: new Readability(document).parse() };
}
process.stdout.write(JSON.stringify(read));

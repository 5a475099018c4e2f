"""What search costs: ``python bench/search.py ARTICLES … [--write]``; --write keeps the tables in ``bench/RESULTS.md``.

The index is made of passages like those of ``bench/corpus.py``, without the rest of a build: 1,430 words an article,
three questions, three myths and three interventions, and works as in a bibliography. Words are as frequent as in
English (Zipf-Mandelbrot): the 4,000 of this site in their order here, then made-up ones, 80,000 in all: a word of
a short list would stand in every passage. Bytes are those of gzip. Times are six times what the processor works for a
new tab of Chromium with all files at hand, from reading the first until six results can be shown, as on one that is a
sixth as fast; the shortest of five. What the processor works depends less on what else a machine does than a clock.

The files are written to memory where the system has a folder there: to make a file costs 0.03 to 0.7 ms on one disk, by
the folder that it is in, and is no cost of search.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lighthouse import BROWSERS, serve
from playwright.sync_api import Browser, sync_playwright
from readers import ARGUMENTS
from results import keep
from vocabulary import Draw

from proofdesk.build.assets import published
from proofdesk.common.files import write_file
from proofdesk.content.help_lines import HelpLines
from proofdesk.content.reader_words import load_reader_words
from proofdesk.outputs.search.index import SearchIndex
from proofdesk.outputs.search.postings import SearchRecord, index_parts
from proofdesk.outputs.search.words import language

HERE = Path(__file__).resolve().parent
ENGINE = HERE.parent / "proofdesk" / "outputs" / "search" / "search_engine.js"
ENGLISH = language("en")
MEMORY = Path("/dev/shm")
WORKS_AN_ARTICLE, WORKS_A_PAGE = 2, 60
SLOWER = 6


def records(number: int) -> list[SearchRecord]:
    """The passages of an article."""
    draw = Draw(f"article {number}")
    topics = draw.random.sample(["Psilocybin", "Ketamine", "Depression", "Therapy", "Safety", "Law"], 2)
    found = [SearchRecord("", "Articles", draw.text(6), draw.text(40), topics)]
    found += [SearchRecord(f"section-{n}", "Articles", draw.text(4), draw.text(164), topics, ["From people"])
              for n in range(6)]
    for kind in ("Questions", "Myths", "What helps"):
        for n in range(3):
            claim = (draw.text(8), "Myth", "Reality", "Wrong") if kind == "Myths" else ("", "", "", "")
            found.append(SearchRecord(
                f"{kind}-{n}", kind, draw.text(8), draw.text(45), topics, ["From people"], *claim))
    return found


def works(page: int) -> list[SearchRecord]:
    draw = Draw(f"works {page}")
    return [SearchRecord(f"ref-{n}", "References", title := draw.text(12), f"{draw.text(6)} {title} {draw.text(4)}",
                         evidence=["From people"], is_work=True) for n in range(WORKS_A_PAGE)]


def pages(articles: int) -> Iterator[tuple[str, list[SearchRecord]]]:
    for number in range(articles):
        yield f"articles/article-{number}/", records(number)
    for page in range(-(-articles * WORKS_AN_ARTICLE // WORKS_A_PAGE)):
        yield f"references/{page}/", works(page)


def build(site: Path, articles: int) -> dict[str, float]:
    """Write the index of a site; returns what that cost."""
    weighing = writing = 0.0
    words, _ = load_reader_words(HERE.parent, HelpLines())
    count = 0

    def put(name: str, content: Any) -> None:
        nonlocal count
        count += 1
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(str(file), content)

    index = SearchIndex(ENGLISH, words, put)
    for number, (url, found) in enumerate(pages(articles)):
        start = time.process_time()
        parts = [*index_parts(url, found[0].title, found, ENGLISH)]
        weighed = time.process_time()
        kept = json.dumps([part.words for part in parts])  # as the cache keeps them
        index.add(str(number), [[p.url, p.shown, p.filters, p.anchors] for p in parts], partial(json.loads, kept))
        weighing += weighed - start
        writing += time.process_time() - weighed
    start = time.process_time()
    index.write()
    merging = time.process_time() - start
    return {"weighing": 1000 * weighing / articles, "pages": 1000 * writing / articles,
            "merging": 1000 * merging / articles, "files": count / articles}


QUERIES = {
    "a word of very many passages": "psilocybin",
    "two usual words": "psilocybin depression",
    "a usual and a rare word": "ketamine bladder",
    "a question": "can I stop my antidepressants for therapy",
    "two mistyped words": "psylocibin depresion",
    "a half-typed word": "antidep",
    "everyday names": "shrooms side effects",
}


# Loads the engine and asks, with the files of an earlier search at hand if there are any; and what notes them.
_RUN = """async ([engine, words]) => {
  const { load } = await import(engine), ask = globalThis.fetch;
  globalThis.fetch = async (address) => {
    const path = new URL(address).pathname;
    files[path] ??= await (await ask(address)).text();
    return { ok: true, json: async () => JSON.parse(files[path]) };
  };
  const { search } = await load(new URL("/", location.href));
  const found = await search(words, {});
  await found.page(0, 6);
  return found.count;
}"""


def ask(site: Path) -> list[tuple[str, int, float, float]]:
    """Of each query: its name, its results, KB of a first search, and ms that a slow processor works for it."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise RuntimeError("no Chromium is installed")
    write_file(str(site / "engine.js"), published(ENGINE.read_text(encoding="utf-8")).encode("utf-8"))
    (site / "index.html").write_text('<!doctype html><meta charset="utf-8"><title>x</title>', encoding="utf-8")
    (site / "404.html").write_text("", encoding="utf-8")
    rows = []
    sent: list[int] = []
    with (
        serve(site, sent) as origin, sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=ARGUMENTS) as browser,
    ):
        for name, words in QUERIES.items():
            sent.clear()
            count, files, _ = _in_tab(browser, origin, words, {})
            kilobytes = sum(sent) / 1000
            times = [_in_tab(browser, origin, words, files)[2] for _ in range(5)]
            rows.append((name, count, kilobytes, min(times) * SLOWER))
    return rows


def _in_tab(browser: Browser, origin: str, words: str, files: dict[str, str]) -> tuple[int, dict[str, str], float]:
    """Ask in a new tab, whose programs have not run yet. Returns the number of results, the files and ms of work."""
    tab = browser.new_page()
    tab.goto(origin, wait_until="networkidle")
    tab.evaluate("import('/engine.js')")
    tab.evaluate("(files) => { globalThis.files = files; }", files)
    session = tab.context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    before = worked()
    count = int(tab.evaluate(_RUN, ["/engine.js", words]))
    work = worked() - before
    files = tab.evaluate("files")
    tab.close()
    return count, files, work


def tables(sizes: list[int]) -> str:
    costs, found = {}, {}
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=MEMORY if MEMORY.is_dir() else None) as name:
            site = Path(name)
            costs[articles] = build(site, articles)
            found[articles] = ask(site)
            packed = len(gzip.compress((site / "search" / "index.json").read_bytes()))
            costs[articles]["index.json, KB"] = packed / 1000
    lines = ["## Search", "",
             f"`python bench/search.py {' '.join(map(str, sizes))} --write`: CPU ms an article, KB in gzip with the "
             "engine, and ms that a processor a sixth as fast as ours works. Words are as frequent as in English.", ""]
    head = [f"{articles:,} articles" for articles in sizes]
    lines += [f"| Costs of the index | {' | '.join(head)} |", f"| --- |{' ---: |' * len(sizes)}"]
    for name, words in (("weighing", "weighing a page's words, ms an article (cached)"),
                        ("pages", "its file, ms an article"), ("merging", "merging all words, ms an article"),
                        ("files", "files an article"), ("index.json, KB", "index.json, KB")):
        lines.append(f"| {words} | {' | '.join(f'{costs[size][name]:.2f}' for size in sizes)} |")
    lines += ["", f"| A first search: KB / ms / results | {' | '.join(head)} |",
              f"| --- |{' ---: |' * len(sizes)}"]
    for at, (name, *_) in enumerate(found[sizes[0]]):
        cells = [f"{kb:.0f} / {ms:.0f} / {count:,}" for size in sizes for _, count, kb, ms in [found[size][at]]]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="+")
    parser.add_argument("--write", action="store_true", help="keep the tables in bench/RESULTS.md")
    given = parser.parse_args()
    gc.set_threshold(50_000, 20, 100)  # as a build does
    found = tables(given.articles)
    print(found)
    if given.write:
        keep("search", found)


if __name__ == "__main__":
    main()

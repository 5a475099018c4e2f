"""What a large bibliography costs: ``python bench/bibliography.py [WORKS …] [--articles N] [--rounds N]``.

The same articles, which cite the same 200 works, are built with bibliographies of 200, 2,000 and 20,000 works unless
other numbers are given: cold, with warm caches, after an edit of one article, after a change of one cited work, and
after one work more. Beside it stand Pandoc, which cites the same 200 works once on one page, and a check of the site
with a style that is none. Seconds on the clock and CPU seconds are medians; memory is the peak of the largest process.
Measures only; nothing here fails because something is slow.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypandoc
from corpus import bibliography, place, write_site
from vocabulary import ROOT

from bench import ARTICLE, COLD, OURS, WARM, WORK, Measured, change_work, edit, read_again, run

SIZES = (200, 2_000, 20_000)
CITED = 200
ONE_MORE = "ours, one work more"
PANDOC, STYLE = "Pandoc, one page with the same works", "ours, a style that is none (cold)"


def builds(folder: Path, articles: int, works: int) -> dict[str, Callable[[], Measured]]:
    """Everything to measure with a bibliography of this size, by its name, in the order of a round."""
    site = write_site(folder / f"site-{works}", articles, CITED, "ours")
    bib, style = site / "bibliography.bib", site / "references.csl"
    real = (ROOT / "bibliography.bib").read_text(encoding="utf-8")  # the guide cites works of it
    bib.write_text(f"{bibliography(works)}\n{real}", encoding="utf-8")
    page = folder / f"page-{works}.md"
    page.write_text("\n\n".join(f"Text [@work{n}]." for n in range(CITED)) + "\n", encoding="utf-8")
    command, csl = [str(OURS / "mkdocs"), "build", "-q"], str(ROOT / "references.csl")

    def cold() -> Measured:
        shutil.rmtree(site / ".cache", ignore_errors=True)
        return run(command, site)

    def article() -> Measured:
        edit(site / "docs" / f"{place(1, 'ours')}.md", f"Edited{time.monotonic_ns()}")
        return run(command, site)

    def work() -> Measured:
        change_work(bib)
        return run(command, site)

    def one_more() -> Measured:
        with bib.open("a", encoding="utf-8") as file:
            file.write(f"\n@misc{{more{time.monotonic_ns()}, author = {{A, B}}, title = {{T}}, year = 2020,\n"
                       "  url = {https://example.org/}, keywords = {species:human, design:rct}}\n")
        return run(command, site)

    def no_style() -> Measured:
        kept = style.read_bytes()
        shutil.rmtree(site / ".cache", ignore_errors=True)
        try:
            style.unlink()
            style.write_text("<!doctype html><title>404</title>", encoding="utf-8")
            return run([str(OURS / "desk"), "check"], site, refusable=True)
        finally:
            style.write_bytes(kept)

    return {
        COLD: cold, WARM: lambda: read_again(command, site), ARTICLE: article, WORK: work, ONE_MORE: one_more,
        STYLE: no_style,
        PANDOC: lambda: run([pypandoc.get_pandoc_path(), "--citeproc", "--bibliography", str(bib), "--csl", csl,
                             "-o", str(page.with_suffix(".html")), str(page)], folder),
    }


def table(found: dict[int, dict[str, list[Measured]]]) -> str:
    """Return seconds, CPU seconds and memory of each build, at each size."""
    def cell(all_of: list[Measured]) -> str:
        wall, cpu = (statistics.median(getattr(each, name) for each in all_of) for name in ("wall", "cpu"))
        return f"{wall:.1f} ({cpu:.1f}) {max(max(each.own, each.largest) for each in all_of):.0f} MB"

    sizes = list(found)
    lines = ["| s on the clock (CPU s) peak | " + " | ".join(f"{size:,} works" for size in sizes) + " |",
             "| --- |" + " ---: |" * len(sizes)]
    lines += [f"| {name} | " + " | ".join(cell(found[size][name]) for size in sizes) + " |" for name in found[sizes[0]]]
    return "\n".join(lines)


def goals(found: dict[int, dict[str, list[Measured]]]) -> str:
    """Return what was aimed at beside what came of it, in CPU seconds: the machine is shared."""
    def cpu(size: int, name: str) -> float:
        return statistics.median(each.cpu for each in found[size][name])

    first, *_, last = sizes = list(found)
    largest = max(max(each.own, each.largest) for name, all_of in found[last].items() if name != PANDOC
                  for each in all_of)
    rows = [(f"{last:,} works add to a cold build, CPU s", "2", f"{cpu(last, COLD) - cpu(first, COLD):.1f}"),
            *((f"one work {what} ÷ one article edited, {size:,} works", "1.5",
               f"{cpu(size, name) / cpu(size, ARTICLE):.2f}")
              for size in sizes for what, name in (("changed", WORK), ("more", ONE_MORE))),
            (f"largest process with {last:,} works, MB", "400", f"{largest:.0f}")]
    return "\n".join(["| Goal | at most | measured |", "| --- | ---: | ---: |",
                      *(f"| {goal} | {most} | {value} |" for goal, most, value in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    found: dict[int, dict[str, list[Measured]]] = {}
    for works in given.works:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            measure = builds(Path(name), given.articles, works)
            found[works] = {each: [] for each in measure}
            for number in range(given.rounds):
                for each, build in measure.items():
                    print(f"{works:,} works, round {number + 1} of {given.rounds}: {each}", file=sys.stderr, flush=True)
                    found[works][each].append(build())
    print(f"{given.articles} articles that cite {CITED} works, medians of {given.rounds} rounds.\n")
    print(table(found), "", goals(found), sep="\n")


if __name__ == "__main__":
    main()

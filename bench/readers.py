"""What a reader downloads: ``python bench/readers.py SITE PAGE [WORDS]``, in a real Chromium, text in gzip.

Prints the KB of a first view of a page, and of a first search on it, until nothing more is asked for.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from lighthouse import BROWSERS, serve
from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def downloads(site: Path, page: str, words: str = "") -> tuple[float, float]:
    """KB of a first view of ``page``, and of a first search for ``words``: 0 where there are none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise RuntimeError("no Chromium is installed")
    # Counted where it is sent: a page's workers, which search asks for most, are no part of its own traffic.
    sent: list[int] = []
    with (
        serve(site, sent) as origin, sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=ARGUMENTS) as browser,
    ):
        tab = browser.new_page()
        tab.goto(origin + page, wait_until="networkidle")
        view = sum(sent)
        if words:
            tab.keyboard.press("/")
            tab.keyboard.type(words)
            tab.locator(".search__result").first.wait_for()
            tab.wait_for_load_state("networkidle")
        return view / 1000, (sum(sent) - view) / 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("page")
    parser.add_argument("words", nargs="?", default="")
    given = parser.parse_args()
    view, search = downloads(given.site, given.page, given.words)
    print(f"first view {view:.1f} KB, first search {search:.1f} KB")

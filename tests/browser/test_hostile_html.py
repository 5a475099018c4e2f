"""Hostile HTML in pages, opened in Chromium under the published policy and under none: nothing runs, nothing leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, QuietFiles
from playwright.sync_api import Browser, Page, Request
from sites import ROOT, Built, article, make_site

CORPUS = ROOT / "tests" / "browser" / "hostile_html"
FAR = "https://foreign.example"
LISTING = "---\ntitle: Questions\ndescription: All.\ntemplate: listing.html\nblock: faq\n---\n\n"
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
# What runs by a click only is no less a fault.
RUNNING = """[...document.querySelectorAll("#content *, main *")].filter((element) =>
  [...element.attributes].some(({ name, value }) => name.startsWith("on")
    || /^(?:href|src|action|formaction|xlink:href)$/.test(name) && /^\\s*(?:java|vb)script:|^data:text/i.test(value))
  || /^(?:iframe|object|embed|base|meta|link|style|form)$/i.test(element.localName)
  ).map((element) => element.outerHTML.slice(0, 200))"""


def cases() -> dict[str, str]:
    """Every input of the corpus by its file and line."""
    return {
        f"{file.stem}-{number}": line.replace("\\n", "\n").replace("RUN", "hostile()").replace("FAR", FAR)
        for file in sorted(CORPUS.glob("*.txt"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)}


CASES = cases()
# Without a policy all that runs under one runs too, so of the policy only the first inputs of each file are asked.
CASES_BY_POLICY = {False: list(CASES), True: [name for name in CASES if int(name.rpartition("-")[2]) <= 3]}


@contextmanager
def serve(folder: Path, *, policy: bool) -> Iterator[str]:
    """Serve a folder on loopback, its pages with their policy or without. Gives the origin.

    Without the policy, where all inputs are opened, the style sheets are empty: by them no program runs.
    """

    class Handler(QuietFiles):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def do_GET(self) -> None:
            path = self.path.split("?")[0].strip("/")
            file, is_style = folder / path / "index.html", path.endswith(".css")
            if policy or not (is_style or file.is_file()):
                return super().do_GET()
            body = b"" if is_style else _POLICY.sub(b"", file.read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return None

    with Loopback(Handler) as server:
        yield server.url


class Watch:
    """What the pages that are opened in one tab do: scripts that ran, requests that left, pages that were left."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin, self.now = page, origin, ""
        self.seen: list[str] = []
        page.context.expose_function("hostile", lambda: self.seen.append(f"{self.now}: a script ran"))
        # A route would see them too, but the browser keeps no file while there is one.
        page.context.on("request", self._requested)
        page.on("framenavigated", self._navigated)
        page.on("dialog", lambda dialog: dialog.dismiss())

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.seen.append(f"{self.now}: request to {request.url}")

    def _navigated(self, frame: object) -> None:
        url = getattr(frame, "url", "")
        if url.split("#")[0] not in (self.origin + self.now, "about:blank", ""):
            self.seen.append(f"{self.now}: navigation to {url}")

    def open(self, address: str) -> None:
        self.now = address
        self.page.goto(self.origin + address, wait_until="load")
        self.page.wait_for_timeout(20)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a page for each input; a question of it holds the input once more."""
    body = "{case}\n\nText.\n\n/// faq | Is it {name}?\nYes [@ly2018].\n\n{case}\n///\n"
    pages = {f"docs/articles/{name}.md": article(body.format(case=case, name=name), name)
             for name, case in CASES.items()}
    site = make_site(tmp_path_factory.mktemp("hostile"), {**pages, "docs/questions/index.md": LISTING})
    made = site.build()
    assert made.code == 0, made.output[-2000:]
    return made


def test_corpus_is_large() -> None:
    assert len(set(CASES.values())) >= 150


@pytest.mark.parametrize("policy", [True, False], ids=["published policy", "no policy"])
def test_hostile_html_runs_and_fetches_nothing(browser: Browser, built: Built, policy: bool) -> None:
    with serve(built.folder, policy=policy) as origin, browser.new_context() as context:
        watch = Watch(context.new_page(), origin)
        found = []
        for address in (*(f"/articles/{name}/" for name in CASES_BY_POLICY[policy]), "/questions/", "/articles/", "/"):
            watch.open(address)
            found += [f"{address}: {element}" for element in watch.page.evaluate(RUNNING)
                      if "/assets/" not in element and "canonical" not in element]
        watch.page.wait_for_timeout(500)
    assert watch.seen == [] and found == []


def test_corpus_runs_in_pages_that_nothing_checks(browser: Browser, tmp_path: Path) -> None:
    """Otherwise the test above would find nothing because it sees nothing."""
    shown = dict(list(CASES.items())[::3])
    for name, case in shown.items():
        (tmp_path / name).mkdir()
        html = f"<!doctype html><meta charset=utf-8><body>{case}"
        (tmp_path / name / "index.html").write_text(html, encoding="utf-8")
    with serve(tmp_path, policy=False) as origin, browser.new_context() as context:
        watch = Watch(context.new_page(), origin)
        for name in shown:
            watch.now = f"/{name}/"
            try:
                watch.open(f"/{name}/")
            except Exception:  # the page went elsewhere while it loaded
                watch.seen.append(f"/{name}/: navigation")
    ran = {line.split(":")[0] for line in watch.seen}
    assert len(ran) >= len(shown) // 3, len(ran)
    assert any("a script ran" in line for line in watch.seen) and any("request to" in line for line in watch.seen)

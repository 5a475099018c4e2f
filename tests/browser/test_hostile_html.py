"""Hostile HTML in pages, opened in Chromium under the published policy and under none: nothing runs, nothing leaves.

Many pages are open at once, each in a frame of its own: what one does is told by the name of its frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, QuietFiles
from playwright.sync_api import Browser, Error, Frame, Page, Request
from sites import ROOT, Built, article, make_site

from .screens import EVERY_SCREEN

CORPUS = ROOT / "tests" / "browser" / "hostile_html"
FAR = "https://foreign.example"
LISTING = "---\ntitle: Questions\ndescription: All.\ntemplate: listing.html\nblock: faq\n---\n\n"
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
# What a browser heeds in a window alone, and in no frame.
_IN_A_WINDOW = re.compile("speculationrules")
# The pages that are open at once; with more, the browser waits for the slowest.
AT_ONCE = 50
# Focuses what asks for the focus, of which a browser heeds the first of a window only. Then gives of each frame what is
# in its page that a click would run, or the mark of one whose page went elsewhere; such is no less a fault.
LOOK = """() => [...document.querySelectorAll("iframe")].flatMap((frame) => {
  const page = frame.contentDocument;
  if (!page?.body) return [[frame.name, "gone"]];
  page.querySelectorAll("[autofocus]").forEach((element) => element.focus());
  return [...page.querySelectorAll("#content *, main *")].filter((element) =>
    [...element.attributes].some(({ name, value }) => name.startsWith("on")
      || /^(?:href|src|action|formaction|xlink:href)$/.test(name) && /^\\s*(?:java|vb)script:|^data:text/i.test(value))
    || /^(?:iframe|object|embed|base|meta|link|style|form)$/i.test(element.localName)
    || element.localName === "script" && !element.src?.startsWith(`${location.origin}/assets/`)
    ).map((element) => [frame.name, element.outerHTML.slice(0, 200)]);
})"""


def cases() -> dict[str, str]:
    """Every input of the corpus by its file and line."""
    return {
        f"{file.stem}-{number}": line.replace("\\n", "\n").replace("RUN", "hostile()").replace("FAR", FAR)
        for file in sorted(CORPUS.glob("*.txt"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)}


CASES = cases()
# A usual run opens every second input, the first of each file, and what needs a window; `make test-screens` opens all.
OPENED = {name: case for number, (name, case) in enumerate(CASES.items())
          if EVERY_SCREEN or number % 2 == 0 or name.endswith("-1") or _IN_A_WINDOW.search(case)}
# Without a policy all that runs under one runs too, so of the policy only the first input of each file is asked.
OPENED_BY_POLICY = {False: list(OPENED), True: [name for name in OPENED if name.endswith("-1")]}


@contextmanager
def serve(folder: Path, *, policy: bool) -> Iterator[str]:
    """Serve a folder on loopback, its pages with their policy or without. Gives the origin.

    Without the policy, where all inputs are opened, the style sheets are empty: by them no program runs. The address
    ``/frames`` is a page with a frame for each address that its query lists.
    """

    class Handler(QuietFiles):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            file, is_style = folder / path.strip("/") / "index.html", path.endswith(".css")
            if path == "/frames":
                body = "".join(f'<iframe name="{each}" src="{each}"></iframe>' for each in query.split("&")).encode()
            elif policy or not (is_style or file.is_file()):
                return super().do_GET()
            else:
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
        page.context.expose_binding("hostile", lambda source: self._note(source["frame"], "a script ran"))
        # A route would see them too, but the browser keeps no file while there is one.
        page.context.on("request", self._requested)
        page.on("framenavigated", self._navigated)
        page.on("dialog", lambda dialog: dialog.dismiss())

    def _address(self, frame: Frame | None) -> str:
        """The address of the page that a frame is of, or is in; that of all for what is in none of them."""
        while frame and frame.parent_frame and frame.parent_frame.parent_frame:
            frame = frame.parent_frame
        return (frame and frame.parent_frame and frame.name) or self.now

    def _note(self, frame: Frame | None, what: str) -> None:
        self.seen.append(f"{self._address(frame)}: {what}")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            try:
                frame: Frame | None = request.frame
            except Error:  # of a window that opens
                frame = None
            self._note(frame, f"request to {request.url}")

    def _navigated(self, frame: Frame) -> None:
        if frame.url.split("#")[0] not in (self.origin + self._address(frame), "about:blank", ""):
            self._note(frame, f"navigation to {frame.url}")

    def open(self, addresses: Sequence[str]) -> list[str]:
        """Open pages, and return what is in them that a click would run, each with its page's address."""
        found = []
        for start in range(0, len(addresses), AT_ONCE):
            self.now = f"/frames?{'&'.join(addresses[start:start + AT_ONCE])}"
            self.page.goto(self.origin + self.now, wait_until="load")
            found += [f"{address}: {element}" for address, element in self.page.evaluate(LOOK)]
            self.page.wait_for_timeout(100)
        return found

    def open_alone(self, address: str) -> None:
        self.now = address
        self.page.goto(self.origin + address, wait_until="load")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a page for each input; a question of it holds the input once more."""
    body = "{case}\n\nText.\n\n/// faq | Is it {name}?\nYes [@ly2018].\n\n{case}\n///\n"
    pages = {f"docs/articles/{name}.md": article(body.format(case=case, name=name), name)
             for name, case in OPENED.items()}
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
        pages = [*(f"/articles/{name}/" for name in OPENED_BY_POLICY[policy]), "/questions/", "/articles/", "/"]
        found = [each for each in watch.open(pages) if "/assets/" not in each and "canonical" not in each]
        for name in filter(lambda name: _IN_A_WINDOW.search(OPENED[name]), OPENED):
            watch.open_alone(f"/articles/{name}/")
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
        watch.open([f"/{name}/" for name in shown])
    ran = {line.split(":")[0] for line in watch.seen}
    assert len(ran) >= len(shown) // 3, len(ran)
    assert any("a script ran" in line for line in watch.seen) and any("request to" in line for line in watch.seen)

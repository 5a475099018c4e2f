"""Nothing moves on a page when its programs come late, as they do on a slow line (Cumulative Layout Shift 0)."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, QuietFiles
from playwright.sync_api import Browser, Page
from sites import Built

from .test_pages import addresses, longest_of_folders

OBSERVE = """window.__shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    for (const { node } of shift.sources)
      window.__shifts.push(`${shift.value}: ${(node?.outerHTML ?? node?.textContent ?? "?").slice(0, 80)}`);
}).observe({ type: "layout-shift", buffered: true });"""
PAINTED = "new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"
COLOURS = "/assets/scheme.js"
# Two frames later everything that a program changed has been laid out and reported.
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


class _FreshScripts(QuietFiles):
    """Serves a folder whose programs the browser has to ask for again on every page; it may keep the rest."""

    def end_headers(self) -> None:
        if not self.path.endswith(".js"):
            return super().end_headers()
        self.send_header("Cache-Control", "no-store")
        SimpleHTTPRequestHandler.end_headers(self)


class _Late:
    """Holds a page's programs until they are released, but for the one that the first paint waits for.

    The browser's own interception: Playwright's would also forbid it to keep style sheets from page to page.
    """

    def __init__(self, page: Page, every: bool = False) -> None:
        self._all = every
        self._session = page.context.new_cdp_session(page)
        self._session.on("Fetch.requestPaused", self._ask)
        self._session.send("Fetch.enable", {"patterns": [{"urlPattern": "*.js"}]})
        self._held: list[str] | None = []
        self._asked = 0

    def _ask(self, request: dict[str, Any]) -> None:
        self._asked += 1
        if self._held is None or (request["request"]["url"].endswith(COLOURS) and not self._all):
            self._continue(request["requestId"])
        else:
            self._held.append(request["requestId"])

    def _continue(self, request: str) -> None:
        self._session.send("Fetch.continueRequest", {"requestId": request})

    def hold(self) -> None:
        """Hold what is asked for from now on."""
        self._held, self._asked = [], 0

    def release(self) -> int:
        """Let all go on, and return how many programs the page had asked for."""
        held, self._held = self._held or [], None
        for request in held:
            self._continue(request)
        return self._asked


def shifts_with_late_scripts(browser: Browser, site: Built, handler: type[QuietFiles], width: int, pages: list[str]
                             ) -> list[str]:
    """What moves on each page when its programs come after it has been painted."""
    moved, held = [], []
    with (
        Loopback(functools.partial(handler, directory=str(site.folder))) as server,
        browser.new_context(viewport={"width": width, "height": 823}) as context,
    ):
        page = context.new_page()
        page.add_init_script(OBSERVE)
        late = _Late(page)
        again: list[str] = []
        # What a program moves moves each time; what a busy machine paints of half a page does not.
        for address in chain(pages, again):
            late.hold()
            page.goto(server.url + address, wait_until="commit")
            page.evaluate(PAINTED)
            held.append(late.release())
            page.wait_for_load_state("load")
            page.evaluate(SETTLED)
            shifts = [f"{address} {shift}" for shift in page.evaluate("window.__shifts")]
            if shifts and address not in again:
                again.append(address)
            else:
                moved += shifts
    assert min(held) > 0, "every page waited for its programs"
    return moved


@pytest.mark.parametrize("width", [320, 412, 768, 1280])
def test_late_scripts_cause_no_layout_shift(browser: Browser, real_site: Built, width: int) -> None:
    """Every page on a phone and on a desk; at the widths between, the longest page of each folder."""
    pages = addresses(real_site.folder)
    if width in (320, 768):
        pages = longest_of_folders(real_site.folder, pages)
    assert shifts_with_late_scripts(browser, real_site, _FreshScripts, width, pages) == []


class _MovingScripts(_FreshScripts):
    """Serves in the place of each program one that pushes the page down."""

    def do_GET(self) -> None:
        if not self.path.endswith(".js"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()
        self.wfile.write(b"document.body.prepend(Object.assign(document.createElement('h1'), {textContent: 'Late'}));")


def test_late_script_that_moves_a_page_is_seen(browser: Browser, real_site: Built) -> None:
    """The gate can fail."""
    assert shifts_with_late_scripts(browser, real_site, _MovingScripts, 412, ["/"])


# Two frames, where any are drawn; none are while something keeps the page from being shown.
DRAWN = """new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
  setTimeout(done, 1000);
})"""


class _InTwo(QuietFiles):
    """Sends a page up to its menu's button, and what follows when ``rest`` is set."""

    rest: threading.Event

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_dir():
            return super().do_GET()
        first, mark, second = (file / "index.html").read_bytes().partition(b'<button class="menu-button"')
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(first)
        self.rest.wait()
        self.wfile.write(mark + second)


@pytest.mark.parametrize("width", [320, 412, 1280])
def test_partial_page_load_causes_no_layout_shift(browser: Browser, real_site: Built, width: int) -> None:
    rest = threading.Event()
    handler = type("InTwo", (_InTwo,), {"rest": rest})
    with Loopback(lambda *given: handler(*given, directory=str(real_site.folder))) as server:
        context = browser.new_context(viewport={"width": width, "height": 823})
        try:
            page = context.new_page()
            page.add_init_script(OBSERVE)
            page.goto(f"{server.url}/", wait_until="commit")
            page.wait_for_function("() => document.querySelector('.brand__name')", polling=50)
            page.evaluate(DRAWN)
            rest.set()
            page.wait_for_load_state("load")
            page.evaluate(SETTLED)
            assert page.locator(".site-header").is_visible()
            assert page.evaluate("window.__shifts") == []
        finally:
            rest.set()
            context.close()


# The page's ground at its first paint, and whether there was one.
GROUND = """window.__ground = null;
new PerformanceObserver(() => { window.__ground ??= getComputedStyle(document.documentElement).backgroundColor; })
  .observe({ type: "paint", buffered: true });
localStorage.setItem("__palette", "dark");"""


def test_chosen_dark_is_never_painted_light(browser: Browser, real_site: Built) -> None:
    """However late the program comes that knows the choice: until then nothing is shown."""
    with (
        Loopback(functools.partial(_FreshScripts, directory=str(real_site.folder))) as server,
        browser.new_context(viewport={"width": 412, "height": 823}, color_scheme="light") as context,
    ):
        page = context.new_page()
        page.add_init_script(GROUND)
        late = _Late(page, every=True)
        page.goto(f"{server.url}/", wait_until="commit")
        page.evaluate(DRAWN)
        assert page.evaluate("performance.getEntriesByType('paint').length") == 0
        assert late.release() > 0
        page.wait_for_load_state("load")
        page.evaluate(PAINTED)
        assert page.evaluate("document.documentElement.dataset.mdColorScheme") == "slate"
        assert page.evaluate("window.__ground") == "rgb(17, 24, 29)"

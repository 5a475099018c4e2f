"""Nothing moves on a page when its programs come late, as they do on a slow line (Cumulative Layout Shift 0)."""

from __future__ import annotations

import functools
import re
import threading
from pathlib import Path
from typing import Any

from loopback import Loopback, QuietFiles
from playwright.sync_api import Browser, Page
from sites import Built

from .screens import EACH_WIDTH, SCHEMES, SCREENS, WIDTHS, Screen, turn
from .test_pages import addresses, longest_of_folders

OBSERVE = """window.__shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    for (const { node } of shift.sources)
      window.__shifts.push(`${shift.value}: ${(node?.outerHTML ?? node?.textContent ?? "?").slice(0, 80)}`);
}).observe({ type: "layout-shift", buffered: true });"""
PAINTED = "new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"
COLOURS = "/assets/scheme.js"
ALL_WIDTHS = [*WIDTHS]
# Two frames later everything that a program changed has been laid out and reported.
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


# Opens a page in frames of some widths, side by side, and when they are loaded and shown runs their programs, each in
# its place and with its attributes, one after the other. Gives of each its width, how many ran, and what moved then.
RUN_IN_FRAMES = """async ([address, widths]) => {
  const settled = (frame) => new Promise((done) => frame.contentWindow.requestAnimationFrame(() =>
    frame.contentWindow.requestAnimationFrame(() => setTimeout(done))));
  const run = async (frame) => {
    const page = frame.contentDocument;
    const held = [...page.querySelectorAll("script[src]")].filter(({ src }) => !src.endsWith("/assets/scheme.js"));
    for (const each of held) {
      const program = page.createElement("script");
      for (const { name, value } of each.attributes) program.setAttribute(name, value);
      program.async = false;
      program.src = `${each.src}?late`;
      const ran = new Promise((done, failed) => Object.assign(program, { onload: done, onerror: failed }));
      each.replaceWith(program);
      await ran;
    }
    return held.length;
  };
  const frames = widths.map((width) => Object.assign(document.createElement("iframe"), { src: address, width }));
  const loaded = frames.map((frame) => new Promise((done) => { frame.onload = done; }));
  document.body.replaceChildren(...frames);
  await Promise.all(loaded);
  await Promise.all(frames.map(settled));
  for (const { contentWindow } of frames) contentWindow.__shifts.splice(0);
  const ran = await Promise.all(frames.map(run));
  await Promise.all(frames.map(settled));
  return frames.map(({ contentWindow }, at) => [contentWindow.innerWidth, ran[at], contentWindow.__shifts]);
}"""
# As high as a phone is, and without a border.
FRAMES = b"""<!doctype html><style>body { display: flex; margin: 0; }
iframe { flex: none; border: 0; height: 823px; }</style><body></body>"""


class _LateScripts(QuietFiles):
    """Serves empty programs, and the site's where they are asked for late; the first paint waits for one of them.

    At ``/frames`` is a page for frames.
    """

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/frames":
            return self.send_text(FRAMES, "text/html")
        if not path.endswith(".js") or path == COLOURS or query == "late":
            return super().do_GET()
        self.send_text(b"")

    def send_text(self, text: bytes, kind: str = "text/javascript") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def shifts_with_late_scripts(browser: Browser, site: Built, handler: type[QuietFiles], widths: dict[str, list[int]]
                             ) -> list[tuple[str, int, str]]:
    """What moves on each page at some widths when its programs come after all of it has been loaded and shown.

    What moved before is the parser's doing, and nothing else happens after; so what moves then, a program moves. The
    pages come in one scheme and the other in turn.
    """
    moved = []
    with (
        Loopback(functools.partial(handler, directory=str(site.folder))) as server,
        browser.new_context(viewport={"width": sum(ALL_WIDTHS), "height": 823}) as context,
    ):
        page = context.new_page()
        page.add_init_script(OBSERVE)
        page.goto(f"{server.url}/frames")
        for number, (address, asked) in enumerate(widths.items()):
            page.emulate_media(color_scheme=SCHEMES[number % 2])  # type: ignore[arg-type]
            found = page.evaluate(RUN_IN_FRAMES, [address, asked])
            assert [width for width, _, _ in found] == asked
            assert min(ran for _, ran, _ in found) > 0, f"{address} has programs"
            moved += [(address, width, shift) for width, _, shifts in found for shift in shifts]
    return moved


def test_late_scripts_cause_no_layout_shift(browser: Browser, sample_site: Built) -> None:
    """Every page on a phone and on a desk; at each width of the run, the longest page of each folder."""
    pages = addresses(sample_site.folder)
    longest = longest_of_folders(sample_site.folder, pages)
    widths = {address: ALL_WIDTHS if address in longest else [360, 1280] for address in pages}
    assert shifts_with_late_scripts(browser, sample_site, _LateScripts, widths) == []


class _MovingScripts(_LateScripts):
    """Serves in the place of each program one that pushes the page down."""

    def do_GET(self) -> None:
        if not self.path.endswith(".js?late"):
            return super().do_GET()
        self.send_text(
            b"document.body.prepend(Object.assign(document.createElement('h1'), {textContent: 'Late'}));")


def test_late_script_that_moves_a_page_is_seen(browser: Browser, sample_site: Built) -> None:
    """The gate can fail, at each width."""
    moved = shifts_with_late_scripts(browser, sample_site, _MovingScripts, {"/": ALL_WIDTHS})
    assert {width for _, width, _ in moved} == set(ALL_WIDTHS)


# Two frames, where any are drawn; none are while something keeps the page from being shown.
DRAWN = """new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
  setTimeout(done, 1000);
})"""


# Where a page is cut on its way: before its menu's button, and below its header before what has a place of its own.
BUTTON = b'<button class="menu-button"'
CUT = re.compile(rb"(?=<(?:article|div|figure|h1|h2|p|section|svg|table)[ >])")
PIECES = 24  # below the header, which fill the first screen; the rest comes at once


class Pieces:
    """Lets a server send the pieces of its pages up to one, to all who ask."""

    def __init__(self) -> None:
        self._ready, self._sent = threading.Condition(), 0

    def send(self, number: int) -> None:
        with self._ready:
            self._sent = number
            self._ready.notify_all()

    def wait_for(self, number: int) -> None:
        with self._ready:
            self._ready.wait_for(lambda: self._sent >= number)


class _InPieces(QuietFiles):
    """Sends a page piece by piece, each when it may."""

    pieces: Pieces

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_dir():
            return super().do_GET()
        header, end, rest = (file / "index.html").read_bytes().partition(b"</header>")
        first, button, more = header.partition(BUTTON)
        pieces = [first, button + more, *CUT.split(end + rest, PIECES)]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        for number, piece in enumerate(pieces):
            self.pieces.wait_for(number)
            self.wfile.write(piece)


def wait_until_drawn(pages: list[tuple[Screen, Page]]) -> None:
    """Wait on all pages at once."""
    for _, page in pages:
        page.evaluate(f"() => {{ window.__drawn = {DRAWN}; }}")
    for _, page in pages:
        page.evaluate("window.__drawn")


def test_partial_page_load_causes_no_layout_shift(browser: Browser, sample_site: Built) -> None:
    """On the first page, wherever it is cut, at each width; a browser asks a host for at most six files at a time."""
    pieces = Pieces()
    handler = type("InPieces", (_InPieces,), {"pieces": pieces})
    with (
        Loopback(lambda *given: handler(*given, directory=str(sample_site.folder))) as server,
        browser.new_context() as context,
    ):
        try:
            pages = [(screen, context.new_page()) for screen in EACH_WIDTH]
            for screen, page in pages:
                turn(page, screen)
                page.add_init_script(OBSERVE)
                # Of one address the second would wait for the first.
                page.goto(f"{server.url}/?{screen.width}", wait_until="commit")
                page.wait_for_function("() => document.querySelector('.brand__name')", polling=50)
            for number in range(1, PIECES + 3):
                wait_until_drawn(pages)
                pieces.send(number)
            for screen, page in pages:
                page.wait_for_load_state("load")
                page.evaluate(SETTLED)
                assert page.locator(".site-header").is_visible()
                assert page.evaluate("window.__shifts") == [], screen
        finally:
            pieces.send(PIECES + 2)


class _Held:
    """Holds a page's programs until they are released.

    The browser's own interception: Playwright's would also forbid it to keep style sheets from page to page.
    """

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.on("Fetch.requestPaused", self._ask)
        self._session.send("Fetch.enable", {"patterns": [{"urlPattern": "*.js"}]})
        self._held: list[str] | None = []

    def _ask(self, request: dict[str, Any]) -> None:
        if self._held is None:
            self._continue(request["requestId"])
        else:
            self._held.append(request["requestId"])

    def _continue(self, request: str) -> None:
        self._session.send("Fetch.continueRequest", {"requestId": request})

    def release(self) -> int:
        """Let all go on, and return how many programs the page had asked for."""
        held, self._held = self._held or [], None
        for request in held:
            self._continue(request)
        return len(held)


# The page's ground at its first paint, and whether there was one.
GROUND = """window.__ground = null;
new PerformanceObserver(() => { window.__ground ??= getComputedStyle(document.documentElement).backgroundColor; })
  .observe({ type: "paint", buffered: true });
localStorage.setItem("__palette", "dark");"""


def test_chosen_dark_is_never_painted_light(browser: Browser, sample_site: Built) -> None:
    """However late the program comes that knows the choice: until then nothing is shown. On each screen at once."""
    with (
        Loopback(functools.partial(QuietFiles, directory=str(sample_site.folder))) as server,
        browser.new_context() as context,
    ):
        pages = [(screen, context.new_page()) for screen in SCREENS]
        held = []
        for screen, page in pages:
            turn(page, screen)
            page.add_init_script(GROUND)
            held.append(_Held(page))
            with page.expect_request("**/*.js"):
                page.goto(f"{server.url}/", wait_until="commit")
        wait_until_drawn(pages)
        for (screen, page), late in zip(pages, held, strict=True):
            assert page.evaluate("performance.getEntriesByType('paint').length") == 0, screen
            assert late.release() > 0
            page.wait_for_load_state("load")
            page.evaluate(PAINTED)
            assert page.evaluate("document.documentElement.dataset.mdColorScheme") == "slate", screen
            assert page.evaluate("window.__ground") == "rgb(17, 24, 29)", screen

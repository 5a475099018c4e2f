"""Nothing moves on a page when its programs come late, as they do on a slow line (Cumulative Layout Shift 0)."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from loopback import Loopback, QuietFiles
from playwright.sync_api import Browser, Route
from sites import Built

from .test_pages import addresses

OBSERVE = """window.__shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    for (const { node } of shift.sources)
      window.__shifts.push(`${shift.value}: ${(node?.outerHTML ?? node?.textContent ?? "?").slice(0, 80)}`);
}).observe({ type: "layout-shift", buffered: true });"""
PAINTED = "new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"
# Two frames later everything that a program changed has been laid out and reported.
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


class _Late:
    """Holds what is asked for until it is released."""

    def __init__(self) -> None:
        self.held: list[Route] | None = []

    def ask(self, route: Route) -> None:
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def release(self) -> None:
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()


@pytest.mark.parametrize("width", [320, 412, 768, 1280])
def test_late_scripts_cause_no_layout_shift(
    browser: Browser, origin: str, real_site: Built, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 823})
    moved = []
    try:
        for address in addresses(real_site.folder):
            page = context.new_page()
            page.add_init_script(OBSERVE)
            late = _Late()
            page.route("**/*.js", late.ask)
            page.goto(origin + address, wait_until="commit")
            page.evaluate(PAINTED)
            late.release()
            page.wait_for_load_state("load")
            page.evaluate(SETTLED)
            moved += [f"{address} {shift}" for shift in page.evaluate("window.__shifts")]
            page.close()
        assert moved == []
    finally:
        context.close()


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
            page.wait_for_function("document.querySelector('.brand__name')", polling=50)
            page.evaluate(DRAWN)
            rest.set()
            page.wait_for_load_state("load")
            page.evaluate(SETTLED)
            assert page.locator(".site-header").is_visible()
            assert page.evaluate("window.__shifts") == []
        finally:
            rest.set()
            context.close()

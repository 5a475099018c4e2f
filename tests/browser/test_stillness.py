"""Nothing moves on a page when its programs come late, as they do on a slow line (Cumulative Layout Shift 0)."""

from __future__ import annotations

import pytest
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
def test_nothing_moves_when_the_programs_come_after_the_page(
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

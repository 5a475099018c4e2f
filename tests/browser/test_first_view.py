"""What a phone downloads before a page of each kind is read, and that nothing moves meanwhile."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sites import Built

MOST = 100_000  # bytes, with text compressed as hosts do it
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/wasm")
KINDS = ("", "articles/", "questions/", "myths/", "interventions/", "references/", "glossary/", "safety/", "about/",
         "about/help/", "contributing/blocks/", "404.html")
# The shifts of everything since the page was opened (Layout Instability API).
SHIFTS = """() => new Promise(done => {
  const found = [];
  new PerformanceObserver(list => found.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(found.map(each => each.value))));
})"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True) as context:
        yield context.new_page()


def sent(page: Page, address: str) -> int:
    """The bytes of an answer on its way. The server is asked: the browser forgets an answer when its page is left."""
    answer = page.request.get(address)
    kind = answer.headers.get("content-type", "")
    return len(gzip.compress(answer.body(), 6)) if kind.startswith(COMPRESSED) else len(answer.body())


def test_first_view_is_light_and_still(phone: Page, origin: str, sample_site: Built) -> None:
    articles = sorted(sample_site.folder.glob("articles/*/index.html"), key=lambda file: file.stat().st_size)
    longest = f"articles/{articles[-1].parent.name}/"
    sizes, shifts = {}, {}
    asked: list[str] = []  # what the browser has kept from the page before is among it
    phone.on("request", lambda request: asked.append(request.url))
    for kind in (*KINDS, longest, f"{longest}doctor/"):
        phone.goto("about:blank")
        asked.clear()
        phone.goto(f"{origin}/{kind}")
        sizes[kind] = sum(sent(phone, address) for address in asked if address.startswith(origin))
        shifts[kind] = phone.evaluate(SHIFTS)
    assert {kind: size for kind, size in sizes.items() if size > MOST} == {}
    assert {kind: found for kind, found in shifts.items() if sum(found)} == {}
    assert min(sizes.values()) > 5_000

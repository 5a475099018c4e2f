"""Pages are used again by test after test, and no visitor finds anything of the one before."""

from __future__ import annotations

from .visitors import Visitors

FOUND = """async () => [window.ofThePage, window.ofTheContext, document.cookie, localStorage.length,
    await fetch("/search/index.json").then(({ ok }) => ok, () => "refused")]"""


def test_a_visitor_finds_nothing_of_the_last(browser: Visitors, origin: str) -> None:
    """Neither scripts that begin each page, nor what stands between the page and its server, nor what it stored."""
    context = browser.new_context()
    first, asked = context.new_page(), list[str]()
    first.add_init_script("window.ofThePage = 1")
    context.add_init_script("window.ofTheContext = 1")
    first.route("**/", lambda route: (asked.append(route.request.url), route.continue_()))
    context.route("**/index.json", lambda route: route.abort())
    first.goto(origin)
    first.evaluate("localStorage.setItem('a', '1'); document.cookie = 'b=2'")
    assert (first.evaluate(FOUND), asked) == ([1, 1, "b=2", 1, "refused"], [f"{origin}/"])
    context.close()
    with browser.new_context() as context:
        page = context.new_page()
        assert page is first
        page.goto(origin)
        assert (page.evaluate(FOUND), asked) == ([None, None, "", 0, True], [f"{origin}/"])

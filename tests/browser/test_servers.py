"""A reader on a real nginx and a real Caddy: nothing that a page does is stopped by the headers they send."""

from __future__ import annotations

from playwright.sync_api import Browser
from servers import Server, built, server

from .guarded import listen, violations
from .test_pages import watch

__all__ = ["built", "server"]


def test_read_and_search_on_real_server_no_violation(browser: Browser, server: Server) -> None:
    origin = f"https://127.0.0.1:{server.port}"
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        listen(page)
        wrong = watch(page, origin)
        page.goto(f"{origin}/articles/one/")
        page.keyboard.press("/")
        page.get_by_role("textbox", name="Search this site").fill("grows")
        page.locator("dialog a[href*='articles/one/']").first.wait_for(timeout=10_000)
        assert wrong + violations(page) == []

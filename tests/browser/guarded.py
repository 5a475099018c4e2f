"""The built site as a host serves it that reads ``_headers``, and what a page did against its policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from loopback import Loopback, QuietFiles
from playwright.sync_api import Page

VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.__violations ??= []).push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
});"""


def read_headers(folder: Path) -> dict[str, str]:
    """The headers that ``_headers`` gives to every address."""
    lines = (folder / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    lines = lines[: next((n for n, line in enumerate(lines[1:], 1) if line[0] == "/"), len(lines))]
    return dict(line.strip().split(": ", 1) for line in lines[1:])


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a site on loopback with its own headers, and its own page for what is not there. Gives the origin."""
    headers = read_headers(folder)

    class Handler(QuietFiles):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            if code != HTTPStatus.NOT_FOUND:
                return super().send_error(code, message, explain)
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((folder / "404.html").read_bytes())

    with Loopback(Handler) as server:
        yield server.url


def listen(page: Page) -> None:
    """Have every page that is opened note what its policy stopped."""
    page.add_init_script(VIOLATIONS)


def violations(page: Page) -> list[str]:
    """What the policy of the page that is open has stopped so far."""
    path = urlsplit(page.url).path
    return [f"{path}: {what}" for what in page.evaluate("window.__violations ?? []")]

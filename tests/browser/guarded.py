"""The built site as a host serves it that reads ``_headers``, and what a page did against its policy."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

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

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def listen(page: Page) -> None:
    """Have every page that is opened note what its policy stopped."""
    page.add_init_script(VIOLATIONS)


def violations(page: Page) -> list[str]:
    """What the policy of the page that is open has stopped so far."""
    path = urlsplit(page.url).path
    return [f"{path}: {what}" for what in page.evaluate("window.__violations ?? []")]

"""Serve a preview to the local network, with a reviewer's notes on each page, until the editor ends it.

Only who has the address sees it: its path begins with a word that nobody guesses. The server reads the preview's
folder and takes nothing in.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from proofdesk.desk.publishing.page_notes import CSS, JS, PageFacts, notes_markup, preview_line, program, style

# Without letters that are mistaken for others, as the address may be typed from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 8
MOST = 255  # bytes of the name of a file


class Preview:
    """A built site to show: its folder, its secret word, and what is known of each page by its address."""

    def __init__(self, folder: Path, pages: Mapping[str, PageFacts]) -> None:
        self.folder, self.pages = folder, pages
        self.word = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))

    def shown(self, path: str) -> bytes | None:
        """Return what is sent for a path in place of a file: a page with its notes, their style or their program."""
        if path == CSS:
            return style().encode("utf-8")
        if path == JS:
            return program().encode("utf-8")
        facts = self.pages.get(path)
        file = self.folder / unquote(path) / "index.html"
        if facts is None or not file.is_file():
            return None
        html = file.read_text(encoding="utf-8")
        ahead, body, rest = html.partition("<body")
        start, mark, rest = rest.partition(">")
        main, end, after = rest.rpartition("</body>")
        notes = notes_markup(facts, f"/{self.word}/{CSS}", f"/{self.word}/{JS}")
        line = f'<p class="preview-line">{escape(preview_line(facts))}</p>'
        return f"{ahead}{body}{start}{mark}{line}{main}{notes}{end}{after}".encode()


class _Handler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD below the secret word, and nothing else."""

    server_version, sys_version = "preview", ""

    def __init__(self, *arguments: Any, preview: Preview, **named: Any) -> None:
        self._preview = preview
        super().__init__(*arguments, directory=str(preview.folder), **named)

    def send_head(self) -> Any:
        path = urlsplit(self.path).path
        if path == f"/{self._preview.word}":
            return self._moved(f"{path}/")
        if not path.startswith(f"/{self._preview.word}/"):
            self.send_error(HTTPStatus.NOT_FOUND, "Not Found", "Ask the editor for the whole address.")
            return None
        within = path.removeprefix(f"/{self._preview.word}/")
        name = unquote(within)
        if "\0" in name or name.startswith("/") or any(
                part == ".." or len(part.encode("utf-8", "replace")) > MOST for part in name.split("/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if within and (self._preview.folder / unquote(within)).is_dir() and not within.endswith("/"):
            return self._moved(f"{path}/")
        content = self._preview.shown(within)
        if content is None:
            self.path = f"/{within}"
            return super().send_head()
        return self._page(content, within)

    def _moved(self, where: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _page(self, content: bytes, name: str) -> Any:
        import io

        kind = "text/css" if name == CSS else "text/javascript" if name == JS else "text/html"
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def end_headers(self) -> None:
        for name, value in (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
                            ("X-Content-Type-Options", "nosniff"), ("X-Robots-Tag", "noindex")):
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, form: str, *arguments: Any) -> None:
        """Say nothing: the editor reads the address in this terminal."""


def serve(preview: Preview, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until the editor ends it. ``ready`` is called with the port. Raises OSError if the port is taken."""
    with ThreadingHTTPServer((host, port), partial(_Handler, preview=preview)) as server:
        server.daemon_threads = True
        ready(server.server_address[1])
        server.serve_forever()


def network_address() -> str:
    """Return this machine's address in its network, or 127.0.0.1 if it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of no machine (RFC 5737): only the way to it is looked up
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"

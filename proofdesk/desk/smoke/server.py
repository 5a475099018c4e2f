"""Serve a finished site on loopback as its host would: below its path, with its headers, and its page for 404."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from proofdesk.desk.hosting.header_rules import HeaderRule, HeaderRules

_POLL = 0.02  # seconds between two looks whether the server is to end


class _Handler(SimpleHTTPRequestHandler):
    """Answers with the files of a folder, by the rules of its ``_headers``."""

    def __init__(self, *arguments: Any, rules: HeaderRules, **named: Any) -> None:
        self._rules = rules
        self._asked = "/"
        super().__init__(*arguments, **named)

    def send_head(self) -> Any:
        self._asked = urlsplit(self.path).path
        if not self._asked.startswith(self._rules.base):
            return self._not_found()
        self.path = "/" + self._asked.removeprefix(self._rules.base)
        folder = Path(self.translate_path(self.path))
        if folder.is_dir() and not (self.path.endswith("/") and (folder / "index.html").is_file()):
            return self._not_found()
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code == HTTPStatus.NOT_FOUND and self.command in ("GET", "HEAD"):
            content = self._not_found()
            if content and self.command == "GET":
                self.copyfile(content, self.wfile)
            return
        super().send_error(code, message, explain)

    def _not_found(self) -> Any:
        file = Path(self.directory) / "404.html"
        if not file.is_file():
            super().send_error(HTTPStatus.NOT_FOUND)
            return None
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        return file.open("rb")

    def end_headers(self) -> None:
        for name, value in self._rules.all_headers(HeaderRule(self._asked, {})).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: the problems are told by the command."""


@contextmanager
def serve(folder: Path, rules: HeaderRules) -> Iterator[str]:
    """Serve a site on a free port of loopback for one ``with`` block. Gives the site's address, with its path."""
    handler = partial(_Handler, rules=rules, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{rules.base}"
        finally:
            server.shutdown()



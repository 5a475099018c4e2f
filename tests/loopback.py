"""HTTP servers on loopback that stand for a host or for other sites, each open for one ``with`` block."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self


class Quiet:
    """For a request handler to inherit first: its server prints nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


class QuietFiles(Quiet, SimpleHTTPRequestHandler):
    """Serves the files of a folder. A browser may keep the assets, as it does on a host."""

    def end_headers(self) -> None:
        if self.path.startswith("/assets/"):
            self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


class Loopback:
    """A server on a free port, whose requests a handler answers."""

    def __init__(self, handler: Callable[..., Any]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        # It looks every 20 ms whether it is to end.
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def serve_folder(folder: Path) -> Loopback:
    return Loopback(functools.partial(QuietFiles, directory=str(folder)))

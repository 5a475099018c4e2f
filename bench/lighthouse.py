"""Lighthouse's scores, as on a phone, and what a first view costs: ``python bench/lighthouse.py site [ADDRESS …]``.

Serves a built site on loopback as a host does (its own headers, text compressed with gzip) and prints, for each
page, the four scores, the layout shift, when the largest part was there, and the bytes of everything that a first view
fetches. Without addresses it measures one page of each kind. Measures only.
"""

from __future__ import annotations

import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proofdesk.desk.hosting.header_rules import rules_of

PROGRAM = Path(__file__).resolve().parent / "node_modules" / "lighthouse" / "cli" / "index.js"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TEXT = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml", "application/wasm")


@contextmanager
def serve(folder: Path, sent: list[int] | None = None) -> Iterator[str]:
    """The folder on loopback with the headers of its ``_headers``, text in gzip. Gives the origin.

    The size of each answer, as it goes over the wire and without its headers, is added to ``sent``.
    """
    # The rule for every address; the others concern no page.
    headers = rules_of(folder).whole.headers if (folder / "_headers").is_file() else {}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = folder / self.path.split("?")[0].strip("/")
            file = file / "index.html" if file.is_dir() else file
            found = file.is_file()
            body = (file if found else folder / "404.html").read_bytes()
            kind = http.server.SimpleHTTPRequestHandler.extensions_map.get(file.suffix) or _kind(file)
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind if found else "text/html; charset=utf-8")
            self.send_header("Cache-Control", "max-age=600")
            if kind.startswith(TEXT):
                body = gzip.compress(body, 9)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            if sent is not None:
                sent.append(len(body))

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _kind(file: Path) -> str:
    kinds = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
             ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain"}
    kind = kinds.get(file.suffix, "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


TRIES = 3  # of one page: now and then Lighthouse loses the beginning of its own recording (NO_NAVSTART)


def measure(url: str) -> dict[str, Any]:
    """Lighthouse's report on one page."""
    chrome = next(filter(None, map(shutil.which, BROWSERS)), None)
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if chrome is None or node is None or not PROGRAM.is_file():
        sys.exit("Lighthouse, Node or a browser is missing: run `make lighthouse`.")
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        for _attempt in range(TRIES):
            done = subprocess.run(
                [node, str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={out.name}",
                 f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting",
                 "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
                env={**os.environ, "CHROME_PATH": chrome}, timeout=300,
            )
            if done.returncode == 0:
                report: dict[str, Any] = json.load(out)
                return report
    sys.exit(f"Lighthouse ended {TRIES} times without a report on {url}.")


def line(address: str, report: dict[str, Any]) -> str:
    """A page's figures in one line, and under it what keeps a score from 100."""
    scores = [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    size = sum(request["transferSize"] for request in requests) / 1000
    shift = audits["cumulative-layout-shift"]["numericValue"]
    text = f"{address:45}" + "".join(f"{score:>8}" for score in scores)
    largest = audits["largest-contentful-paint"]["numericValue"] / 1000
    text += f"{shift:>8.3f}{largest:>7.1f}{size:>8.1f}{len(requests):>6}"
    for name, score in zip(CATEGORIES, scores, strict=True):
        if score < 100:
            failed = [ref["id"] for ref in report["categories"][name]["auditRefs"]
                      if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9]
            text += f"\n    {name}: {', '.join(failed) or 'nothing below 90'}"
    return text


def pages_of_each_kind(folder: Path) -> list[str]:
    """The address of one page of each kind that a site has: the longest article with its sheet, lists, others."""
    articles = sorted((folder / "articles").glob("*/index.html"), key=lambda file: file.stat().st_size)
    longest = f"/articles/{articles[-1].parent.name}/" if articles else "/"
    known = ("/questions/", "/myths/", "/interventions/", "/references/", "/articles/", "/glossary/", "/safety/",
             "/about/", "/contributing/blocks/")
    return ["/", longest, f"{longest}doctor/", *(each for each in known if (folder / each.strip("/")).is_dir()),
            "/404.html"]


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    addresses = sys.argv[2:]
    if not addresses:
        addresses = pages_of_each_kind(folder)
    print(f"{'page':45}{'speed':>8}{'access':>8}{'practice':>9}{'seo':>7}{'CLS':>8}{'LCP s':>7}{'kB':>8}{'files':>6}")
    with serve(folder) as origin:
        for address in addresses:
            print(line(address, measure(origin + address)), flush=True)


if __name__ == "__main__":
    main()

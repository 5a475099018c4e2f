"""What a reader's browser is sent by a real nginx and a real Caddy, set up as docs/maintaining.md says."""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import pytest
from servers import Server, built, server
from sites import ROOT, Built

from proofdesk.desk.hosting.header_rules import HeaderRule, HeaderRules, rules_of
from proofdesk.outputs.security_headers import IMMUTABLE

__all__ = ["built", "server"]

IMMUTABLE_FOLDERS = ("assets/cards/", "assets/stylesheets/")


@pytest.fixture
def rules(built: Built) -> HeaderRules:
    return rules_of(built.folder)


def expected_headers(rules: HeaderRules, path: str) -> dict[str, str]:
    """What ``_headers`` gives an address, by names in small letters."""
    return {name.lower(): value for name, value in rules.all_headers(HeaderRule(path, {})).items()}


def test_every_file_is_served_with_its_headers(server: Server, rules: HeaderRules) -> None:
    files = [file for file in sorted(server.site.rglob("*")) if file.is_file() and ".git" not in file.parts]
    assert all(any(f"/{folder}" in file.as_posix() for file in files) for folder in IMMUTABLE_FOLDERS)
    for file in files:
        path = "/" + file.relative_to(server.site).as_posix().removesuffix("index.html")
        if path == "/_headers":
            continue
        answer = server.ask(path)
        assert (answer.status, answer.body) == (200, file.read_bytes()), path
        wanted = {"cache-control": "no-cache"} | expected_headers(rules, path)
        sent = {name: answer.headers.get(name) for name in (*wanted, "access-control-allow-origin")}
        assert sent == {"access-control-allow-origin": None, **wanted}, path
        assert (answer.headers["cache-control"] == IMMUTABLE) == path[1:].startswith(IMMUTABLE_FOLDERS), path
        assert "etag" in answer.headers, path
        assert not any(sign.isdigit() for sign in answer.headers.get("server", "")), path


def test_content_types_match_link_elements(server: Server) -> None:
    page = "/articles/one/"
    promised = {}
    for link in lxml.html.document_fromstring(server.ask(page).body).xpath("//link[@type]"):
        promised[urljoin(page, link.get("href"))] = link.get("type")
    assert {"/articles/one/index.md", "/articles/one/cite.bib", "/feed.xml", "/feed.json"} <= promised.keys()
    found = {path: server.ask(path).headers["content-type"] for path in promised}
    assert {path: said.split(";")[0] for path, said in found.items()} == promised


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "text/html; charset=utf-8"), ("/articles/one/index.md", "text/markdown; charset=utf-8"),
    ("/references.bib", "application/x-bibtex; charset=utf-8"),
    ("/articles/one/references.ris", "application/x-research-info-systems; charset=utf-8"),
    ("/llms.txt", "text/plain; charset=utf-8"), ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ("/assets/site.css", "text/css; charset=utf-8"), ("/data/claims.json", "application/json"),
    ("/references.json", "application/json"), ("/sitemap.xml", "text/xml; charset=utf-8"),
    ("/assets/window.svg", "image/svg+xml"), ("/feed-updated.json", "application/feed+json"),
])
def test_file_is_served_with_its_content_type(server: Server, path: str, kind: str) -> None:
    assert server.ask(path).headers["content-type"] == kind


def test_scripts_have_a_javascript_content_type(server: Server) -> None:
    """Under ``nosniff`` a browser runs nothing that is called otherwise (Fetch standard, 3.6)."""
    for name in ("assets/search.js", "assets/search-engine.js"):
        kind = server.ask(f"/{name}").headers["content-type"]
        assert kind in ("application/javascript; charset=utf-8", "text/javascript; charset=utf-8")


@pytest.mark.parametrize("path", [
    "/nowhere", "/articles/nowhere/", "/data/nowhere.json", "/assets/cards/nowhere.png", "/nowhere.md", "/cite.ris",
    "/feed-nowhere.json", "/assets/", "/search/parts/", "/_headers", "/.git/config", "/.git/", "/.well-known/",
    "/articles/%2egit/config", "/%2egit/config", "/.well-known/.git", "/.well-known/nowhere"])
def test_private_or_missing_path_gives_the_404_page(
    server: Server, rules: HeaderRules, path: str
) -> None:
    answer = server.ask(path)
    assert answer.status == 404
    assert answer.body == (server.site / "404.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    # Cached for a year, it would outlive its correction.
    wanted = expected_headers(rules, "/404.html") | {"cache-control": "no-cache"}
    assert {name: answer.headers.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("path", ["/../outside.txt", "/articles/../../outside.txt", "/%2e%2e/outside.txt",
                                  "/articles/%2e%2e%2f%2e%2e%2foutside.txt", "/..%5coutside.txt", "//../outside.txt"])
def test_path_traversal_is_refused(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 404) and b"nobody's business" not in answer.body


def test_missing_slash_redirects_relatively(server: Server) -> None:
    """Relative, so that no port and no name from behind a proxy is told to the reader."""
    for method in ("GET", "HEAD"):
        answer = server.ask("/articles/one", method, Host="example.org" if server.name == "nginx" else "127.0.0.1")
        assert answer.status in (301, 308)
        assert "//" not in answer.headers["location"]
        assert urljoin("/articles/one", answer.headers["location"]) == "/articles/one/"
    # Two slashes at the beginning would make of the rest another site's name.
    assert not server.ask("//articles/one").headers.get("location", "").startswith("//")


@pytest.mark.parametrize("path", ["/articles/one/", "/assets/site.css", "/references.json", "/articles/one/index.md",
                                  "/feed.xml", "/references.bib"])
def test_text_is_compressed_if_accepted(server: Server, path: str) -> None:
    whole = (server.site / (path[1:] + "index.html" if path.endswith("/") else path[1:])).read_bytes()
    answer = server.ask(path, Accept_Encoding="gzip")
    assert answer.status == 200
    assert "Accept-Encoding" in answer.headers.get("vary", "")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == whole
    assert len(answer.body) < len(whole)


def test_matching_etag_gives_304_with_policy(server: Server, rules: HeaderRules) -> None:
    for encoding in ("identity", "gzip"):
        for path in ("/articles/one/", "/assets/site.css", "/data/claims.json"):
            first = server.ask(path, Accept_Encoding=encoding)
            again = server.ask(path, Accept_Encoding=encoding, If_None_Match=first.headers["etag"])
            assert (again.status, again.body) == (304, b""), path
            # A browser takes the headers of what it keeps from this answer (RFC 9111, 3.2): the policy must stand.
            assert again.headers["content-security-policy"] == expected_headers(rules, path)["content-security-policy"]
            assert server.ask(path, Accept_Encoding=encoding, If_None_Match='"other"').status == 200


def test_head_request_returns_headers_only(server: Server) -> None:
    whole, head = server.ask("/articles/one/"), server.ask("/articles/one/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    ignored = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in whole.headers.items() if k not in ignored}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_write_methods_are_refused(server: Server, method: str) -> None:
    before = (server.site / "articles/one/index.html").read_bytes()
    assert server.ask("/articles/one/index.html", method).status == 405
    assert (server.site / "articles/one/index.html").read_bytes() == before


def test_http_redirects_to_https(server: Server) -> None:
    answer = server.ask_http("/articles/one/?a=b", Host="example.org" if server.name == "nginx" else "127.0.0.1")
    assert answer.status in (301, 308)
    # Caddy leaves its port for https out, as it would 443.
    origin = "https://example.org" if server.name == "nginx" else "https://127.0.0.1"
    assert answer.headers["location"] == f"{origin}/articles/one/?a=b"


def test_server_negotiates_http2(server: Server) -> None:
    context = ssl.create_default_context(cafile=str(server.site.parent / "cert.pem"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw, \
            context.wrap_socket(raw, server_hostname="127.0.0.1") as connection:
        assert connection.selected_alpn_protocol() == "h2"


@pytest.mark.parametrize(("path", "asked", "led"), [
    ("/", "/index.html", None), ("/articles/one/", "/articles/one/index.html", None),
    ("/articles/one", None, "/articles/one/"), ("/assets/site.css", "/assets/site.css", None),
    ("//example.com/a", None, "/example.com/a/"), ("/\\example.com", "/example.com", None),
])
def test_cloudfront_function_rewrites_page_paths(path: str, asked: str | None, led: str | None) -> None:
    """Node runs the function as CloudFront does; the rest of CloudFront is nowhere to be had."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    assert node, "Node is among the packages of requirements/test.txt"
    program = (ROOT / "hosting" / "cloudfront.js").read_text(encoding="utf-8")
    call = f"console.log(JSON.stringify(handler({{request: {{uri: {json.dumps(path)}}}}})))"
    done = subprocess.run([node, "-e", f"{program}\n{call}"], capture_output=True, check=True, encoding="utf-8")
    said = json.loads(done.stdout)
    assert said.get("uri") == asked
    assert said.get("headers", {}).get("location", {}).get("value") == led
    assert said.get("statusCode") == (301 if led else None)

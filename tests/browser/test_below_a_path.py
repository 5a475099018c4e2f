"""A site below a path of its host: on a real nginx and a real Caddy, and in the browser of ``desk test-content``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from servers import Server, run_server
from sites import Built, Site, article, make_site

from proofdesk.desk.cli import main
from proofdesk.desk.hosting.header_rules import HeaderRule, HeaderRules, rules_of
from proofdesk.desk.smoke import visit
from proofdesk.outputs.security_headers import IMMUTABLE

PATH = "some/böden"
STATED = f"https://exämple.org/{PATH}"
BASE = "/some/b%C3%B6den/"
ADDRESS = f"https://xn--exmple-cua.org{BASE}"
LISTING = "---\ntitle: Articles\ndescription: All.\ntemplate: articles.html\n---\n\n# Articles\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("below") / "site", {
        "docs/articles/index.md": LISTING,
        "docs/articles/roots.md": article(f"## Words\n\n{'Roots grow in wet soil [@ly2018]. ' * 20}\n",
                                          "Roots in wet soil"),
        "docs/articles/leaves.md": article("Leaves fall [@shao2021].\n", "Leaves in autumn")},
        settings="extra: {publisher: {name: Us, contact: us@example.org}}\n")


@pytest.fixture(scope="module")
def built(site: Site) -> Built:
    """Built once; no test changes its folder."""
    done = site.build("--strict", env={"SITE_URL": STATED})
    assert done.code == 0, done.output
    return done


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, built: Built) -> Iterator[Server]:
    with run_server(request.param, built, PATH) as running:
        yield running


def test_an_address_with_umlauts_is_escaped(built: Built) -> None:
    assert built.page("articles/roots").xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}articles/roots/"]
    for name in ("sitemap.xml", "feed.xml", "llms.txt", "data/claims.json"):
        text = (built.folder / name).read_text(encoding="utf-8")
        assert f"{ADDRESS}" in text and "böden" not in text and "exämple" not in text, name


def test_security_txt_says_where_it_is_looked_for(built: Built) -> None:
    place = "https://xn--exmple-cua.org/.well-known/security.txt"
    text = (built.folder / ".well-known" / "security.txt").read_text(encoding="utf-8")
    assert text.startswith(f"# Copy this file to {place}: ") and f"\nCanonical: {place}\n" in text
    assert f".well-known/security.txt: nobody looks for this file below a path; copy it to {place}" in built.output


def test_headers_of_a_server_are_those_of_the_path(server: Server, built: Built) -> None:
    rules: HeaderRules = rules_of(built.folder)
    assert rules.base == BASE
    immutable = []
    for file in sorted(file for file in built.folder.rglob("*") if file.is_file() and file.name != "_headers"):
        path = BASE + file.relative_to(built.folder).as_posix().removesuffix("index.html")
        answer = server.ask(path)
        assert (answer.status, answer.body) == (200, file.read_bytes()), path
        wanted = {"Cache-Control": "no-cache"} | rules.all_headers(HeaderRule(path, {}))
        assert {name: answer.headers.get(name.lower()) for name in wanted} == wanted, path
        immutable += [path] if answer.headers["cache-control"] == IMMUTABLE else []
    assert {path.removeprefix(BASE).split("/")[1] for path in immutable} == {"cards", "stylesheets"}
    assert server.ask(f"{BASE}data/claims.json").headers["access-control-allow-origin"] == "*"
    assert server.ask(f"{BASE}articles/roots/cite.ris").headers["content-type"] == (
        "application/x-research-info-systems; charset=utf-8")
    assert server.ask(f"{BASE}feed.xml").headers["content-type"] == "application/rss+xml; charset=utf-8"


def test_a_missing_page_of_the_path_is_the_sites_own(server: Server, built: Built) -> None:
    for path in ("nowhere", "articles/nowhere/", "_headers", ".git/config"):
        answer = server.ask(BASE + path)
        assert (answer.status, answer.body) == (404, (built.folder / "404.html").read_bytes()), path
        assert "content-security-policy" in answer.headers and answer.headers["cache-control"] == "no-cache"


def test_other_pages_of_the_host_get_no_policy(server: Server) -> None:
    answer = server.ask("/elsewhere/")
    assert (answer.status, answer.body) == (200, b"other pages")
    assert "content-security-policy" not in answer.headers


def look(site: Site, finished: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """Open a finished site, in a folder of its own.

    In a thread of its own too, as the session's browser is driven from this one, and Playwright allows one in each.
    """
    folder.mkdir()
    for name in ("docs", "mkdocs.yml", "bibliography.bib", "hooks"):
        (folder / name).symlink_to(site.root / name)
    finished.rename(folder / "site")
    monkeypatch.chdir(folder)
    with ThreadPoolExecutor(1) as own:
        return own.submit(CliRunner().invoke, main, ["test-content", "--built"], catch_exceptions=False).result()


def test_a_sound_site_passes_the_gate(site: Site, built: Built, tmp_path: Path,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(built.folder, tmp_path / "finished")
    done = look(site, tmp_path / "finished", tmp_path / "own", monkeypatch)
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert "No errors in 5 pages of the finished site." in done.stderr


def test_the_gate_names_each_fault_with_its_page(site: Site, built: Built, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """A template asks another site, a script fails, something is too wide or against the policy, and files are lost."""
    finished = tmp_path / "finished"
    shutil.copytree(built.folder, finished)

    def add(page: str, html: str) -> None:
        file = finished / page
        file.write_text(file.read_text(encoding="utf-8").replace("</main>", f"{html}</main>", 1), encoding="utf-8")

    add("index.html", '<img src="https://example.com/pixel.gif" alt="">')
    add("articles/index.html", '<script src="../assets/broken.js"></script>')
    (finished / "assets" / "broken.js").write_text("nobody.knows()", encoding="utf-8")
    add("articles/roots/index.html", '<p><svg width="900" height="9"></svg></p><p style="color: red">Red</p>')
    (finished / "assets" / "references.js").write_text("", encoding="utf-8")
    (finished / "assets" / "search-engine.js").unlink()
    monkeypatch.setattr(visit, "ANSWER", 1000)
    done = look(site, finished, tmp_path / "own", monkeypatch)
    assert done.exit_code == 1
    found = {(line.split(":")[0], line.split(": ")[1]) for line in done.stdout.splitlines()}
    roots, home, listing = "docs/articles/roots.md", "docs/index.md", "docs/articles/index.md"
    assert found == {(home, "foreign-request"), (home, "blocked-by-policy"), (home, "search-fails"),
                     (home, "page-error"), ("site/404.html", "page-error"), (listing, "page-error"),
                     (roots, "sideways-scroll"), (roots, "blocked-by-policy"), (roots, "citation-fails")}, done.stdout
    assert f"{listing}:1:1: page-error: a program of the page fails: nobody is not defined" in done.stdout
    assert f"{home}:1:1: page-error: “assets/search-engine.js” is answered with 404" in done.stdout
    assert "the page is 900 pixels wide on a phone of 360: svg" in done.stdout

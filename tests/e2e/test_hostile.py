"""Hostile and broken input: what is published is safe, what cannot be is said, and nobody is shown a traceback."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from sites import BIB, Built, Site, article, make_site, pages_of

SCRIPT = "<script>alert(1337)</script>"
IMAGE = "\"'><img src=x onerror=alert(1337)>"
ENDS = "</script></style></textarea></title>--><script>alert(1337)</script>"
ATTACKS = {"script": SCRIPT, "image": IMAGE, "ends": ENDS, "template": "{{ config }}{% include 'base.html' %}${7*7}",
           "entity": "&lt;script&gt;alert(1337)&lt;/script&gt;", "override": "\u202egnp.tpircs\u202c\u2066x"}
_HANDLERS = re.compile(r"on[a-z]+$")


def facts(**more: str) -> str:
    stated = {"title": "A page", "description": "What it says.", "published": "2026-11-20", "reviewed": "2026-11-21",
              "topics": "[therapy]", **more}
    lines = "".join(f"{name}: {value}\n" for name, value in stated.items())
    return f"---\n{lines}source: {{title: {json.dumps(more.get('title', 'S'))}}}\n---\n\n"


PAGES: dict[str, str | bytes] = {}
for name, attack in ATTACKS.items():
    quoted = json.dumps(attack.replace("///", ""))
    PAGES[f"facts-{name}"] = facts(title=quoted, description=quoted, method=quoted,
                                   authors=f"[{{name: {quoted}, role: {quoted}}}]",
                                   corrections=f"[{{date: 2026-11-21, what: {quoted}}}]") + "Text."
    PAGES[f"block-{name}"] = article(
        f"/// faq | {attack}\n    id: {quoted}\n    certainty: {quoted}\n    {attack}: x\n{attack}\n///\n\n"
        f"/// myth | {attack}\n    verdict: {quoted}\n{attack}\n///\n\n/// {attack} | x\ny\n///\n", f"Block {name}")
    PAGES[f"cite-{name}"] = article(f"[@{{{attack}}}] [see {attack} @ly2018] @{attack}\n", f"Cite {name}")
    PAGES[f"link-{name}"] = article(
        f"[x](<{attack}> \"{attack}\") ![{attack}](<{attack}>) [y]({attack}) <https://x.y/{attack}>\n\n"
        f"[z]: <{attack}>\n\n[z] {{: {attack} }}\n\n# H {{: #{attack} .{attack} }}\n", f"Link {name}")
for number, scheme in enumerate((
    "javascript:alert(1337)", "JaVaScRiPt:alert(1337)", "java\tscript:alert(1337)", "&#106;avascript:alert(1337)",
    "\x01javascript:alert(1337)", "data:text/html,<script>alert(1337)</script>", "vbscript:x", "//evil.example/x",
    "javascript&colon;alert(1337)", "javascript%3Aalert(1337)",
)):
    PAGES[f"scheme-{number}"] = article(
        f"[a](<{scheme}>) [b]({scheme}) <{scheme}> ![c](<{scheme}>)\n\n[d]: {scheme}\n\n[d]\n\n"
        f"<a href=\"{html.escape(scheme)}\">e</a> <a href='{scheme}'>f</a>\n", f"Scheme {number}")
PAGES |= {
    "bom": b"\xef\xbb\xbf" + article("With a mark [@ly2018].", "Bom").encode(),
    "crlf": article("With\n\n/// faq | Crlf?\nYes [@ly2018].\n///\n", "Crlf").replace("\n", "\r\n").encode(),
    "nul": article("A \0 nul, a \x08 back, a \x1b[31m colour, \x7f.", "Nul").encode(),
    "latin": article("Größe", "Latin").encode("latin-1"),
    "utf16": article("Sixteen", "Sixteen").encode("utf-16"),
    "list": "---\n- a\n- b\n---\n\nText.\n",
    "number": "---\n42\n---\n\nText.\n",
    "anchors": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: *b\n---\n\nText.\n",
    "tags": "---\ntitle: !!python/object/apply:os.system [id]\ndescription: !!binary x\n---\n\nText.\n",
    "nothing": b"",
    "blanks": b" \n\t\n" * 50,
    "line": article("word " * 200_000, "Line"),
    "brackets": article("[" * 3000 + "]" * 3000, "Brackets"),
    "stars": article("*_" * 3000, "Stars"),
    "quotes": article(">" * 400 + " deep\n", "Quotes"),
    "lists": article("\n".join("  " * n + "- x" for n in range(60)), "Lists"),
    "divs": article("<div>" * 500 + "x" + "</div>" * 500, "Divs"),
    "fences": article("\n".join(f"/// faq | Q{n}?" for n in range(1000)), "Fences"),
    "nested": article("\n".join("/" * (n + 3) + " faq | Deep?" for n in range(60, 0, -1)) + "\nx [@ly2018]\n"
                      + "\n".join("/" * (n + 3) for n in range(1, 61)), "Nested"),
    "wordless": article("/// faq | ?!\n*** [@ly2018]\n///\n", "Wordless"),
    "citations": article(" ".join(["[@ly2018; @shao2021, p. 3]"] * 5000), "Citations"),
    "unknown": article(" ".join(f"[@nobody{n}]" for n in range(400)), "Unknown"),
    "front": "---\n" + "a: b\n" * 5000 + "---\n\nText.\n",
    "open": "---\ntitle: never closed\n\nText [@ly2018].\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Every hostile page in one site, with sound ones beside them."""
    files: dict[str, str | bytes] = {f"docs/articles/{name}.md": text for name, text in PAGES.items()}
    listing = "---\ntitle: Questions\ndescription: All.\ntemplate: listing.html\nblock: faq\n---\n\n"
    files |= {"docs/articles/sound.md": article("A sound page [@ly2018].", "Sound"), "docs/questions/index.md": listing}
    site = make_site(tmp_path_factory.mktemp("hostile"), files, settings="site_url: https://example.org/\n")
    return site.build()


@pytest.fixture(scope="module")
def pages(built: Built) -> dict[str, HtmlElement]:
    return pages_of(built.folder)


def dangers(page: HtmlElement) -> list[str]:
    """What a browser would run, or fetch from elsewhere, because a page's text says so."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            text = element.text or ""
            if element.get("type") == "application/ld+json":
                json.loads(text)  # it is data, and whole
            elif "1337" in text or "//" in (element.get("src") or ""):
                found.append(text or element.get("src"))
        for name, value in element.items():
            address = re.sub(r"[\x00-\x20]+", "", value).lower()
            runs = name in ("href", "src") and address.startswith(("javascript:", "vbscript:", "data:text"))
            if runs or _HANDLERS.fullmatch(name) or name == "style":
                found.append(f"{element.tag} {name}={value}")
    return found


def test_valid_pages_are_built_without_traceback(built: Built, pages: dict[str, HtmlElement]) -> None:
    assert "Traceback" not in built.output and "Internal error" not in built.output
    assert built.code == 0, built.output[-2000:]
    assert "A sound page" in pages["articles/sound/index.html"].text_content()


@pytest.mark.parametrize("name", PAGES)
def test_hostile_page_is_safe_or_reported(name: str, built: Built, pages: dict[str, HtmlElement]) -> None:
    page = pages.get(f"articles/{name}/index.html")
    problems = built.of(f"docs/articles/{name}.md")
    if page is not None and dangers(page):
        assert any("against-policy" in problem for problem in problems), dangers(page)
    for problem in problems:
        assert re.match(r"docs/articles/[\w-]+\.md:\d+:\d+: [a-z0-9-]+: .+ \(.+\)$", problem), problem


@pytest.mark.parametrize("name", ["list", "number", "anchors", "tags", "nothing", "latin", "utf16", "open", "unknown",
                                  "fences", "scheme-0", "scheme-1", "scheme-2", "scheme-3", "scheme-5", "scheme-6"])
def test_unpublishable_page_is_reported(name: str, built: Built) -> None:
    assert built.of(f"docs/articles/{name}.md")


def test_other_pages_are_unaffected(built: Built, pages: dict[str, HtmlElement]) -> None:
    """Listings repeat a block as it stands; what it holds is reported in its article, and no page lets it run."""
    for path, page in pages.items():
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert len(policy) == 1 and "script-src 'self';" in policy[0], path
        if not path.startswith(("articles/", "questions/")) or path == "articles/index.html":
            assert dangers(page) == [], path
    for file in (*built.folder.rglob("*.json"),):
        json.loads(file.read_text(encoding="utf-8"))
    text = (built.folder / "data" / "claims.json").read_text(encoding="utf-8")
    assert text.count("\u202e") == 0 or json.loads(text)


HOSTILE_BIB = "".join(
    f"@article{{{key}, author = {{{value} and Second, {value}}}, title = {{{value}}}, journal = {{{value}}},"
    f" year = {{2020}}, note = {{{value}}}, url = {{{url}}}, doi = {{{doi}}}, x-concern = {{{value}}},"
    " keywords = {species:human, design:rct}}\n"
    for key, value, url, doi in (
        ("a1", SCRIPT, "javascript:alert(1337)", "10.1/x"),
        ("a2", IMAGE.replace("'", ""), "https://x.y/\"onclick=alert(1337)", '10.1/"><img src=x onerror=alert(1337)>'),
        ("a3", "\\href{javascript:alert(1337)}{x}", "data:text/html,x", "10.1/z"),
        ("a4", "\\includegraphics{/etc/passwd} \\input{/etc/passwd} \\url{javascript:alert(1337)}",
         "file:///etc/passwd", "x"),
        ("a5", "\\textsuperscript{$<script>$} </script>", "//evil.example", "10.1/%00"),
    )
)


def test_hostile_bibliography_is_harmless(tmp_path: Path) -> None:
    page = article("Cited [@a1; @a2; @a3; @a4; @a5; @ly2018] and @a1.", "Works")
    refs = "---\ntitle: References\ndescription: All.\ntemplate: references.html\n---\n\n"
    built = make_site(tmp_path, {"docs/articles/works.md": page, "docs/references/index.md": refs},
                      bib=BIB + HOSTILE_BIB, settings="site_url: https://example.org/\n").build()
    assert "Traceback" not in built.output and "Internal error" not in built.output
    for path, html_page in pages_of(built.folder).items():
        assert dangers(html_page) == [], path
        assert "root:x:0" not in html_page.text_content()
        for link in html_page.xpath("//*[@id='content']//a/@href"):
            # The page's own citation stands in its link, which a browser saves.
            assert not re.match(r"(?:file|data|javascript):(?!application/vnd\.citationstyles)", link), link


@pytest.mark.parametrize("bib", [
    b"", b"\xef\xbb\xbf", b"\xff\xfe\x00", BIB.encode("utf-16"), b"@", b"@article", b"@article{", b"@article{a",
    b"%" * 1000, b"@article{" * 300, b"@string{a = a # a}" + BIB.encode(),
    b"@article{x, title = " + b"{" * 3000 + b"}" * 3000 + b"}", BIB.replace("\n", "\r\n").encode(),
    BIB.encode().replace(b"Cell", b"C\x00ll"), BIB.encode("latin-1") + b"@misc{\xe9}",
])
def test_broken_bibliography_is_read_or_reported(tmp_path: Path, bib: bytes) -> None:
    built = make_site(tmp_path, {"docs/articles/a.md": article("Cited [@ly2018].")}, bib=bib).build()
    assert "Traceback" not in built.output and "Internal error" not in built.output
    assert built.of("bibliography.bib") or built.of("docs/articles/a.md") or built.code == 0


@pytest.mark.parametrize("where", ["file", "folder", "page", "git"])
def test_symlink_out_of_project_is_not_published(tmp_path: Path, where: str) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.txt").write_text("the key 1337", encoding="utf-8")
    (secret / "key.md").write_text(article("the key 1337", "Key"), encoding="utf-8")
    site = make_site(tmp_path / "site", {"docs/assets/own.txt": "own", ".git/config": "1337"})
    docs = site.root / "docs"
    at = {"file": docs / "assets" / "link.txt", "folder": docs / "more", "page": docs / "articles" / "link.md",
          "git": docs / "assets" / "config.txt"}[where]
    at.parent.mkdir(exist_ok=True)
    at.symlink_to({"file": secret / "key.txt", "folder": secret, "page": secret / "key.md",
                   "git": site.root / ".git" / "config"}[where])
    built = site.build()
    assert any("outside-site: this file is a symbolic link that leads out of the project" in p for p in built.problems)
    published = [file for file in built.folder.rglob("*") if file.is_file() and b"1337" in file.read_bytes()]
    assert published == []


def test_symlink_within_project_is_published(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"CHANGES.md": "---\ntitle: Changes\ndescription: What changed.\n---\n\n# Changes\n"})
    os.symlink("../CHANGES.md", site.root / "docs" / "changes.md")
    built = site.build("--strict")
    assert built.code == 0, built.output
    assert "Changes" in built.html("changes")


def test_strict_build_publishes_no_unsafe_page(tmp_path: Path) -> None:
    site: Site = make_site(tmp_path, {"docs/articles/a.md": article(f"{SCRIPT}\n\n[x](javascript:alert(1337))\n")})
    built = site.build("--strict")
    assert built.code == 1
    assert not built.folder.exists()
    assert [p.split(": ")[1] for p in built.of("docs/articles/a.md")] == ["against-policy", "against-policy"]

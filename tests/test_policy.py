"""The policy: what it allows, what an editor may not write, and the file for those who find a hole."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from markdown import Markdown
from sites import Built, article, make_site, pages_of, real_site

from proofdesk.content.html import find_unsafe_html, parse
from proofdesk.content.table_alignment import TableAlignmentExtension
from proofdesk.outputs.security_headers import LONGEST_LINE, Policy, inline_hashes
from proofdesk.outputs.security_txt import security_txt

__all__ = ["real_site"]

PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>A</title></head><body>{}</body></html>'
TODAY = date(2026, 11, 22)


def source(text: str) -> str:
    """A script's hash as a policy names it (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def scripts(policy: str) -> set[str]:
    """The sources of scripts that a policy admits."""
    return {word for part in policy.split("; ") if part.startswith("script-src ") for word in part.split()}


def test_each_inline_script_is_allowed_by_its_own_hash_and_data_needs_none() -> None:
    html = (
        "<script>var é = 1</script>"
        '<script type="module">\n import("./a.js")\n</script>'
        '<script type="application/ld+json">{"a": "<p>"}</script>'
        '<script src="a.js"></script>'
    )
    assert list(inline_hashes(html)) == [source("var é = 1"), source('\n import("./a.js")\n')]


def test_a_page_carries_its_own_policy_before_anything_is_fetched() -> None:
    policy = Policy()
    one, other = policy.page(PAGE.format("<script>one</script>")), policy.page(PAGE.format("<script>other</script>"))
    assert source("one") in one and source("other") not in one
    assert one.index("Content-Security-Policy") < one.index("<title>")
    assert "frame-ancestors" not in one  # a <meta> cannot say it, and browsers complain
    headers = policy.headers()
    assert source("one") in headers and source("other") in headers and "frame-ancestors 'none'" in headers
    assert other.count("http-equiv") == 1


def test_a_policy_that_a_host_would_cut_off_is_not_written() -> None:
    policy = Policy({source(str(number)) for number in range(LONGEST_LINE // 50)})
    with pytest.raises(ValueError, match="longer than"):
        policy.headers()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script>alert(1)</script>", ["<script"]),
        ('<p style="color: red">a</p>', ["style"]),
        ('<p onclick="a()">a</p>', ["onclick"]),
        ('<img src="https://example.org/a.png" alt="">', ["https://example.org/a.png"]),
        ('<img src="//example.org/a.png" alt="">', ["//example.org/a.png"]),
        ('<img src="a.png" srcset="http://example.org/a.png 2x" alt="">', ["http://example.org/a.png 2x"]),
        ('<iframe src="https://example.org/"></iframe>', ["<iframe"]),
        ('<a href=" JavaScript:a()">a</a>', [" JavaScript:a()"]),
        ('<a href="https://example.org/">a</a> <img src="../a.png" alt=""> <code>&lt;script&gt;</code>', []),
        ('<img src="data:image/gif;base64,R0lGOD" alt="">', []),
        ("", []),
    ],
)
def test_what_a_page_may_not_hold(html: str, found: list[str]) -> None:
    assert [needle for needle, _ in find_unsafe_html(parse(html))] == found


def test_a_page_without_a_word_holds_nothing() -> None:
    assert find_unsafe_html(parse("<!doctype html>")) == []


def test_a_page_that_states_no_encoding_has_no_place_for_its_policy() -> None:
    with pytest.raises(ValueError, match="states no encoding"):
        Policy().page("<!doctype html><html><head></head><body></body></html>")


def test_an_editor_is_told_where_it_stands_and_nothing_is_published(tmp_path: Path) -> None:
    body = "It grows [@ly2018].\n\nSee ![a map](https://example.org/map.png).\n\n<script>count()</script>\n"
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article(body)})
    built = site.build("--strict")
    assert built.code != 0 and not built.folder.exists()
    found = [p for p in built.problems if "against-policy" in p]
    assert [p.split(": ", 1)[0] for p in found] == ["docs/articles/page.md:12:14", "docs/articles/page.md:14:1"]
    assert "example.org/map.png" in found[0] and "“script”" in found[1]


def test_columns_keep_their_alignment_without_a_style() -> None:
    md = Markdown(extensions=["tables", "attr_list", TableAlignmentExtension()])
    html = md.convert("| a | b | c |\n| --- | ---: | :-: |\n| 1 | 2 { .n } | 3 |")
    assert "style" not in html and "align=" not in html
    for cell in ("<td>1</td>", '<th class="align-right">b</th>', '<td class="align-center">3</td>'):
        assert cell in html
    assert re.search(r'<td class="align-right n">2\s*</td>', html)


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("editors@example.org", "Contact: mailto:editors@example.org"),
        ("mailto:editors@example.org", "Contact: mailto:editors@example.org"),
        (" https://example.org/contact ", "Contact: https://example.org/contact"),
    ],
)
def test_who_finds_a_hole_is_told_where_to_write(contact: str, line: str) -> None:
    text = security_txt(contact, "https://example.org/site", TODAY)
    assert text is not None
    lines = text.splitlines()
    assert lines[0] == line
    assert "Expires: 2027-11-17T00:00:00Z" in lines  # less than a year from now (RFC 9116, 2.5.5)
    assert "Canonical: https://example.org/site/.well-known/security.txt" in lines


@pytest.mark.parametrize("contact", [None, "", "the editors, by post", "http://example.org"])
def test_no_contact_is_invented(contact: str | None) -> None:
    assert security_txt(contact, None, TODAY) is None


def test_the_file_is_published_when_there_is_a_contact(tmp_path: Path) -> None:
    settings = "extra: {publisher: {name: Us, contact: us@example.org}}\n"
    built = make_site(tmp_path / "site", {}, settings=settings).build()
    text = (built.folder / ".well-known" / "security.txt").read_text(encoding="utf-8")
    assert text.startswith("Contact: mailto:us@example.org\nExpires: 2027-11-17T00:00:00Z\n")


def test_every_published_page_is_under_the_policy(real_site: Built) -> None:
    assert real_site.code == 0, real_site.output
    [header] = re.findall("Content-Security-Policy: (.*)", (real_site.folder / "_headers").read_text(encoding="utf-8"))
    for name, page in pages_of(real_site.folder).items():
        [policy] = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert scripts(policy) <= scripts(header), name
        assert policy.count(";") == header.count(";") - 1, name  # all but frame-ancestors
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy, name
        assert page.xpath('//meta[@name="referrer"]/@content') == ["no-referrer"], name
        assert not page.xpath("//*[@style]"), name

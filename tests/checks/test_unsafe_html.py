"""The policy: what it allows, what an editor may not write, and the file for those who find a hole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sites import article, make_site

from proofdesk.content.safe_html.sanitize import sanitize


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
def test_unsafe_html_is_found(html: str, found: list[str]) -> None:
    assert [needle for needle, _ in sanitize(html).removed] == found


def test_empty_page_has_no_unsafe_html() -> None:
    assert sanitize("").removed == []


@pytest.mark.build
def test_unsafe_html_is_reported_and_not_published(tmp_path: Path) -> None:
    body = "It grows [@ly2018].\n\nSee ![a map](https://example.org/map.png).\n\n<script>count()</script>\n"
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article(body)})
    built = site.build("--strict")
    assert built.code != 0 and not built.folder.exists()
    found = [p for p in built.problems if "against-policy" in p]
    assert [p.split(": ", 1)[0] for p in found] == ["docs/articles/page.md:12:14", "docs/articles/page.md:14:1"]
    assert "example.org/map.png" in found[0] and "“script”" in found[1]


@pytest.mark.build
def test_what_a_kind_s_template_writes_is_told_there(tmp_path: Path) -> None:
    """And once, though each page with such a block has it, and a page may have the word."""
    note = "A style of writing [@ly2018].\n\n/// note | Beware\nOf frost.\n///\n"
    site = make_site(tmp_path / "site", {f"docs/articles/{name}.md": article(note, name) for name in ("a", "b")})
    kinds = site.root / "hooks"
    if kinds.is_symlink():
        real = kinds.resolve()
        kinds.unlink()
        shutil.copytree(real, kinds)
    template = kinds / "blocks" / "note" / "note.html"
    lines = template.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "data-slot" in line)
    lines.insert(place, '<p style="color: red">Mind.</p>')
    template.write_text("\n".join(lines), encoding="utf-8")
    found = [problem for problem in site.build().problems if "against-policy" in problem]
    assert [problem.split(": a page")[0] for problem in found] == [
        f"hooks/blocks/note/note.html:{place + 1}:4: against-policy"]
    assert "(take it out of the template of this kind of block; " in found[0]

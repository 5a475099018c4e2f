"""A manuscript's code, addresses, tables and pictures stay what they were, whatever they hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypandoc
import pytest
from sites import article, make_site

from proofdesk.desk.importing.markdown_writer import lines_markdown
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.readers.pandoc import read_with_pandoc

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><script>a()</script></svg>'
ESCAPE = "&lt;svg&gt;&lt;title&gt;&lt;script&gt;a()&lt;/script&gt;&lt;/title&gt;&lt;/svg&gt;"


def read(html: str) -> Manuscript:
    return read_with_pandoc(Path("manuscript.html"), f"<!doctype html><title>T</title><h1>T</h1>{html}")


@pytest.mark.parametrize("ticks", [1, 3, 4, 7, 40])
def test_code_has_a_fence_longer_than_its_own_runs(ticks: int) -> None:
    code = f"one\n{'`' * ticks}\n\n<script>a()</script>\n\n/// faq | Is it?\n@ly2018\n///\n"
    escaped = code.replace("<", "&lt;")
    written = lines_markdown(read(f"<p>Words.</p><pre>{escaped}</pre><p>End.</p>").lines)
    fence = "`" * max(3, ticks + 1)
    assert f"\n{fence}\none\n" in written and written.count(fence) == 2 and fence + "`" not in written


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="data:text/html,x">click</a>', "click"),
        ('<a href="https://e.org/a&quot; onclick=&quot;b">click</a>', "[click](https://e.org/a%22%20onclick=%22b)"),
        ("by @ly2018 and [@ly2018]", "by &#64;ly2018 and \\[&#64;ly2018\\]"),
        ("{: onclick=a() }", "&#123;: onclick=a() &#125;"),
        (ESCAPE, ESCAPE.replace("&gt;", ">")),
        ("a|b", "a\\|b"),
        ("<pre>a|b\n`</pre>", "``` a\\|b ` ```"),
        ('<img src="https://e.org/a.png" alt="words">', "⟦the picture is missing⟧ words"),
    ],
)
def test_cell_of_a_table_says_what_it_said(cell: str, written: str) -> None:
    manuscript = read(f"<table><tr><th>A</th></tr><tr><td>{cell}</td></tr></table>")
    assert f"| {written} |" in " ".join(lines_markdown(manuscript.lines).split())


def test_address_cannot_leave_its_link() -> None:
    manuscript = read('<p><a href="https://e.org/a?b=1&#10;&#10;/// faq | x&#10;///">a</a> '
                         '<a href="https://e.org/a>b<svg>[c](d)">b</a></p>')
    written = lines_markdown(manuscript.lines[-1:])
    assert written.count("\n") == 0 and "<" not in written and written.count("](https://e.org/a") == 2


def word_file(tmp_path: Path, change: tuple[str, str]) -> Path:
    """A Word file with a picture, whose relations are changed."""
    picture = tmp_path / "a.png"
    picture.write_bytes(bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
                                      "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"))
    file = tmp_path / "manuscript.docx"
    pypandoc.convert_text(f"# Title\n\nSome words.\n\n![A cell]({picture})\n", "docx", "md", outputfile=str(file))
    content = io.BytesIO(file.read_bytes())
    with zipfile.ZipFile(content) as packed, zipfile.ZipFile(file, "w") as out:
        for name in packed.namelist():
            body = packed.read(name)
            if name == "word/_rels/document.xml.rels":
                text = body.decode()
                target = next(part for part in text.split('"') if part.startswith("media/"))
                body = text.replace(f'Target="{target}"', change[0]).encode()
            elif name == "word/document.xml":
                body = body.replace(b"r:embed=", change[1].encode())
            out.writestr(name, body)
    return file


@pytest.mark.parametrize("change", [
    ('Target="https://e.org/a.png" TargetMode="External"', "r:link="), ('Target="media/none.png"', "r:embed=")])
def test_picture_that_is_not_in_the_file_is_named(tmp_path: Path, change: tuple[str, str]) -> None:
    manuscript = read_with_pandoc(word_file(tmp_path, change))
    assert manuscript.pictures == {}
    assert any(note.startswith("a picture was left out") and note.endswith(".png") for note in manuscript.notes)


def test_picture_that_runs_something_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(DRAWING, encoding="utf-8")
    (tmp_path / "m.html").write_text('<h1>T</h1><p>Words.</p><p><img src="a.svg" alt="A cell"></p>', encoding="utf-8")
    manuscript = read_with_pandoc(tmp_path / "m.html")
    assert manuscript.pictures == {} and "the element “script”: a.svg" in manuscript.notes[0]


@pytest.mark.build
def test_imported_code_stays_code_on_the_page(tmp_path: Path) -> None:
    code = f"a\n```\n\n{ESCAPE}\n\n/// faq | Is it?\n@nobody2020 [@nobody2020]\n///\n```\nb"
    body = lines_markdown(read(f"<p>Words.</p><pre>{code}</pre><ul><li>one<pre>{code}</pre></li></ul>").lines)
    built = make_site(tmp_path / "site", {"docs/articles/page.md": article(body)}).build()
    assert built.of("docs/articles/page.md") == []
    page = built.page("articles/page")
    assert len(page.xpath("//pre")) == 2 and page.xpath("//pre")[0].text_content().count("```") == 2
    assert not page.xpath("//*[@id='content']//svg[title/script]")

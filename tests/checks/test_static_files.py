"""Files beside the pages: kinds that are not for readers stop the build by name, and drawings run nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import article, make_site, run

from proofdesk.checks.static_files import check_static_file
from proofdesk.content.safe_html.svg_file import find_svg_faults

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n{}\n</svg>'


def rules_of(uri: str, file: Path = Path("none")) -> list[str]:
    return [problem.rule for problem in check_static_file(file, uri, f"docs/{uri}")]


@pytest.mark.parametrize("uri", [
    "assets/a.PNG", "articles/a.jpg", "a.webp", "files/a.pdf", "data/a.csv", "assets/own.txt",
    "assets/extra.css", "CNAME", "robots.txt"])
def test_file_for_readers_is_published(uri: str) -> None:
    assert rules_of(uri) == []


@pytest.mark.parametrize("uri", [
    "articles/evil.html", "a.htm", "a.xhtml", "a.xml", "manuscript.docx", "a.odt", "notes.txt", "articles/a.md~",
    "a.md.bak", ".a.md.swp", "#a.md#", "a", "a.exe", "articles/a.js", "articles/a.css", "a.svgz", "a.swf", "data.xlsx",
    "a.php"])
def test_file_of_another_kind_is_refused_by_name(uri: str) -> None:
    [problem] = check_static_file(Path("none"), uri, f"docs/{uri}")
    assert problem.rule == "unknown-file" and (uri.rsplit("/", 1)[-1] in problem.message or ".exe" in problem.message
                                               or problem.message.startswith("files of the kind"))


def test_file_without_an_ending_is_refused_by_its_whole_name() -> None:
    [problem] = check_static_file(Path("none"), "articles/OWNERS", "docs/articles/OWNERS")
    assert problem.message == "“OWNERS” has no ending that tells its kind, and is not published"


def test_page_whose_ending_has_capitals_is_to_be_renamed() -> None:
    [problem] = check_static_file(Path("none"), "articles/Sleep.MD", "docs/articles/Sleep.MD")
    assert (problem.rule, problem.remedy) == ("unknown-file", "rename it to “Sleep.md”")


@pytest.mark.parametrize("inside", [
    '<path d="M0 0"/>', "<style>.a{fill:url(#b)}</style>", '<use xlink:href="#a"/>', '<g style="fill:red"/>',
    '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
    '<image href="data:image/png;base64,AAAA"/>'])
def test_plain_drawing_is_published(inside: str) -> None:
    assert find_svg_faults(SVG.format(inside).encode()) == []


@pytest.mark.parametrize("inside", [
    "<script>a()</script>", "<foreignObject/>", '<g onload="a()"/>', '<g ONCLICK="a()"/>', '<a href="#x"/>',
    '<image href="https://e.org/a.png"/>', '<use xlink:href="https://e.org/#a"/>', '<use href="data:image/svg+xml,x"/>',
    "<style>@import 'a';</style>", "<style>.a{fill:url(//e.org)}</style>", '<g style="fill:url(https://e.org/#a)"/>',
    '<g fill="url(https://e.org/#a)"/>', '<animate attributeName="href" to="javascript:a()"/>', "<set/>",
    '<iframe xmlns="http://www.w3.org/1999/xhtml"/>', '<script xmlns="http://www.w3.org/1999/xhtml"/>',
    "<?xml-stylesheet a?>",
    '<g xml:base="https://e.org/"/>', "<handler/>", "<feImage href='https://e.org/a'/>", "&a;", "<g>",
    "<s:script xmlns:s='x'/>"])
def test_unsafe_drawing_is_named_with_its_line(inside: str) -> None:
    faults = find_svg_faults(SVG.format(inside).encode())
    assert faults and faults[0].line in (2, 3)


@pytest.mark.parametrize("content", [
    b"", b"\x00", b"<html/>", b"<svg/>", b'<?xml-stylesheet href="https://e.org/a.xsl"?>\n' + SVG.format("").encode(),
    b'<!DOCTYPE svg [<!ENTITY a "<script/>">]>\n' + SVG.format("").encode()])
def test_file_that_is_no_plain_drawing_is_named(content: bytes) -> None:
    assert find_svg_faults(content)


@pytest.mark.build
def test_build_and_desk_name_files_and_publish_none(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {
        "docs/articles/page.md": article("It grows [@ly2018]."), "docs/articles/evil.html": "<script>a()</script>",
        "docs/articles/draft.docx": b"PK", "docs/articles/page.md~": "old",
        "docs/assets/map.svg": SVG.format("<script>a()</script>"), "docs/assets/sound.svg": SVG.format("<g/>")})
    built = site.build("--strict")
    assert built.code != 0 and not built.folder.exists()
    named = {problem.split(": ")[0] + " " + problem.split(": ")[1] for problem in built.problems}
    expected = {"docs/articles/evil.html:1:1 unknown-file", "docs/articles/draft.docx:1:1 unknown-file",
                "docs/articles/page.md~:1:1 unknown-file", "docs/assets/map.svg:2:1 unsafe-drawing"}
    assert named >= expected
    checked = run(["check"], site.root, built.folder, program="proofdesk.desk").output
    assert all(f"{line.replace(' ', ': ')}: " in checked for line in expected), checked
    loose = site.build()
    assert not (loose.folder / "articles/evil.html").exists() and (loose.folder / "assets/sound.svg").exists()

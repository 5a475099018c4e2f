"""Figures: the picture is there, has its size and its words, and every output has title, caption and credit."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import KINDS, PAGE, WORKS, Converted, references_of, tree
from fixture_cases import Case, each_case, load_cases
from markdown import Markdown
from search_index import index_of
from sites import BODY_LINE, Built, Site, article, make_site, picture

from proofdesk.bibliography.references import References
from proofdesk.blocks.extension import BlocksExtension
from proofdesk.blocks.pictures import picture_size
from proofdesk.citations.extension import CitationsExtension
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext, Document
from proofdesk.desk.cli import main

__all__ = ["references_of"]

CELL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 420"><path d="M0 0h9v9z"/></svg>\n'


FILES: dict[str, str | bytes] = {
    "docs/assets/cell.svg": CELL, "docs/assets/photo.jpg": picture("JPEG", (8, 5), 6),
    "docs/articles/Größe 50% (2).png": picture("PNG"), "docs/assets/a/b/c/deep.png": picture("PNG"),
    "docs/assets/words.png": "no picture", "secret.png": picture("PNG"),
    "docs/assets/endless.svg": CELL.replace(' viewBox="0 0 320 420"', ""),
}


@pytest.fixture
def convert_in_site(tmp_path: Path, references_of: Callable[[str], References]) -> Callable[[str], Converted]:
    """Convert a page as the site does, with its pictures on the disk."""
    Site(tmp_path).write(FILES)

    def run(markdown: str) -> Converted:
        current = ConversionContext(tmp_path / "docs")
        document = Document(SourceText(PAGE, markdown), PAGE.removeprefix("docs/"))
        md = Markdown(extensions=["def_list", BlocksExtension(KINDS, current),
                                  CitationsExtension(references_of(WORKS), current)])
        html = current.convert(document, lambda: md.convert(document.source.body))
        return Converted(html, [str(problem) for problem in sorted(document.problems)], document)

    return run


@each_case("blocks/figures")
def test_figure_markdown_renders_as_html(convert_in_site: Callable[[str], Converted], case: Case) -> None:
    html, problems, _ = convert_in_site(case.source)
    assert problems == []
    assert html.split('<section class="references"')[0].strip() == case.expected["html"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_name_is_found_with_its_accents_stored_either_way(
    convert_in_site: Callable[[str], Converted], tmp_path: Path, form: str
) -> None:
    other = "NFD" if form == "NFC" else "NFC"
    Site(tmp_path).write({f"docs/assets/{unicodedata.normalize(other, 'ü')}.png": picture("PNG")})
    html, problems, _ = convert_in_site(
        f"/// figure | F\n    src: ../assets/{unicodedata.normalize(form, 'ü')}.png\n    alt: Red all over\n///\n")
    assert problems == [] and tree(html).xpath("//img/@width") == ["4"]


SIZES: dict[str, tuple[str, bytes, tuple[int, int] | None]] = {
    "png": ("a.png", picture("PNG"), (4, 3)), "gif": ("a.gif", picture("GIF"), (4, 3)),
    "webp": ("a.webp", picture("WEBP"), (4, 3)), "avif": ("a.avif", picture("AVIF", (16, 8)), (16, 8)),
    "jpeg on its side": ("a.jpg", picture("JPEG", (8, 5), 6), (5, 8)),
    "jpeg upside down": ("a.jpg", picture("JPEG", (8, 5), 3), (8, 5)),
    "half a file": ("a.png", picture("PNG")[:10], None), "another kind": ("a.png", picture("BMP"), None),
    "viewBox": ("a.svg", CELL.encode(), (320, 420)),
    "units": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="25.4mm"/>', (96, 96)),
    "one length and a viewBox": (
        "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="50" viewBox="0 0 100 30"/>', (50, 15)),
    "a part of the page": (
        "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0,0,9.6,30"/>', (10, 30)),
    "no size": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"/>', None),
    "no drawing": ("a.svg", b"<svg", None),
}


@pytest.mark.parametrize(("name", "content", "size"), SIZES.values(), ids=SIZES)
def test_size_is_what_browsers_show(
    tmp_path: Path, name: str, content: bytes, size: tuple[int, int] | None
) -> None:
    (tmp_path / name).write_bytes(content)
    assert picture_size(tmp_path / name) == size


# --- Whole builds

FAULTS = load_cases("blocks/figure_faults")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One site with a page for each fault."""
    pages: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": article(case.source, case.name) for case in FAULTS}
    return make_site(tmp_path_factory.mktemp("faults") / "site", {**FILES, **pages})


@pytest.fixture(scope="module")
def reported(faulty: Site) -> Built:
    return faulty.build("--strict")


@pytest.mark.build
@each_case("blocks/figure_faults")
def test_fault_of_a_picture_is_reported_at_its_place(reported: Built, case: Case) -> None:
    """Once, although the finished site is checked too."""
    path = f"docs/articles/{case.name}.md"
    assert reported.of(path) == case.problems(path, BODY_LINE - 1)


@pytest.mark.build
def test_desk_and_build_report_the_same_pictures(
    faulty: Site, reported: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty.root)
    monkeypatch.setenv("PWD", str(faulty.root))
    checked = CliRunner().invoke(main, ["check", "--no-advice"], catch_exceptions=False)
    assert reported.problems and set(checked.stdout.splitlines()) >= set(reported.problems)


FIGURE = """\
## Cells

/// figure | A *cell* [@ly2018]
    src: ../assets/cell.svg
    alt: A cell with two branches
    source: Our drawing, after [@shao2021]
    licence: CC BY 4.0
It has **two** branches. [@shao2021]
///

The section goes on.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("figures") / "site", {
        "docs/articles/page.md": article(FIGURE), "docs/assets/cell.svg": CELL})
    built = site.build("--strict", env={"SITE_URL": "https://example.org/x/"})
    assert (built.code, built.problems) == (0, []), built.output
    return built


@pytest.mark.build
def test_page_has_the_picture_with_its_size(built: Built) -> None:
    (image,) = built.page("articles/page").xpath("//figure[@data-block]/img")
    assert dict(image.attrib) == {
        "class": "figure__picture", "src": "../../assets/cell.svg", "alt": "A cell with two branches", "width": "320",
        "height": "420", "loading": "lazy", "decoding": "async"}


@pytest.mark.build
def test_search_finds_title_and_caption(built: Built) -> None:
    entry = index_of(built.folder)["articles/page/#figure-a-cell"]
    assert (entry["title"], entry["text"], entry["page"]) == ("A cell", "It has two branches.", "A page")


@pytest.mark.build
def test_export_has_picture_caption_and_credit(built: Built) -> None:
    text = (built.folder / "articles" / "page" / "index.md").read_text(encoding="utf-8")
    assert ("![A cell with two branches](https://example.org/x/assets/cell.svg)\n\n**A *cell* [1]**\n\n"
            "It has **two** branches. [2]\n\nSource: Our drawing, after [2] · "
            "Licence: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)\n\nThe section goes on.") in text


@pytest.mark.build
def test_json_ld_has_an_image_of_the_article(built: Built) -> None:
    (script,) = built.page("articles/page").xpath("//script[@type='application/ld+json']")
    graph = {node["@type"]: node for node in json.loads(script.text_content())["@graph"]}
    page = "https://example.org/x/articles/page/"
    assert graph["ImageObject"] == {
        "@type": "ImageObject", "@id": f"{page}#figure-a-cell", "url": f"{page}#figure-a-cell", "name": "A cell",
        "contentUrl": "https://example.org/x/assets/cell.svg", "caption": "It has two branches.",
        "creditText": "Our drawing, after", "license": "https://creativecommons.org/licenses/by/4.0/",
        "citation": [{"@id": f"{page}#ref-ly2018"}, {"@id": f"{page}#ref-shao2021"}],
        "isPartOf": {"@id": f"{page}#article"}}
    assert graph["Article"]["image"] == [{"@id": f"{page}#figure-a-cell"}]

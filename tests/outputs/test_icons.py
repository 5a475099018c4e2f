"""The site's mark as the icons of browsers and phones, each drawn from the one file that the site gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from PIL import Image
from sites import Built, article, make_site, pages_of, picture

from proofdesk.outputs.icons.mark import Mark, MarkError, letter_mark, read_mark
from proofdesk.outputs.icons.pictures import PNG_SIZES, TOUCH, draw_mark, png_name
from proofdesk.outputs.icons.site_mark import site_mark

WALL, LIGHT = (0x0B, 0x44, 0x4B), (0xFB, 0xE7, 0xB2)
WINDOW = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b444b" d="M0 0h32v32H0z"/>'
          '<path class="mark__grows" fill="#fbe7b2" d="M16 4h6v19h-6z"/></svg>')


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    colour = image.getpixel(at)
    assert isinstance(colour, tuple)
    return colour


def alpha(image: Image.Image, at: tuple[int, int]) -> int:
    return pixel(image, at)[3]


def outlines(mark: Mark) -> str:
    """A mark's box and shapes, one a line."""
    lines = [f"{mark.left:g} {mark.top:g} {mark.width:g} {mark.height:g}"]
    for shape in mark.shapes:
        drawn = " | ".join(" ".join(f"{x:g},{y:g}" for x, y in outline) for outline in shape.outlines)
        lines.append(f"{shape.fill}{' ' + shape.name if shape.name else ''}: {drawn}")
    return "\n".join(lines)


@each_case("outputs/marks")
def test_mark_is_read_or_refused_with_reason(case: Case) -> None:
    try:
        found = outlines(read_mark(case.source))
    except MarkError as error:
        found = str(error)
    assert found == case.expected["text"]


def test_curve_and_circle_are_drawn_round() -> None:
    """At 45 degrees a disc ends at 0.707 of its radius, where a square or a diamond would not."""
    curves = "M100 50C100 77.6 77.6 100 50 100C22.4 100 0 77.6 0 50C0 22.4 22.4 0 50 0C77.6 0 100 22.4 100 50z"
    for shape in ('<circle cx="50" cy="50" r="50"/>', '<ellipse cx="50" cy="50" rx="50" ry="50"/>',
                  f'<path d="{curves}"/>'):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{shape}</svg>'
        drawn = draw_mark(read_mark(svg), 100)
        assert [alpha(drawn, (at, at)) for at in (17, 13)] == [255, 0]


def test_outline_within_an_outline_is_a_hole() -> None:
    ring = read_mark('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
                     '<path d="M0 0h8v8H0zM2 2v4h4V2z"/></svg>')
    drawn = draw_mark(ring, 80)
    assert [alpha(drawn, at) for at in ((5, 5), (40, 40))] == [255, 0]


def test_outlines_that_overlap_are_both_filled() -> None:
    squares = read_mark('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
                        '<path d="M0 0h5v5H0zM3 3h5v5H3z"/></svg>')
    drawn = draw_mark(squares, 80)
    assert [alpha(drawn, at) for at in ((10, 10), (40, 40), (70, 70), (70, 10))] == [255, 255, 255, 0]


@pytest.mark.parametrize("name", ["脳の窓", "موقع", "🍄", ""])
def test_icon_without_a_letter_of_its_font_has_a_disc(name: str) -> None:
    """No font of the tool has these letters; it would draw the box that stands for any missing one."""
    drawn = draw_mark(letter_mark(name), 64).convert("RGB")
    assert [pixel(drawn, at) for at in ((32, 32), (32, 20), (4, 4), (18, 18))] == [
        (255, 255, 255), (255, 255, 255), (0x0D, 0x5B, 0x62), (0x0D, 0x5B, 0x62)]


@pytest.mark.parametrize(("content", "said"), [
    (b"", "is no picture that can be read"), (b"\x89PNG\r\n\x1a\n123", "is no picture that can be read"),
    (picture("PNG", (600, 600))[:-40], "is no picture that can be read"), (picture("PNG", (1, 5000)), "is too large"),
])
def test_broken_picture_as_favicon_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "own.png").write_bytes(content)
    with pytest.raises(MarkError, match=f"theme.favicon: “own.png” {said}"):
        site_mark("own.png", [str(tmp_path)], "Name")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_mark_is_read_in_the_encoding_that_it_states(tmp_path: Path, encoding: str) -> None:
    stated = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><!-- é -->'
    (tmp_path / "own.svg").write_bytes(f"{stated}{WINDOW}".encode(encoding))
    assert site_mark("own.svg", [str(tmp_path)], "Name").mark == read_mark(WINDOW)


@pytest.mark.parametrize(("name", "letter"), [("The Open Desk", "O"), ("élan", "É"), ("The", "T"), ("“9” lives", "9")])
def test_site_without_mark_has_its_first_letter(name: str, letter: str) -> None:
    mark = letter_mark(name)
    assert mark.letter == letter
    colours = draw_mark(mark, 64).convert("RGB").getcolors(10_000) or []
    assert max(colours)[1] == (0x0D, 0x5B, 0x62)
    assert any(colour == (255, 255, 255) for _, colour in colours)


def build(folder: Path, files: dict[str, str | bytes], settings: str = "") -> Built:
    return make_site(folder, {"docs/articles/a.md": article("Text [@ly2018; @shao2021].\n"), **files},
                     settings=settings).build("--strict")


@pytest.mark.build
def test_every_icon_comes_from_the_one_file(tmp_path: Path) -> None:
    built = build(tmp_path, {"docs/assets/window.svg": WINDOW})
    assert built.code == 0, built.output
    for name in (*map(png_name, PNG_SIZES), TOUCH, "favicon.ico"):
        icon = Image.open(built.folder / name)
        size = icon.size[0]
        rgb = icon.convert("RGB")
        assert pixel(rgb, (size // 8, size // 2)) == WALL, name
        assert pixel(rgb, (size * 19 // 32, size // 3)) == LIGHT, name
    assert Image.open(built.folder / "favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    stated = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    assert stated["name"] == "The Plasticity Window"
    assert [Image.open(built.folder / icon["src"]).size for icon in stated["icons"]] == [(192, 192), (512, 512)]
    for name, page in pages_of(built.folder).items():
        assert [svg.get("aria-hidden") for svg in page.find_class("mark")] == ["true", "true"], name
        assert len(page.find_class("mark__grows")) == 2, name
        assert len(page.xpath("//head/link[contains(@rel, 'icon')]")) == 3, name


@pytest.mark.build
def test_picture_as_favicon_is_fitted_into_icons(tmp_path: Path) -> None:
    built = build(tmp_path, {"docs/assets/own.png": picture("PNG", (40, 20))}, "theme: {favicon: assets/own.png}\n")
    assert built.code == 0, built.output
    icon = Image.open(built.folder / TOUCH).convert("RGB")
    assert pixel(icon, (90, 90))[0] > 200 and pixel(icon, (90, 90))[1] < 60
    assert pixel(icon, (90, 10)) == (0xFB, 0xFA, 0xF6)


@pytest.mark.build
def test_undrawable_mark_stops_the_build_with_the_way_out(tmp_path: Path) -> None:
    svg = WINDOW.replace("<path", "<g/><path", 1)
    built = build(tmp_path / "without", {"docs/assets/window.svg": svg})
    assert built.code != 0
    said = "theme.favicon: “assets/window.svg” cannot be drawn as the icons of phones: it has a <g> (use paths"
    assert said in built.output
    files: dict[str, str | bytes] = {
        "docs/assets/window.svg": svg, "docs/assets/window.png": picture("PNG", (512, 512))}
    with_picture = build(tmp_path / "with a picture", files)
    assert with_picture.code == 0, with_picture.output


@pytest.mark.build
def test_site_without_favicon_gets_a_letter(tmp_path: Path) -> None:
    built = build(tmp_path, {}, "theme: {favicon: assets/images/favicon.png}\n")
    assert built.code == 0, built.output
    assert ">P</text>" in (built.folder / "assets" / "mark.svg").read_text(encoding="utf-8")
    assert built.page("articles/a").xpath("//link[@type='image/svg+xml']/@href") == ["../../assets/mark.svg"]

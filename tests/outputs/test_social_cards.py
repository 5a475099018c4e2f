"""The pictures that stand for a page where it is shared, and what a page says of itself to who shares or saves it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from sites import Built, article, make_site, pages_of

from proofdesk.outputs import social_cards
from proofdesk.outputs.icons.fitted_text import LABEL, TEXT, TITLE, font_of, width_of
from proofdesk.outputs.icons.mark import read_mark
from proofdesk.outputs.social_cards import Card, draw, load_or_draw

ADDRESS = "https://example.org/window/"
LONG = Card("The Plasticity Window", "Neuroplasticity and everything else " * 20, "Article", "What it says. " * 60,
            "Last checked " * 30, (("people", 40), ("animals", 20), ("not-classified", 9)))
ODD = ["", "x" * 400, "漢字 🧠", "a\u202eb\u0000c\nd", "é α " * 100, "\U0010ffff"]


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def has_ink(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything but paper is in a part of the picture."""
    colours = image.crop(box).getcolors(100_000) or []
    return any(max(colour) < 200 for _, colour in colours)


@pytest.mark.parametrize("title", ["Short", LONG.title, *ODD])
@pytest.mark.build
def test_card_has_fixed_size_and_text_stays_inside(title: str) -> None:
    image = picture(draw(Card("A site", title, title, title, title)))
    assert image.size == (1200, 630)
    assert not has_ink(image, (1130, 0, 1200, 630))
    assert not has_ink(image, (252, 0, 305, 630))
    assert not has_ink(image, (252, 600, 1200, 630))
    assert not has_ink(image, (252, 520, 1200, 540)), "what is said ends above the site's name"


def test_card_shows_the_title() -> None:
    with_title, without = picture(draw(Card("S", "Title"))), picture(draw(Card("S", "")))
    assert has_ink(with_title, (310, 120, 800, 300))
    assert not has_ink(without, (310, 120, 800, 300))


@pytest.mark.parametrize("face", [TITLE, TEXT, LABEL])
def test_line_is_measured_as_its_font_draws_it(face: str) -> None:
    for text in ("Yes. To Ava, we say: “Try it” — today", "r T. W, VA-type", "word", "", "Ärzte fi fl"):
        assert width_of(text, font_of(face, 44)) == font_of(face, 44).getlength(text)


SAYS = ("What trials of psilocybin, MDMA, LSD, ayahuasca, ibogaine and ketamine found, good and bad, with the harms of "
        "each. Who is kept out of trials, what a session is like, and where the law stands.")


def test_card_says_whole_what_the_page_says() -> None:
    """A word more at its end changes the picture, so nothing was cut."""
    title = "Psychedelics in therapy: the trials behind the success stories"
    assert draw(Card("S", title, text=SAYS)) != draw(Card("S", title, text=f"{SAYS} More."))
    assert has_ink(picture(draw(Card("S", title, text=SAYS))), (310, 400, 1100, 505)), "and the card is full"
    assert draw(LONG) == draw(replace(LONG, text=f"{LONG.text} More.")), "of more than a card can hold, the end is cut"


def test_card_shows_works_as_panes_or_else_the_mark() -> None:
    def colours(card: Card) -> set[tuple[int, ...]]:
        wall = picture(draw(card)).crop((0, 0, 250, 630))
        return {colour for count, colour in wall.getcolors(100_000) or [] if count > 150 and isinstance(colour, tuple)}

    wall, people, animals = (11, 68, 75), (251, 231, 178), (201, 154, 74)
    lit = colours(Card("S", "T", panes=(("people", 3), ("animals", 2))))
    assert {wall, people, animals} <= lit
    assert animals not in colours(Card("S", "T", panes=(("people", 3),)))
    mark = read_mark('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
                     '<path fill="#aa2200" d="M0 0h8v8H0z"/></svg>')
    assert (170, 34, 0) in colours(Card("S", "T", mark=mark))


def test_card_bytes_are_stable_and_name_follows_text() -> None:
    assert draw(LONG) == draw(LONG)
    assert len(draw(LONG)) < 60_000
    assert Card("S", "A").name != Card("S", "B").name


def test_card_text_has_enough_contrast() -> None:
    for ink in (social_cards.INK, social_cards.SOFT, social_cards.WALL):
        assert (luminance(social_cards.PAPER) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_missing_glyphs_become_question_marks() -> None:
    assert draw(Card("S", "A bed of roses 漢")) == draw(Card("S", "A bed of roses ?")) != draw(Card("S", "A bed"))
    # A text of another script would be question marks alone: whoever shares the page shows its title in words.
    assert draw(Card("S", "漢字について", text="説明", note="2026年")) == draw(Card("S", ""))
    assert draw(Card("نوم", "الأحلام", "مقال")) == draw(Card("نوم", ""))
    assert draw(Card("S", "Étude α")) != draw(Card("S", "?tude ?"))


def test_card_is_cached_and_redrawn_if_damaged(tmp_path: Path) -> None:
    drawn: list[Card] = []

    def draw_and_count(card: Card) -> bytes:
        drawn.append(card)
        return draw(card)

    card = Card("S", "T")
    first = load_or_draw(card, tmp_path, draw_and_count)
    assert load_or_draw(card, tmp_path, draw_and_count) == first == draw(card)
    assert len(drawn) == 1
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:500])
    assert load_or_draw(card, tmp_path, draw_and_count) == first
    assert len(drawn) == 2
    assert [*tmp_path.iterdir()] == [file], "nothing half written is left"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("cards"), {
        "docs/articles/a.md": article("Text [@ly2018; @shao2021].\n", "'Mice \"&\" <men>'"),
    })
    built = site.build("--strict", env={"SITE_URL": ADDRESS})
    assert built.code == 0, built.output
    return built


def meta(built: Built, page: str) -> dict[str, str]:
    return {
        (m.get("property") or m.get("name") or ""): m.get("content", "") for m in built.page(page).xpath("//head/meta")
    }


@pytest.mark.build
def test_every_page_has_card_with_size_and_alt_text(built: Built) -> None:
    for name in pages_of(built.folder):
        if name == "404.html":
            continue
        said = meta(built, name.removesuffix("index.html"))
        file = built.folder / said["og:image"].removeprefix(ADDRESS)
        assert picture(file.read_bytes()).size == (int(said["og:image:width"]), int(said["og:image:height"]))
        assert said["og:image:alt"]
    assert meta(built, "articles/a")["og:image:alt"] == (
        'Article. Mice "&" <men>. What the page says. Last checked 21 November 2026. The Plasticity Window.'
    )


@pytest.mark.build
def test_metadata_lets_zotero_read_a_web_page(built: Built) -> None:
    said = meta(built, "articles/a")
    assert said["z:itemType"] == "webpage"
    assert said["citation_title"] == said["og:title"] == 'Mice "&" <men>'
    assert said["citation_author"] == "The Plasticity Window editors"
    assert said["citation_publication_date"] == "2026/11/20"
    assert said["og:site_name"] == "The Plasticity Window"
    assert said["og:url"] == f"{ADDRESS}articles/a/"
    assert said["article:modified_time"] == "2026-11-21"
    assert built.page("articles/a").xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}articles/a/"]
    assert not built.page("articles/a").find_class("Z3988")


@pytest.mark.build
def test_no_site_url_omits_absolute_metadata(tmp_path: Path) -> None:
    built = make_site(tmp_path, {"docs/articles/a.md": article("Text [@ly2018; @shao2021].\n")}).build("--strict")
    said = meta(built, "articles/a")
    assert said["og:type"] == "article"
    assert not {"og:url", "og:image"} & said.keys()

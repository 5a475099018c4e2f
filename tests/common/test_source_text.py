"""A page's source: where its body begins, where things stand in it, and what of it a reader would read."""

from __future__ import annotations

import pytest
from fixture_cases import Case, each_case

from proofdesk.common.source_text import SourceText


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one(ending: str) -> None:
    """Whatever system the file comes from."""
    source = SourceText("docs/a.md", ending.join(["---", "title: T", "---", "", "", "First é", "second here"]))
    assert source.front_matter == "title: T\n"
    assert source.body == "First é\nsecond here"
    assert source.first_body_line == 6
    assert source.position(0) == (1, 1)
    assert source.find("é") == (6, 7)
    assert source.find("here") == (7, 8)
    assert source.position(len(source.text)) == (7, 12)


@pytest.mark.parametrize(
    ("text", "front_matter", "body"),
    [
        ("", None, ""),
        ("Text", None, "Text"),
        ("---\n---\nText", "", "Text"),
        ("---\na: b\n...\nText", "a: b\n", "Text"),
        ("--- \na: b\n--- \nText", "a: b\n", "Text"),
        ("---\na: b\n---", "a: b\n", ""),
        ("---\na: b\nText", None, "---\na: b\nText"),
        ("\n---\na: b\n---\nText", None, "---\na: b\n---\nText"),
        ("Text\n\n---\na: b\n---\n", None, "Text\n\n---\na: b\n---\n"),
    ],
)
def test_front_matter_is_between_dashes_at_the_top(text: str, front_matter: str | None, body: str) -> None:
    """Anything else is text."""
    source = SourceText("a.md", text)
    assert (source.front_matter, source.body) == (front_matter, body)


def test_a_whole_text_has_no_front_matter() -> None:
    """As plain Python-Markdown reads it."""
    source = SourceText("a.md", "---\na: b\n---\nText", whole=True)
    assert (source.front_matter, source.body_start, source.first_body_line) == (None, 0, 1)


@each_case("common/prose")
def test_prose_blanks_code_and_comments(case: Case) -> None:
    """Code, comments and front matter are blanked, and every offset stays."""
    source = SourceText("a.md", case.source)
    assert source.prose.split() == case.expected["prose"].split()
    assert len(source.prose) == len(source.text)
    assert [i for i, c in enumerate(source.prose) if c == "\n"] == [i for i, c in enumerate(source.text) if c == "\n"]


def test_find_counts_occurrences_in_prose() -> None:
    """The last where there are fewer; the start of the body where there is none."""
    source = SourceText("a.md", "---\nword: word\n---\n\nword `word` word\n")
    assert [source.find("word", n) for n in (0, 1, 2)] == [(5, 1), (5, 13), (5, 13)]
    assert source.find("absent") == (5, 1)
    assert SourceText("a.md", "a.b axb a.b").find("a.b", 1) == (1, 9)


def test_control_characters_become_spaces() -> None:
    """No page can show them, and offsets stay the same; tabs and letters of every script remain."""
    source = SourceText("a.md", "a\x00b\x02c\x1b\td\u0416\U0001f9e0\ufffe")
    assert source.text == "a b c \td\u0416\U0001f9e0 "


def test_packed_source_is_the_same() -> None:
    source = SourceText("a.md", "---\nword: word\n---\n\nword `word` wörd\n" * 50)
    before = source.text, source.body, source.prose, source.find("wörd", 3)
    for _ in range(2):
        source.pack()
        assert source._text is None and "prose" not in vars(source)
        assert (source.text, source.body, source.prose, source.find("wörd", 3)) == before


def test_packed_source_is_small() -> None:
    source = SourceText("a.md", "word `word` wörd\n" * 50)
    assert len(source.packed) < len(source.text) / 4


def test_source_comes_from_where_it_is_kept() -> None:
    source = SourceText("a.md", "---\nword: word\n---\n\nword `word` wörd\n")
    text, asked, kept = source.text, [], source.packed
    source.load_with(lambda: asked.append(1) or kept)
    assert source.text == text and not asked
    source.pack()
    assert not asked and (source.text, source.find("wörd")) == (text, (5, 13)) and asked

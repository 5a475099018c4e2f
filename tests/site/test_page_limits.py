"""A page that could not be converted in seconds is refused by name, with its line; what people write is not."""

from __future__ import annotations

import pytest
from conftest import ROOT
from fixture_cases import Case, each_case

from proofdesk.common.source_text import SourceText
from proofdesk.content.document import Document
from proofdesk.site.page_limits import refuse_excess

PATH = "docs/articles/page.md"


def refused(text: str) -> tuple[list[str], Document]:
    document = Document(SourceText(PATH, text))
    found = refuse_excess(document)
    assert found == bool(document.problems)
    return [str(problem) for problem in document.problems], document


@each_case("site/excess")
def test_nesting_beyond_reading_is_named(case: Case) -> None:
    assert refused(case.source)[0] == case.problems(PATH)


# Each kind of text that Python-Markdown needs minutes for, at 1 MB or far less, and what is said of it.
KINDS = {
    "[": "opening brackets", "![": "opening brackets", "[a](": "opening brackets", "[@": "opening brackets",
    "[a](b)": "marks", "*": "marks", "**a ": "marks", "_": "marks", "`": "marks", "`a``": "marks", "~": "marks",
    "&": "marks", "|": "marks", "|a": "marks", "\\": "marks", "{": "marks", "$": "marks", "[@a1]": "marks",
    "[^a]": "marks", "<": "marks", "<a ": "tags without an end", "<!--": "tags without an end",
    "<a href=\"": "tags without an end", "- a\n": "4,000 paragraphs and items", "a\n\n": "4,000 paragraphs and items",
    "# a\n": "4,000 paragraphs and items", "a\n:   b\n": "4,000 paragraphs and items", "///\n": "600 lines of slashes",
    "/// faq | a\n": "600 lines of slashes", "> ": "inside", "- ": "inside", "<div>\n\n": "4,000 paragraphs and items",
}


@pytest.mark.parametrize("unit", KINDS)
@pytest.mark.build
def test_page_of_one_mark_is_refused(unit: str) -> None:
    problems, document = refused("Before.\n\n" + unit * (400_000 // len(unit)))
    assert len(problems) == 1 and KINDS[unit] in problems[0], problems
    assert document.source.body == ""


def test_nested_brackets_are_refused() -> None:
    assert "inside each other" in refused("[" * 5_000 + "]" * 5_000)[0][0]


def test_page_of_a_megabyte_is_refused() -> None:
    said = f"{PATH}:1:1: too-large: the page has 1,000,000 bytes, and at most 500,000 can be read " \
           "(make several pages of it)"
    assert refused("word " * 200_000)[0] == [said]


@pytest.mark.parametrize("text", [
    "word " * 90_000,  # one paragraph
    "A paragraph of *five* words [@ly2018], with a [link](a.md).\n\n" * 3_000,
    "| " + "cell | " * 10 + "\n" + ("| " + "1 | " * 10 + "\n") * 500,
    "- an item with [two](a.md) [links](b.md)\n" * 1_500, "a < b, [x) and 3 > 2 [ 5\n\n" * 500,
])
def test_long_page_is_not_refused(text: str) -> None:
    assert refused(text)[0] == []


@pytest.mark.content
def test_no_page_of_the_site_is_near_a_limit() -> None:
    for file in ROOT.glob("docs/**/*.md"):
        text = file.read_text(encoding="utf-8")
        assert refused(text)[0] == [], file
        assert refused(text + "\n\n" + text)[0] == [], file

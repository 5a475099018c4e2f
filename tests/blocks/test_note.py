"""Notes: announced by a word, with or without a title of their own, part of the section around them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Convert
from fixture_cases import Case, each_case
from search_index import index_of
from sites import Built, article, make_site

PAGE = """\
[TOC]

## Harms

Harm is rare. [@ly2018]

/// note | Never stop a medicine suddenly
    type: warning
Ask the *doctor* who prescribed it. [@shao2021]
///

The section goes on.

/// note | Somebody is in danger
    type: help
    urgency: immediate
#### What to do

Call an ambulance.
///

It ends here.
"""


@each_case("blocks/notes")
def test_note_markdown_renders_as_html(convert: Convert, case: Case) -> None:
    html, problems, _ = convert(case.source)
    assert problems == []
    assert html.split('<section class="references"')[0].strip() == case.expected["html"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    site = make_site(tmp_path_factory.mktemp("notes") / "site", {"docs/articles/page.md": article(PAGE)})
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    yield built


@pytest.mark.build
def test_search_finds_a_note_in_its_section(built: Built) -> None:
    """Not by itself: its title may be “Note”. The text after it still belongs to the section."""
    found = {url: entry["text"] for url, entry in index_of(built.folder).items() if url.startswith("articles/page/")}
    assert set(found) == {"articles/page/", "articles/page/#harms"}
    words = found["articles/page/#harms"]
    for part in ("Harm is rare.", "Warning Never stop a medicine suddenly Ask the doctor who prescribed it.",
                 "Somebody is in danger What to do Call an ambulance.", "It ends here."):
        assert part in words


@pytest.mark.build
def test_export_quotes_a_note_under_its_word(built: Built) -> None:
    text = (built.folder / "articles" / "page" / "index.md").read_text(encoding="utf-8")
    assert ("> **Warning**\n>\n> **Never stop a medicine suddenly**\n>\n> Ask the *doctor* who prescribed it. [2]\n\n"
            "The section goes on.") in text
    assert "> **When to get help at once**\n>\n> ### Somebody is in danger\n" in text


@pytest.mark.build
def test_contents_name_help_and_no_other_note(built: Built) -> None:
    """Who skims the headings finds where to get help; a note and a warning are no parts of the page."""
    page = built.page("articles/page")
    (contents,) = page.find_class("toc")
    assert [" ".join(link.text_content().split()) for link in contents.iter("a")] == [
        "Harms", "Somebody is in danger", "What to do", "References"]
    (script,) = page.xpath("//script[@type='application/ld+json']")
    assert "Never stop" not in script.text_content(), "no claim, and no node of schema.org"


"""Advice of the desk, and its figures: long sentences, hard words, hedges, length, and what is overdue."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import BODY_LINE, EPOCH, Site, article, make_site

from proofdesk.common.language import ENGLISH, speaking
from proofdesk.common.source_text import SourceText
from proofdesk.desk.cli import main
from proofdesk.desk.readability import Reading, sentences, syllables

Desk = Callable[..., Result]
PAGE, OTHER = "docs/articles/page.md", "docs/articles/other.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {
        PAGE: article("Cited [@ly2018].\n"), OTHER: article("Text.", "Other"),
        "docs/about/index.md": "---\ntitle: About\ndescription: About it.\n---\n\nText [@shao2021].\n",
    })


@pytest.fixture
def desk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    def run(*arguments: str, command: str = "check") -> Result:
        monkeypatch.chdir(site.root)
        monkeypatch.setenv("PWD", os.getcwd())
        return CliRunner().invoke(main, [command, *arguments], catch_exceptions=False)

    return run


def rules(text: str) -> list[str]:
    return [line.split(": ")[1] for line in text.splitlines()]


ANSWER = """\
/// answer | The short answer
What we know
:   It is so in mice. [@shao2021]

What we don’t know
:   Nothing more.

What it means for you
:   Nothing yet.
///
"""
LONG = "This " + "word " * 24 + "ends."
PLAIN = "The cat sat on the mat. " * 30
HARD = "Neuropharmacological investigations demonstrate considerable psychotherapeutic heterogeneity. " * 20


@pytest.mark.build
def test_a_long_sentence_is_named_where_it_begins(desk: Desk, site: Site) -> None:
    text = f"Short one. {LONG} Short.\n\n- An item.\n- {LONG} [@ly2018]\n\n## {LONG}\n\n    {LONG}\n"
    site.write({OTHER: article(text)})
    done = desk(OTHER)
    assert done.exit_code == 0
    assert [line.split(": ")[:2] for line in done.stdout.splitlines()] == [
        [f"{OTHER}:10:12", "long-sentence"], [f"{OTHER}:13:3", "long-sentence"]]
    assert "this sentence has 26 words: “This word word" in done.stdout and "(make two of it)" in done.stdout
    assert "2 pieces of advice" in done.stderr
    assert desk(OTHER, "--no-advice").stdout == ""
    assert "long-sentence" not in desk().stdout and "long-sentence" in desk("--advice").stdout
    assert "long-sentence" not in str(site.build().output)


def test_quotes_of_a_typewriter_are_named_once_a_page(desk: Desk, site: Site) -> None:
    text = "It's [a bed](https://example.org/ \"title\") of 5\" `isn't`.\n\nHe said \"no\".\n"
    site.write({OTHER: article(text)})
    assert desk(OTHER).stdout == (
        f"{OTHER}:10:3: straight-quotes: the sentence with “It's a bed” has a typewriter's apostrophe, and so have 1 "
        "more of this page (write ’)\n")
    site.write({OTHER: article("Er sagte \"nein\".\n").replace("topics:", "lang: de\ntopics:")})
    assert "Er sagte \"nein\".” has a typewriter's quotation mark (write „…“)" in desk(OTHER).stdout
    site.write({OTHER: article("It’s “so”.\n"), "docs/contributing/how.md": article("Don't.\n", "How")})
    assert desk(OTHER, "docs/contributing/how.md").stdout == ""


def test_address_that_is_no_link_is_named_once_a_page(desk: Desk, site: Site) -> None:
    """GitHub, Quarto and Docusaurus make links of these."""
    text = ("See <https://a.example/b>, [c](https://c.example) and [https://d.example](https://d.example).\n\n"
            "[e]: https://e.example\n\n`https://f.example` is [e].\n\n    https://g.example\n\n")
    site.write({OTHER: article(text)})
    assert desk(OTHER).stdout == ""
    site.write({OTHER: article(f"{text}Or (https://h.example/i_j), www.k.example, https://l.example.\n")})
    assert desk(OTHER).stdout == (
        f"{OTHER}:18:5: address-as-text: “https://h.example/i_j” is no link, so nobody can follow it, nor 2 more of "
        "this page (write `<https://h.example/i_j>`, or `[words](https://h.example/i_j)`)\n")


def test_citation_that_a_sentence_needs_is_named(desk: Desk, site: Site) -> None:
    """Whoever reads the words alone would read “As shown by, it grows.”"""
    text = ("As shown by [@ly2018], it grows. [@shao2021] agrees.\n\nIt grows in mice [@ly2018]. [@shao2021] Not here. "
            "It grew [see @ly2018].\n")
    site.write({OTHER: article(text)})
    assert desk(OTHER).stdout == "".join(
        f"{OTHER}:10:{column}: citation-as-a-word: the sentence needs “[@{key}]” as a word, and search, feeds and "
        f"other programs leave it out (write `@{key}` without brackets, which names its authors)\n"
        for column, key in ((13, "ly2018"), (34, "shao2021")))
    site.write({OTHER: article("As shown by @ly2018, it grows.\n\nLy et al. [@ly2018] showed it.\n\n"
                               "A line that goes on\n[@shao2021] and on.\n")})
    assert desk(OTHER).stdout == ""
    site.write({OTHER: article("[@ly2018] agrees. As shown by\n[@shao2021], it grows.\n[@ly2018] agrees again.\n")})
    assert [line.split(": ")[0] for line in desk(OTHER).stdout.splitlines()] == [f"{OTHER}:{place}" for place in (
        "10:1", "11:1", "12:1")]


def test_the_reading_age_of_a_page(desk: Desk, site: Site) -> None:
    site.write({OTHER: article(f"{ANSWER}\n{HARD}")})
    assert rules(desk(OTHER).stdout) == ["reading-age"]
    site.write({OTHER: article(f"{ANSWER}\n{HARD}").replace("topics:", "lang: de\ntopics:")})
    assert "reading-age" not in rules(desk(OTHER).stdout)  # which is measured by words of English
    site.write({OTHER: article(f"{ANSWER}\n{PLAIN}")})
    assert rules(desk(OTHER).stdout) == []


def test_an_article_that_does_not_open_with_its_answer(desk: Desk, site: Site) -> None:
    site.write({OTHER: article(f"{PLAIN}\n\n{ANSWER}")})
    assert desk(OTHER).stdout == (
        f"{OTHER}:{BODY_LINE}:1: no-opening: the article does not open with its answer "
        "(put a block `/// answer` before its first paragraph)\n")


def test_an_article_of_too_many_words(desk: Desk, site: Site) -> None:
    folded = "\n/// changes | What we changed and why\n- " + PLAIN * 9 + "\n///\n"
    site.write({OTHER: article(f"{ANSWER}\n{PLAIN * 9}{folded}")})
    assert rules(desk(OTHER).stdout) == []  # what is folded does not count
    site.write({OTHER: article(f"{ANSWER}\n{PLAIN * 13}{folded}")})
    assert "long-article: the article has 2,361 words" in desk(OTHER).stdout


def test_an_article_of_too_many_hedges(desk: Desk, site: Site) -> None:
    site.write({OTHER: article(f"{ANSWER}\n{PLAIN}{'It may help. ' * 4}")})
    assert rules(desk(OTHER).stdout) == []
    site.write({OTHER: article(f"{ANSWER}\n{PLAIN}{'It may help. ' * 9}")})
    assert "many-hedges: 20 of 100 sentences have a word such as “may”" in desk(OTHER).stdout


def test_an_address_that_would_lead_elsewhere(desk: Desk, site: Site) -> None:
    """The second of two equal titles is numbered; a third above it would get its address."""
    note = "/// note | Beds\nStraw.\n///\n"
    text = f"{ANSWER}\n## Beds\n\nStraw.\n\n## *Beds*\n\nMoss.\n\n{note}\n{note}"
    site.write({OTHER: article(text)})
    line = BODY_LINE + ANSWER.count("\n")
    leads = "has a number because of an equal title, and leads elsewhere if one is added above it"
    assert desk(OTHER).stdout == (
        f"{OTHER}:{line + 5}:1: address-by-order: the address “#beds_1” {leads} (write `{{#beds_1}}` behind its words "
        "to keep its address, or give it other words)\n"
        f"{OTHER}:{line + 13}:1: address-by-order: the address “#note-beds-2” {leads} (write its option "
        "`id: note-beds-2` to keep its address, or give it another title)\n")
    kept = note.replace("Beds\n", "Beds\n    id: note-beds-2\n")
    site.write({OTHER: article(f"{text.replace('*Beds*', '*Beds* {#beds_1}')[:-len(note)]}{kept}")})
    assert desk(OTHER).stdout == ""


def test_the_figures_of_the_articles(desk: Desk, site: Site) -> None:
    site.write({PAGE: article(f"{ANSWER}\n{PLAIN}{'It may help. ' * 8}"), OTHER: article("Short.", "Other")})
    done = desk(command="reading")
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [
        "words a sentence age SMOG hedged", f"{PAGE} 225 5.1 3 3.1 18", "mean 225 5.1 3 3.1 18"]
    assert done.stderr == "1 of 2 pages have too little text.\n"


def test_grades_are_of_english_alone(desk: Desk, site: Site) -> None:
    """Syllables and their weights are those of English; a German text of the same ease gets a higher grade."""
    settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    words = (site.root / "wording.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": f"{settings}theme: {{language: de}}\n", PAGE: article(f"{HARD}{'It may help. ' * 9}")})
    with speaking(ENGLISH):  # what it was, for the tests after this one
        assert rules(desk(PAGE).stdout) == ["many-hedges", "no-opening"]
        done = desk(command="reading")
        assert [line.split()[3:5] for line in done.stdout.splitlines()[1:]] == [["–", "–"]] * 2
        assert "Age and SMOG are measured of English alone.\n" in done.stderr
        (site.root / "wording.yml").unlink()
        site.write({"wording.yml": f"language: en\n{words}"})
        assert rules(desk(PAGE).stdout) == ["no-opening"]  # the words of another language are none of this site's


def test_figures_of_no_text(desk: Desk) -> None:
    assert desk("docs/about", command="reading").stderr == "No page has enough text to measure.\n"


def test_a_check_that_is_overdue(desk: Desk, site: Site) -> None:
    site.write({OTHER: article("Text.").replace("published: 2026-11-20", "published: 2025-01-02").replace(
        "reviewed: 2026-11-21", "reviewed: 2025-11-20")})
    assert desk(OTHER).stdout == (
        f"{OTHER}:5:1: overdue-check: the next check was due on 20 November 2026 "
        "(check the whole page against its references, then change `reviewed`)\n")


@pytest.mark.parametrize(("text", "expected"), [
    ("One. Two? “Three!” Four", ["One.", "Two?", "“Three!”", "Four"]),
    ("In 3.5 of 10, e.g. Cells, et al. Said so.", ["In 3.5 of 10, e.g. Cells, et al. Said so."]),
    ("A [link](https://x.example/a.b). B [@ly2018; see @shao2021, p. 3].", ["A link .", "B ."]),
    ("/// faq | Why?\n    id: a-b\nIt is.\n///\n| a | b |", ["It is."]),
    ("Term\n:   Its text.\n\n> Said. So.", ["Term", "Its text.", "Said.", "So."]),
])
def test_sentences(text: str, expected: list[str]) -> None:
    found = list(sentences(SourceText("a.md", text)))
    assert [" ".join(sentence.text.split()) for sentence in found] == expected
    assert all(text[each.offset :].startswith(each.text.split()[0]) for each in found)


def test_syllables_and_the_grade_of_a_known_text() -> None:
    words = {"cat": 1, "banana": 3, "plasticity": 4, "make": 1, "table": 2, "jumped": 1, "wanted": 2, "the": 1}
    assert {word: syllables(word) for word in words} == words
    # 100 words in sentences of ten, all of one syllable: 0.39·10 + 11.8·1 − 15.59 = 0.11
    words_of_one = [*["the", "cat", "sat"] * 3, "so"] * 10
    plain = Reading(words_of_one, sentences=10, hedged=0)
    assert (plain.age, plain.smog) == (5, pytest.approx(3.1291))
    # Ten words of three syllables in ten sentences: 1.043·√30 + 3.1291
    assert Reading([*plain.words, *["banana"] * 10], 10, 0).smog == pytest.approx(8.8419, abs=0.001)
    assert Reading(["Too", "little"], 1, 0).age is None

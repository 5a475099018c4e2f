"""Each word of a file is found at its place, among the words beside it, and not for its letters or somewhere else."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from manuscript_imports import import_content

from proofdesk.desk.importing.accounts.find_again import find_again
from proofdesk.desk.importing.accounts.in_order import find_in_order
from proofdesk.desk.importing.ledger import CAPTIONS, WORDS, Ledger

REST = " ".join(f"and{number}" for number in range(30))
BEDS = ["straw", "keeps", "the", "bed", "wet", "and", "the", "hay", "does", "not"]


@pytest.mark.parametrize(("text", "missing"), [
    ("straw keeps the bed wet and the hay does not", []),
    ("straw keeps the bed wet and the hay does", ["not"]),
    ("straw keeps the bed wet and hay does not", ["the"]),
    ("straw keeps the bed wet and other hay does not", ["the"]),  # whose letters “other” has
    ("hay straw keeps the bed and the hay does not so it is and stays as it was in a year of rain and of sun all over "
     "there wet",
     ["wet"]),  # which stands elsewhere
    ("bed straw keeps thebed wet and the hay does n ot", []),  # joined and parted
    ("and the hay does not straw keeps the bed wet", []),  # moved
    ("moss grows", BEDS),
])
def test_words_are_found_among_their_neighbours(text: str, missing: list[str]) -> None:
    found = find_in_order([BEDS], text.split())
    assert [word for word, is_found in zip(BEDS, found, strict=True) if not is_found] == missing


@pytest.mark.parametrize(("passages", "text", "missing"), [
    (["10 l was put"], "10 μl was put", []),  # a sign that the file has by its name
    (["10 l was put"], "10 all was put", ["l"]),
    (["so g e y ij j s 1 t it is"], "so g e yij αj s1 t it is", []),
    ([f"the wet bed is cold {REST}"], f"the bed is cold {REST} a wet bed", []),  # which it has twice
    ([f"the wet bed is cold {REST}"], f"the bed is cold {REST} a wet day", ["wet"]),
])
def test_copies_and_signs_are_found(passages: list[str], text: str, missing: list[str]) -> None:
    words = [passage.split() for passage in passages]
    found = find_in_order(words, text.split())
    each = [word for passage in words for word in passage]
    assert [word for word, is_found in zip(each, found, strict=True) if not is_found] == missing


def test_a_word_that_has_the_place_of_another_moves() -> None:
    first, second = REST.split()[:12], REST.split()[12:24]
    passages = [["wet", "bed"], ["wet", "old", "bed"], ["dry", "bed"], ["dry", "wet"]]
    text = [*first, "wet", "bed", *second, "dry", "bed", "wet", "old", "bed", "dry", "wet"]
    assert all(find_in_order([*passages, first, second], text))


def test_short_passages_are_found_anywhere_once() -> None:
    """Cells of a table that was taken apart stand in another order; each needs a word of its own."""
    assert sum(find_in_order([["Moss"], ["two", "litres"], ["Moss"]], ["two", "litres", "Moss"])) == 3
    assert find_in_order([["deter"], ["mined"]], ["so", "it", "is", "determined"]) == [True, True]
    assert find_in_order([[], ["a"]], []) == [False]


def test_many_words_are_found_fast() -> None:
    chance = random.Random(7)
    words = [f"w{min(int(chance.paretovariate(0.8)), 6_000)}" for _ in range(40_000)]
    passages = [words[start : start + 80] for start in range(0, len(words), 80)]
    text = [word for passage in (*passages[:200], *passages[250:], *passages[200:250]) for word in passage]
    start = time.process_time()
    assert all(find_in_order(passages, text))
    assert not any(find_in_order(passages, [word.upper() for word in chance.sample(text, len(text))]))
    assert find_in_order([["the"] * 20_000], ["the", "a"] * 10_000).count(True) < 3
    assert time.process_time() - start < 10


def test_lost_words_are_told_with_those_before_them() -> None:
    ledger = Ledger()
    ledger.hold_words("Straw keeps the bed wet and the hay does not, as Fern (2011) says.")
    ledger.hold_words("Fog")
    page = "Straw keeps the bed wet and other hay does not, as [@fern2011] says."
    report = "For you to do:\n  - say what “fern 2011” is\n  - Fern (2011) → fern2011\n"
    assert find_again(ledger, page, {"the citations": "Fern (2011)", "the review file": "It rains."}, report) == [
        "words: fog", "words: the (behind “bed wet and”)"]
    assert (ledger.kept[WORDS], ledger.moved[WORDS], ledger.named[WORDS]) == (11, 2, 2)


def test_words_among_citations_are_found_between_their_neighbours() -> None:
    """The text has keys where the file has names, and raised numbers at the words that they mark."""
    ledger = Ledger()
    ledger.hold_words("Beds of plants (Greenwood and Wing, 1995; 2003), reptiles (Mark, 2007), leaf shapes (Peppe et "
                      "al., 2011; Royer, 2012) and straw with others are wet.")
    ledger.hold_words("Ann Fern ^1^, Bo Vos ^1^ and Cy Roth ^2^ are all of one garden.")
    page = ("Beds of plants [@g1995], reptiles [@m2007], leaf shapes [@p2011] and straw with others are wet.\n\n"
            "Ann Fern<sup>1</sup>, Bo Vos<sup>1</sup> and Cy Roth<sup>2</sup> are all of one garden.")
    report = "\n".join(f"  - {each}" for each in (
        "Greenwood and Wing, 1995; 2003 → g1995", "Mark, 2007 → m2007", "Peppe et al., 2011; Royer, 2012 → p2011"))
    assert find_again(ledger, page, {}, report) == []
    assert find_again(ledger, page.replace("reptiles", ""), {}, report) == ["words: reptiles (behind “beds of plants”)"]


@pytest.mark.parametrize(("lines", "page", "beside", "lost"), [
    (["Straw keeps the bed wet moss"], "Straw keeps the bed wet [@moss2011]", {},
     ["words: moss (behind “the bed wet”)"]),
    (["Straw keeps roses wet"], "Straw keeps wet", {"the bibliography": "@a{a2020,\n  title = {Old roses}\n}"},
     ["words: roses (behind “straw keeps”)"]),
    (["rain", "rain"], "Straw", {"the review file": "rain"}, ["words: rain"]),
    (["a bed of ro ro ses"], "a bed of roses", {}, ["words: ro (behind “bed of ro”)"]),
    (["Fern A. Straw. 2011.", "Fern A. Straw. 2011."], "", {"the bibliography": "@book{fern2011,\n"
     "  author = {Fern, A.},\n  title = {Straw},\n  year = {2011}\n}"}, ["words: fern a straw 2011"]),
])
def test_no_word_is_found_for_another(lines: list[str], page: str, beside: dict[str, str], lost: list[str]) -> None:
    """Neither for the name in a key, nor for one of another work, nor twice for one: what is written holds it."""
    ledger = Ledger()
    for line in lines:
        ledger.hold_words(line)
    assert find_again(ledger, page, beside, "") == lost


def test_captions_with_citations_and_notes_are_found() -> None:
    ledger = Ledger()
    ledger.hold(CAPTIONS, "Figure 5: The bed (Fern et al., 2011)")
    ledger.hold(CAPTIONS, "Table 6: worms* of beds")
    page = "/// figure | The bed [@fern2011]\n///\nTable 6: worms[^1] of beds\n\n[^1]: *In May*\n"
    report = "Citations linked:\n  - (Fern et al., 2011) → fern2011\n  - Figure 5\n"
    assert find_again(ledger, page, {}, report) == []
    assert find_again(ledger, page.replace("of beds", "in beds"), {}, report) == ["caption: “Table 6: worms* of beds”"]


def test_two_places_share_their_words_fairly() -> None:
    """A reference that was taken out is in the review file; its new form stands in the report."""
    ledger = Ledger()
    for words in ("Fern, 2011, Straw, in: Roe", "Fern, 2011, Bark, in: Roe"):
        ledger.hold_words(words)
    assert find_again(ledger, "", {"the review file": "Fern, 2011, Bark, in: Roe"},
                      "New entries:\n  - fern2011: Fern, 2011, Straw, in: Roe\n") == []


@pytest.mark.parametrize(("words", "row"), [("strawbeds rot", []), ("strawbark rot", ["words: strawbark"])])
def test_words_joined_in_the_file_are_parted_elsewhere(words: str, row: list[str]) -> None:
    ledger = Ledger()
    ledger.hold_words(words)
    assert find_again(ledger, "", {"the review file": "Straw beds rot."}, "") == row


READ_WHOLE = {
    "signs that no space parts": "、".join(f"可以用**水**来浇`Bed{n}`上的玫瑰{n}" for n in range(9)),
    "tags in code": "Write `<sup>2</sup>` and `<u>so</u>`.", "a little picture by its name": "It is done :rocket: now.",
    "code of HTML": '<pre class="x">\n<code>mean(beds)\n</code></pre>'}


@pytest.mark.build
@pytest.mark.parametrize("written", READ_WHOLE.values(), ids=READ_WHOLE)
def test_what_the_article_has_is_not_looked_for(written: str, tmp_path: Path) -> None:
    report = import_content(tmp_path, "a.md", f"# Beds\n\n{written}\n").report
    assert "Not found again" not in report and "not read" not in report

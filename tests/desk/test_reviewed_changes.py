"""A reviewer's words are found on the page, and changes are made where they are sure: markup and citations stay."""

from __future__ import annotations

import re

import pytest
from fixture_cases import Case, each_case

from proofdesk.common.source_text import SourceText
from proofdesk.content.review.items import Answer, ItemKind, ReviewItem
from proofdesk.desk.review.making.apply import apply_change, is_made
from proofdesk.desk.review.making.new_paragraphs import CannotApply
from proofdesk.desk.review.places import Places

NAMES = {"ly2018": "Ly and colleagues"}.get
FACTS = '---\ntitle: "The moss: a guide"\ndescription: What moss is.\n---\n\n'


def change(marked: str) -> ReviewItem:
    """The item of a text in which [-words-] go and {+words+} come."""
    found = re.search(r"(?:\[-(.+?)-\])?(?:\{\+(.+?)\+\})?(?<!^)(?=[^\[{]*$)", marked, re.DOTALL)
    assert found
    before, after = found[1] or "", found[2] or ""
    kind = ItemKind.REPLACEMENT if before and after else ItemKind.INSERTION if after else ItemKind.DELETION
    quote = marked[: found.start()] + before + marked[found.end():]
    return ReviewItem(kind=kind, quote=quote, at=found.start(), before=before, after=after, says="")


def page(case: Case) -> SourceText:
    return SourceText("page.md", FACTS + case.source)


@each_case("desk/reviewed")
def test_a_change_is_made_and_the_rest_stays(case: Case) -> None:
    item = change(case.expected["change"])
    made = apply_change(page(case), item, [item], NAMES)
    assert made.text == FACTS + case.expected["becomes"] + "\n"
    assert is_made(made, item, [], NAMES) or len(case.expected["change"]) < 40


@each_case("desk/reviewed_by_hand")
def test_a_change_without_a_sure_place_is_named(case: Case) -> None:
    item = change(case.expected["change"])
    with pytest.raises(CannotApply) as reason:
        apply_change(page(case), item, [item], NAMES)
    assert str(reason.value) == case.expected["reason"]


@pytest.mark.parametrize(("quote", "says", "mark"), [
    ("Moss grows.", "A new paragraph.", "\n"), ("Rake.", "A new item of the list.", "2. "),
    ("Rest.", "A new item of the list.", "- ")])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_new_paragraphs_stand_in_their_order(order: tuple[int, ...], quote: str, says: str, mark: str) -> None:
    """Each is behind the same words, and may be accepted before another."""
    source = SourceText("page.md", FACTS + "Moss grows.\n\n1. Rake.\n\n- Rest.\n\nFerns.\n")
    items = [ReviewItem(kind=ItemKind.INSERTION, quote=quote, at=len(quote), after=f"\n\n{words}", says=says)
             for words in ("One more.", "Two more.", "Three more.")]
    for number in order:
        source = apply_change(source, items[number], items, NAMES)
        items[number] = items[number].model_copy(update={"answer": Answer.ACCEPTED})
    found = re.findall(r"(.*)\b(One|Two|Three) more\.", source.text)
    assert [words for _, words in found] == ["One", "Two", "Three"] and f"{mark}One more." in source.text
    assert source.text.index(quote) < source.text.index("One more.") and source.text.endswith("\n\nFerns.\n")


@each_case("desk/quoted")
def test_a_quote_is_found_at_its_line(case: Case) -> None:
    """A line with “?” is the likeliest."""
    places = Places(SourceText("page.md", case.source), NAMES)
    for line in case.lines("places"):
        where, _, quote = line.partition(": ")
        found = places.find(quote)
        assert found and f"{found.line}{'' if found.sure else '?'}" == where, quote
    assert places.find("Nothing like it anywhere here") is None


def test_text_around_and_line_tell_equal_words_apart() -> None:
    text = "Moss grows fast.\n\nFerns too: moss grows fast, they say.\n\nMoss grows fast."
    places = Places(SourceText("page.md", text))
    found = places.find("grows fast", "Ferns too: moss grows fast, they say.")
    assert found and (found.line, found.sure) == (3, True)
    near = places.find("grows fast", near=5)
    assert near and (near.line, near.sure) == (5, False)


def test_the_text_around_tells_which_words_are_changed() -> None:
    source = SourceText("page.md", "Moss grows fast here.\n\nFerns too: moss grows fast, they say [@ly2018].\n")
    item = change("grows [-fast-]{+slowly+}").model_copy(update={"context": "Ferns too: moss grows fast, they say ."})
    assert apply_change(source, item, [], NAMES).text == source.text.replace("fast, they", "slowly, they")


def test_the_title_is_changed_within_its_quotes() -> None:
    item = change("The moss: a [-guide-]{+handbook+}")
    source = SourceText("page.md", FACTS + "Moss.\n")
    assert 'title: "The moss: a handbook"\n' in apply_change(source, item, [], NAMES).text
    with pytest.raises(CannotApply, match="the facts at the top of the page"):
        apply_change(source, change('The moss: a [-guide-]{+"guide"+}'), [], NAMES)


def test_changes_of_one_sentence_follow_each_other() -> None:
    quote = "The results show a small rise in moss."
    items = [ReviewItem(kind=ItemKind.REPLACEMENT, quote=quote, at=quote.index(old), before=old, after=new)
             for old, new in (("results", "findings"), ("show", "hint at"), ("small", "slight"))]
    source = SourceText("page.md", "The *results* show a small rise in moss.\n")
    for number in (1, 0, 2):
        source = apply_change(source, items[number], items, NAMES)
        items[number] = items[number].model_copy(update={"answer": Answer.ACCEPTED})
    assert source.text == "The *findings* hint at a slight rise in moss.\n"

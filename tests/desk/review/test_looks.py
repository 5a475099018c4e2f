"""How a reviewer set words comes back as Markdown, and is made where nothing else would look otherwise."""

from __future__ import annotations

import pytest

from proofdesk.common.source_text import SourceText
from proofdesk.content.review.items import ItemKind, ReviewItem
from proofdesk.desk.review.making.apply import apply_change, is_made, take_back
from proofdesk.desk.review.making.new_paragraphs import CannotApply
from proofdesk.desk.review.places import Places
from proofdesk.desk.word.styled import Styled, markdown

FACTS = '---\ntitle: "Moss"\ndescription: What moss is.\n---\n\n'


def styled(*runs: tuple[str, str]) -> Styled:
    return sum((Styled(words, (look,) * len(words)) for words, look in runs), Styled())


@pytest.mark.parametrize(("runs", "expected"), [
    ([("a ", ""), ("b", "bold"), (" c", "")], "a **b** c"),
    ([("a ", "bold"), ("b ", "bold italic"), ("c", "italic")], "**a *b*** *c*"),
    ([("x", ""), ("2", "raised"), (" H", ""), ("2", "lowered"), ("O", "")], "x<sup>2</sup> H<sub>2</sub>O"),
    ([("see ", ""), ("the ", "link:https://a.org/b_(c)"), ("club", "bold link:https://a.org/b_(c)")],
     "see [the **club**](<https://a.org/b_(c)>)"),
    ([("a*b ", ""), ("c_d", "code"), (" red", "coloured")], "a\\*b `c_d` red"),
    ([("one", "bold"), ("\n\n", ""), ("two", "bold")], "**one**\n\n**two**"),
])
def test_looks_are_written_as_markdown(runs: list[tuple[str, str]], expected: str) -> None:
    assert markdown(styled(*runs)) == expected


PAGE = "Moss **grows fast** in the *shade*.\n\nFerns like [the club](https://a.org) and rain, all year long.\n"


def item(marked: str, quote: str) -> ReviewItem:
    """The item of a text in which [before|after|marked] stands for a change."""
    head, rest = quote.split("[", 1)
    change, tail = rest.split("]", 1)
    before, after = change.split("|")
    return ReviewItem(kind=ItemKind.REPLACEMENT, quote=head + before + tail, at=len(head), before=before, after=after,
                      marked=marked)


@pytest.mark.parametrize(("quote", "marked", "expected"), [
    ("Moss grows fast in [the|the] shade.", "**the**", "in **the** *shade*"),
    ("Moss grows fast[| here] in the shade.", " here", "**grows fast** here in"),
    ("Moss grows fast[| here] in the shade.", " **here**", "**grows fast here** in"),
    ("Moss grows fast in the [shade|shade].", "shade", "in the shade."),
    ("Moss grows fast in the [shade|sun].", "**sun**", "in the **sun**."),
    ("Moss [grows fast|grows slowly] in the shade.", "grows **slowly**", "Moss grows **slowly** in"),
    ("Ferns like the club and rain[|, in **May**], all year long.".replace("**", ""), ", in **May**",
     "and rain, in **May**, all"),
])
def test_words_look_as_they_were_set(quote: str, marked: str, expected: str) -> None:
    change, source = item(marked, quote), SourceText("page.md", FACTS + PAGE)
    assert not is_made(source, change, [], lambda _: None)
    made = apply_change(source, change, [], lambda _: None)
    assert expected in made.text
    assert is_made(made, change, [], lambda _: None)
    with pytest.raises(CannotApply, match="as the reviewer set them"):
        take_back(made, change, [], lambda _: None)


@pytest.mark.parametrize(("quote", "marked"), [
    ("Moss [grows|grows] fast in the shade.", "grows"),  # one word of two in one emphasis
    ("Ferns like the [club|club] and rain, all year long.", "club"),
])
def test_looks_that_marks_there_forbid_are_told(quote: str, marked: str) -> None:
    source = SourceText("page.md", FACTS + PAGE)
    with pytest.raises(CannotApply, match="words would not look as they are to"):
        apply_change(source, item(marked, quote), [], lambda _: None)


LISTS = """\
One part. Another part.
On two lines.

The second one.

- First item of this whole list, by me. More.
- Second *item*.

Term
:   Its long meaning here.

Other
:   What it means.
"""


@pytest.mark.parametrize(("quote", "expected"), [
    ("One part. [|\n\n]Another part. On two lines.", "One part.\n\nAnother part.\nOn two lines."),
    ("One part. Another part. On two lines.[\n\n| ]The second one.", "On two lines. The second one."),
    ("One part. Another part. On two [lines.\n\nThe|] second one.", "On two second one."),
    ("One part. Another part. [On|At\n\nSeen on] two lines.", "Another part. At\n\nSeen on two lines."),
    ("First item of this whole list, by me. [|\n\n]More.", "list, by me.\n- More.\n- Second"),
    ("First item of this whole list, by me. More.[\n\n| ]Second item.", "by me. More. Second *item*."),
])
def test_paragraphs_are_parted_and_joined(quote: str, expected: str) -> None:
    change, source = item("", quote), SourceText("page.md", FACTS + LISTS)
    assert not is_made(source, change, [], lambda _: None)
    made = apply_change(source, change, [], lambda _: None)
    assert expected in made.text and is_made(made, change, [], lambda _: None)
    if len(change.quote) > 60:  # enough is left to find its place by
        assert Places(take_back(made, change, [], lambda _: None)).reads(change.quote)


@pytest.mark.parametrize("quote", [
    "Its long meaning here.[\n\n| ]Other", "The second one.[\n\n| ]First item of this whole list, by me. More.",
    "Its long [|\n\n]meaning here."])
def test_other_paragraphs_are_parted_by_hand(quote: str) -> None:
    with pytest.raises(CannotApply):
        apply_change(SourceText("page.md", FACTS + LISTS), item("", quote), [], lambda _: None)

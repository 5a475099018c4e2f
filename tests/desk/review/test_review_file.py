"""The review file beside an article: nothing in it is lost or stated twice, and no reader ever gets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_site import PAGE, desk_in
from sites import article, make_site

from proofdesk.common.errors import UserError
from proofdesk.common.source_text import SourceText
from proofdesk.common.transaction import Transaction
from proofdesk.content.review.version import text_version
from proofdesk.desk.review.review_file import (
    Answer,
    ItemKind,
    Reply,
    ReviewItem,
    read_review,
    replace_items,
    review_file,
    write_review,
)

COMMENT = ReviewItem(kind=ItemKind.COMMENT, by="Dr. Ada Fern", date="2026-11-20T09:30:00Z", line=12,
                     quote="moss grows", says="Which moss?\nAnd where: “north”?", source="moss.docx")
CHANGE = ReviewItem(kind=ItemKind.REPLACEMENT, by="Ben: Holt", quote="It needs 10 l.", before="10", after="1.0")
BY_HAND = """\
# Talk to Ada on Monday.
- kind: comment
  by: Ada   # our botanist
  date: 2026-11-19
  quote: moss
  says: 10
  answer: open

# The rest is from Ben.
- kind: deletion
  before: "no"
  answer: refused
"""


def test_items_are_read_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "moss.review.yml"
    assert write_review(file, [COMMENT, CHANGE]) == 2
    assert read_review(file) == [COMMENT, CHANGE]
    assert "Which moss?\n" in file.read_text(encoding="utf-8"), "a text of several lines stands as it is read"
    assert "desk review moss.md" in file.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("text", [
    "yes", "10", "2026-11-20", "- a list", "a: b", "# no comment", "'", '"', "{x}", "[@ly2018]", "line\n  indented\n",
    " blank before", "trailing \nblank", "\ttab", "null", "~", "🌱", "a" * 500, "|", "> quote", "\n", "%", "@x", "`x`"])
def test_any_words_of_a_reviewer_are_kept(text: str, tmp_path: Path) -> None:
    item = ReviewItem(kind=ItemKind.COMMENT, by=text, quote=text, says=text, replies=[Reply(by=text, says=text)])
    write_review(tmp_path / "a.review.yml", [item])
    assert read_review(tmp_path / "a.review.yml") == [item]


def test_characters_that_no_file_holds_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.review.yml"
    item = ReviewItem(kind=ItemKind.NOTE, says="a\x00b\x1b[31m\u202ec\ud800\r\nd", replies=[Reply(says="\x07")])
    assert write_review(file, [item]) == 1
    assert [(each.says, each.replies[0].says) for each in read_review(file)] == [("ab[31mc\nd", "…")]
    assert write_review(file, [item]) == 0


def test_a_second_run_adds_nothing_and_keeps_answers(tmp_path: Path) -> None:
    file = tmp_path / "moss.review.yml"
    write_review(file, [COMMENT, CHANGE])
    answered = COMMENT.model_copy(update={"answer": Answer.ANSWERED, "words": "Both."})
    with Transaction(tmp_path) as transaction:
        replace_items(transaction, file, {0: answered})
    again = COMMENT.model_copy(update={"replies": [Reply(by="Ben", says="The tall one.")], "line": 99})
    assert write_review(file, [again, CHANGE]) == 0
    both = answered.model_copy(update={"replies": again.replies})
    assert read_review(file) == [both, CHANGE]
    before = file.read_bytes()
    assert write_review(file, [again, CHANGE, both]) == 0
    assert file.read_bytes() == before


def test_what_an_editor_wrote_by_hand_stays(tmp_path: Path) -> None:
    file = tmp_path / "moss.review.yml"
    file.write_text(BY_HAND, encoding="utf-8")
    first, second = read_review(file)
    assert (first.says, first.date, second.before, second.answer) == ("10", "2026-11-19", "no", Answer.REFUSED)
    write_review(file, [CHANGE])
    assert file.read_text(encoding="utf-8").startswith(BY_HAND)
    with Transaction(tmp_path) as transaction:
        replace_items(transaction, file, {0: first.model_copy(update={"answer": Answer.ACCEPTED})})
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Talk to Ada on Monday.\n") and "# The rest is from Ben.\n- kind: deletion" in text
    assert [item.answer for item in read_review(file)] == ["accepted", "refused", "open"]


@pytest.mark.parametrize(("written", "message"), [
    ("- kind: praise\n", "moss.review.yml:1:1: bad-review: kind: “praise” is not known"),
    ("- kind: note\n- kind: note\n  lien: 3\n", "moss.review.yml:3:1: bad-review: “lien” is not a known name"),
    ("- kind: note\n  date: Monday\n", "moss.review.yml:2:1: bad-review: date: “Monday” is not a day"),
    ("kind: note\n", "moss.review.yml:1:1: bad-review: the file does not hold a list"),
    ("- kind: [\n", "bad-review: the list cannot be read"),
])
def test_a_faulty_file_is_named_and_left_as_it_is(written: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "moss.review.yml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(UserError) as error:
        write_review(file, [COMMENT])
    assert message in str(error.value)
    assert file.read_text(encoding="utf-8") == written


def test_the_version_is_of_what_a_reader_reads() -> None:
    text = article("Moss grows [@ly2018].\n\nIt is green.\n")
    version = text_version(SourceText("a.md", text))
    same = text.replace("\n\nIt", "\n\n<!-- ask Ada -->\n\nIt").replace("Moss grows", "Moss\ngrows")
    same = same.replace("topics: [therapy]", "topics: [therapy]\nreviewers: []").replace("\n", "\r\n")
    assert text_version(SourceText("a.md", same)) == version
    for words in ("Moss grows", "ly2018", "A page", "What the page says"):
        assert text_version(SourceText("a.md", text.replace(words, "Fern"))) != version, words


def test_the_version_of_any_text_is_made_in_linear_time() -> None:
    """The test would not end if each comment that nobody closed were looked for to the end."""
    opened = "<!--" * 120_000
    assert text_version(SourceText("page.md", f"{opened} <!-- a --> Text.")) != text_version(
        SourceText("page.md", f"{opened} <!-- a --> Other text."))


@pytest.mark.build
def test_no_reader_gets_a_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", {PAGE: article("Moss grows.\n"), "docs/REVIEWS/A.Review.YML": "secretword"})
    write_review(review_file(site.root / PAGE), [COMMENT.model_copy(update={"says": "secretword"}), CHANGE])
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    assert f"{PAGE}:1:1: open-review: 2 things that reviewers said" in built.output
    assert "docs/REVIEWS/A.Review.YML:1:1: lost-review: there is no page beside this review file" in built.output
    files = [file for file in built.folder.rglob("*") if file.is_file()]
    assert files and not any("review.yml" in file.name.lower() or b"secretword" in file.read_bytes() for file in files)
    done = desk_in(site, monkeypatch)("check")
    assert done.exit_code == 0 and f"{PAGE}:1:1: open-review" in done.stdout

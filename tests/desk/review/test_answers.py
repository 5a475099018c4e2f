"""Answers to reviewers: one after the other, in any order, and never half."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_site import Desk, desk, desk_in
from sites import Site, article, make_site

from proofdesk.common.source_text import SourceText
from proofdesk.content.review.items import ItemKind, Reply, ReviewItem
from proofdesk.content.review.version import text_version
from proofdesk.desk.cli import main
from proofdesk.desk.project import Project
from proofdesk.desk.review.page_of import page_named
from proofdesk.desk.review.review_file import read_review, review_file, write_review
from proofdesk.desk.review.take import version_in_git
from proofdesk.desk.review.untracked import find_edits
from proofdesk.desk.word.origin import Origin, read_origin
from proofdesk.desk.word.styled import plain

__all__ = ["desk"]

pytestmark = pytest.mark.build
PAGE = "docs/articles/moss.md"
TEXT = "Moss grows in the shade of old walls [@ly2018].\n\nIt likes rain and hates the sun of noon.\n"
ITEMS = [
    ReviewItem(kind=ItemKind.REPLACEMENT, by="Ada Fern", date="2026-11-21", line=10, before="shade", after="light",
               quote="Moss grows in the shade of old walls .", at=18),
    ReviewItem(kind=ItemKind.COMMENT, by="Ben Holt", line=12, quote="rain", says="How much?\nA litre?",
               replies=[Reply(says="Two.")]),
    ReviewItem(kind=ItemKind.INSERTION, quote="It likes rain and hates the sun of noon.", at=13, after=" and fog"),
    ReviewItem(kind=ItemKind.DELETION, quote="Words that are not there any more.", at=0, before="Words "),
    ReviewItem(kind=ItemKind.NOTE, says="A good page."),
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site", {PAGE: article(TEXT, "Moss")})
    write_review(review_file(site.root / PAGE), ITEMS)
    return site


def page(site: Site) -> str:
    return (site.root / PAGE).read_text(encoding="utf-8").split("---\n\n")[1]


def answers(site: Site) -> list[str]:
    return [str(item.answer) for item in read_review(review_file(site.root / PAGE))]


def test_the_list_says_who_said_what_of_which_words(desk: Desk) -> None:
    done = desk("review", "articles/moss")
    assert done.stdout.splitlines()[:12] == [
        f"{PAGE}: 5 open, 0 answered", "1. line 10: replacement by Ada Fern on 21 November 2026",
        "   “shade” → “light”", "   in “Moss grows in the shade of old walls.”", "2. line 12: comment by Ben Holt",
        "   on “rain”", "   How much?", "   A litre?", "     Somebody: Two.", "3. no place found: insertion",
        "   + “and fog”", "   in “It likes rain and hates the sun of noon.”"]
    assert f"{PAGE}: 5 open, 0 answered" in desk("review").stdout


def test_all_are_answered_one_after_the_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PWD", str(site.root))
    done = CliRunner().invoke(main, ["review", "moss", "--walk"], input="a\nw\nTwo litres.\nr\na\nq\n")
    assert done.exit_code == 1, done.output
    assert "item 4 could not be made: these words are not on the page" in done.output
    assert answers(site) == ["accepted", "answered", "refused", "open", "open"]
    assert page(site) == TEXT.replace("shade", "light")
    again = CliRunner().invoke(main, ["review", "moss", "--walk"], input="s\nr\n")
    assert again.exit_code == 0 and answers(site)[3:] == ["open", "refused"]
    shown = CliRunner().invoke(main, ["review", "moss", "--all"]).output
    assert "[answered]" in shown and "   Editor: Two litres." in shown


def test_an_answer_can_be_taken_back_and_made_again(desk: Desk, site: Site) -> None:
    assert desk("review", "moss", "--accept", "1,3", "--answer", "2", "Two.").exit_code == 0
    assert page(site) == TEXT.replace("shade", "light").replace("rain", "rain and fog")
    assert desk("review", "moss", "--reopen", "1").exit_code == 0
    done = desk("review", "moss", "--accept", "1")
    assert "1 is accepted; the page says so already." in done.output
    assert answers(site)[:3] == ["accepted", "answered", "accepted"]


def test_a_refused_change_that_was_made_is_taken_back(desk: Desk, site: Site) -> None:
    """Be it accepted before, or made by an import, which quotes the text with all changes in it."""
    quote = "It likes rain and hates the sun of noon."
    write_review(review_file(site.root / PAGE), [
        ReviewItem(kind=ItemKind.INSERTION, quote=quote, after="of noon"),
        ReviewItem(kind=ItemKind.DELETION, quote=quote, before="warm")])
    assert desk("review", "moss", "--accept", "1").exit_code == 0
    assert "7 is accepted; the page says so already." in desk("review", "moss", "--accept", "7").output
    done = desk("review", "moss", "--refuse", "1,6")
    assert done.exit_code == 0 and done.output.count(", and the page is as it was.") == 2
    assert page(site) == TEXT.replace(" of noon", " ")
    site.write({PAGE: article(TEXT, "Moss")})
    done = desk("review", "moss", "--refuse", "7")
    assert done.exit_code == 1 and "item 7 could not be taken back" in done.output
    assert desk("review", "moss", "--refuse", "7", "--by-hand").exit_code == 0


def test_words_that_go_leave_one_space(desk: Desk, site: Site) -> None:
    quote = "It likes rain and hates the sun of noon."
    write_review(review_file(site.root / PAGE), [
        ReviewItem(kind=ItemKind.DELETION, quote=quote, at=14, before="and", version="x"),
        ReviewItem(kind=ItemKind.DELETION, quote=quote, at=24, before="the", version="x")])
    assert desk("review", "moss", "--accept", "6").exit_code == 0
    assert page(site) == TEXT.replace("rain and", "rain")
    assert desk("review", "moss", "--accept", "7").exit_code == 0
    assert page(site) == TEXT.replace("rain and", "rain").replace("the sun", "sun")
    assert "6 is refused, and the page is as it was." in desk("review", "moss", "--refuse", "6").output
    assert page(site) == TEXT.replace("the sun", "sun")


def test_words_go_at_the_start_of_their_quote(desk: Desk, site: Site) -> None:
    """What is left is on the page before they go, too; another change of the sentence was made."""
    quote = "It likes rain and hates the sun of noon."
    write_review(review_file(site.root / PAGE), [
        ReviewItem(kind=ItemKind.REPLACEMENT, quote=quote, at=17, before=" hates", after=" fears"),
        ReviewItem(kind=ItemKind.DELETION, quote=quote, at=0, before="It likes "),
        ReviewItem(kind=ItemKind.DELETION, quote=quote, at=0, before="It likes rain "),
        ReviewItem(kind=ItemKind.INSERTION, quote=quote, at=len(quote), after=" Snow is fine.")])
    assert "8 is refused.\n" in desk("review", "moss", "--refuse", "8").output
    assert page(site) == TEXT  # nothing was put in again
    assert "7 is accepted, and the page changed." in desk("review", "moss", "--accept", "6,7").output
    assert page(site) == TEXT.replace("It likes rain and hates", "rain and fears")
    assert desk("review", "moss", "--accept", "9").exit_code == 0
    desk("review", "moss", "--reopen", "9")
    assert "9 is accepted; the page says so already." in desk("review", "moss", "--accept", "9").output
    assert page(site).count("Snow is fine.") == 1


@pytest.mark.parametrize(("arguments", "message"), [
    (["--accept", "9"], "there is no item 9 of docs/articles/moss.md (it has 5)"),
    (["--accept", "two"], "“two” is no number of an item"),
    (["--answer", "x", "No."], "“x” is no number of an item"),
])
def test_a_number_of_no_item_changes_nothing(
    arguments: list[str], message: str, desk: Desk, site: Site
) -> None:
    before = review_file(site.root / PAGE).read_bytes()
    done = desk("review", "moss", *arguments)
    assert done.exit_code == 2 and message in done.output
    assert review_file(site.root / PAGE).read_bytes() == before and page(site) == TEXT


@pytest.mark.parametrize("asked", [
    ("--accept", "1"), ("--refuse", "3"), ("--answer", "2", "Two litres."),
    ("--sign-off", "Ada", "--role", "gardener"),
])
def test_a_page_in_another_encoding_loses_no_letter(site: Site, desk: Desk, asked: tuple[str, ...]) -> None:
    """Words of an old editor, whose letters nobody here can tell, stay as they are."""
    before = article(TEXT.replace("rain", "süßen Regen"), "Moss").encode("latin-1")
    site.write({PAGE: before})
    done = desk("review", "moss", *asked)
    assert done.exit_code == 2 and f"{PAGE}:12:1: not-utf8: this line holds letters that" in done.output
    assert (site.root / PAGE).read_bytes() == before and set(answers(site)) == {"open"}


@pytest.mark.parametrize(("asked", "told"), [
    (("--accept", "1", "--refuse", "1"), f"item 1 of {PAGE} has two answers here (give it one)"),
    (("--accept", "3-1"), "“3-1” is no number of an item"), (("--answer", "2", " "), "say something to item 2"),
])
def test_an_answer_that_is_none_changes_nothing(site: Site, desk: Desk, asked: tuple[str, ...], told: str) -> None:
    done = desk("review", "moss", *asked)
    assert done.exit_code == 2 and told in done.output
    assert page(site) == TEXT and set(answers(site)) == {"open"}


def test_any_day_that_can_be_read_can_be_listed(site: Site, desk: Desk) -> None:
    """Programs write a moment in several forms."""
    write_review(review_file(site.root / PAGE), [
        ReviewItem(kind=ItemKind.NOTE, date=day, says=day) for day in ("20261121T093000Z", "2026-W47-6", "2026-11-21")])
    assert desk("review", "moss").stdout.count("on 21 November 2026") == 4


def test_all_are_opened_again(site: Site, desk: Desk) -> None:
    assert desk("review", "moss", "--reopen", "all").stdout == "Nothing is answered yet.\n"
    desk("review", "moss", "--refuse", "all")
    assert desk("review", "moss", "--accept", "all").stdout == "Nothing is open.\n"
    desk("review", "moss", "--reopen", "all")
    assert set(answers(site)) == {"open"}


def test_a_review_of_a_page_that_was_renamed_is_told(site: Site, desk: Desk) -> None:
    (site.root / PAGE).rename(site.root / "docs/articles/lichen.md")
    lost = "docs/articles/moss.review.yml: there is no page beside this review file (rename it as its page was renamed"
    assert lost in desk("review").stdout and lost in desk("status").stdout
    notes = {"format": "proofdesk-review", "page": PAGE, "notes": []}
    site.write({"notes.json": json.dumps(notes)})
    done = desk("review", "notes.json")
    assert done.exit_code == 2 and f"it is a review of “{PAGE}”, and there is no such page any more" in done.output
    assert "nothing was said in it" in desk("review", "notes.json", "--article", "lichen").stdout


def test_of_two_changes_of_the_same_words_one_is_made(desk: Desk, site: Site) -> None:
    other = ITEMS[0].model_copy(update={"after": "dark", "by": "Ben Holt"})
    write_review(review_file(site.root / PAGE), [other])
    done = desk("review", "moss", "--accept", "1", "--accept", "6")
    assert done.exit_code == 1 and "another change of the same words was accepted" in done.output
    assert "light" in page(site) and "dark" not in page(site)


def test_a_page_that_nobody_reviewed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", {PAGE: article(TEXT), "docs/myths/moss.md": article(TEXT)})
    desk = desk_in(site, monkeypatch)
    assert "No reviewer’s remarks are kept here." in desk("review").output
    assert "“moss” may be docs/articles/moss.md, docs/myths/moss.md" in desk("review", "moss").output
    assert "nobody has said anything of it yet" in desk("review", PAGE, "--accept", "1").output


@pytest.mark.parametrize(("facts", "message"), [
    ("title: [", "cannot be read"), ("- a list", "not `name: value` pairs"),
    ("title: A\nreviewed-by: Ada", "`reviewed-by` is not a list of reviews"), (None, "does not begin with its facts")])
def test_facts_that_cannot_take_a_sign_off_are_named(
    facts: str | None, message: str, desk: Desk, site: Site
) -> None:
    text = "Moss.\n" if facts is None else f"---\n{facts}\n---\n\nMoss.\n"
    site.write({PAGE: text})
    done = desk("review", PAGE, "--sign-off", "Ada", "--role", "botanist")
    assert done.exit_code == 2 and message in done.output
    assert (site.root / PAGE).read_text(encoding="utf-8") == text


def test_a_sign_off_stands_beside_those_of_others(desk: Desk, site: Site) -> None:
    stated = "reviewers:\n  - {name: Ben, role: doctor, date: 2026-11-20, what: the whole page}\ntopics:"
    site.write({PAGE: article(TEXT).replace("topics:", stated)})
    done = desk("review", PAGE, "--sign-off", "Ada", "--role", "yes", "--scope", "the walls")
    assert done.exit_code == 0 and "5 of what reviewers said of it are still open" in done.output
    text = (site.root / PAGE).read_text(encoding="utf-8")
    assert "  - name: Ben\n    role: doctor\n    date: 2026-11-20\n    what: the whole page\n  - name: Ada\n" in text
    assert '    role: "yes"\n' in text and "\ntopics: [therapy]\n" in text
    assert "changed-since-review" not in desk("check", PAGE).output


def test_the_version_that_was_sent_is_found_in_git(site: Site) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=site.root, check=True, capture_output=True)

    sent = (site.root / PAGE).read_bytes()
    version = text_version(SourceText(PAGE, sent.decode()))
    project = Project(site.root)
    assert version_in_git(project, page_named(project, PAGE), version) is None, "there is no git yet"
    git("init", "-q")
    git("add", PAGE)
    git("commit", "-qm", "One")
    site.write({PAGE: article("Other words.\n")})
    git("commit", "-qam", "Two")
    assert version_in_git(project, page_named(project, PAGE), version) == sent
    assert version_in_git(project, page_named(project, PAGE), "0000-0000-0000") is None


def test_new_gone_and_changed_paragraphs_are_told() -> None:
    sent = ["Title", "", "Moss grows on walls.", "Ferns grow in woods.", "Gone for good, all of it.", "The end."]
    back = ["Title", "New at the top.", "Moss grows on old walls.", "Ferns grow in woods.", "The end.", "And more."]
    assert [(edit.sent, edit.back, [(each.before, each.after) for each in edit.changes])
            for edit in find_edits([*map(plain, sent)], [*map(plain, back)])] == [
        ((), (1,), [("", "New at the top.")]), ((2,), (2,), [("", "old ")]),
        ((4,), (), [("Gone for good, all of it.", "")]), ((), (5,), [("", "And more.")])]


def test_paragraphs_parted_and_joined_are_told_so() -> None:
    one, two, three = "Moss grows on walls.", "Ferns grow in woods where it rains.", "Nothing grows on sand."
    start, end = "Ferns grow in", "woods where it rains."
    for sent, back, changes in (
            ([one, two, three], [f"{one} {two}", three], [("\n\n", " ")]),
            ([one, two, three], [one, start, end, three], [(" ", "\n\n")]),
            ([one, two, three], [one, "Ferns do well in", end, three], [("grow", "do well"), (" ", "\n\n")]),
            ([one, two, three], [one, two, "Trees grow in gardens.", three], [("", "Trees grow in gardens.")])):
        edits = [*find_edits([*map(plain, sent)], [*map(plain, back)])]
        assert [(each.before, each.after) for edit in edits for each in edit.changes] == changes


def test_a_damaged_origin_is_read_from_the_text() -> None:
    parts = {"customXml/item1.xml": b"<origin xmlns='urn:proofdesk:review:1'", "word/document.xml": b"<a/>"}
    line = "Version 3f2a-9c0b-1d4e of docs/articles/moss.md, 22 November 2026. Comment"
    assert read_origin(parts, ["Moss", line]) == Origin("docs/articles/moss.md", "3f2a-9c0b-1d4e")
    assert read_origin(parts, ["Moss"]) is None


def test_notes_on_a_page_that_changed_are_placed(desk: Desk, site: Site, tmp_path: Path) -> None:
    note = {"kind": "comment", "by": "Ada", "says": "Why?", "quote": "hates the sun", "version": "0000-0000-0000"}
    lost = {**note, "quote": "Nothing like this", "says": "And this?"}
    page = {**note, "quote": "", "says": "Well said."}
    file = tmp_path / "moss.review.json"
    notes = {"format": "proofdesk-review", "page": PAGE, "notes": [note, lost, page]}
    file.write_text(json.dumps(notes), encoding="utf-8")
    done = desk("review", str(file))
    assert ("3 new in docs/articles/moss.review.yml, 1 on the whole page, 1 without a place on the page"
            in done.output)
    assert "8. the whole page: note by Ada" in desk("review", PAGE).output
    assert "The page has changed since the notes were written" in done.output
    assert [item.line for item in read_review(review_file(site.root / PAGE))][5:] == [12, None, None]

"""A page's front matter: each fault is named with its line, its column and what to do."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from conftest import SITE
from fixture_cases import Case, each_case
from sites import EPOCH, make_site

from proofdesk.common import dates
from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import written_name
from proofdesk.content.document import Document
from proofdesk.content.front_matter import (
    ArticleFrontMatter,
    FrontMatter,
    is_published,
    model_of,
    read_front_matter,
)
from proofdesk.content.front_matter.held_back import HeldBack, files_only_of, held_back_page

PATH = "docs/articles/page.md"
SOUND = {
    "title": "A page",
    "description": "What it says.",
    "published": "2026-11-20",
    "reviewed": "2026-11-21",
    "topics": "[therapy]",
    "source": "{title: A source}",
}
DAYS = "as 2026-11-22"
# The facts of an article as editors write them.
FACTS = [written_name(name, field) for name, field in ArticleFrontMatter.model_fields.items()]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 22nd of November 2026, whatever the clock says."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def read(text: str, model: type[FrontMatter] = ArticleFrontMatter) -> tuple[FrontMatter | None, list[str]]:
    """The facts of a page given as text, and what an editor is told."""
    document = Document(SourceText(PATH, text))
    facts = read_front_matter(document, model, SITE.vocabulary)
    return facts, [str(problem) for problem in document.problems]


def page(**changes: str | None) -> str:
    """An article's text with some of its facts changed, or left out (None)."""
    facts = {**SOUND, **changes}
    lines = [f"{name}: {value}".rstrip() for name, value in facts.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", "Text."])


@pytest.mark.build
def test_valid_front_matter_is_read() -> None:
    facts, problems = read(page(source="{title: A source, doi: 10.1000/182, url: https://example.org/a}"))
    assert problems == []
    assert isinstance(facts, ArticleFrontMatter)
    assert (facts.published, facts.next_check) == (date(2026, 11, 20), date(2027, 11, 21))
    assert facts.source and (facts.source.doi, str(facts.source.url)) == ("10.1000/182", "https://example.org/a")


TOO_LONG = (
    "3:1: bad-front-matter: description: it has 321 characters, and at most 320 are possible "
    "(What the page says, in at most two sentences (320 characters))"
)


@each_case("content/front_matter")
def test_bad_field_is_reported_at_its_place(case: Case) -> None:
    expected = case.problems(PATH, topics=", ".join(SITE.topics), fields=", ".join(sorted(FACTS)))
    assert read(case.source) == (None, expected)


@pytest.mark.parametrize(("written", "title"), [
    (">\n  A title\n  of two lines", "A title of two lines"),
    ("|\n  A title\n  ---\n  and a line", "A title --- and a line"),
    ('"A\\ttitle"', "A title"), ("1. A beginning", "1. A beginning"), ("'A title #2'", "A title #2"),
    ("C# and F#", "C# and F#"),
])
def test_title_is_one_line_of_plain_text(written: str, title: str) -> None:
    facts, problems = read(page(title=written))
    assert (problems, facts and facts.title) == ([], title)


@pytest.mark.parametrize(("written", "said"), [
    ("5", "template: the number 5 stands here, and a text is expected; put it between quotes if it is one"),
    ("cached.html", "template: “cached.html” renders no page"), ("../a.html", "template: “../a.html” renders no page"),
    ("partials/head.html", "template: “partials/head.html” renders no page"),
    ("listing.html", ""), ("own/special.html", ""),
])
def test_a_template_that_renders_no_page_is_reported(written: str, said: str) -> None:
    _, problems = read(f"---\ntitle: T\ndescription: D\ntemplate: {written}\n---\n\nText.\n", model_of("about.md"))
    remedy = "The template that renders it: one of the theme's, or of your own in overrides/"
    assert problems == ([f"{PATH}:4:1: bad-front-matter: {said} ({remedy})"] if said else [])


def test_too_long_description_is_reported() -> None:
    assert read(page(description="x" * 321)) == (None, [f"{PATH}:{TOO_LONG}"])


def test_all_front_matter_problems_reported_together() -> None:
    _, problems = read(page(title=None, published="soon", topics="[therapie]", zzz="1"))
    assert [problem.split(": ")[1] for problem in problems] == [
        "missing-front-matter", "bad-front-matter", "bad-front-matter", "unknown-front-matter",
    ]


def test_day_of_publication_stands_for_published() -> None:
    """It is still to come when the page is written, and the page was checked before it."""
    facts, problems = read(page(published=None, **{"publish-on": "2026-12-24"}))
    assert isinstance(facts, ArticleFrontMatter) and problems == []
    assert (facts.published, facts.changed) == (date(2026, 12, 24), date(2026, 12, 24))
    assert [is_published(facts, date(2026, 12, day)) for day in (23, 24, 25)] == [False, True, True]


def test_draft_needs_no_dates_and_no_source() -> None:
    facts, problems = read(page(published=None, reviewed=None, source=None, status="draft"))
    assert facts and problems == []
    assert not is_published(facts, date(2999, 1, 1))


def test_page_that_states_no_status_is_published() -> None:
    facts, _ = read(page())
    assert facts and is_published(facts, date(2026, 11, 22))


@pytest.mark.parametrize("facts", [
    "status: drfat", "status: [draft", "status: draft\nstatus: ready", "{title: A page, status: draft}",
    "'status': draft\nzzz: 1", "publish-on: tomorrow", "Status: draft", "stauts: draft", "draft: true",
    "publish_on: 2027-01-01", "note: |\n  A line\n---\nstatus: draft",
])
def test_slip_of_the_pen_publishes_no_draft(facts: str) -> None:
    """Nor do facts that have no end, or do not begin on the first line."""
    for text in (f"---\n{facts}\n---\n\nText.", f"---\n{facts}\n\nText.", f"\n---\n{facts}\n---\n\nText.",
                 f"<!-- Mine -->\n---\n{facts}\n---\n\nText.", "title: A page\nstatus: draft\n\nText."):
        assert held_back_page(PATH, PATH.removeprefix("docs/"), text.encode(), date(2026, 11, 22)), text


@pytest.mark.parametrize("text", ["Text.\n\nstatus: draft\n", "---\nstatus: ready\nzzz: 1\n---\n\nThe status: draft\n",
                                  "---\ndraft: false\n---\n\nText.\n"])
def test_a_fault_elsewhere_makes_no_draft(text: str) -> None:
    assert held_back_page(PATH, PATH.removeprefix("docs/"), text.encode(), date(2026, 11, 22)) is None


def test_only_what_a_draft_shows_is_left_out_with_it() -> None:
    """However it writes the address, and whatever files of nearly the same name others show."""
    draft = HeldBack("docs/a/b.md", b"![](fig.png) ![](B%c3%bc.png) ![](x/same.png) <img src='q&amp;r.png'> "
                                    b"![](both.png)")
    own = ["a/fig.png", "a/B\u00fc.png", "a/x/same.png", "a/q&r.png"]
    files = [*own, "a/config.png", "a/same.png", "a/both.png", "a/named-by-nobody.png"]
    page = ("c/d.md", b"![](../a/config.png) ![](../a/same.png) ![](../a/both.png)")
    assert files_only_of([draft], files, [page], []) == {*own}
    assert "a/fig.png" not in files_only_of([draft], files, [page], [b"logo: a/fig.png"])


def test_author_by_name_alone_and_with_an_orcid() -> None:
    facts, problems = read(page(
        source=None, authors="[Ann Other, {name: Jo Doe, role: nurse, orcid: https://orcid.org/0000-0002-1825-0097}]"))
    assert isinstance(facts, ArticleFrontMatter) and problems == []
    assert [(each.name, each.role, each.address) for each in facts.authors] == [
        ("Ann Other", None, ""), ("Jo Doe", "nurse", "https://orcid.org/0000-0002-1825-0097")]


@each_case("content/markup_in_front_matter")
def test_markup_in_a_field_is_reported_at_its_place(case: Case) -> None:
    """A preview shows the page all the same, with the fact as it is written."""
    facts, problems = read(case.source)
    assert facts is not None and problems == case.problems(PATH)


@each_case("content/unreadable_front_matter")
def test_unreadable_front_matter_is_reported(case: Case) -> None:
    assert read(case.source) == (None, case.problems(PATH))


def test_duplicate_field_is_reported() -> None:
    text = page(source="{title: A source, title: Another}").replace("title: A page\n", "title: A page\ntitle: B page\n")
    assert read(text) == (None, [
        f"{PATH}:3:1: front-matter: “title” is stated twice (keep one of the two)",
        f"{PATH}:8:27: front-matter: “title” is stated twice (keep one of the two)",
    ])


def test_deep_nesting_is_reported_without_crash() -> None:
    for opening, column in (("[", 57), ("{a: ", 204)):
        facts, problems = read("---\ntitle: " + opening * 50_000 + "\n---\n")
        assert facts is None and problems[0].startswith(
            f"{PATH}:2:{column}: front-matter: the facts at the top cannot be read: values are inside each other")


def test_plain_page_may_have_extra_fields() -> None:
    facts, problems = read("---\ntitle: A\ndescription: B\nblock: faq\n---\n", FrontMatter)
    assert (problems, facts and facts.title) == ([], "A")


@pytest.mark.build
def test_crlf_and_bom_keep_positions(tmp_path: Path) -> None:
    text = page(published="soon").replace("\n", "\r\n")
    built = make_site(tmp_path, {"docs/articles/page.md": b"\xef\xbb\xbf" + text.encode()}).build()
    assert built.of("docs/articles/page.md") == [
        f"{PATH}:4:1: bad-front-matter: published: “soon” is not a day of the calendar "
        f"(The day it first appeared, {DAYS})"
    ]


@pytest.mark.build
def test_unreadable_front_matter_is_not_published(tmp_path: Path) -> None:
    """Nor does MkDocs take a first line such as “Note: …” for a fact, which would also move every later line."""
    body = "Note: the first line.\n\n/// faq | Is it?\nYes.\n///\n"
    pages = {
        "none": body,
        "colon": "---\ntitle: Psychedelics: a guide\n---\n" + body,
        "list": "---\n- title\n---\n" + body,
        "date": page(published="2026-02-30").replace("Text.", body),
    }
    built = make_site(tmp_path, {f"docs/articles/{name}.md": text for name, text in pages.items()}).build()
    for name in pages:
        text = built.page(f"articles/{name}").get_element_by_id("content").text_content()
        assert "Note: the first line." in text, name
        assert "Yes." in text, name
        assert "title:" not in text, name
        assert "---" not in text, name
        assert "///" not in text, name


@pytest.mark.build
def test_front_matter_without_body_is_read(tmp_path: Path) -> None:
    """The closing dashes may be the last thing in the file. An article without a text is not published."""
    text = page().removesuffix("\n\nText.")
    assert text.endswith("---")
    built = make_site(tmp_path, {"docs/articles/page.md": text}).build("--strict")
    assert built.problems == [
        f"docs/articles/page.md:{text.count(chr(10)) + 1}:1: unwritten: the article has no text "
        "(write it; until the page is written, state `status: draft` at its top)"]


@pytest.mark.parametrize(("now", "told"), [("2026-11-22T20:30+00:00", []),  # half past nine in Auckland, on the 23rd
                                           ("2026-11-22T09:30+00:00", ["reviewed is in the future: 23 November 2026"])])
def test_a_day_that_began_somewhere_is_not_future(monkeypatch: pytest.MonkeyPatch, now: str, told: list[str]) -> None:
    """Who writes it has another day than the server that builds."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls.fromisoformat(now)

    monkeypatch.setattr(dates, "datetime", Clock)
    _, problems = read(page(reviewed="2026-11-23"))
    assert [problem.split("misdated: ")[1].split(" (")[0] for problem in problems] == told


@pytest.mark.parametrize(("zone", "now"), [
    # The two nights of a year in which the clocks change, at the last hour before that day's midnight in UTC.
    ("Europe/Berlin", "2027-03-27T23:59:59+00:00"), ("Europe/Berlin", "2027-10-30T23:59:59+00:00"),
    ("America/New_York", "2027-03-13T23:59:59+00:00"), ("America/New_York", "2027-11-06T23:59:59+00:00"),
    ("Australia/Lord_Howe", "2027-04-03T23:59:59+00:00"), ("Australia/Lord_Howe", "2027-10-02T23:59:59+00:00")])
def test_a_page_appears_at_midnight_utc(monkeypatch: pytest.MonkeyPatch, zone: str, now: str) -> None:
    """In each zone, also in a night that is shorter or longer than others."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        last = datetime.fromisoformat(now)
        facts, _ = read(page(published=None, reviewed="2026-11-21", **{"publish-on": str(last.date() + timedelta(1))}))
        for seconds, there in ((0, False), (1, True), (86_400, True)):
            monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(last.timestamp()) + seconds))
            assert is_published(facts, dates.today()) is there
    finally:
        monkeypatch.undo()
        time.tzset()


def test_comments_at_the_top_hold_nothing_up() -> None:
    """The test would not end if each way to part them were tried."""
    comments = "<!-- A licence. -->\n" * 60
    for text in (f"{comments}Text.\n", comments + page(), "---" + "\n---x" * 50_000):
        assert held_back_page(PATH, PATH.removeprefix("docs/"), text.encode(), date(2026, 11, 22)) is None

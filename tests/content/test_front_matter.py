"""A page's front matter: each fault is named with its line, its column and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sites import EPOCH, make_site

from proofdesk.common.source_text import SourceText
from proofdesk.content.document import Document
from proofdesk.content.front_matter import ArticleFrontMatter, FrontMatter, read_front_matter
from proofdesk.content.topics import TOPICS

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


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 22nd of November 2026, whatever the clock says."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def read(text: str, model: type[FrontMatter] = ArticleFrontMatter) -> tuple[FrontMatter | None, list[str]]:
    """The facts of a page given as text, and what an editor is told."""
    document = Document(SourceText(PATH, text))
    facts = read_front_matter(document, model)
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
    assert (facts.source.doi, str(facts.source.url)) == ("10.1000/182", "https://example.org/a")


TITLE = "add a line `title: …`: The page's title"

FAULTS = [
    # Missing: named at the very top, or where the empty name stands.
    (dict(title=None), f"1:1: missing-front-matter: the page does not state its title ({TITLE})"),
    (dict(title=""), f"2:1: missing-front-matter: the page does not state its title ({TITLE})"),
    (dict(description=None), "1:1: missing-front-matter: the page does not state its description "
     "(add a line `description: …`: What the page says, in at most two sentences (320 characters))"),
    (dict(published=None), "1:1: missing-front-matter: the page does not state its published "
     f"(add a line `published: …`: The day it first appeared, {DAYS})"),
    (dict(reviewed=None), "1:1: missing-front-matter: the page does not state its reviewed "
     f"(add a line `reviewed: …`: The day the whole page was last checked, {DAYS})"),
    (dict(topics=None), "1:1: missing-front-matter: the page does not state its topics "
     f"(add a line `topics: …`: What it is about: {', '.join(TOPICS)})"),
    (dict(source=""), "7:1: missing-front-matter: the page does not state its source "
     "(add a line `source: …`: Where it comes from)"),
    # Mistyped.
    (dict(title="' '"), "2:1: bad-front-matter: title: string should have at least 1 character (The page's title)"),
    (dict(title="[a, b]"), "2:1: bad-front-matter: title: input should be a valid string (The page's title)"),
    (dict(title="2026"), "2:1: bad-front-matter: title: input should be a valid string (The page's title)"),
    (dict(description="x" * 321), "3:1: bad-front-matter: description: string should have at most 320 characters "
     "(What the page says, in at most two sentences (320 characters))"),
    (dict(published="soon"),
     f"4:1: bad-front-matter: published: “soon” is not a day of the calendar (The day it first appeared, {DAYS})"),
    (dict(published="20261122.5"), "4:1: bad-front-matter: published: “20261122.5” is not a day of the calendar "
     f"(The day it first appeared, {DAYS})"),
    (dict(published="0"),
     f"4:1: bad-front-matter: published: “0” is not a day of the calendar (The day it first appeared, {DAYS})"),
    (dict(reviewed="22/11/2026"), "5:1: bad-front-matter: reviewed: “22/11/2026” is not a day of the calendar "
     f"(The day the whole page was last checked, {DAYS})"),
    (dict(reviewed="2026-02-30"), "5:1: bad-front-matter: reviewed: “2026-02-30” is not a day of the calendar "
     f"(The day the whole page was last checked, {DAYS})"),
    (dict(topics="therapy"), "6:1: bad-front-matter: topics: input should be a valid list "
     f"(What it is about: {', '.join(TOPICS)})"),
    (dict(topics="[]"), "6:1: bad-front-matter: topics: list should have at least 1 item after validation, not 0 "
     f"(What it is about: {', '.join(TOPICS)})"),
    (dict(topics="[therapie]"), "6:1: bad-front-matter: topics: “therapie” is not a topic of the site; "
     f"did you mean “therapy”? (What it is about: {', '.join(TOPICS)})"),
    (dict(source="A source"), "7:1: bad-front-matter: source: input should be a valid dictionary "
     "or instance of ArticleSource (Where it comes from)"),
    (dict(source="{url: example.org}"), "7:10: bad-front-matter: source.url: input should be a valid URL, "
     "relative URL without a base (Its address on the web)"),
    (dict(source="{url: 'javascript:alert(1)'}"),
     "7:10: bad-front-matter: source.url: URL scheme should be 'http' or 'https' (Its address on the web)"),
    (dict(source="{doi: 'https://doi.org/10.1000/182'}"), "7:10: bad-front-matter: source.doi: string should match "
     r"pattern '^10\.\d{4,9}/\S+$' (Its DOI in bare form, as 10.1000/182)"),
    # Misdated.
    (dict(published="2026-11-23", reviewed="2026-11-23", due="2026-12-01"),
     "4:1: misdated: published is in the future: 23 November 2026 (state the day on which it happened)"),
    (dict(reviewed="2027-01-01"),
     "5:1: misdated: reviewed is in the future: 1 January 2027 (state the day on which it happened)"),
    (dict(reviewed="2026-11-19"), "5:1: misdated: the page was checked (2026-11-19) before it was published "
     "(2026-11-20) (a page is checked when it is published, or later)"),
    (dict(due="2026-11-21"), "8:1: misdated: the next check (2026-11-21) is not after the last (2026-11-21) "
     "(leave `due` out, and it falls a year after the last check)"),
    # Unknown.
    (dict(topic="[therapy]"), "8:1: unknown-front-matter: there is no fact named “topic” (did you mean “topics”?)"),
    (dict(source="{titel: A source}"),
     "7:10: unknown-front-matter: there is no fact named “titel” (did you mean “title”?)"),
    (dict(zzz="1"), "8:1: unknown-front-matter: there is no fact named “zzz” (known are: "
     f"{', '.join(sorted(ArticleFrontMatter.model_fields))})"),
    # Markup that the page's head would show as it is.
    (dict(title="What we know [@ly2018]"), "2:1: raw-syntax: “[@” would reach the reader as it is "
     "(the facts are plain text: take the markup out)"),
    (dict(source="{note: 'A text [^1]'}"), "7:10: raw-syntax: “[^” would reach the reader as it is "
     "(the facts are plain text: take the markup out)"),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTS)
def test_bad_field_is_reported_at_its_place(changes: dict[str, str | None], expected: str) -> None:
    facts, problems = read(page(**changes))
    assert f"{PATH}:{expected}" in problems
    assert facts is None


def test_all_front_matter_problems_reported_together() -> None:
    _, problems = read(page(title=None, published="soon", topics="[therapie]", zzz="1"))
    assert [problem.split(": ")[1] for problem in problems] == [
        "missing-front-matter", "bad-front-matter", "bad-front-matter", "unknown-front-matter",
    ]


READ_AS = "write each as `name: value`; put a value with a colon in it between quotes"

UNREADABLE = [
    ("Just text.\n", "1:1: missing-front-matter: the page does not begin with its facts "
     "(begin it with a line `---`, then title and description, then a line `---`)"),
    ("", "1:1: missing-front-matter: the page does not begin with its facts "
     "(begin it with a line `---`, then title and description, then a line `---`)"),
    ("---\ntitle: A\nText, and never a closing line.\n", "1:1: missing-front-matter: the page does not begin with its "
     "facts (begin it with a line `---`, then title and description, then a line `---`)"),
    ("---\n- title\n- description\n---\n", "2:1: front-matter: the facts at the top are not `name: value` pairs "
     "(write each on a line of its own as `name: value`)"),
    ("---\n---\nText.\n", "2:1: front-matter: the facts at the top are not `name: value` pairs "
     "(write each on a line of its own as `name: value`)"),
    ("---\njust words\n---\n", "2:1: front-matter: the facts at the top are not `name: value` pairs "
     "(write each on a line of its own as `name: value`)"),
    ("---\ntitle: Psychedelics: a guide\n---\n",
     f"2:20: front-matter: the facts at the top cannot be read: mapping values are not allowed here ({READ_AS})"),
    ("---\ntitle: A\ndescription: [open\n---\n", "4:1: front-matter: the facts at the top cannot be read: "
     f"expected ',' or ']', but got '<stream end>' ({READ_AS})"),
    ("---\ntitle: A\n\tdescription: B\n---\n", "3:1: front-matter: the facts at the top cannot be read: "
     f"found character '\\t' that cannot start any token ({READ_AS})"),
    ("---\ntitle: !!python/object:os.system x\n---\n", "2:8: front-matter: the facts at the top cannot be read: "
     f"could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system' ({READ_AS})"),
]


@pytest.mark.parametrize(("text", "expected"), UNREADABLE)
def test_unreadable_front_matter_is_reported(text: str, expected: str) -> None:
    assert read(text) == (None, [f"{PATH}:{expected}"])


def test_duplicate_field_is_reported() -> None:
    text = page(source="{title: A source, title: Another}").replace("title: A page\n", "title: A page\ntitle: B page\n")
    assert read(text) == (None, [
        f"{PATH}:3:1: front-matter: “title” is stated twice (keep one of the two)",
        f"{PATH}:8:27: front-matter: “title” is stated twice (keep one of the two)",
    ])


def test_deep_nesting_is_reported_without_crash() -> None:
    facts, problems = read("---\ntitle: " + "[" * 5000 + "\n---\n")
    assert facts is None
    assert problems and problems[0].startswith(f"{PATH}:2:1: front-matter: the facts at the top cannot be read: ")


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
def test_front_matter_without_body_builds_a_page(tmp_path: Path) -> None:
    """The closing dashes may be the last thing in the file."""
    text = page().removesuffix("\n\nText.")
    assert text.endswith("---")
    built = make_site(tmp_path, {"docs/articles/page.md": text}).build("--strict")
    assert (built.code, built.problems) == (0, [])
    assert [h.text_content().strip() for h in built.page("articles/page").iter("h1")] == ["A page"]

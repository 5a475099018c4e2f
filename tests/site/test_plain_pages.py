"""Pages that are no articles: their questions are listed, found and exported, and their days are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sites import SAMPLE, SITE_DATA, Built, article, make_site

pytestmark = pytest.mark.build

QUESTION = "/// faq | {}\nNo, not on your own [@ly2018].\n///\n"
SAFETY = ("---\ntitle: Safety\ndescription: What can go wrong.\npublished: 2026-11-20\nreviewed: 2026-11-21\n"
          "topics: [safety]\n---\n\n" + QUESTION.format("Can I stop my tablets?"))
UNDATED = "---\ntitle: Asked\ndescription: More.\n---\n\n" + QUESTION.format("Is it lawful?")
FILES: dict[str, str | bytes] = {
    "docs/safety/index.md": SAFETY,
    "docs/asked.md": UNDATED,
    "site.yml": SITE_DATA + "method: Written by hand.\n",
    "docs/articles/a.md": article(QUESTION.format("Is it safe?"), "First article"),
    **{f"docs/{name}": (SAMPLE / "docs" / name).read_bytes() for name in ("questions/index.md", "references/index.md")},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("plain"), FILES).build("--strict")
    assert site.problems == []
    return site


def graph(built: Built, page: str) -> list[dict[str, Any]]:
    (script,) = built.page(page).xpath('//script[@type="application/ld+json"]/text()')
    nodes: list[dict[str, Any]] = json.loads(script)["@graph"]
    return nodes


def test_listing_shows_them_before_the_articles(built: Built) -> None:
    questions = built.page("questions")
    assert [each.text_content() for each in questions.find_class("entry__from")] == [
        "in Asked", "in Safety", "in First article"]
    assert "../safety/#faq-can-i-stop-my-tablets" in questions.xpath('//*[@class="entry__place"]/a/@href')


def test_question_has_its_own_topics_not_its_page_s(built: Built) -> None:
    topics = {link.get("data-topic"): link.text_content() for link in built.page("questions").xpath("//a[@data-topic]")}
    assert topics == {"": "All topics (3)", "safety": "Safety (1)", "law": "Law (1)"}
    assert [block.get("id") for block in built.page("questions/topic/law").xpath("//*[@data-block]")] == [
        "asked/faq-is-it-lawful"]


def test_work_names_them_among_what_cites_it(built: Built) -> None:
    work = built.page("references").get_element_by_id("ref-ly2018")
    uses = {" ".join(use.text_content().split()) for use in work.findall(".//li")}
    assert uses == {"Safety: Can I stop my tablets?", "Asked: Is it lawful?", "First article: Is it safe?"}


def test_days_stand_at_the_head_of_a_dated_page(built: Built) -> None:
    (head,) = built.page("safety").find_class("page-head")
    said = " ".join(head.text_content().split())
    assert said.endswith("Published 20 November 2026 Last checked 21 November 2026 "
                         "Due to be checked again 21 November 2027 Written by hand.")
    assert not built.page("asked").find_class("facts")


def test_topics_stand_at_its_end(built: Built) -> None:
    assert [each.text_content() for each in built.page("safety").find_class("topics")] == ["Topics: Safety"]
    assert not built.page("asked").find_class("topics")


def test_json_ld_has_the_question_and_the_day(built: Built) -> None:
    nodes = {node["@type"]: node for node in graph(built, "safety")}
    assert nodes["WebPage"]["lastReviewed"] == "2026-11-21"
    (question,) = nodes["FAQPage"]["mainEntity"]
    assert question["name"] == "Can I stop my tablets?"
    cited = {work["@id"] for work in nodes["WebPage"]["citation"]}
    assert {each["@id"] for each in question["citation"]} <= cited


def test_claims_have_those_of_dated_pages_alone(built: Built) -> None:
    """A claim without the day on which somebody checked it is none to hand on."""
    data = json.loads((built.folder / "data" / "claims.json").read_text(encoding="utf-8"))
    assert [(claim["title"], claim["article"]["title"], claim["article"]["reviewed"]) for claim in data["claims"]] == [
        ("Is it safe?", "First article", "2026-11-21"), ("Can I stop my tablets?", "Safety", "2026-11-21")]


FAULTS = [
    ("reviewed: 2026-11-21", "reviewed: soon", "5:1: bad-front-matter: reviewed: “soon” is not a day of the calendar "),
    ("reviewed: 2026-11-21", "reviewed: 2026-11-19",
     "5:1: misdated: the page was checked (2026-11-19) before it was published (2026-11-20) "),
    ("topics: [safety]", "topics: [safty]", "6:1: bad-front-matter: topics: “safty” is not a topic of the site"),
    ("docs/asked.md", "", "9:1: duplicate-question: “Can I stop my tablets?” is asked in docs/asked.md:6 too "),
]


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS)
def test_their_faults_are_reported(tmp_path: Path, old: str, new: str, expected: str) -> None:
    files = {"docs/safety/index.md": SAFETY.replace(old, new)}
    if old not in SAFETY:
        files[old] = UNDATED.replace("Is it lawful?", "Can I stop my tablets?")
    problems = make_site(tmp_path / "site", {**files}).build("--strict").of("docs/safety/index.md")
    assert len(problems) == 1 and problems[0].removeprefix("docs/safety/index.md:").startswith(expected), problems

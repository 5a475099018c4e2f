"""Related articles: who is named, in which order, and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from conftest import SITE
from sites import article, make_site

from proofdesk.content.front_matter import ArticleFrontMatter, ArticleSource
from proofdesk.site.related import Relations


@dataclass
class FakeArticle:
    """An article as ``Relations`` asks for it."""

    name: str
    keys: list[str]
    topics: list[str] = field(default_factory=lambda: ["law"])

    @property
    def url(self) -> str:
        return f"articles/{self.name}/"

    @property
    def facts(self) -> ArticleFrontMatter:
        day = date(2026, 11, 22).isoformat()
        return ArticleFrontMatter(title=self.name, description="D.", published=day, reviewed=day,  # type: ignore[arg-type]
                       topics=self.topics, source=ArticleSource())


def related(articles: list[FakeArticle], name: str, most: int = 3) -> list[tuple[str, str]]:
    one = next(a for a in articles if a.name == name)
    return [(r.article.name, r.reason) for r in Relations(articles, SITE.vocabulary).of(one, most)]


def test_more_shared_works_rank_higher() -> None:
    articles = [
        FakeArticle("one", ["a", "b", "c"], ["ptsd"]),
        FakeArticle("few", ["a"]),
        FakeArticle("many", ["a", "b", "x"]),
    ]
    assert related(articles, "one") == [
        ("many", "Shares 2 sources."), ("few", "Shares one source."),
    ]


def test_rarely_cited_shared_work_ranks_higher() -> None:
    articles = [FakeArticle("one", ["all", "rare"], ["ptsd"]), *(FakeArticle(f"other{n}", ["all"]) for n in range(9)),
                FakeArticle("near", ["rare"])]
    assert related(articles, "one", 1) == [("near", "Shares one source.")]


def test_neighbours_are_those_in_reading_order() -> None:
    one, two, three = articles = [FakeArticle(name, []) for name in ("one", "two", "three")]
    relations = Relations(articles)
    assert [relations.around(each) for each in articles] == [(None, two), (one, three), (two, None)]


REASONS = [
    (["psilocybin"], "Also about psilocybin; shares one source."),
    (["lsd", "everyday-habits"], "Also about LSD and everyday habits; shares one source."),
    # Three at most, the rarest first: of these, only one other article is about the law.
    (["psilocybin", "lsd", "mdma", "law"], "Also about LSD, MDMA and law; shares one source."),
]


@pytest.mark.parametrize(("topics", "reason"), REASONS)
def test_reason_names_shared_topics_rarest_first(topics: list[str], reason: str) -> None:
    articles = [
        FakeArticle("one", ["a"], topics),
        FakeArticle("two", ["a"], topics),
        FakeArticle("three", [], ["psilocybin", "ptsd"]),
    ]
    assert related(articles, "one", 1) == [("two", reason)]


def test_topics_rank_articles_without_shared_works() -> None:
    articles = [
        FakeArticle("one", [], ["law", "ptsd"]),
        FakeArticle("two", ["b"], ["law"]),
        FakeArticle("three", ["c"], ["law", "ptsd"]),
    ]
    assert related(articles, "one") == [("three", "Also about PTSD and law."), ("two", "Also about law.")]


def test_articles_sharing_nothing_are_not_related() -> None:
    assert related([FakeArticle("one", ["a"], ["law"]), FakeArticle("two", ["b"], ["ptsd"])], "one") == []


def test_ties_follow_the_reading_order() -> None:
    articles = [FakeArticle(name, ["a"]) for name in ("one", "two", "three", "four", "five")]
    assert [name for name, _ in related(articles, "three")] == ["one", "two", "four"]


@pytest.mark.build
def test_page_shows_related_articles_with_reason(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {
        "docs/articles/one.md": article("Text [@ly2018].", "One & only"),
        "docs/articles/two.md": article("Text [@ly2018].", "Two"),
    }).build("--strict")
    assert (built.code, built.problems) == (0, [])
    (item,) = built.page("articles/two").xpath('//nav[@aria-labelledby="related-articles"]//li')
    assert item.find("a").get("href") == "../one/"
    assert " ".join(item.text_content().split()) == (
        "One & only 1 minute Also about therapy; shares one source."
    )
    for page, shown in [("one", [("next", "../two/", "Two")]), ("two", [("prev", "../one/", "One & only")])]:
        turns = built.page(f"articles/{page}").xpath('//nav[@class="turn"]//a')
        assert [(each.get("rel"), each.get("href"), each.text) for each in turns] == shown


@pytest.mark.build
def test_only_article_has_no_related_section(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {"docs/articles/one.md": article("Text [@ly2018].")}).build("--strict")
    assert built.code == 0
    assert "Related articles" not in built.page("articles/one").text_content()


LIST = "---\ntitle: Articles\ndescription: All.\ntemplate: articles.html\n---\n"


@pytest.mark.build
def test_topic_leads_to_its_list_unless_all_are_on_it(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {
        "docs/articles/index.md": LIST, "docs/articles/one.md": article("Text [@ly2018].", "One"),
        "docs/articles/two.md": article("Text [@shao2021].", "Two").replace("[therapy]", "[therapy, law]"),
    }).build("--strict")
    assert (built.code, built.problems) == (0, [])
    (topics,) = built.page("articles/two").find_class("topics")
    assert " ".join(topics.text_content().split()) == "Topics: Therapy, Law"
    assert [(each.text, each.get("href")) for each in topics.findall("a")] == [("Law", "../topic/law/")]
    assert "Two" in built.page("articles/topic/law").text_content()

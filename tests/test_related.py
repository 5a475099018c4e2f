"""Related articles: who is named, in which order, and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sites import article, make_site

from proofdesk.content.front_matter import ArticleFrontMatter, ArticleSource
from proofdesk.site.related import Relations


@dataclass
class Fake:
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


def related(articles: list[Fake], name: str, most: int = 3) -> list[tuple[str, str]]:
    one = next(a for a in articles if a.name == name)
    return [(r.article.name, r.reason) for r in Relations(articles).of(one, most)]


def test_the_more_works_in_common_the_nearer() -> None:
    articles = [Fake("one", ["a", "b", "c"], ["ptsd"]), Fake("few", ["a"]), Fake("many", ["a", "b", "x"])]
    assert related(articles, "one") == [
        ("many", "It cites 2 of the same works."), ("few", "It cites one of the same works."),
    ]


def test_a_work_that_few_cite_says_more_than_one_that_all_cite() -> None:
    articles = [Fake("one", ["all", "rare"], ["ptsd"]), *(Fake(f"other{n}", ["all"]) for n in range(9)),
                Fake("near", ["rare"])]
    assert related(articles, "one", 1) == [("near", "It cites one of the same works.")]


REASONS = [
    (["psilocybin"], "It cites one of the same works and is also about psilocybin."),
    (["lsd", "everyday-habits"], "It cites one of the same works and is also about LSD and everyday habits."),
    # Three at most, the rarest first: of these, only one other article is about the law.
    (["psilocybin", "lsd", "mdma", "law"], "It cites one of the same works and is also about LSD, MDMA and law."),
]


@pytest.mark.parametrize(("topics", "reason"), REASONS)
def test_the_reason_names_the_topics(topics: list[str], reason: str) -> None:
    articles = [Fake("one", ["a"], topics), Fake("two", ["a"], topics), Fake("three", [], ["psilocybin", "ptsd"])]
    assert related(articles, "one", 1) == [("two", reason)]


def test_without_a_work_in_common_the_topics_decide() -> None:
    articles = [Fake("one", [], ["law", "ptsd"]), Fake("two", ["b"], ["law"]), Fake("three", ["c"], ["law", "ptsd"])]
    assert related(articles, "one") == [("three", "It is also about PTSD and law."), ("two", "It is also about law.")]


def test_what_has_nothing_in_common_is_not_related() -> None:
    assert related([Fake("one", ["a"], ["law"]), Fake("two", ["b"], ["ptsd"])], "one") == []


def test_at_equal_distance_the_reading_order_decides() -> None:
    articles = [Fake(name, ["a"]) for name in ("one", "two", "three", "four", "five")]
    assert [name for name, _ in related(articles, "three")] == ["one", "two", "four"]


def test_readers_see_the_related_articles_with_the_reason(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {
        "docs/articles/one.md": article("Text [@ly2018].", "One & only"),
        "docs/articles/two.md": article("Text [@ly2018].", "Two"),
    }).build("--strict")
    assert (built.code, built.problems) == (0, [])
    (item,) = built.page("articles/two").xpath('//nav[@aria-labelledby="related-articles"]//li')
    assert item.find("a").get("href") == "../one/"
    assert " ".join(item.text_content().split()) == (
        "One & only 1 minute It cites one of the same works and is also about therapy."
    )


def test_the_only_article_names_no_other(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {"docs/articles/one.md": article("Text [@ly2018].")}).build("--strict")
    assert built.code == 0
    assert "Related articles" not in built.page("articles/one").text_content()

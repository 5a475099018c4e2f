"""A series: each part says which it is, names the others, and leads to the one before and after it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml.html import HtmlElement
from sites import Built, article, make_site


def part(title: str, series: str, day: int = 20) -> str:
    return article("Text [@ly2018].", title).replace("topics:", f"series: {series}\ntopics:").replace(
        "published: 2026-11-20", f"published: 2026-11-{day}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = make_site(tmp_path_factory.mktemp("series") / "site", {
        "docs/articles/c.md": part("Dreams", "{name: Sleep, part: 2}", 18),
        "docs/articles/b.md": part("Naps", "sleep", 19), "docs/articles/a.md": part("Nights", "Sleep", 20),
        "docs/articles/draft.md": part("Snoring", "{name: Sleep, part: 4}").replace(
            "topics:", "status: draft\ntopics:"),
        "docs/articles/other.md": article("Other [@shao2021].", "Other"),
    }).build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    return built


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.build
def test_each_part_says_which_it_is(built: Built) -> None:
    """The number that is stated stands; the others follow by their days. A draft is no part for a reader."""
    found = {name: words(built.page(f"articles/{name}").find_class("series-part")[0]) for name in "abc"}
    assert found == {"b": "sleep, part 1 of 3", "c": "Sleep, part 2 of 3", "a": "Sleep, part 3 of 3"}
    assert built.page("articles/other").find_class("series-part") == []


@pytest.mark.build
def test_part_names_the_others_and_itself(built: Built) -> None:
    (series,) = built.page("articles/c").find_class("series")
    assert [(each.get("value"), words(each)) for each in series.iter("li")] == [
        ("1", "Naps"), ("2", "Dreams"), ("3", "Nights")]
    assert series.xpath(".//a/@href") == ["../b/", "../a/"]
    assert [words(each) for each in series.xpath(".//*[@aria-current='page']")] == ["Dreams"]


@pytest.mark.build
def test_before_and_after_a_part_are_parts(built: Built) -> None:
    def turn(name: str) -> list[str]:
        return [words(each) for each in built.page(f"articles/{name}").xpath("//nav[@class='turn']/p")]

    assert turn("c") == ["Next part Nights", "Previous part Naps"]
    assert turn("b") == ["Next part Dreams"]


@pytest.mark.build
def test_programs_are_told_of_the_series(built: Built) -> None:
    (script,) = built.page("articles/c").xpath("//script[@type='application/ld+json']/text()")
    nodes: list[dict[str, Any]] = json.loads(script)["@graph"]
    (text,) = [node for node in nodes if node["@type"] == "Article"]
    assert (text["isPartOf"], text["position"]) == ({"@type": "CreativeWorkSeries", "name": "Sleep"}, 2)

"""A reader of a language is offered each article once: in lists, in counts, in series."""

from __future__ import annotations

import json

import pytest
from lxml.html import HtmlElement
from sites import Built, article, make_site

pytestmark = pytest.mark.build


def part(title: str, facts: str, body: str) -> str:
    return article(f"## Why[^1]\n\nText [@ly2018].\n\n{body}\n\n[^1]: A note.\n", title).replace(
        "topics:", f"{facts}\ntopics:")


def ask(title: str) -> str:
    return f"/// faq | {title}\nYes, it does [@ly2018].\n///"


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A series of two parts, of which the first is in German too, with a list of questions in either language."""
    lists = "---\ntitle: {}\ndescription: All.\ntemplate: {}\n{}---\n\n"
    built = make_site(tmp_path_factory.mktemp("lists") / "site", {
        "docs/articles/soil.md": part("Soil", "series: {name: Beds, part: 1}", ask("Does soil help?")),
        "docs/articles/boden.md": part("Boden", "series: {name: Beds, part: 1}\nlang: de\ntranslation-of: "
                                       "articles/soil.md", ask("Hilft Boden?")),
        "docs/articles/worms.md": part("Worms", "series: {name: Beds, part: 2}", ask("Do worms help?")),
        "docs/articles/index.md": lists.format("Articles", "articles.html", ""),
        "docs/fragen.md": lists.format("Fragen", "listing.html", "block: faq\nlang: de\n"),
        "docs/questions/index.md": lists.format("Questions", "listing.html", "block: faq\n"),
        "docs/index.md": lists.format("Home", "home.html", ""),
        "own/README.md": "The first page is the program's.",
    }, settings="theme: {custom_dir: own}\n").build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    return built


def test_list_has_each_block_once(built: Built) -> None:
    """In the language of the list, or as the original: worms have no German question."""
    found = {page: {words(each) for each in built.page(page).xpath("//*[@data-block='faq']//*[@id and not(a/@id)]"
                                                                   "[contains(@class, '__question')]")}
             for page in ("questions", "fragen")}
    assert found == {"questions": {"Does soil help?", "Do worms help?"}, "fragen": {"Hilft Boden?", "Do worms help?"}}


def test_counts_are_of_what_is_offered(built: Built) -> None:
    """On the first page, whose doors lead to the list in the language of the site, and for programs."""
    home, listed = built.page("."), built.page("articles")
    assert home.xpath("//a[@href='questions/']/ancestor::li//*[@class='door__count']/text()") == ["2"]
    assert sorted(map(words, home.find_class("card__title"))) == ["Soil", "Worms"]
    graph = json.loads(listed.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
    (items,) = [node["mainEntity"]["itemListElement"] for node in graph if "mainEntity" in node]
    assert sorted(item["name"] for item in items) == ["Soil", "Worms"]


@pytest.mark.parametrize(("name", "parts"), [
    ("soil", ["Soil", "Worms"]), ("boden", ["Boden", "Worms"]), ("worms", ["Soil", "Worms"])])
def test_series_has_one_part_for_its_translations(name: str, parts: list[str], built: Built) -> None:
    (series,) = built.page(f"articles/{name}").find_class("series")
    assert [words(each) for each in series.iter("li")] == parts


@pytest.mark.parametrize(("name", "titles"), [
    ("soil", {"Link to this section", "Back to the text from note 1"}),
    ("boden", {"Link zu diesem Abschnitt", "Zurück zum Text von Anmerkung 1"}),
])
def test_links_of_markdown_speak_the_pages_language(name: str, titles: set[str], built: Built) -> None:
    text = built.page(f"articles/{name}").find_class("article-text")[0]
    assert {*text.xpath(".//a[@class='headerlink' or @class='footnote-backref']/@title")} == titles

"""Translations: each page speaks its language, leads to the others, and says if its original is newer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import lxml.etree
import pytest
from lxml.html import HtmlElement
from search_index import addresses, ask
from sites import EPOCH, Built, Site, article, make_site, run, snapshot

HREFLANG = "//link[@rel='alternate'][@hreflang]"
ITALIAN = ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
           'msgid "Related articles"\nmsgstr "Articoli affini"\n')


def page(title: str, facts: str, body: str = "Text [@ly2018].\n", checked: str = "2026-11-21") -> str:
    return article(body, title).replace("topics:", f"{facts}\ntopics:").replace(
        "reviewed: 2026-11-21", f"reviewed: {checked}")


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An English article, its German translation, which is behind, its French one, and one that is Italian alone."""
    site = make_site(tmp_path_factory.mktemp("translations") / "site", {
        "docs/articles/soil.md": article("Who sleeps digs [@ly2018].\n", "Soil"),
        "docs/articles/boden.md": page("Boden", "lang: de\ntranslation-of: articles/soil.md",
                                       "Gärtner haben Träume [@ly2018].\n\n"
                                       "/// faq | Hilft es?\nJa, im Boden [@ly2018].\n///\n", "2026-11-20"),
        "docs/articles/sol.md": page("Le sol", "lang: fr\ntranslation-of: articles/soil.md",
                                     "Les rêves des sols [@ly2018].\n"),
        "docs/articles/orto.md": page("L'orto", "lang: it"),
        "docs/articles/index.md": "---\ntitle: Articles\ndescription: All.\ntemplate: articles.html\n---\n\n",
        "locale/it.po": ITALIAN,
    }, settings="site_url: https://example.org/garden/\n")
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    before = snapshot(built.folder)
    assert site.build("--strict").code == 0
    assert snapshot(built.folder) == before  # a page from the cache speaks the same language
    return built


@pytest.mark.build
def test_page_speaks_its_language(built: Built) -> None:
    said = {name: words(built.page(f"articles/{name}").find_class("facts")[0]) for name in ("soil", "boden", "sol")}
    assert "Last checked 21 November 2026" in said["soil"]
    assert "Zuletzt geprüft am 20. November 2026" in said["boden"]
    assert "21 novembre 2026" in said["sol"]
    german = built.page("articles/boden")
    assert german.get("lang") == "de"
    assert german.xpath("//meta[@property='og:locale']/@content") == ["de"]
    assert built.page("articles/soil").get("lang") == built.page("articles").get("lang") == "en"
    assert words(built.page("articles/orto").get_element_by_id("related-articles")) == "Articoli affini"


@pytest.mark.build
def test_words_of_the_site_state_its_language(built: Built) -> None:
    """Its name, its description and its parts are not in the language of a translation."""
    for name, stated in (("soil", None), ("boden", "en")):
        shown = built.page(f"articles/{name}")
        own = [shown.find_class("brand__name")[0], *shown.xpath("//*[@class='site-footer__about']/p[2]"),
               *(link for link in shown.xpath("//a[@class='site-nav__link']") if words(link) == "Articles")]
        assert len(own) >= 2 and {each.get("lang") for each in own} == {stated}


@pytest.mark.build
def test_files_beside_a_page_speak_its_language(built: Built) -> None:
    folder = built.folder / "articles"
    cited = (folder / "boden" / "cite.ris").read_text(encoding="utf-8")
    assert "LA  - de\n" in cited and "N1  - Zuletzt geprüft am 20. November 2026.\n" in cited
    assert 'lang="de"' in (folder / "boden" / "doctor" / "index.html").read_text(encoding="utf-8")
    feed = json.loads((built.folder / "feed.json").read_text(encoding="utf-8"))
    assert {each["title"]: each.get("language") for each in feed["items"]} == {
        "Soil": None, "Boden": "de", "Le sol": "fr", "L'orto": "it"}


@pytest.mark.build
def test_languages_lead_to_each_other(built: Built) -> None:
    """Each is named in its own language, with its own day of check; programs are led to the original."""
    addresses = [("en", "soil"), ("de", "boden"), ("fr", "sol"), ("x-default", "soil")]
    for name in ("soil", "boden", "sol"):
        told = built.page(f"articles/{name}").xpath(HREFLANG)
        assert [(each.get("hreflang"), each.get("href")) for each in told] == [
            (code, f"https://example.org/garden/articles/{file}/") for code, file in addresses]
    switch = built.page("articles/boden").xpath("//nav[@aria-label='Dieser Artikel in anderen Sprachen']")[0]
    assert words(switch) == "English, geprüft am 21. November 2026 Français, geprüft am 21. November 2026"
    found = [(each.get("href"), each.get("lang")) for each in switch.iter("a")]
    assert found == [("../soil/", "en"), ("../sol/", "fr")]
    assert built.page("articles/orto").xpath(HREFLANG) == []


@pytest.mark.build
@pytest.mark.parametrize(("name", "beside"), [
    ("boden", ["../orto/"]), ("sol", ["../orto/"]), ("soil", ["../orto/"]), ("orto", ["../soil/"])])
def test_each_article_is_offered_in_one_language(built: Built, name: str, beside: list[str]) -> None:
    """In that of the page or else as the original: the switch leads to the others."""
    page = built.page(f"articles/{name}")
    assert page.xpath('//nav[@aria-labelledby="related-articles"]//a/@href') == beside
    assert {*page.xpath("//a[@rel='prev' or @rel='next']/@href")} == {*beside}


@pytest.mark.build
def test_data_name_kinds_alike_in_all_languages(built: Built) -> None:
    read = [json.loads((built.folder / "data" / name).read_text(encoding="utf-8"))
            for name in ("claims-1.schema.json", "claims.json")]
    jsonschema.validate(read[1], read[0])
    (claim,) = read[1]["claims"]
    assert [work["evidence"]["kind"] for work in claim["references"]] == ["cells"]


@pytest.mark.build
def test_sitemap_names_the_languages_that_pages_name(built: Built) -> None:
    sitemap = lxml.etree.parse(built.folder / "sitemap.xml").getroot()
    for url in sitemap:
        address = str(url.findtext("{*}loc"))
        told = [(each.get("hreflang"), each.get("href")) for each in url.findall("{http://www.w3.org/1999/xhtml}link")]
        page = built.page(address.removeprefix("https://example.org/garden/").rstrip("/") or ".")
        assert told == [(each.get("hreflang"), each.get("href")) for each in page.xpath(HREFLANG)], address
    assert len(sitemap.findall(".//{http://www.w3.org/1999/xhtml}link")) == 12


@pytest.mark.build
@pytest.mark.parametrize("query", ["Traum", "Träumen", "sol", "rêve", "sleeping"])
def test_search_knows_the_endings_of_each_page(built: Built, query: str) -> None:
    expected = {"Traum": "articles/boden/", "Träumen": "articles/boden/", "rêve": "articles/sol/",
                "sol": "articles/sol/", "sleeping": "articles/soil/"}[query]
    (answer,) = ask(built.folder, query)
    assert any(address.startswith(expected) for address in addresses(answer)), answer["results"]


@pytest.mark.build
def test_reader_is_told_that_the_original_is_newer(built: Built) -> None:
    def told(name: str) -> list[str]:
        return [words(each) for each in built.page(f"articles/{name}").find_class("notices")]

    assert told("boden") == ["Diese Übersetzung wurde zuletzt am 20. November 2026 geprüft. Ihr Original wurde später "
                             "geprüft oder berichtigt, am 21. November 2026; hier kann deshalb etwas fehlen."]
    assert told("sol") == told("soil") == []


@pytest.mark.build
def test_programs_are_told_of_translations(built: Built) -> None:
    def text(name: str) -> dict[str, Any]:
        (script,) = built.page(f"articles/{name}").xpath("//script[@type='application/ld+json']/text()")
        (node,) = [each for each in json.loads(script)["@graph"] if each["@type"] == "Article"]
        return dict(node)

    root = "https://example.org/garden/articles"
    assert text("soil")["workTranslation"] == [{"@id": f"{root}/boden/#article"}, {"@id": f"{root}/sol/#article"}]
    assert (text("boden")["inLanguage"], text("boden")["translationOfWork"]) == ("de", {"@id": f"{root}/soil/#article"})


@pytest.mark.build
def test_lists_mark_titles_of_other_languages(built: Built) -> None:
    cards = built.page("articles").xpath("//*[contains(@class, 'card__title')]/a")
    assert {words(each): each.get("lang") for each in cards} == {
        "Soil": None, "L'orto": "it"}


@pytest.mark.build
def test_desk_advises_on_a_translation_that_is_behind(built: Built) -> None:
    root = built.folder.parent
    done = run(["check", "--advice", "--only", "translation-behind"], root, root, {"SOURCE_DATE_EPOCH": EPOCH},
               program="proofdesk.desk")
    assert done.output.splitlines()[0] == (
        "docs/articles/boden.md:7:1: translation-behind: docs/articles/soil.md was checked or corrected on 21 November "
        "2026, this translation on 20 November 2026 (bring over what has changed, then change `reviewed`; until then "
        "readers are told)")


@pytest.mark.build
def test_cached_page_follows_its_original_and_its_words(built: Built, tmp_path: Path) -> None:
    """The German page shows the day of the English one, and the Italian page words that no other page speaks."""
    shutil.copytree(built.folder.parent, tmp_path / "site", symlinks=True)
    site = Site(tmp_path / "site")
    original = (site.root / "docs" / "articles" / "soil.md").read_text(encoding="utf-8")
    site.write({"docs/articles/soil.md": original.replace("reviewed: 2026-11-21", "reviewed: 2026-11-22"),
                "locale/it.po": ITALIAN.replace("affini", "simili")})
    again = site.build("--strict")
    assert again.code == 0, again.output
    for name in ("boden", "sol"):
        assert "22" in words(again.page(f"articles/{name}").find_class("notices")[0])
    assert words(again.page("articles/orto").get_element_by_id("related-articles")) == "Articoli simili"

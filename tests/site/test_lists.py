"""Lists of some hundred entries: pages, filters, numbers of works, titles, and how programs find their pages."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from sites import SAMPLE, Built, Site, article, make_site

pytestmark = pytest.mark.build

ARTICLES, EACH, WORKS = 22, 6, 180
TOPICS = ("ketamine", "law", "safety")
NAMES = ("Adams", "Baker", "Clark", "Davis", "Evans")
DESIGNS = ("species:human, design:rct", "species:mouse, design:animal-experiment")
RETRACTED = (", x-retracted = {2024-08-10}, retraction-acknowledged = {2026-11-22}, "
             "retraction-reason = {Cited for its retraction alone}")
BIB = "\n".join(
    f"@article{{{NAMES[n * 5 // WORKS].lower()}{n}, author = {{{NAMES[n * 5 // WORKS]}, A.}}, title = {{Work {n}}}, "
    f"journal = {{J}}, year = {{2020}}, doi = {{10.1000/w{n}}}, keywords = {{{DESIGNS[n % 2]}}}"
    f"{RETRACTED if n in (0, WORKS - 1) else ''}}}"
    for n in range(WORKS))
KEYS = re.findall(r"@article\{(\w+)", BIB)


def question(number: int, n: int) -> str:
    cited = KEYS[number * EACH + n], KEYS[number * EACH + n + WORKS - ARTICLES * EACH]
    return (f"/// faq | Is {number} more than {n}?\n    topics: {TOPICS[n % 3]}\n"
            f"Yes [@{cited[0]}; @{cited[1]}], and so says @{cited[1]}.\n///\n\n")


def listing(name: str) -> str:
    return (SAMPLE / "docs" / name / "index.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    pages: dict[str, str | bytes] = {
        f"docs/articles/a{number:02}.md": article(
            "".join(question(number, n) for n in range(EACH)), f"Article {number:02}") for number in range(ARTICLES)}
    pages |= {f"docs/{name}/index.md": listing(name) for name in ("questions", "references", "articles")}
    site = make_site(tmp_path_factory.mktemp("lists"), pages, BIB, settings="site_url: https://example.org/base/\n")
    built = site.build()
    assert built.code == 0, built.output
    return built


def ids(page: HtmlElement) -> list[str]:
    return list(page.xpath("//*[@data-block]/@id"))


def test_pages_hold_every_entry_once_and_sixty_at_most(built: Built) -> None:
    pages = [built.page(f"questions{part}") for part in ("", "/2", "/3")]
    assert [len(ids(page)) for page in pages] == [60, 60, ARTICLES * EACH - 120]
    assert max(Counter(id for page in pages for id in ids(page)).values()) == 1
    for page in pages:
        index = page.find_class("list-index")[0].xpath(".//a/@href")
        assert [link.removeprefix("#") for link in index] == ids(page)
        assert len(gzip.compress((built.folder / "questions/index.html").read_bytes())) < 150_000
    assert not (built.folder / "questions/4").exists()


def test_index_shows_its_groups_before_their_entries(built: Built) -> None:
    """By article, each to be opened; and the numbers go on from one to the next."""
    (index,) = built.page("questions/2").find_class("list-index")
    groups = index.findall("details")
    assert len(groups) == 10 and [bool(group.get("open") is not None) for group in groups] == [True, *[False] * 9]
    names = [" ".join(group[0].text_content().split()) for group in groups]
    assert names == [f"Article {number} (6)" for number in range(10, 20)]
    assert [group.find("ol").get("start") for group in groups] == [str(first) for first in range(61, 121, EACH)]
    assert [len(group.findall(".//li")) for group in groups] == [EACH] * 10


def test_each_page_says_which_it_is(built: Built) -> None:
    page = built.page("questions/2")
    assert page.find_class("crumbs")[0].xpath(".//a/@href")[-1] == "../"
    root = "https://example.org/base/questions/"
    assert page.xpath("string(//h1)") == "Questions, page 2 of 3"
    assert page.xpath("string(//title)").startswith("Questions, page 2 of 3 - ")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{root}2/"]
    assert page.xpath("//head/link[@rel='prev']/@href") == ["../"]
    assert page.xpath("//head/link[@rel='next']/@href") == ["../3/"]
    assert page.xpath("//nav[@class='list-pages'][1]//a[@aria-current]")[0].text_content() == "Page 2"
    assert page.find_class("tally")[0].text_content() == "61 to 120 of 132 questions."
    (script,) = page.xpath('//script[@type="application/ld+json"]/text()')
    nodes = {node["@type"]: node for node in json.loads(script)["@graph"]}
    assert (nodes["CollectionPage"]["url"], nodes["CollectionPage"]["name"]) == (f"{root}2/", "Questions, page 2 of 3")
    assert "FAQPage" not in nodes, "a question is the same once a site"


def test_sitemap_has_pages_and_no_filters(built: Built) -> None:
    sitemap = (built.folder / "sitemap.xml").read_text(encoding="utf-8")
    listed = set(re.findall(r"<loc>https://example.org/base/(questions/.*?)</loc>", sitemap))
    assert listed == {"questions/", "questions/2/", "questions/3/"}
    filtered = built.page("questions/topic/law")
    assert filtered.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    assert not built.page("questions/2").xpath("//meta[@name='robots']")


def test_work_has_one_number_on_a_page(built: Built) -> None:
    for part in ("questions", "questions/2", "questions/topic/law"):
        page = built.page(part)
        works = [item.get("id").removeprefix("ref-") for item in page.xpath("//ol[@class='references__list']/li")]
        heard = {f"Reference {number}": f": {key.rstrip('0123456789').capitalize()}, 2020"
                 for number, key in enumerate(works, 1)}
        links = page.xpath("//a[@data-key]")
        assert {link.get("data-key") for link in links} == {*works}
        for link in links:
            told = link.xpath("boolean(ancestor::*[@class='citation-narrative'])")  # its authors have just been named
            number = f"Reference {works.index(link.get('data-key')) + 1}"
            assert link.get("aria-label") == number + ("" if told else heard[number])
        for group in page.xpath("//span[@class='citations']"):
            numbers = [works.index(key) + 1 for key in group.xpath("./a/@data-key")]
            words = group.text_content().replace(" retracted", "")
            assert words == f"[{', '.join(map(str, sorted(numbers)))}]"
        back = page.xpath("//*[@class='reference__back']/a/@href")
        assert back and {link.removeprefix("#") for link in back} <= set(ids(page))


def test_filters_leave_what_fits_and_offer_nothing_empty(built: Built) -> None:
    """A topic's 44 entries stand on one page, with each kind of evidence that some of them have and others lack."""
    page = built.page("questions/topic/law")
    assert [int(id.rpartition("-")[2]) % 3 for id in ids(page)] == [1] * 44
    assert page.xpath("string(//h1)") == "Questions: Law"
    offered = {link.get("data-evidence"): link for link in page.xpath("//a[@data-evidence]")}
    assert set(offered) == {"", "people", "animals"}
    people = built.page("questions/topic/law/evidence/people")
    assert people.xpath("string(//h1)") == "Questions: Law, from people"
    assert f"({len(ids(people))})" in offered["people"].text_content()
    assert set(ids(people)) < set(ids(page))
    assert not (built.folder / "questions/topic/lsd").exists()
    for file in sorted((built.folder / "questions").rglob("index.html")):
        assert ids(built.page(file.parent.relative_to(built.folder).as_posix())), file


def test_bibliography_is_parted_and_finds_works_by_key(built: Built) -> None:
    pages = [built.page("references"), built.page("references/2")]
    listed = [page.xpath("//ul[@class='bibliography']/li/@id") for page in pages]
    assert [len(works) for works in listed] == [150, 30]
    assert sorted(id.removeprefix("ref-") for works in listed for id in works) == sorted(KEYS)
    spans = [link.text_content() for link in pages[0].find_class("list-authors")[0].xpath(".//a")]
    assert spans == ["Adams to Evans", "Evans"]
    files = {file.stem: json.loads(file.read_bytes()) for file in (built.folder / "references/find").iterdir()}
    assert {key: number for found in files.values() for key, number in found.items()} == {
        id.removeprefix("ref-"): number for number, works in enumerate(listed, 1) for id in works}
    assert set(files) == {"a", "b", "c", "d", "e"}


def test_chart_leads_to_the_page_that_has_the_work(built: Built) -> None:
    """Not all works that the chart of the first page draws stand on that page."""
    links = built.page("references").find_class("glance__retracted")[0].xpath("./a/@href")
    assert links == [f"#ref-{KEYS[0]}", f"2/#ref-{KEYS[-1]}"]
    assert built.page("references/2").get_element_by_id(f"ref-{KEYS[-1]}").tag == "li"


def test_file_at_a_list_page_s_address_is_named(tmp_path: Path) -> None:
    """Two questions fill no second page, but one of them has a topic that the other has not."""
    site: Site = make_site(tmp_path, {
        "docs/questions/index.md": listing("questions"),
        "docs/questions/topic/law.md": "---\ntitle: Law\ndescription: Law.\n---\n",
        "docs/articles/a.md": article("/// faq | Is it lawful?\nNo.\n///\n\n/// faq | Is it so?\nNo.\n///\n")})
    built = site.build()
    assert built.code == 1
    assert "questions/topic/law/index.html: a file of the site has the address of a page of the list" in built.output


@pytest.mark.parametrize("template", ["articles.html", "listing.html", "references.html"])
@pytest.mark.build
def test_list_without_its_title_is_shown_as_a_page(tmp_path: Path, template: str) -> None:
    """Its facts are faulty, so it is no list yet: an editor reads of the title, and not of an error of the program."""
    built = make_site(tmp_path / "site", {
        "docs/list.md": f"---\ndescription: All.\ntemplate: {template}\nblock: faq\n---\n\nWords.\n"}).build()
    assert built.code == 0, built.output
    assert [line.split(" (")[0] for line in built.of("docs/list.md")] == [
        "docs/list.md:1:1: missing-front-matter: the page does not state its title"]
    assert "Words." in built.html("list")

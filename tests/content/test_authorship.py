"""Who wrote a page, how, with whose money, and who reviewed it: shown at its head and end, and never guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from lxml.html import HtmlElement
from sites import SITE_DATA, Built, Site, article, make_site

from proofdesk.common.source_text import SourceText
from proofdesk.content.review.version import text_version
from proofdesk.content.site_data import load_site_data

SITE = SITE_DATA + """
method: Written from public records.
funding: The city of Exampleton pays for it.
unreviewed: No doctor has read it.
"""
OWN = """\
authors: [{name: Jo Writer, role: medical writer}, {name: Sam Other}]
reviewed-by: [{name: Ann Doe, role: psychiatrist, date: 2026-11-20, scope: the part on medicines}]
"""
ABOUT = "---\ntitle: About\ndescription: About.\ntemplate: about.html\n---\n\nText.\n"


@each_case("content/site_data")
def test_fault_of_site_data_is_reported(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "site.yml"
    file.write_text(case.source, encoding="utf-8")
    _, problems = load_site_data(file, "site.yml")
    assert [str(problem) for problem in problems] == case.problems("site.yml")


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def part(page: HtmlElement, name: str) -> str:
    (found,) = page.find_class(name)
    return text(found)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    own = article("Text [@ly2018].", "Own").replace("topics:", f"{OWN}topics:")
    old = own.replace("part on medicines}", "part on medicines, version: 0000-0000-0000}").replace("Own", "Old")
    version = text_version(SourceText("own.md", own.replace("Own", "Signed")))
    signed = old.replace("0000-0000-0000", version).replace("Old", "Signed")
    return make_site(tmp_path_factory.mktemp("who") / "site", {
        "docs/articles/old.md": old, "docs/articles/signed.md": signed,
        "docs/articles/original.md": article("Text [@ly2018].", "Original").replace(
            "source: {title: A source}", "authors: [Jo Writer, {name: Sam Other, orcid: 0000-0002-1825-0097}]"),
        "site.yml": SITE, "docs/articles/plain.md": article("Text [@shao2021]."), "docs/articles/own.md": own,
        "docs/about/index.md": ABOUT,
    })


@pytest.fixture(scope="module")
def built(site: Site) -> Built:
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    return built


@pytest.mark.build
def test_head_says_in_one_line_how_it_was_written(built: Built) -> None:
    """And who reviewed it, or else what the site states of pages that nobody reviewed."""
    assert part(built.page("articles/plain"), "authorship") == "Written from public records. No doctor has read it."
    assert part(built.page("articles/plain/doctor"), "sheet__who") == part(built.page("articles/plain"), "authorship")
    assert part(built.page("articles/own"), "authorship") == (
        "Written by Jo Writer, Sam Other. Written from public records. Reviewed by Ann Doe, psychiatrist.")


@pytest.mark.build
def test_end_says_what_nobody_stated_and_the_head_does_not(built: Built) -> None:
    page = built.page("articles/plain")
    end = part(page, "about-page")
    assert "Reviewed by No doctor has read it." in end
    assert "Funding The city of Exampleton pays for it." in end
    assert end.count("Not stated: what interests its authors have.") == 1
    head = text(page.xpath("//header[contains(@class, 'article-head')]")[0])
    assert "Not stated" not in head


@pytest.mark.build
def test_review_is_told_with_name_role_day_and_what(built: Built) -> None:
    assert "Ann Doe, psychiatrist, on 20 November 2026: the part on medicines" in part(
        built.page("articles/own"), "about-page")


@pytest.mark.build
def test_a_page_that_changed_since_its_review_says_so(built: Built) -> None:
    assert part(built.page("articles/old"), "authorship").endswith(
        "Reviewed by Ann Doe, psychiatrist, before the text was last changed.")
    assert "the part on medicines (the text has changed since)" in part(built.page("articles/old"), "about-page")
    assert part(built.page("articles/old/doctor"), "sheet__who").endswith("before the text was last changed.")
    assert "docs/articles/old.md:7:1: changed-since-review: the text has changed since Ann Doe" in built.output
    assert "changed" not in part(built.page("articles/signed"), "authorship")
    assert "docs/articles/signed.md" not in built.output


@pytest.mark.build
def test_about_page_states_the_sites_facts(built: Built) -> None:
    content = text(built.page("about").get_element_by_id("content"))
    assert "Who writes this site" in content and "Funding The city of Exampleton pays for it." in content


@pytest.mark.build
def test_authors_are_cited_and_told_to_programs(built: Built) -> None:
    page = built.page("articles/own")
    assert page.xpath("//meta[@name='citation_author']/@content") == ["Jo Writer", "Sam Other"]
    assert "Jo Writer, Sam Other. Own [Internet]." in part(page, "cite__text")
    plain = built.page("articles/plain")
    assert plain.xpath("//meta[@name='citation_author']/@content") == ["The Plasticity Window editors"]


@pytest.mark.build
def test_original_article_names_its_authors_and_no_source(built: Built) -> None:
    """On the page, in its citation, to programs and in the feed; nothing leads to a source that it does not have."""
    page = built.page("articles/original")
    assert "comes from" not in text(page) and page.xpath("//*[@id='where-this-comes-from']") == []
    assert page.xpath("//meta[@name='citation_author']/@content") == ["Jo Writer", "Sam Other"]
    assert part(page, "cite__text").startswith("Jo Writer, Sam Other. Original [Internet].")
    assert page.xpath("//dl[@class='who']//a[.='Sam Other']/@href") == ["https://orcid.org/0000-0002-1825-0097"]
    graph = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
    (node,) = [each for each in graph if each["@type"] == "Article"]
    assert "isBasedOn" not in node and [each["name"] for each in node["author"]] == ["Jo Writer", "Sam Other"]
    assert node["author"][1]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    assert "Where this comes from" in text(built.page("articles/plain"))
    export = (built.folder / "articles/original/index.md").read_text(encoding="utf-8")
    assert "Written by Jo Writer, Sam Other." in export and "comes from" not in export


@pytest.mark.build
def test_programs_are_told_of_a_review_of_this_text_only(built: Built) -> None:
    def reviewed(name: str) -> bool:
        return "reviewedBy" in built.html(f"articles/{name}")

    assert [reviewed(name) for name in ("signed", "own", "old", "plain")] == [True, True, False, False]


@pytest.mark.build
def test_site_that_states_nothing_says_so(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {"docs/articles/page.md": article("Text [@ly2018].")}).build("--strict")
    page = built.page("articles/page")
    assert page.find_class("authorship") == []
    end = part(page, "about-page")
    assert "Nobody is named as its reviewer." in end
    assert "Not stated: who wrote it, who paid for it, what interests its authors have." in end

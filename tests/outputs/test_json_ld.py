"""What a page says to programs in schema.org's terms: well formed, and nothing in it that readers do not see."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement
from schemaorg_gate import faults
from sites import BODY_LINE, Built, article, make_site, pages_of, sample_site

__all__ = ["sample_site"]

Graph = list[dict[str, Any]]
# What is no text: addresses and terms of a vocabulary, places in a list, and the language that <html> states.
NO_TEXT = {"@id", "@type", "url", "sameAs", "item", "license", "hasHealthAspect", "position", "inLanguage",
           "publishingPrinciples", "correctionsPolicy", "bestRating", "worstRating"}
# Stated of the whole site; they stand on their own pages, which the tests below look at.
SITE_TYPES = {"WebSite", "Organization"}


def graph_of(page: HtmlElement) -> Graph:
    (script,) = page.xpath('//script[@type="application/ld+json"]')
    data = json.loads(script.text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def graphs(built: Built) -> dict[str, Graph]:
    assert built.code == 0, built.output
    return {path: graph_of(page) for path, page in pages_of(built.folder).items()
            if page.xpath('//script[@type="application/ld+json"]')}


def of_type(graph: Graph, type: str) -> list[dict[str, Any]]:
    return [node for node in graph if node["@type"] == type]


def texts(node: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a node, with the property that states it."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NO_TEXT:
                yield from texts(value, key)
    elif isinstance(node, list):
        for each in node:
            yield from texts(each, name)
    else:
        yield name, str(node)


def plain(text: str) -> str:
    """Words and figures alone: spacing and marks differ between a page and its text."""
    return " ".join(re.findall(r"\w+", text))


def invisible_statements(graph: Graph, page: HtmlElement) -> list[tuple[str, str]]:
    """What a graph states and its page does not show."""
    page = copy.deepcopy(page)
    days = {time.get("datetime") for time in page.iter("time")}
    meta = {e.get("content") for e in page.xpath('//meta[@name="description"]')}
    for gone in page.xpath("//script | //style | //template | //*[@class='citations' or @class='headerlink']"):
        gone.drop_tree()
    shown = " " + plain(" ".join(page.xpath("//body//text()"))) + " "
    said = [pair for node in graph if node["@type"] not in SITE_TYPES for pair in texts(node)]
    return [
        (name, text) for name, text in said
        if not (text in days if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else f" {plain(text)} " in shown)
        and not (name == "contentUrl" and any(text.endswith(src.lstrip("./")) for src in page.xpath("//img/@src")))
        # A listing's title may be worded otherwise than in its head, where the tab shows it.
        and not (name == "name" and plain(text) in plain(page.findtext(".//title") or ""))
        and not (name == "description" and text in meta and f" {plain(text)} " in shown)
    ]


@pytest.fixture(scope="module")
def real(sample_site: Built) -> dict[str, Graph]:
    return graphs(sample_site)


@pytest.mark.build
def test_every_page_has_a_valid_graph(sample_site: Built, real: dict[str, Graph]) -> None:
    pages = set(pages_of(sample_site.folder)) - {"404.html"}
    assert set(real) == pages and len(pages) > 20
    assert {path: faults(graph) for path, graph in real.items() if faults(graph)} == {}


@pytest.mark.build
def test_graph_states_only_what_the_page_shows(sample_site: Built, real: dict[str, Graph]) -> None:
    pages = pages_of(sample_site.folder)
    found = {path: invisible_statements(graph, pages[path]) for path, graph in real.items()}
    assert {path: statements for path, statements in found.items() if statements} == {}


@pytest.mark.build
@pytest.mark.parametrize("name", ["headline", "datePublished", "description"])
def test_statement_not_on_the_page_is_found(
    sample_site: Built, real: dict[str, Graph], name: str
) -> None:
    path = "articles/psychedelics-in-therapy/index.html"
    graph = copy.deepcopy(real[path])
    wrong = "2019-02-03" if name.startswith("date") else "Words that nobody reads"
    of_type(graph, "Article")[0][name] = wrong
    assert (name, wrong) in invisible_statements(graph, pages_of(sample_site.folder)[path])


@pytest.mark.build
def test_graph_of_the_site_matches_its_pages(sample_site: Built, real: dict[str, Graph]) -> None:
    graph = real["index.html"]
    (publisher,), (site,) = of_type(graph, "Organization"), of_type(graph, "WebSite")
    assert plain(publisher["name"]) in plain(sample_site.page("about").text_content())
    assert plain(site["description"]) in plain(sample_site.page("").text_content())
    for policy in ("publishingPrinciples", "correctionsPolicy"):
        assert (sample_site.folder / publisher[policy].split("/", 3)[-1] / "index.html").is_file()


@pytest.mark.build
def test_article_graph_has_each_block_once(sample_site: Built, real: dict[str, Graph]) -> None:
    for path, page in pages_of(sample_site.folder).items():
        if not (path.startswith("articles/") and path.count("/") == 2):
            continue
        shown = {kind: len(page.xpath(f"//*[@data-block='{kind}']")) for kind in ("faq", "myth", "intervention")}
        questions = [q for node in of_type(real[path], "FAQPage") for q in node["mainEntity"]]
        assert shown == {
            "faq": len(questions), "intervention": len(of_type(real[path], "HowTo")),
            "myth": len(of_type(real[path], "HealthTopicContent")) + len(of_type(real[path], "ClaimReview")),
        }, path
        listed = page.xpath('//section[@class="references"]//li/@id')
        (text,) = of_type(real[path], "Article")
        assert [work["@id"].split("#")[1] for work in text["citation"]] == listed, path


# --- The gate itself: each planted fault is caught by its own message.

SOUND: Graph = [
    {"@type": "FAQPage", "@id": "/a/#questions", "mainEntity": [
        {"@type": "Question", "name": "Is it so?", "acceptedAnswer": {"@type": "Answer", "text": "No."}}]},
    {"@type": "WebPage", "@id": "/a/", "lastReviewed": "2026-11-21", "breadcrumb": {
        "@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": {"@id": "/"}},
            {"@type": "ListItem", "position": 2, "name": "Articles", "item": {"@id": "/articles/"}},
            {"@type": "ListItem", "position": 3, "name": "A page"}]}},
    {"@type": "ClaimReview", "url": "/a/#m", "claimReviewed": "It is so.", "datePublished": "2026-11-20",
     "author": {"@type": "Organization", "name": "Us"},
     "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Them"},
                      "appearance": {"@type": "CreativeWork", "url": "https://example.org/"}},
     "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1,
                      "alternateName": "Wrong"}},
]


def planted(*path: Any, value: Any = None) -> Graph:
    """The sound graph with one value set, or taken out where there is none."""
    graph = copy.deepcopy(SOUND)
    place: Any = graph
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return graph


QUESTION = (0, "mainEntity", 0)
ANSWER = {"@type": "Answer", "text": "Yes."}
PLANTED = {
    "unknown type": (planted(1, "@type", value="HealthPage"), "HealthPage is not a type"),
    "unknown property": (planted(1, "checkedOn", value="2026-11-21"), "checkedOn is not a property"),
    "wrong domain": (planted(*QUESTION, "lastReviewed", value="2026-11-21"),
                     "lastReviewed does not belong to Question"),
    "question without answer": (planted(*QUESTION, "acceptedAnswer"), "a question has exactly one accepted answer"),
    "two answers": (planted(*QUESTION, "acceptedAnswer", value=[ANSWER, {**ANSWER, "text": "No."}]),
                    "a question has exactly one accepted answer"),
    "bad date": (planted(1, "lastReviewed", value="2026-02-30"), 'lastReviewed of WebPage cannot be "2026-02-30"'),
    "breadcrumb without item": (planted(1, "breadcrumb", "itemListElement", 0, "item"),
                                "an item of a breadcrumb before the last has no item"),
    "review without rating": (planted(2, "reviewRating"), "a review has one rating"),
    "wrong value": (planted(2, "author", value="Us"), 'author of ClaimReview cannot be "Us"'),
    "unknown aspect": ([{"@type": "HealthTopicContent", "name": "A", "abstract": "B", "text": "C",
                         "hasHealthAspect": "https://schema.org/Myths"}],
                       'hasHealthAspect of HealthTopicContent cannot be "https://schema.org/Myths"'),
}


def test_valid_graph_passes_the_gate() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(("graph", "message"), PLANTED.values(), ids=PLANTED)
def test_gate_reports_a_planted_fault(graph: Graph, message: str) -> None:
    assert message in faults(graph)


# --- A small site with everything that the real one has not: a reviewer, a correction, a traced claim, hostile text.

HOSTILE = "</script><script>alert(1)</script><!-- ]]> &amp; \u2028 end"
BIB = """\
@article{ly2018, author = {Ly, Calvin}, title = {Growth </script> {of} Spines}, journal = {Cell Reports}, year = {2018},
  doi = {10.1016/j.celrep.2018.05.022}, keywords = {species:cell, design:cell-experiment}}
"""
PAGE = f"""\
---
title: "Title {HOSTILE.replace('"', "")}"
description: What the page says & no more.
published: 2026-03-01
reviewed: 2026-11-21
authors: [{{name: Jo Writer, role: medical writer}}]
reviewed-by: [{{name: Dr Ann Other, role: psychiatrist, date: 2026-11-20, scope: the page}}]
corrections: [{{date: 2026-05-02, what: 'The page said 95 & it was 59.'}}]
topics: [therapy]
source: {{title: A source, doi: 10.1000/xyz}}
---

/// faq | Is {HOSTILE} so?
No, *it* is not [@ly2018].
///

/// myth | They say so
    verdict: wrong
    appearance: https://example.org/said?a=1&b=2
    claimant: An Institute
    claimant_is: organisation
It is not so [@ly2018].
///

/// myth | Everybody says so
    verdict: outdated
It was so [@ly2018].
///
"""
SETTINGS = "site_url: https://example.org/lib/\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return make_site(tmp_path_factory.mktemp("graph") / "site", {
        "docs/articles/one.md": PAGE,
        "docs/index.md": "---\ntitle: Home\ndescription: A small site.\n---\n\n# Home\n\nWords.\n",
    }, BIB, SETTINGS).build()


@pytest.fixture(scope="module")
def graph(site: Built) -> Graph:
    return graph_of(site.page("articles/one"))


@pytest.mark.build
def test_full_page_passes_the_gate_and_shows_its_graph(site: Built, graph: Graph) -> None:
    assert faults(graph) == []
    assert invisible_statements(graph, site.page("articles/one")) == []


@pytest.mark.build
def test_text_cannot_close_the_script_element(site: Built) -> None:
    source = site.html("articles/one")
    (content,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source, re.S)
    assert not re.search("[<>&\u2028\u2029]", content)
    headline = json.loads(content)["@graph"][3]["headline"]
    assert HOSTILE.split("\u2028")[0].strip() in headline and "\u2028" in headline
    assert "Growth </script> of Spines" in json.dumps(json.loads(content))
    assert "<script>alert(1)" not in source.split("</head>")[0]


@pytest.mark.build
def test_graph_states_reviewer_corrections_and_source(graph: Graph) -> None:
    (page,), (text,) = of_type(graph, "MedicalWebPage"), of_type(graph, "Article")
    assert page["reviewedBy"] == [{"@type": "Person", "name": "Dr Ann Other", "jobTitle": "psychiatrist"}]
    assert text["author"] == [{"@type": "Person", "name": "Jo Writer", "jobTitle": "medical writer"}]
    assert text["correction"] == [
        {"@type": "CorrectionComment", "text": "The page said 95 & it was 59.", "datePublished": "2026-05-02"}]
    assert text["isBasedOn"] == {"@type": "CreativeWork", "name": "A source", "url": "https://doi.org/10.1000/xyz"}
    assert text["citation"][0]["sameAs"] == ["https://doi.org/10.1016/j.celrep.2018.05.022"]
    assert (page["lastReviewed"], text["dateModified"]) == ("2026-11-21", "2026-11-21")


@pytest.mark.build
def test_graph_names_no_invented_reviewer(real: dict[str, Graph]) -> None:
    for graph in real.values():
        for page in of_type(graph, "MedicalWebPage"):
            assert "reviewedBy" not in page


@pytest.mark.build
def test_traceable_myth_is_a_claim_review(site: Built, graph: Graph) -> None:
    (review,), (myth,) = of_type(graph, "ClaimReview"), of_type(graph, "HealthTopicContent")
    assert review["itemReviewed"]["author"] == {"@type": "Organization", "name": "An Institute"}
    assert review["itemReviewed"]["appearance"]["url"] == "https://example.org/said?a=1&b=2"
    assert (review["reviewRating"]["ratingValue"], review["reviewRating"]["alternateName"]) == (1, "Wrong")
    assert myth["abstract"].startswith("Outdated.")
    (link,) = site.page("articles/one").xpath('//*[@class="myth__source"]/a')
    assert (link.text, link.get("href")) == ("An Institute", "https://example.org/said?a=1&b=2")


@pytest.mark.build
def test_verdict_scale_is_published(sample_site: Built) -> None:
    (scale,) = sample_site.page("myths").find_class("verdicts")
    for label, rating in (("Wrong", 1), ("Outdated", 2), ("Unsupported", 2), ("Overstated", 3), ("Disputed", 3)):
        assert re.search(rf"{label}\s.*\({rating} of 5\)", scale.text_content()), label


MYTHS = {
    "    claimant: Them\n": "the option “claimant” does nothing without “appearance” "
    "(add a line `    appearance: …`, or take this one out)",
    "    appearance: https://example.org/\n": "the option “appearance” does nothing without “claimant” "
    "(add a line `    claimant: …`, or take this one out)",
    "    appearance: javascript:alert(1)\n    claimant: Them\n":
    "“javascript:alert(1)” is not a value of the option “appearance” "
    "(The address where somebody says it, if there is one.)",
}


@pytest.mark.build
def test_claim_needs_both_claimant_and_address(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {
        f"docs/articles/m{n}.md": article(f"/// myth | So\n    verdict: wrong\n{options}\nNo [@ly2018].\n///\n")
        for n, options in enumerate(MYTHS)
    }).build()
    for n, message in enumerate(MYTHS.values()):
        (problem,) = built.of(f"docs/articles/m{n}.md")
        assert re.fullmatch(rf"docs/articles/m{n}\.md:{BODY_LINE + 2}:\d+: bad-value: {re.escape(message)}", problem)
        assert not built.page(f"articles/m{n}").xpath("//a[starts-with(@href, 'javascript')]")

"""The plain text beside each article, and ``llms.txt``: what a program reads that knows no HTML."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pypandoc
import pytest
from fixture_cases import Case, each_case
from lxml.html import HtmlElement
from sites import Built, article, make_site, pages_of, sample_site

from proofdesk.outputs.markdown_export import markdown_of

__all__ = ["sample_site"]

ADDRESS = "https://example.org/window/"
BODY = """\
Spines grew [@shao2021], and more was seen [@ly2018; @shao2021]. Not a citation: `[@code]` and [a link](../index.md).

/// faq | Do plants listen?
Nobody knows. [@ly2018]
///

/// myth | Plants listen
    verdict: unsupported
They grow. [@ly2018]
///

/// intervention | Watering
    when: everyday
Concept
:   Water helps. [@shao2021]

Example
:   A can.

Steps
:   1. Fill it.
    2. Pour.
///

/// changes | What we changed and why
- We name the plant. [@ly2018]
///
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("twin"), {"docs/articles/a.md": article(BODY, "A [bracketed] page")})
    built = site.build("--strict", env={"SITE_URL": ADDRESS})
    assert built.code == 0, built.output
    return built


@pytest.fixture(scope="module")
def text(built: Built) -> str:
    return (built.folder / "articles" / "a" / "index.md").read_text(encoding="utf-8")


@pytest.mark.build
def test_export_states_title_dates_and_address(text: str) -> None:
    assert text.startswith("# A \\[bracketed\\] page\n\nWhat the page says.\n")
    assert "Published 20 November 2026 · Last checked 21 November 2026" in text
    assert f"This article: {ADDRESS}articles/a/" in text


@pytest.mark.build
def test_export_numbers_match_its_references(text: str) -> None:
    assert "Spines grew [1], and more was seen [1, 2]." in text
    references = text.partition("## References")[2]
    assert re.search(r"^1\. +Shao L-X, Kwan AC\. Psilocybin .* https://doi\.org/10\.1016/j\.neu", references, re.M)
    assert re.search(r"^2\. +Ly C, Greb AC, Olson DE\. .*\(Cells · cell experiment · 2018\)", references, re.M)


@pytest.mark.build
def test_export_labels_blocks_with_their_evidence(text: str) -> None:
    assert "# Question: Do plants listen?\n\nCell studies only: 1 study in cells in a dish\n\nNobody knows. [2]" in text
    assert re.search(
        r"^#+ Myth: Plants listen, unsupported\n\n\*\*Unsupported\*\*\. We found no study that says so\.$", text, re.M)
    assert re.search(r"\*\*Reality\*\*\n\nThey grow\. \[2\]\n\n.* study ", text)
    assert "**Concept**\n\nWater helps. [1]" in text
    assert re.search(r"\*\*Steps\*\*\n\n1\. +Fill it\.\n2\. +Pour\.", text)


@pytest.mark.build
def test_export_opens_what_the_page_folds(text: str) -> None:
    assert "\n\n## What we changed and why\n\n- We name the plant. [2]\n" in text
    assert "\n\n## Where this comes from\n\n**Title**\n" in text


@pytest.mark.build
def test_export_has_absolute_links_and_no_site_syntax(text: str) -> None:
    assert f"[a link]({ADDRESS})" in text
    assert "///" not in text
    assert "¶" not in text
    assert "[@" not in text.replace("`[@code]`", "")


@pytest.mark.build
def test_export_ends_with_the_help_lines(text: str) -> None:
    assert "## If you need help now" in text.partition("## References")[2]
    assert "Not medical advice." in text


@pytest.mark.build
def test_article_and_llms_txt_link_the_export(built: Built) -> None:
    page = built.page("articles/a")
    assert page.xpath("//link[@rel='alternate'][@type='text/markdown']/@href") == ["index.md"]
    listed = (built.folder / "llms.txt").read_text(encoding="utf-8")
    assert listed.startswith("# The Plasticity Window\n\n> Plain-language evidence")
    assert f"- [A \\[bracketed\\] page]({ADDRESS}articles/a/index.md): What the page says." in listed


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.build
def test_export_keeps_every_word_of_real_articles(sample_site: Built) -> None:
    """Every paragraph, heading and list item of the text is in the twin, with the same numbers."""
    articles = {path: page for path, page in pages_of(sample_site.folder).items()
                if re.fullmatch(r"articles/[^/]+/index.html", path)}
    assert len(articles) >= 3
    long = 0
    for path, page in articles.items():
        export = " ".join(_words(_plain((sample_site.folder / path).with_name("index.md"))))
        content = page.get_element_by_id("content")
        said = [_words_of(element) for element in _text_of(content)]
        assert said, path
        long += len(said) > 50  # a short note is an article too
        lost = [words for words in said if words not in export]
        assert lost == [], path
    assert long >= 3


def _plain(file: Path) -> str:
    """A twin without the addresses of its links and without its marks of emphasis."""
    return re.sub(r"\]\([^)]*\)", "]", file.read_text(encoding="utf-8")).replace("*", "").replace("\\", "")


def _text_of(content: HtmlElement) -> list[HtmlElement]:
    names = ("glance", "article-end", "page-menu", "facts", "head-links", "scores__ends")
    left_out = " or ".join(f"contains(@class, '{name}')" for name in names)
    return [
        element for element in content.xpath(".//*[self::p or self::li or self::h2 or self::h3 or self::dt]")
        if not element.xpath(f"ancestor-or-self::*[{left_out} or @class='references' or @class='print-end']")
        and "eyebrow" not in element.get("class", "")
    ]


def _words_of(element: HtmlElement) -> str:
    for extra in element.xpath(".//*[contains(@class, 'headerlink')]"):
        extra.drop_tree()
    return " ".join(_words(element.text_content()))


@each_case("outputs/markdown_export")
def test_export_escapes_only_markdown_syntax(case: Case) -> None:
    html, markdown = case.source, case.expected["markdown"]
    assert markdown_of(html) == markdown + "\n"
    read_back = pypandoc.convert_text(markdown, "plain", format="gfm", extra_args=["--wrap=none"])
    said = lxml.html.fragment_fromstring(html.replace("</p>", " </p>"), create_parent="div").text_content()
    assert _words(read_back) == _words(said)


@pytest.mark.build
def test_export_of_a_head_of_the_site_states_the_address(tmp_path: Path) -> None:
    """A site may write the head of its articles in its own way."""
    site = make_site(tmp_path / "site", {"docs/articles/one.md": article("Text.")},
                     settings="site_url: https://example.org/\n")
    (site.root / "overrides").unlink()
    built = site.write({"overrides/partials/article-head.html": "<p>By us.</p>\n"}).build()
    assert "Internal error" not in built.output, built.output
    export = (built.folder / "articles" / "one" / "index.md").read_text(encoding="utf-8")
    assert export.startswith("By us.") and "https://example.org/articles/one/" in export

"""The editors' guide shows what the program does, made from the program itself."""

from __future__ import annotations

import pytest
from conftest import KINDS
from lxml.html import HtmlElement
from sites import Built, sample_site

from proofdesk.common.rules import RULES
from proofdesk.outputs.guide import STOPS, fill, meaning_of

__all__ = ["sample_site"]


def rows(page: HtmlElement) -> list[list[str]]:
    """The cells of every table row of a page, heads left out."""
    return [[" ".join(td.text_content().split()) for td in tr.findall("td")] for tr in page.xpath("//table/tbody/tr")]


@pytest.fixture(scope="module")
def blocks_page(sample_site: Built) -> HtmlElement:
    return sample_site.page("contributing/blocks")


@pytest.mark.build
@pytest.mark.parametrize("name", KINDS)
def test_guide_shows_source_and_result_of_each_kind(blocks_page: HtmlElement, name: str) -> None:
    written = [code.text_content().strip() for code in blocks_page.xpath("//pre")]
    assert KINDS[name].example.strip() in written
    assert blocks_page.xpath(f'//*[@data-block="{name}"]')


@pytest.mark.build
def test_guide_explains_every_option_and_its_values(blocks_page: HtmlElement) -> None:
    explained = {row[0]: row for row in rows(blocks_page)}
    for room in KINDS.values():
        for option in room.options:
            assert option in explained, (room.name, option)
    for word in KINDS["myth"].options["verdict"]["words"]:
        assert f"{word} ({word.label})" in explained["verdict"][2]
    assert explained["verdict"][1] == "yes"


@pytest.mark.build
def test_guide_explains_every_rule(sample_site: Built) -> None:
    assert rows(sample_site.page("contributing/checks")) == [
        [rule.name, meaning_of(rule, KINDS).replace("`", "").replace("'", "’"), STOPS[rule.severity]]
        for rule in sorted(RULES.values(), key=lambda rule: rule.name)
    ]


def test_rules_name_the_sites_kinds(sample_site: Built) -> None:
    meanings = {row[0]: row[1] for row in rows(sample_site.page("contributing/checks"))}
    assert meanings["uncited-claim"] == (
        "A question, myth, intervention, comparison of chances or comparison of scores cites nothing.")
    assert meanings["missing-part"] == "A block lacks a part, such as an intervention without Steps."


def test_page_without_guide_comments_is_unchanged() -> None:
    text = "Text. <!-- guide: other -->\n"
    assert fill(text, KINDS) == text

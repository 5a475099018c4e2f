"""What a site states of itself in ``site.yml``, and what becomes of it in colours, blocks and topics."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites import ROOT

from proofdesk.blocks.installed import block_kinds
from proofdesk.content.site_data import SiteData, load_site_data
from proofdesk.content.site_data.block_words import check_block_words
from proofdesk.content.site_data.colours import DARK, LIGHT, contrast
from proofdesk.content.site_data.described import described_facts
from proofdesk.content.topics import Topics

KINDS = ROOT / "hooks" / "blocks"
TOKENS = (ROOT / "proofdesk" / "theme" / "css" / "10-tokens.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "usual"), [("default", LIGHT), ("slate", DARK)])
def test_usual_colours_are_those_of_the_style_sheet(scheme: str, usual: dict[str, str]) -> None:
    """A site's own colour is held against them."""
    (rule,) = re.findall(rf'\[data-md-color-scheme="{scheme}"\] \{{\n  color-scheme(.*?)\n\}}', TOKENS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule))
    assert {name: found[name] for name in usual} == usual


def test_contrast_is_that_of_wcag() -> None:
    assert (contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)) == (21, 4.48)


def test_stated_colours_become_rules_of_their_scheme() -> None:
    site = SiteData.model_validate({"colours": {"light": {"accent": "#2F5D1B"}, "dark": {"wall": "#123"}}})
    assert site.colours.css == (
        ':root,\n[data-md-color-scheme="default"] {\n  --accent: #2f5d1b;\n  --accent-strong: #2f5d1b;\n}\n\n'
        '[data-md-color-scheme="slate"] {\n  --wall: #112233;\n  --sill: #112233;\n}\n')
    assert SiteData().colours.css == ""


def test_a_site_names_its_kinds_of_block_and_their_words() -> None:
    site = SiteData.model_validate({"blocks": {
        "chance": {"use": False}, "faq": {"noun": "query"},
        "myth": {"noun": "rumour", "plural": "rumours", "summary": "each with what was measured",
                 "words": {"verdict": {"wrong": {"label": "Not so"}}}}}})
    kinds, usual = block_kinds(KINDS, site.block_words), block_kinds(KINDS)
    assert "chance" in usual and "chance" not in kinds
    myth = kinds["myth"]
    assert (myth.noun, myth.plural, myth.listing and myth.listing.name) == ("rumour", "rumours", "Rumours")
    assert myth.listing and myth.listing.summary == "each with what was measured"
    assert (kinds["faq"].noun, kinds["faq"].plural) == ("query", "querys")
    root, _ = myth.element(myth.record(title="Worms drain", verdict="wrong"), "a")
    assert root.findtext(".//span[@class='myth__label']") == "Rumour"
    wrong = myth.options["verdict"]["words"][0]
    assert (wrong.label, wrong.meaning) == ("Not so", "The evidence says otherwise.")
    assert usual["myth"].options["verdict"]["words"][0].label == "Wrong", "another site has its own words"


def test_words_of_no_block_are_reported_at_their_place(tmp_path: Path) -> None:
    text = ("blocks:\n  mith: {noun: rumour}\n  faq: {words: {verdict: {wrong: {label: No}}}}\n  myth:\n    words:\n"
            "      verdict:\n        wrogn: {label: Not so}\n      vredict: {wrong: {label: No}}\n")
    (tmp_path / "site.yml").write_text(text, encoding="utf-8")
    known = {"myth": {"verdict": ("wrong", "outdated"), "appearance": ()}, "faq": {"id": ()}}
    site = SiteData.model_validate({"blocks": {
        "mith": {"noun": "rumour"}, "faq": {"words": {"verdict": {"wrong": {"label": "No"}}}},
        "myth": {"words": {"verdict": {"wrogn": {"label": "Not so"}}, "vredict": {"wrong": {"label": "No"}}}}}})
    assert [str(problem) for problem in check_block_words(site, known, tmp_path)] == [
        "site.yml:2:3: bad-site: there is no kind of block “mith” (did you mean “myth”?)",
        "site.yml:3:17: bad-site: “verdict” is no option of the faq block that has words (take it out)",
        "site.yml:7:9: bad-site: “wrogn” is not a value of the option “verdict” (did you mean “wrong”?)",
        "site.yml:8:7: bad-site: “vredict” is no option of the myth block that has words (did you mean “verdict”?)"]


def test_any_word_is_a_topic_until_a_site_lists_some() -> None:
    anything, listed = Topics(), SiteData.model_validate({"topics": {"soil": "Earth", "frost": None}}).vocabulary
    assert anything.among(["raised-beds", "Raised beds", "ants"]) == ["ants", "raised-beds"]
    assert anything.label("raised-beds") == "Raised beds" and anything.of("Ants in raised beds", "") == []
    assert listed.among(["frost", "ants", "soil"]) == ["soil", "frost"]
    assert (listed.label("soil"), listed.label("frost"), listed.of("Earth", "")) == ("Earth", "Frost", ["soil"])


@pytest.mark.parametrize(("title", "text", "found"), [
    ("ROTTING leaves", "", ["soil"]), ("Leaves", "They rot. It rots.", ["soil"]), ("Leaves", "They rot.", []),
    ("Leaves parrot", "", []), ("\u212aelp on beds", "", ["shore"]), ("S\u0130LT", "", ["shore"]),
    ("Earth", "", ["soil"]), ("Barkmulch", "", ["cover"]), ("Mulches", "", []), ("STRA\u00dfE", "", ["road"]),
    ("Strasse", "", []), ("Stra\u00dfen", "Roads ROT. They rot.", ["soil"]),
])
def test_a_topic_is_found_by_its_words_in_any_letters(title: str, text: str, found: list[str]) -> None:
    topics = {"soil": {"label": "Earth", "words": ["rot*"]}, "shore": {"words": ["kelp", "silt"]},
              "cover": {"words": ["*mulch"]}, "road": {"words": ["stra\u00dfe"]}}
    assert SiteData.model_validate({"topics": topics}).vocabulary.of(title, text) == found


def test_each_name_is_described_with_its_default() -> None:
    facts = {fact.name: fact for fact in described_facts()}
    assert {"topics.….words", "advice.foot[].title", "colours.dark.accent-ground", "help-lines.show"} <= facts.keys()
    assert facts["schema-types.article"].default == "`WebPage`" and facts["doctor-sheet"].default == "`false`"
    assert [name for name, fact in facts.items() if not fact.description] == []


def test_one_fault_leaves_the_rest_of_the_file(tmp_path: Path) -> None:
    """Else each word of evidence, topic or need that the file lists would be reported as unknown too."""
    (tmp_path / "site.yml").write_text(
        "topics: {soil: Soil}\nmark: ../x\ndefault-topic: frost\nevidence:\n"
        "  kinds: {beds: {label: Beds, where: in beds}}\n"
        "  designs: {trial: {label: trial, plural: trials}}\n", encoding="utf-8")
    data, problems = load_site_data(tmp_path / "site.yml", "site.yml")
    assert [problem.line for problem in problems] == [3, 2]
    assert [*data.topics] == ["soil"] and data.evidence.kinds and (data.mark, data.default_topic) == (None, None)

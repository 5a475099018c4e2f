"""What a work is, what a block rests on, and what that can carry, as the bibliography says it."""

from __future__ import annotations

import pytest
from conftest import Convert, tree, words
from fixture_cases import Case, each_case

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence import Evidence, read_evidence
from proofdesk.common.language import load_language, speaking

BIB = """
@article{trial, author={A, B}, title={Trial}, journal={J}, year={2022}, keywords={species:human, design:rct, n:59}}
@article{trial2, author={A, B}, title={Trial two}, journal={J}, year={2023}, keywords={species:human, design:rct}}
@article{review, author={A, B}, title={Review}, journal={J}, year={2021},
  keywords={species:not-classified, design:narrative-review}}
@article{mice, author={A, B}, title={Mice}, journal={J}, year={2020},
  keywords={species:mouse, design:animal-experiment}}
@article{dish, author={A, B}, title={Dish}, journal={J}, year={2019}, keywords={species:cell, design:cell-experiment}}
@article{unknown, author={A, B}, title={Unknown}, journal={J}, year={2018},
  keywords={species:not-classified, design:not-classified}}
@article{gone, author={A, B}, title={Gone}, journal={J}, year={2017}, x-retracted={2024-08-10},
  keywords={species:human, design:rct}}
@article{fixed, author={A, B}, title={Fixed}, journal={J}, year={2016}, x-correction={A name was corrected},
  keywords={species:human, design:rct}}
@article{theory, author={A, B}, title={Theory}, journal={J}, year={2015},
  keywords={species:none, design:narrative-review}}
@misc{paper, author={{Agency}}, title={Letter}, year={2024}, keywords={design:regulatory}}
"""


def entry(keywords: str, year: str = "2022") -> Entry:
    return Entry("key2022", "article", {"keywords": keywords, "year": year}, "", 1)


def evidence(keywords: str, retracted: bool = False) -> Evidence:
    return read_evidence(entry(keywords), retracted)[0]


def line(convert: Convert, citations: str) -> str:
    """The evidence line of a question that cites these."""
    page = tree(convert(f"/// faq | Why?\nSo. {citations}\n///\n", BIB).html)
    (found,) = page.xpath('//*[@data-block="faq"]/*[@class="labels"]/p[@class="evidence"]')
    return " ".join(found.text_content().split())


@pytest.mark.parametrize(
    ("citations", "said"),
    [
        ("[@trial; @review; @trial2]", "Based on 2 randomised trials in people and 1 review"),
        ("[@mice]", "Animal studies only: 1 study in mice"),
        ("[@dish]", "Cell studies only: 1 study in cells in a dish"),
        ("[@mice] and [@dish; @mice]", "Animal and cell studies only: 1 study in mice and 1 study in cells in a dish"),
        ("[@trial; @mice]", "Based on 1 randomised trial in people (59) and 1 study in mice"),
        ("[@unknown]", "Based on 1 work not sorted yet"),
        ("[@paper]", "No study cited: 1 official document only"),
        ("[@gone]", "No study cited; also cited: 1 retracted work"),
        ("[@gone; @trial]", "Based on 1 randomised trial in people (59); also cited: 1 retracted work"),
        ("", "No study cited"),
        ("[@nobody2020]", "No study cited"),
    ],
)
def test_block_shows_its_evidence_summary(convert: Convert, citations: str, said: str) -> None:
    assert line(convert, citations) == said


@pytest.mark.parametrize("kind", ["myth", "intervention"])
def test_myths_and_interventions_show_evidence(convert: Convert, kind: str) -> None:
    text = {
        "myth": "/// myth | M\n    verdict: wrong\nNo. [@mice]\n///\n",
        "intervention": "/// intervention | I\nConcept\n:   C [@mice]\n\nExample\n:   E\n\nSteps\n:   1. S\n///\n",
    }[kind]
    page = tree(convert(text, BIB).html)
    assert page.xpath(f'string(//*[@data-block="{kind}"]/*[@class="labels"]/p[@class="evidence"])').strip() == (
        "Animal studies only: 1 study in mice"
    )


def test_evidence_line_follows_the_bibliography(convert: Convert) -> None:
    text = "/// faq | Why?\nSo. [@trial]\n///\n"
    other = BIB.replace("species:human, design:rct, n:59", "species:pig, design:animal-experiment")
    assert "randomised trial in people" in words(convert(text, BIB).html)
    assert "Animal studies only: 1 study in pigs" in words(convert(text, other).html)


def test_reference_shows_its_evidence(convert: Convert) -> None:
    page = tree(convert("Text [@trial].", BIB).html)
    (item,) = page.xpath('//li[@id="ref-trial"]//*[@class="reference__evidence"]')
    assert item.text_content().strip() == "People · randomised trial · 59 participants · sponsor: not known · 2022"


def test_retracted_work_is_labelled_at_every_citation(convert: Convert) -> None:
    """Beside its number, outside any run of numbers, and in the list."""
    page = tree(convert("One [@trial]. Four [@trial; @gone; @mice; @dish; @review].", BIB).html)
    group = page.xpath('//span[@class="citations"]')[1]
    assert group.text_content() == "[1, 2 retracted, 3–5]"
    assert "Retracted on 10 August 2024." in page.xpath('string(//li[@id="ref-gone"])')


@each_case("citations/evidence_marks")
def test_preclinical_sentences_are_marked(convert: Convert, case: Case) -> None:
    page = tree(convert(case.source, BIB).html)
    found = page.xpath('//span[contains(@class, "below-people")]')
    assert [" ".join(span.text_content().split()) for span in found] == case.lines("marked")


@each_case("citations/species_conflicts")
def test_whom_a_sentence_names_is_compared(convert: Convert, case: Case) -> None:
    found = [str(problem) for problem in convert(case.source, BIB).problems]
    assert found == case.problems("docs/articles/page.md")


@each_case("citations/species_in_languages")
def test_whom_a_sentence_names_in_its_language(convert: Convert, case: Case) -> None:
    with speaking(load_language({"german": "de", "french": "fr", "spanish": "es"}[case.name])):
        found = convert(case.source, BIB).problems
    assert found == case.problems("docs/articles/page.md")


SHAPE = '<span aria-hidden="true" class="evidence__shape evidence__shape--{}"></span>'


@each_case("citations/reference_list")
def test_reference_list_html_is_exact(convert: Convert, case: Case) -> None:
    """Programs of others read it, screen readers read it aloud, and the style sheet knows its names."""
    bib = BIB.replace("title={Gone}", "title={Gone}, doi={10.1000/gone}, url={https://example.org/gone}")
    html = convert(case.source, bib).html
    assert html[html.index("<section"):].splitlines() == case.lines("html")


def test_evidence_line_has_the_shape_of_its_kind(convert: Convert) -> None:
    html = convert("/// faq | Why?\nSo. [@mice]\n///\n", BIB).html
    assert f'<p class="evidence">{SHAPE.format("animals")} Animal studies only: 1 study in mice</p>' in html


def test_mark_names_evidence_of_its_sentence(convert: Convert) -> None:
    html = convert("In mice [@mice]. In both [@mice; @dish]. In people [@trial].", BIB).html
    marks = tree(html).xpath("//span[@data-rests-on]")
    assert [(mark.get("class"), mark.get("data-rests-on"), mark.text) for mark in marks] == [
        ("below-people", "animals", "In mice "), ("below-people", "animals and cells", "In both ")]
    html = convert("Both [@mice; @trial]. A law [@paper]. A law and a trial [@paper; @trial]. None.", BIB).html
    marks = tree(html).xpath("//span[@data-rests-on]")
    assert [(mark.get("class"), mark.get("data-rests-on"), mark.text) for mark in marks] == [
        ("beside-people", "people and animals", "Both "), ("beside-people", "documents", "A law ")]


def test_the_space_before_a_sentence_is_not_marked(convert: Convert) -> None:
    page = tree(convert("First. In mice [@mice].", BIB).html)
    assert page.xpath('string(//span[@class="below-people"])') == "In mice [1]."
    assert page.text_content().strip().startswith("First. In mice [1].")


def test_marked_sentence_keeps_its_abbreviations(convert: Convert) -> None:
    page = tree(convert("Levels of BDNF rose [@mice]. mTOR too.\n\n*[BDNF]: a protein\n*[mTOR]: another\n", BIB).html)
    assert [(each.text, each.get("title")) for each in page.iter("abbr")] == [
        ("BDNF", "a protein"), ("mTOR", "another")]


def test_links_to_one_site_are_told_apart_by_ear(convert: Convert) -> None:
    bib = "".join(f"@online{{{key}, author={{{{Agency}}}}, title={{Label {key}}}, year={{2024}}, "
                  f"url={{https://www.example.org/{key}}}, keywords={{design:regulatory}}}}\n" for key in "ab")
    links = tree(convert("Both [@a; @b].", bib).html).xpath("//a[.='www.example.org']")
    assert [link.get("aria-label") for link in links] == ["www.example.org: Label a", "www.example.org: Label b"]


def test_retracted_work_has_no_evidence_shape(convert: Convert) -> None:
    page = tree(convert("/// faq | Why?\nSo. [@gone]\n///\n", BIB).html)
    assert page.xpath('//p[@class="evidence"]/span') == []


def test_marking_does_not_change_the_text(convert: Convert) -> None:
    """A nested list, code, a link and a footnote stay where they are."""
    text = ("- In mice [@mice]. First. Second! *Third*. Fourth? Fifth [@trial]. Sixth.\n"
            "- In mice [@mice]. See `code [@mice]` and [a link](https://x.org/).\n\n    - Inner [@dish].\n"
            "- Last.[^1] More [@mice].\n\n[^1]: A note [@mice].\n")
    other = BIB.replace("species:mouse, design:animal-experiment", "species:human, design:rct").replace(
        "species:cell, design:cell-experiment", "species:human, design:rct")
    marked, plain = convert(text, BIB).html, convert(text, other).html
    body = '<section class="references">'
    assert words(marked.split(body)[0]) == words(plain.split(body)[0])
    assert "below-people" in marked and "below-people" not in plain

"""Citations in the text are linked, left open with a mark, or recognized as something else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import MANUSCRIPTS, import_content, import_file, import_text

from proofdesk.desk.importing.citing.works import CitableWork
from proofdesk.desk.importing.link_citations import CitationLinker

LISTED = [
    (("Calla", "Hazel"), "2022"), (("de Bos", "Ravel", "Thorn"), "2025"), (("Müller",), "2021a"),
    (("Müller",), "2021b"), (("O'Hara",), "2019"), (("World Garden Organization",), "2018"), (("Hazel",), "2020"),
    (("García Márquez", "Peña"), "2017"), (("Ångström", "Łoza", "Çelik"), "2016"), (("van der Linden", "Moos"), "2014"),
    (("Béïque-Laub", "Ó Briain", "Moos"), "2007"), (("Calla", "Thorn"), "2019")]
WORKS = [CitableWork(f"k{n}", n, names[0], year, names) for n, (names, year) in enumerate(LISTED, 1)]
WITHOUT_NUMBERS = [CitableWork(work.key, None, work.family, work.year, work.families) for work in WORKS]
# What shows by which form a manuscript cites.
SHOWN = {
    "raised": "A<sup>1–12</sup>", "bracketed": "A \\[1–12\\]", "round": "A (1, 2). B (3–12).",
    "names": "A (Hazel, 2020).",
    "bare": "Beds are wide.1 Beds are long.2–4 Beds are dry.5,6 Beds are full.7–12 Beds are few.",
}
CITED = {
    "bare": {
        "Good. 1,2,3 Then": "Good. [@k1; @k2; @k3] Then", "Good.1,2": "Good. [@k1; @k2]", "Good. 5": "Good. [@k5]",
        "so,4 and": "so, [@k4] and", "roots 3 and buds": "roots [@k3] and buds", "life 5: then": "life [@k5]: then"},
    "bracketed": {
        "Text \\[1–4\\].": "Text [@k1; @k2; @k3; @k4].", "Text \\[1, 3-5\\] on": "Text [@k1; @k3; @k4; @k5] on",
        "`a[1] (2)` b": "`a[1] (2)` b",
        "See [a place](https://x.example/(1)) here": "See [a place](https://x.example/(1)) here"},
    "round": {"Text (1–3, 6).": "Text [@k1; @k2; @k3; @k6]."},
    "raised": {
        "Text<sup>1,2</sup>.": "Text[@k1; @k2].", "Text<sup>\\[3\\]</sup>.": "Text[@k3].",
        "Text<sup>3</sup>(n = 9)[^1].": "Text[@k3] (n = 9)[^1].",
        "Text²,³ on": "Text[@k2; @k3] on", "Text¹⁻³.": "Text[@k1; @k2; @k3]."},
    "names": {
        "A (Calla & Hazel, 2022).": "A [@k1].", "A (de Bos, C. et al., 2025)": "A [@k2]",
        "A (see Calla, 2022; de Bos et al., 2025)": "A [see @k1; @k2]", "A ((Calla, 2022) b": "A [@k1] b",
        "A (Müller, 2021a, b)": "A [@k3; @k4]", "A (O’Hara 2019)": "A [@k5]",
        "Calla and Hazel (2022) say": "Calla and Hazel [@k1] say",
        "A (World Garden Organization, 2018)": "A [@k6]", "A (Calla, A. 2022)": "A [@k1]",
        "Calla et al. (2022) and Hazel (2020)": "Calla et al. [@k1] and Hazel [@k7]"},
}
LEFT_OPEN = {
    "names": {
        "Moos et al. (2019) say": "⟦Moos et al. (2019)⟧ say",
        "Nobody & Calla (2011) say": "⟦Nobody & Calla (2011)⟧ say",
        "A (Nobody, 2022).": "A ⟦(Nobody, 2022)⟧.", "A (Müller, 2021)": "A ⟦(Müller, 2021)⟧",
        "A (Calla, 2022; Nobody, 2020)": "A [@k1] ⟦(Nobody, 2020)⟧"},
    "round": {"A (2, 19).": "A [@k2] ⟦(19)⟧."},
    "bracketed": {"A \\[18\\]": "A ⟦\\[18\\]⟧", "A \\[777\\]": "A ⟦\\[777\\]⟧"},
}
# As long as that of a large group, with degrees, and with a stop at its end.
BYLINE = "".join(f"{name} B. Hazel, PhD, MS,<sup>{n}, {n + 1}</sup> " for n, name in enumerate(
    ["Ann", "Cato", "Dora", "Emil", "Flora", "Gustav", "Hanna", "Ida", "Jonas", "Karla"], 1)) + (
    "on behalf of the Straw and Bed Group, and Lena Vos, PhD<sup>12</sup>.")
NO_CITATION = [
    "In 2019 it rained.", "It rained (2019).", "We saw 24 people.", "1,200 people came.", "(n = 24)", "Figure 3 shows",
    "see Table 2, below", "In May (2020) it rained.", "between 3 and 5 days", "phase 2 and 3 trials", "It took 5 days.",
    "5-HT2A and H2O", "a dose of 2 mg", "at 3 pm", "Chapter 4.", "on day 2, then", "It rose from 2 to 5.", "2 × 3 = 6",
    "10<sup>3</sup> cells", "the score was 4.", "3.5 and 2.5", "He is 5.", "It was found in 3, then", "page 2.",
    "call 116 123", "24/7", "kg/m² and 10³ cells", "A \\[5-3\\]",
    "A \\[1-9999\\]", "(in 2022; Calla)", "in week 6. We", "A (in 2022)",
    "It rained. 5 people came.", "(call 999)", "each; 2 Women left. Then, 3 People returned.", "(5 roses, 10 tulips)",
    "aims: (1) to describe, (2) to test and (3) to compare", "R<sup>2</sup> and τ²", "<sup>14</sup>C and Ca²⁺",
    "A. Calla<sup>1</sup> and G. Hazel<sup>2</sup>", "<sup>1</sup> Garden Institute", BYLINE,
    "<sup>1</sup>Garden School, Bedford. <sup>2</sup>Bed Institute, Rome. <sup>3</sup> House of Straw, Hull.",
    "(95% CI \\[2, 5\\])",
]


def linked(text: str, style: str = "names") -> str:
    linker = CitationLinker(WORKS, [SHOWN[style], text])
    linker.link(SHOWN[style])
    return linker.link(text)


@pytest.mark.parametrize(("style", "text", "expected"), [
    (style, *each) for cases in (CITED, LEFT_OPEN) for style, texts in cases.items() for each in texts.items()])
def test_citation_is_linked_or_left_open(style: str, text: str, expected: str) -> None:
    assert linked(text, style) == expected


@pytest.mark.parametrize("style", SHOWN)
def test_text_that_cites_nothing_is_unchanged(style: str) -> None:
    assert [linked(text, style) for text in NO_CITATION] == NO_CITATION


@pytest.mark.parametrize("text", NO_CITATION)
def test_numbers_without_list_are_unchanged(text: str) -> None:
    assert CitationLinker([], [text]).link(text) == text


@each_case("desk/importing/citations")
def test_each_sentence_is_cited_by_its_form(case: Case) -> None:
    works = WITHOUT_NUMBERS if case.name.startswith("names") else WORKS
    lines = case.source.splitlines()
    linker = CitationLinker(works, lines)
    assert [linker.link(line) for line in lines] == case.lines("linked")


def test_marks_of_notes_that_a_table_explains_stay_text() -> None:
    table = ("| **Bed** | **OR**<sup>1</sup> | p |\n| --- | --- | --- |\n"
             "| Wet in all of the beds<sup>7</sup> | 2 | 3 |\n| *<sup>1</sup>* OR = Odds Ratio |  |  |")
    assert linked(table, "raised") == table.replace("<sup>7</sup>", "[@k7]")


def test_numbers_without_list_are_marked_and_reported() -> None:
    result = import_file(MANUSCRIPTS / "opinion.txt")
    groups = ["(1–4)", "(5–7)", "(8, 9)", "(10–12)", "(3, 11)", "(13)", "(2, 13–15)"]
    assert re.findall("⟦(.*?)⟧", result.text) == groups
    assert f"7 groups, as written in the text: {' '.join(groups)}" in result.report
    for unchanged in ("(Figure 1)", "(n = 24)", "24 to 72 hours"):
        assert unchanged in result.text
    assert result.entries == {}
    assert re.findall(r"^#+ .*$", result.text, re.M) == ["## Introduction", "## Straw: opening a window"]


def test_what_may_count_is_marked_without_a_list_too() -> None:
    lines = ["Straw keeps water (1–4) and moss (5–7); it rots (8, 9).", "Most beds had later watering sessions (13)."]
    assert CitationLinker([], lines).link(lines[1]) == "Most beds had later watering sessions ⟦(13)⟧."


def test_list_without_numbers_is_cited_by_its_order() -> None:
    numbered = CitationLinker(WITHOUT_NUMBERS[:3], ["A \\[1\\]. B \\[2, 3\\]."])
    assert numbered.link("A \\[1\\]. B \\[2, 3\\].") == "A [@k1]. B [@k2; @k3]."
    assert "has no numbers of its own" in numbered.citations.told[0]
    # Without all numbers in order, nothing shows that they are those of the list.
    assert CitationLinker(WITHOUT_NUMBERS[:3], ["A \\[2\\]. B \\[3\\]."]).link("A \\[2\\].") == "A ⟦\\[2\\]⟧."


def test_report_says_how_citations_were_read() -> None:
    entries = "".join(f"{n}. Calla AE. Bed {name}. Roses. 200{n};1(2):3-4.\n" for n, name in enumerate("ABC", 1))
    result = import_text("Beds\n\nOn beds [3]\n\nBeds are wide [1, 2] and long [3]. Roses (2, 3) and tulips (Müller et "
                         f"al., 2021) grew.\n\nReferences\n\n{entries}")
    assert "the manuscript cites by numbers in square brackets: 3 times, 3 of the list’s 3 numbers" in result.report
    assert "Not certain to be citations, and left between ⟦ and ⟧:\n  - and long [3]. Roses (2, 3)\n" in result.report
    assert "Cited, and not in the list:\n  - Müller et al., 2021\n" in result.report
    assert "a heading cites [3]: cite in the text below it" in result.report
    assert "On beds ⟦\\[3\\]⟧" in result.text and "long [@calla2003]. Roses ⟦(2, 3)⟧" in result.text


def test_citation_that_several_works_may_be_is_named() -> None:
    linker = CitationLinker(WITHOUT_NUMBERS, ["A (Müller, 2021)."])
    assert linker.link("A (Müller, 2021).") == "A ⟦(Müller, 2021)⟧."
    assert linker.citations.ambiguous == ["Müller, 2021"] and linker.citations.unlisted == []


@pytest.mark.parametrize(("text", "expected", "led_to"), [
    ("Beds [Calla & Hazel, 2022](https://a.example/b_(1)) rot.", "Beds Calla & Hazel [@k1] rot.",
     ["https://a.example/b_(1)"]),
    ("Beds rot: [Hazel, 2020](https://a.example).", "Beds rot: [@k7].", ["https://a.example"]),
    ("Beds ([Hazel, 2020](https://a.example); [Müller 2021a](https://b.example)) rot.", "Beds [@k7; @k3] rot.",
     ["https://a.example", "https://b.example"]),
    ("[Beds of Hazel (2020) rot](https://a.example).", "⟦[Beds of Hazel (2020) rot](https://a.example)⟧.", []),
    ("[Beds](https://a.example) of 2020.", "[Beds](https://a.example) of 2020.", []),
])
def test_link_that_is_a_citation_becomes_one(text: str, expected: str, led_to: list[str]) -> None:
    linker = CitationLinker(WITHOUT_NUMBERS, [SHOWN["names"], text])
    assert linker.link(text) == expected
    assert [said.partition(" was a link to ")[2] for said in linker.citations.told if "was a link" in said] == led_to


@pytest.mark.parametrize(("text", "expected"), [
    ("Beds rot \\[Nobody et al., 2011\\]<sup>3</sup>.", "Beds rot ⟦\\[Nobody et al., 2011\\]⟧⟦<sup>3</sup>⟧."),
    ("Beds rot (Hazel, 2020)<sup>3</sup>.", "Beds rot [@k7]⟦<sup>3</sup>⟧."),
    ("Beds rot (Hazel, 2020)<sup>7</sup>.", "Beds rot [@k7]."),
    ("Beds rot (de Bos et al., 2025)<sup>2,3</sup>.", "Beds rot [@k2][@k2; @k3]."),
])
def test_number_that_contradicts_a_name_is_marked(text: str, expected: str) -> None:
    assert linked(text, "raised") == expected


def test_a_few_fields_leave_the_numbers_that_were_typed() -> None:
    texts = ["A [@k1].", *(f"Beds \\[{number}\\] rot." for number in range(2, 9))]
    linker = CitationLinker(WORKS, texts)
    assert [linker.link(text) for text in texts[:2]] == ["A [@k1].", "Beds [@k2] rot."]
    few = CitationLinker(WORKS, texts[:4])
    assert few.link(texts[1]) == "Beds ⟦\\[2\\]⟧ rot.", "three of them are no proof beside a field"


@pytest.mark.parametrize("text", ["A (Calla 2022).", "A (see Hazel 2020, 12–14).", "A (Müller 2019)."])
def test_name_and_year_are_marked_without_a_list(text: str) -> None:
    texts = [text, "B (Moos 2018).", "C (Thorn 2017).", "D (May 2016)."]
    assert CitationLinker([], texts).link(text) == text.replace("(", "⟦(").replace(")", ")⟧")
    assert CitationLinker([], texts).link(texts[3]) == texts[3]
    assert CitationLinker([], [text, texts[3]]).link(text) == text


def test_number_far_beyond_the_works_is_text() -> None:
    linker = CitationLinker(WITHOUT_NUMBERS[:1], ["A (Calla & Hazel, 2022)."])
    assert linker.link("Time \\[230\\], bed \\[1\\].") == "Time \\[230\\], bed ⟦\\[1\\]⟧."


def test_citation_over_two_paragraphs_is_marked() -> None:
    entries = "".join(f"{n}. Calla AE. Bed {name}. Roses. 200{n};1(2):3-4.\n" for n, name in enumerate("ABC", 1))
    result = import_text(
        "Beds\n\nBeds are wide [1], dry [2]. Moss grows [1,\n\n2, 3] in shade. Ferns (Müller et al.,\n\n2021) grow. It "
        f"rained (in May,\n\nin 2020) for days.\n\nReferences\n\n{entries}")
    assert ("Moss grows ⟦\\[1,⟧\n\n⟦2, 3\\]⟧ in shade. Ferns ⟦(Müller et al.,⟧\n\n⟦2021)⟧ grow. It "
            "rained (in May,\n\nin 2020) for days.") in result.text
    assert "  - [1, 2, 3] (broken over two paragraphs: join them)\n" in result.report


def test_work_without_author_is_cited_by_its_title() -> None:
    works = [*WITHOUT_NUMBERS, CitableWork("k13", None, "", "2015", (), "A bed of one’s own: why moss grows")]
    linker = CitationLinker(works, ["A (“A Bed of One’s Own,” 2015). B (Hazel, 2020)."])
    assert linker.link("A (“A Bed of One’s Own,” 2015).") == "A [@k13]."
    assert linker.link("A (“A bed of theirs,” 2015).") == "A ⟦(“A bed of theirs,” 2015)⟧."


PAGES = {
    "A (Calla and Hazel 12).": "A [@k1, 12].", "A (de Bos et al. 3–5; see Hazel 7).": "A [@k2, 3–5; see @k7, 7].",
    "A (van der Linden and Moos 44, 46).": "A [@k10, 44, 46].", "A (Ångström et al. 9).": "A [@k9, 9].",
    "A (Nobody 12; O’Hara 3).": "A [@k5, 3] ⟦(Nobody 12)⟧.", "A (Müller 9).": "A ⟦(Müller 9)⟧.",
    "A (May 12), (Table 3), (about 12), (n 12).": "A (May 12), (Table 3), (about 12), (n 12).",
}


def test_citations_by_name_and_page_need_most_of_the_list() -> None:
    linker = CitationLinker(WITHOUT_NUMBERS, [*PAGES])
    assert {text: linker.link(text) for text in PAGES} == PAGES
    assert linker.citations.told == ["the manuscript cites by name and page: 6 of the list’s 12 works"]
    one = "A (Hazel 7)."  # one of twelve may be anything
    assert CitationLinker(WITHOUT_NUMBERS, [one]).link(one) == one


OF_MLA = {
    "A (Wright).": "A [@alone].", "A (Wright and Moos).": "A [@two].", "A (Wright et al. 9).": "A [@many, 9].",
    "A (Dixon, Hay, Moos, Leaf, et al.).": "A [@four].",
    "A (Dixon, Hay, and Moos, “Straw in Wet Beds”).": "A [@first].",
    "A (Dixon, Hay, and Moos).": "A ⟦(Dixon, Hay, and Moos)⟧.",
}


def test_names_without_a_year_are_told_apart_by_their_number() -> None:
    """MLA names two authors, of more the first, and works of the same authors by their titles."""
    listed = [("alone", ("Wright",), False, ""), ("two", ("Wright", "Moos"), False, ""),
              ("many", ("Wright",), True, ""), ("four", ("Dixon", "Hay", "Moos", "Leaf"), True, ""),
              ("first", ("Dixon", "Hay", "Moos"), False, "Straw in Wet Beds: A Trial"),
              ("second", ("Dixon", "Hay", "Moos"), False, "Moss in Dry Beds")]
    works = [CitableWork(key, None, names[0], "2019", names, title, more) for key, names, more, title in listed]
    linker = CitationLinker(works, [*OF_MLA])
    assert {text: linker.link(text) for text in OF_MLA} == OF_MLA


def test_numbers_that_name_something_are_marked() -> None:
    """In a manuscript that cites so, an editor decides on the number of a phase, and sees what stayed text."""
    listed = "".join(f"{number}. Fern T. On {number}. Roses. 20{number + 10};1:2-3.\n\n" for number in range(1, 6))
    result = import_text("T\n\nStraw keeps water (1, 2). Hay is light (3). Moss grows (4). All beds are wet (5).\n\n"
                         f"It dried fast in phase (2).\n\nIt was rated 4.5 (2).\n\nReferences\n\n{listed}")
    assert "It dried fast in phase ⟦(2)⟧.\n\nIt was rated 4.5 (2).\n" in result.text
    assert "and stay text; look whether one cites:\n  - It was rated 4.5 (2)\n" in result.report


def test_what_only_looks_like_a_citation_is_named_with_its_line(tmp_path: Path) -> None:
    """The list has no such work, or the manuscript cites in another form: nothing proves that it cites."""
    listed = "".join(f"{number}. Fern T. On {number}. Roses. 20{number + 10};1:2-3.\n\n" for number in range(1, 6))
    result = import_text(
        "T\n\nStraw is wet [1, 2]. Hay is light [3, 4]. Moss grows [5].\n\nBeds are dry (Vos 2018), as Moss and Vos "
        "2007 say, not in May (2020), June and July 2021 or Rome (2019–2022).\n\n"
        "As in Vos (2016, p. 3), in 2014, and (95% CI [1, 3]), x = [0, 2].\n\n"
        "It grew (Travel guide of Rome, 2017), not in (Late spring, 2018).\n\n"
        "So say Fern at al. (1), Moss et al. [ ] and the Garden (Hay Office, 10 Aug 2014), not (Rose:1957).\n\n"
        "Others are wet (1, 2), wide (2–4) and dry (3, 5), as was said (4).\n\n"
        f"References\n\n{listed}")
    rows = result.report.partition("Like citations, and neither linked nor marked; look whether one is:\n")[2]
    assert rows.split("\n") == [
        "  - line 16: Beds are dry (Vos 2018)", "  - line 16: are dry (Vos 2018), as Moss and Vos 2007",
        "  - line 18: As in Vos (2016", "  - line 20: It grew (Travel guide of Rome, 2017)",
        "  - line 22: So say Fern at al. (1)", "  - line 22: al. (1), Moss et al. [ ]",
        "  - line 22: [ ] and the Garden (Hay Office, 10 Aug 2014)", "  - line 22: 10 Aug 2014), not (Rose:1957)",
        "  - line 24: ⟦(3, 5)⟧, as was said (4)", ""]
    unknown = import_content(tmp_path, "a.md", "# Beds\n\nSo it is (**vos2003?**). **Why?** Nobody asks.\n")
    assert re.findall("  - line .*So it is.*", unknown.report) == ["  - line 12: So it is (**vos2003?"]


def test_a_half_that_is_a_heading_is_marked(tmp_path: Path) -> None:
    entries = "".join(f"<p>Fern, T. (20{year}). On straw {year}. <i>Roses</i>, 1, 3–4.</p>" for year in (11, 12, 13))
    result = import_content(tmp_path, "a.html", "<h1>T</h1><p>Hay is dry (Fern, 2012). Straw is wet (Fern,</p>"
                            f"<h2>2011) in beds</h2><p>So it is.</p><h2>References</h2>{entries}")
    assert "Straw is wet ⟦(Fern,⟧\n\n## ⟦2011)⟧ in beds" in result.text
    assert "(Fern, 2011) (broken over two paragraphs: join them)" in result.report


@pytest.mark.parametrize(("behind", "text"), [
    ((1, 2, 7, 5), "Moss[@k3] and straw[@k1; @k2; @k3; @k4; @k5; @k6]."),
    ((7, 1, 2, 9), "Moss⟦<sup>3</sup>⟧ and straw⟦<sup>1–6</sup>⟧."),
], ids=["of the list", "of another list"])
def test_numbers_behind_names_show_whether_they_are_of_the_list(behind: tuple[int, ...], text: str) -> None:
    """A manuscript may bring the list of another chapter: then each number would cite a wrong work."""
    names = "A (Calla & Hazel, 2022){}, (de Bos et al., 2025){}, (Hazel, 2020){} and (O’Hara, 2019){}."
    lines = [names.format(*(f"<sup>{number}</sup>" for number in behind)), "Moss<sup>3</sup> and straw<sup>1–6</sup>."]
    linker = CitationLinker(WORKS, lines)
    assert linker.link(lines[0]).count("@") == 4 and linker.link(lines[1]) == text
    assert ("the numbers are not those of this list" in "".join(linker.citations.told)) == ("⟦" in text)


@pytest.mark.parametrize(("answers", "marked"), [
    (("No (1)", "Yes (2)", "Why?", "No (1)", "Perhaps (2)", "Yes, please say so. (3)"), 0),
    (("No (1)", "Yes (2)", "Why?", "Straw is wet (3)", "Hay is dry (4)"), 4),  # citations, which go on
    (("Yes (2)", "No (3)", "Where?", "Bed (1)", "Pit (7)", "Lawn (9)", "Tub (5)", "Pot (4)", "Sill (1)"), 0),
])
def test_the_answers_of_a_questionnaire_are_no_citations(
    tmp_path: Path, answers: tuple[str, ...], marked: int
) -> None:
    result = import_content(tmp_path, "a.html", "".join(f"<p>{words}</p>" for words in ("Would you come?", *answers)))
    assert result.text.count("⟦") == marked
    assert marked or f"stay text; look whether one cites:\n  - {answers[0]}\n  - {answers[1]}\n" in result.report


SEVERAL_LISTS = {
    "each part cites its own list": (
        "Straw is old [1]. It grows [2, 3].", "Straw is old [@calla2001]. It grows [@calla2002; @calla2003].",
        "each is linked with the part above it"),
    "a part cites what its list has not": (
        "Straw is old [1]. It grows [7].", r"Straw is old ⟦\[1\]⟧. It grows ⟦\[7\]⟧.",
        "the numbers of 1 part are not those of its list"),
    "a part cites little of its list": (
        "Straw is old [1].", r"Straw is old ⟦\[1\]⟧.", "the numbers of 1 part are not those of its list")}


@pytest.mark.parametrize(("written", "linked", "told"), SEVERAL_LISTS.values(), ids=SEVERAL_LISTS)
def test_each_part_cites_its_own_list(tmp_path: Path, written: str, linked: str, told: str) -> None:
    """As chapters of a thesis do; what is behind the last list is of that list."""
    def entries(name: str, family: str) -> str:
        return "## References\n\n" + "\n\n".join(
            f"{n}. {family} A. {name} {n}. Roses. 200{n};1:3-4." for n in (1, 2, 3))

    result = import_content(tmp_path, "a.md", (
        f"# Beds\n\n## Straw\n\n{written}\n\n{entries('Straw', 'Calla')}\n\n## Bark\n\nBark is old [1]. It is new [2]. "
        f"It grows [3].\n\n{entries('Bark', 'Hazel')}\n\n## End\n\nThe end [2].\n"))
    assert linked in result.text and "## References" not in result.text and told in result.report
    assert "Bark is old [@hazel2001]. It is new [@hazel2002]. It grows [@hazel2003]." in result.text
    assert "The end [@hazel2002]." in result.text and len(result.entries) == 6


@pytest.mark.parametrize(("cited", "listed", "key"), [
    ("(Alley, Van, Das, Kerry, & Moss, 2018)",
     "Alley, S., Van, K., Das, B., Kerry, M., & Moss, C. (2018). Straw.", "alley2018"),
    ("(Das, 2018)", "Das, S. (2018). Straw.", "das2018")])
def test_a_family_may_be_called_as_a_particle(cited: str, listed: str, key: str) -> None:
    result = import_text(f"Beds\n\nStraw is old {cited}.\n\nReferences\n\n{listed} Roses, 4(2), 3–9.\n")
    assert f"Straw is old [@{key}]." in result.text


def test_an_entry_behind_a_mark_is_no_other_work() -> None:
    """An entry that could not be read, of a study that a review included, is not its author's other work."""
    result = import_text("\n\n".join((
        "Beds", "Straw is old, says Moss (2020a). It is new, say Moss and Fern (2020).", "References",
        "*Moss, N. K. (2020a).", "*Moss, N. K., & Fern, C. G. (2020). Straw in old beds. Roses, 4(2), 3–9.")))
    assert "says ⟦Moss (2020a)⟧. It is new, say Moss and Fern [@moss2020]." in result.text


def test_lists_by_name_are_of_the_whole_text(tmp_path: Path) -> None:
    def part(name: str, family: str) -> str:
        return (f"## {name}\n\n{name} is old ({family}, 2001; Calla, 2001).\n\n### References\n\n"
                f"{family}, A. (2001). {name} in beds. *Roses*, 1(2), 3–4.\n\n")

    result = import_content(tmp_path, "a.md", f"# Beds\n\n{part('Straw', 'Calla')}{part('Bark', 'Hazel')}")
    assert "Bark is old [@hazel2001; @calla2001]." in result.text and "References" not in result.text
    assert [*result.entries] == ["hazel2001", "calla2001"] and "several lists" not in result.report


def test_a_list_with_gaps_stays_with_its_part() -> None:
    def entries(family: str, *numbers: int) -> str:
        return "References\n\n" + "\n".join(
            f"{n}. {family} A. Straw in bed of {'moss' * n}. Roses. 200{n};1:3-4." for n in numbers)

    result = import_text("\n\n".join((
        "Beds", "Straw is old [1]. It is green [5].", entries("Calla", 1, 2, 5),
        "Bark", "Bark is old [1]. It is new [2]. It grows [3].", entries("Hazel", 1, 2, 3))))
    assert r"Straw is old ⟦\[1\]⟧. It is green ⟦\[5\]⟧." in result.text
    assert "Bark is old [@hazel2001]. It is new [@hazel2002]. It grows [@hazel2003]." in result.text


def test_a_count_of_thousands_is_no_citation() -> None:
    """Of a numbered list without proof of a form, “(2,706)” is not its works 2 and 706."""
    listed = "\n".join(f"{n}. Calla A. Straw in bed of {'moss' * n}. Roses. 200{n};1:3-4." for n in (1, 2, 3))
    said = "Most were in Hay (4,165), Moss (2,706) and Fern (1,151)."
    result = import_text(f"Beds\n\n{said}\n\nReferences\n\n{listed}\n")
    assert said in result.text


@pytest.mark.parametrize("heading", ["REFERENCIAS BIBLIOGRAFICAS", "Referências bibliograficas", "References"])
def test_a_heading_without_its_accents_is_known(heading: str) -> None:
    result = import_text(f"Straw\n\nIt is old [1].\n\n{heading}\n\n1. Calla A. Straw. Roses. 2001;1:3-4.\n")
    assert [*result.entries] == ["calla2001"]


@pytest.mark.parametrize(("written", "read"), [
    ("(Calla et al.; 2001)", "[@calla2001]"), ("(Moss 1999; Calla et al.; 2001)", "[@calla2001] ⟦(Moss 1999)⟧"),
    ("(Legge 2005: 221)", "⟦(Legge 2005: 221)⟧"), ("(Legge 2005, p. 3)", "⟦(Legge 2005, p. 3)⟧"),
    ("(Spring 2005)", "(Spring 2005)")])
def test_years_are_set_off_by_signs_and_pages(written: str, read: str) -> None:
    result = import_text(f"Straw\n\nIt is old (Calla et al. 2001). It is so {written}.\n\nReferences\n\n"
                         "Calla A, Hazel B, Moss C. 2001. Straw in beds. Roses 1:3-4.\n")
    assert f"It is so {read}." in result.text

"""``desk import``: manuscripts in, an article, entries and a report out; no word lost, nothing made up.

The manuscripts in ``manuscripts/`` are about gardens, and their references are invented: they have the shapes that
real ones have.
"""

from __future__ import annotations

import io
import os
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pypandoc
import pytest
from click.testing import CliRunner, Result
from conftest import KINDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import ROOT, Site, make_site, snapshot

from proofdesk.bibliography.parser import Bibliography, read_bibliography
from proofdesk.common.errors import UserError
from proofdesk.desk.bib_editor import entry_text, key_for, with_entry
from proofdesk.desk.cli import main
from proofdesk.desk.importing.link_citations import CitableWork, CitationLinker
from proofdesk.desk.importing.model import strip_markup
from proofdesk.desk.importing.readers.manuscript import read_manuscript
from proofdesk.desk.importing.readers.text import read_text
from proofdesk.desk.importing.reference_list import ReferenceItem
from proofdesk.desk.importing.reference_parser import parse_reference
from proofdesk.desk.importing.result import ImportResult, import_manuscript

MANUSCRIPTS = ROOT / "tests" / "manuscripts"
NAMES = sorted(file.name for file in MANUSCRIPTS.iterdir())


def words(text: str) -> Counter[str]:
    spaced = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]", lambda m: f" {unicodedata.digit(m.group())} ", text)
    return Counter(re.findall(r"\w+", spaced.casefold()))


def lost(manuscript: str, made: ImportResult) -> Counter[str]:
    """The words of a manuscript that neither the page nor the entries nor the report hold."""
    entries = "\n".join(made.entries.values())
    return words(manuscript) - words(strip_markup(made.text)) - words(entries) - words(made.report)


def made_of(name: str) -> ImportResult:
    return import_manuscript(read_manuscript(MANUSCRIPTS / name), name, Bibliography("bibliography.bib"), KINDS, "", "")


def of_text(text: str) -> ImportResult:
    return import_manuscript(read_text(text), "text.txt", Bibliography("bibliography.bib"), KINDS, "", "")


# --- Whole manuscripts


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_lost(name: str) -> None:
    assert lost((MANUSCRIPTS / name).read_text(encoding="utf-8"), made_of(name)) == Counter()


def test_a_list_glued_to_the_end_and_bare_numbers() -> None:
    made = made_of("explainer.txt")
    assert list(made.entries) == [
        "rosenbaum2019", "beeteescuela2014", "vanderbeet2021", "beiquelaub2007", "nct99999991"]
    assert all("x-status = {unconfirmed}" in entry for entry in made.entries.values())
    assert "open. [@rosenbaum2019; @beeteescuela2014; @vanderbeet2021]\n" in made.text
    assert "to roots [@vanderbeet2021] and buds. [@beiquelaub2007]" in made.text
    assert "through the seasons [@rosenbaum2019]:" in made.text
    assert "ends by 2030" not in made.text and "end by 2030. [@nct99999991]" in made.text
    for kept in ("In 2019, a dry year, 24 gardens were watched for 6 weeks.", "between 5 and 9 days", "used 3 kinds",
                 "1,200 roses"):
        assert kept in made.text
    assert re.findall(r"^## (.*)$", made.text, re.M) == [
        "What Is Compost?", "How does compost act on roses?", "Roses and Compost: Final Thoughts"]
    assert "- Leaves (brown)\n- Kitchen peelings\n- Straw\n" in made.text
    assert "6 groups in the text, 6 linked to 5 works, 0 left open" in made.report


def test_blocks_of_a_guide_and_what_its_list_lacks() -> None:
    made = made_of("guide.txt")
    kinds = Counter(re.findall(r"^/// (\w+)", made.text, re.M))
    assert kinds == {"points": 2, "myth": 3, "faq": 3, "intervention": 2}
    assert "/// myth | The smell is the strength.\nSmall animals – not only smells – do the work.\n///" in made.text
    assert "/// faq | Is it the straw or the water that helps?\nBoth." in made.text
    assert ("/// intervention | Place, Weather, and Timing\nConcept\n:   A quiet bed keeps its water. "
            "⟦(Kishorn, R. et al., 2025)⟧\n\nExample\n:   A gardener helps a neighbour to choose a place.\n\n"
            "Steps\n:   1. Ask what the bed is for\n    2. Bring in shade (e.g., a hedge)\n///") in made.text
    assert "    kind: takeaways\n- Compost loosens the ground through worms and fungi\n" in made.text
    assert "and in beds [@calla2022]." in made.text and "work ⟦(Joneson, J. 2025)⟧." in made.text
    report = made.report
    assert ("Cited, and not in the list:\n  - Joneson, J., 2025\n  - Agnelli, C. et al., 2025\n"
            "  - Kishorn, R. et al., 2025\n") in report
    assert "In the list, and never cited:\n  - ravel2025:" in report and "  - debos2025:" in report
    assert "### Why Care Matters" in made.text and "## Garden‑Backed Ways to Help Roots" in made.text
    assert made.title.startswith("How new work on soils")
    assert made.text.index("Garden Desk Editorial Member") < made.text.index("/// points")


ASKED = {
    "bulleted": "- Does it help?\nYes, it does.\n- Is it dear?\nNo. Is it? No.\n",
    "numbered": "1. Does it help?\nYes, it does.\n2. Is it dear?\nNo. Is it? No.\n",
    "numbered close together": "1. Does it help? Yes, it does.\n2. Is it dear? No. Is it? No.\n",
    "bold": "**Does it help?**\n\nYes, it does.\n\n**Is it dear?** No. Is it? No.\n",
    "as headings": "Does it help?\nYes, it does.\nIs it dear?\nNo. Is it? No.\n",
    "labelled": "Q: Does it help?\nA: Yes, it does.\nQ: Is it dear?\nA: No. Is it? No.\n",
    "run together": "- Does it help?\nYes, it does. - Is it dear?\nNo. Is it? No.\n",
}


@pytest.mark.parametrize("numbered", [False, True], ids=["", "in a numbered text"])
@pytest.mark.parametrize("name", ASKED)
def test_questions_in_every_form(name: str, numbered: bool, tmp_path: Path) -> None:
    one, two, three = ("1. ", "2. ", "3. ") if numbered else ("", "", "")
    text = (f"Straw\n\n{one}What Is Straw\nIt is dry grass.\n{two}How It Acts\nIt keeps water in.\n"
            f"FAQs:\n{ASKED[name]}{three}What Comes Next\nMore straw will come.\n")
    if name == "bold":
        text = re.sub(r"^(\d\. )?(What Is Straw|How It Acts|What Comes Next|FAQs:)$", r"\n## \2\n", text, flags=re.M)
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        made = import_manuscript(read_manuscript(tmp_path / "a.md"), "a.md", Bibliography("b"), KINDS, "", "")
    else:
        made = of_text(text)
    assert "/// faq | Does it help?\nYes, it does.\n///\n\n/// faq | Is it dear?\nNo. Is it? No.\n///\n" in made.text
    assert re.findall("^(#+ .*)$", made.text, re.M) == [
        "## What Is Straw", "## How It Acts", "## FAQs:" if name == "bold" else "## FAQs", "## What Comes Next"]
    assert lost(text, made) == Counter()


@pytest.mark.parametrize("level", ["##", "###"])
def test_questions_as_marked_headings(level: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"## Straw\n\nGrass.\n\n## Frequently Asked Questions\n\n{level} Does it help?\n\nYes.\n\n"
                    f"{level} Is it dear?\n\nNo.\n\n## Why Not?\n\nSo.\n\n## End\n\nEnd.\n", encoding="utf-8")
    made = import_manuscript(read_manuscript(file), "a.md", Bibliography("b"), KINDS, "", "")
    assert made.text.count("/// faq") == (3 if level == "##" else 2)
    assert "/// faq | Is it dear?\nNo.\n///" in made.text and "## End\n\nEnd.\n" in made.text


def test_a_section_that_asks_is_no_question_of_the_list() -> None:
    made = of_text("Straw\n1. What Is Straw?\nGrass.\nFAQ\n- Is it dear?\nNo.\n2. How Does It Act?\nIt keeps water.\n")
    assert "## What Is Straw?\n" in made.text and "## How Does It Act?\n" in made.text
    assert made.text.count("/// faq") == 1


def test_numbers_without_a_list_are_marked_and_reported() -> None:
    made = made_of("opinion.txt")
    groups = ["(1–4)", "(5–7)", "(8, 9)", "(10–12)", "(3, 11)", "(13)", "(2, 13–15)"]
    assert re.findall("⟦(.*?)⟧", made.text) == groups
    assert f"7 groups, as written in the text: {' '.join(groups)}" in made.report
    for kept in ("(Figure 1)", "(n = 24)", "24 to 72 hours"):
        assert kept in made.text
    assert made.entries == {}
    assert re.findall(r"^#+ .*$", made.text, re.M) == ["## Introduction", "## Straw: opening a window"]


def test_sections_only_and_nothing_invented() -> None:
    made = made_of("overview.txt")
    assert made.entries == {} and "[@" not in made.text and "⟦" not in made.text and "///" not in made.text
    assert re.findall(r"^#+ .*$", made.text, re.M) == [
        "## Understanding Soil and Why It Matters", "## The Role of Straw", "## Conclusion: New Ways for a Garden"]
    assert made.title == "Exploring Soil: Straw as a Garden Tool"


# --- References

STYLES = {
    "Vancouver": (
        "Rosenbaum MK, Fischer-Beet PM, O'Hara D. Roses: a (long) story. J Gard Sci. 2019 Mar 4;44(7):1328-34. doi: "
        "10.9999/a(1)b. PMID: 12345678; PMCID: PMC7654321.", "article",
        {"author": "Rosenbaum, M. K. and Fischer-Beet, P. M. and O'Hara, D.", "title": "Roses: a (long) story",
         "journal": "J Gard Sci", "year": "2019", "volume": "44", "number": "7", "pages": "1328--34",
         "doi": "10.9999/a(1)b", "pmid": "12345678", "pmcid": "PMC7654321"}),
    "AMA with et al": (
        "Rosenbaum MK, de la Beet PM, et al. Do roses sleep? A look. Roses. 2020;12:e45. https://doi.org/10.9999/x_y.",
        "article",
        {"author": "Rosenbaum, M. K. and de la Beet, P. M. and others", "title": "Do roses sleep? A look",
         "journal": "Roses", "year": "2020", "volume": "12", "pages": "e45", "doi": "10.9999/x_y"}),
    "NLM with a group": (
        "World Garden Organization. Water for beds. Bull World Gard. 2018;96(2):1-9.", "article",
        {"author": "{World Garden Organization}", "title": "Water for beds", "journal": "Bull World Gard",
         "year": "2018", "volume": "96", "number": "2", "pages": "1--9"}),
    "APA": (
        "Calla, A. E., & Hazel, G.-M. (2022). Towards an understanding of roses. Garden Science, 12(3), 34–56. "
        "https://doi.org/10.9999/abc", "article",
        {"author": "Calla, A. E. and Hazel, G.-M.", "title": "Towards an understanding of roses",
         "journal": "Garden Science", "year": "2022", "volume": "12", "number": "3", "pages": "34--56",
         "doi": "10.9999/abc"}),
    "APA with et al and no volume": (
        "de Bos, C. M., et al. (2025). Opening old beds: Straw and growth. Soil & Root Reviews.", "article",
        {"author": "de Bos, C. M. and others", "title": "Opening old beds: Straw and growth",
         "journal": "Soil & Root Reviews", "year": "2025"}),
    "Harvard": (
        "Müller, J. and van Beet, K.L. (2021) ‘A bed in spring’, Journal of Beds, vol. 4, no. 2, pp. 11–19.", "article",
        {"author": "Müller, J. and van Beet, K. L.", "title": "A bed in spring", "journal": "Journal of Beds",
         "year": "2021", "volume": "4", "number": "2", "pages": "11--19"}),
    "Harvard without quotation marks": (
        "Müller, J., 2021. A bed in spring. Journal of Beds, 4(2), pp.11-19.", "article",
        {"author": "Müller, J.", "title": "A bed in spring", "journal": "Journal of Beds", "year": "2021",
         "volume": "4", "number": "2", "pages": "11--19"}),
    "a book": (
        "Loam P, Clay S. The whole bed. 2nd ed. Leeds: Garden Press; 1999.", "book",
        {"author": "Loam, P. and Clay, S.", "title": "The whole bed", "edition": "2nd ed", "address": "Leeds",
         "publisher": "Garden Press", "year": "1999"}),
    "a preprint": (
        "Calla AE. Straw at night. 2024. arXiv:2411.19840v2. doi:10.48550/arXiv.2411.19840", "misc",
        {"author": "Calla, A. E.", "title": "Straw at night", "howpublished": "2024", "year": "2024",
         "doi": "10.48550/arXiv.2411.19840", "eprint": "2411.19840", "archiveprefix": "arXiv"}),
    "a group, APA": (
        "World Garden Organization. (2018). Water for beds. https://garden.example/water", "misc",
        {"author": "{World Garden Organization}", "title": "Water for beds", "year": "2018",
         "url": "https://garden.example/water"}),
    "a page with its author": (
        "Calla AE. How straw works. Garden pages. https://garden.example/straw Accessed 3 May 2024.", "misc",
        {"author": "Calla, A. E.", "title": "How straw works", "howpublished": "Garden pages",
         "url": "https://garden.example/straw", "note": "Accessed 3 May 2024"}),
    "others behind a semicolon": (
        "Calla, A. E.; Hazel, G.; et al. (2022). Roses at night. Garden Science, 12, 34–56.", "article",
        {"author": "Calla, A. E. and Hazel, G. and others", "title": "Roses at night", "journal": "Garden Science",
         "year": "2022", "volume": "12", "pages": "34--56"}),
    "a trial": (
        "Straw for Roses. ClinicalTrials.gov. NCT99999991. https://clinicaltrials.gov/study/NCT99999991", "misc",
        {"title": "Straw for Roses", "howpublished": "ClinicalTrials.gov NCT99999991", "number": "NCT99999991",
         "url": "https://clinicaltrials.gov/study/NCT99999991"}),
}


@pytest.mark.parametrize(("text", "kind", "fields"), STYLES.values(), ids=STYLES)
def test_an_entry_is_read_in_its_style(text: str, kind: str, fields: dict[str, str]) -> None:
    work = parse_reference(text)
    assert (work.kind, work.fields) == (kind, fields)


@pytest.mark.parametrize("text", [
    "2020;1:2.", "A, B. 2020;1:2.",
    "A long talk with my neighbour about straw, last spring.", "Ibid.", "See the garden desk's own papers, 2019.",
    "Rosenbaum MK. Roses.",
])
def test_what_is_no_known_style_makes_no_entry(text: str) -> None:
    assert not parse_reference(text).is_complete


def test_an_entry_that_cannot_be_read_stands_in_the_report() -> None:
    made = of_text("Straw\n\nIt keeps water [1], and more [2].\n\nReferences\n\n"
                   "1. Calla AE. Straw. Roses. 2020;1(2):3-4.\n\n"
                   "2. A talk over the fence, in the spring of 2019, p. 3.\n")
    assert "It keeps water [@calla2020], and more ⟦\\[2\\]⟧." in made.text
    assert "Entries that could not be read; their text is only here:\n  - A talk over the fence" in made.report


@pytest.mark.parametrize("heading", ["References", "7. References", "BIBLIOGRAPHY", "Works Cited:", "Reference list"])
def test_a_list_is_found_under_its_heading_and_what_follows_it_is_kept(heading: str) -> None:
    made = of_text(f"Straw\n\nIt keeps water (1).\n\n{heading}\n\n[1] Calla AE. Straw. Roses. 2020;1(2):3-4.\n"
                   "[2] Hazel G. Leaves. Roses. 2021;2:5.\n\nThanks\n\nWe thank all.\n")
    assert list(made.entries) == ["calla2020", "hazel2021"]
    assert "It keeps water [@calla2020]." in made.text and made.text.endswith("## Thanks\n\nWe thank all.\n")


def test_entries_that_run_into_the_text_and_into_each_other() -> None:
    made = of_text("Straw\n\nIt keeps water [1,2].\n\nWe hope to know why.1. Calla AE. Straw. Roses. 2020;1(2):3-4. "
                   "doi:10.9999/a 2. Hazel G. Leaves. Roses. 2021;2:5.\n")
    assert list(made.entries) == ["calla2020", "hazel2021"]
    assert made.text.endswith("It keeps water [@calla2020; @hazel2021].\n\nWe hope to know why.\n")


def test_a_work_that_the_bibliography_has_is_reused(tmp_path: Path) -> None:
    bib = tmp_path / "b.bib"
    bib.write_text("@article{one, author={Calla, A.}, title={Straw: {A} Story}, year={2020}, doi={10.9999/AB}}\n"
                   "@article{two, author={Hazel, G.}, title={Leaves \\& more}, year={2021}}\n", encoding="utf-8")
    made = import_manuscript(read_text(
        "T\n\nText [1,2,3].\n\nReferences\n\n1. Calla AE. Another title. Roses. 2020;1:3. doi:10.9999/ab\n\n"
        "2. Hazel G. Leaves & more. Roses. 2021;2:5.\n\n3. Hazel G. Leaves & more. Roses. 2022;2:5.\n"),
        "t.txt", read_bibliography(bib, "b.bib"), KINDS, "", "")
    assert "Text [@one; @two; @hazel2022]." in made.text and list(made.entries) == ["hazel2022"]
    assert "has two with the same title and another year" in made.report


def test_keys_are_stable_and_never_taken_twice() -> None:
    assert key_for("de la Vos", "2021", ()) == "delavos2021"
    assert key_for("Béïque", "2007", ("beique2007", "beique2007b")) == "beique2007c"
    assert key_for("Øst", "2007a", ()) == "ost2007"


def test_an_entry_is_put_in_its_place_and_no_other_byte_changes() -> None:
    text = "% Head.\r\n\r\n@article{a1,\r\n title={A}}\r\n@string{x = {y}}\r\n@misc{ c1, title={C}}"
    entry = entry_text("misc", "b1", {"title": "50% of {x}", "url": "https://x.example/a_b"})
    assert entry == "@misc{b1,\n  title = {50\\% of \\{x\\}},\n  url = {https://x.example/a_b}\n}\n"
    put = with_entry(text, "b1", entry)
    assert put == text.replace("@misc{ c1", entry.replace("\n", "\r\n") + "\r\n@misc{ c1")
    assert with_entry("@misc{a, title={A}}\n", "b", "@misc{b}\n") == "@misc{a, title={A}}\n\n@misc{b}\n"
    assert with_entry("", "b", "@misc{b}\n") == "@misc{b}\n"


def test_a_trial_that_the_bibliography_has_is_reused(tmp_path: Path) -> None:
    """By its number, wherever the entry states it."""
    bib = tmp_path / "b.bib"
    bib.write_text("@misc{trial, author={A}, title={Straw}, year={2020}, note={Registered: NCT99999991}}\n",
                   encoding="utf-8")
    made = import_manuscript(read_text(
        "T\n\nText [1].\n\nReferences\n\n1. Straw for Roses. ClinicalTrials.gov. NCT99999991. 2020.\n"),
        "t.txt", read_bibliography(bib, "b.bib"), KINDS, "", "")
    assert "Text [@trial]." in made.text and made.entries == {}


def test_more_works_of_one_name_and_year_than_letters_are_refused() -> None:
    taken = {"calla2020", *(f"calla2020{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")}
    with pytest.raises(UserError, match="there are too many works with the key “calla2020”; give"):
        key_for("Calla", "2020", taken)


# --- Citations

WORKS = [CitableWork(f"k{n}", n, family, year) for n, (family, year) in enumerate(
    [("Calla", "2022"), ("de Bos", "2025"), ("Müller", "2021a"), ("Müller", "2021b"), ("O'Hara", "2019"),
     ("World Garden Organization", "2018"), ("Hazel", "2020")], 1)]

CITED = {
    "Good. 1,2,3 Then": "Good. [@k1; @k2; @k3] Then", "Good.1,2": "Good. [@k1; @k2]", "Good. 5": "Good. [@k5]",
    "so,4 and": "so,4 and", "Text [1–4].".replace("[", "\\[").replace("]", "\\]"): "Text [@k1; @k2; @k3; @k4].",
    "Text \\[1, 3-5\\] on": "Text [@k1; @k3; @k4; @k5] on", "Text (1–3, 6).": "Text [@k1; @k2; @k3; @k6].",
    "Text<sup>1,2</sup>.": "Text[@k1; @k2].", "Text<sup>\\[3\\]</sup>.": "Text[@k3].",
    "Text²,³ on": "Text[@k2; @k3] on",
    "Text¹⁻³.": "Text[@k1; @k2; @k3].", "roots 3 and buds": "roots [@k3] and buds", "life 5: then": "life [@k5]: then",
    "A (Calla & Hazel, 2022).": "A [@k1].", "A (de Bos, C. et al., 2025)": "A [@k2]",
    "A (see Calla, 2022; de Bos et al., 2025)": "A [@k1; @k2]", "A ((Calla, 2022) b": "A [@k1] b",
    "A (Müller, 2021a, b)": "A [@k3; @k4]", "A (O’Hara 2019)": "A [@k5]",
    "Calla and Hazel (2022) say": "Calla and Hazel [@k1] say",
    "A (World Garden Organization, 2018)": "A [@k6]", "A (Calla, A. 2022)": "A [@k1]",
    "See [a place](https://x.example/(1)) here": "See [a place](https://x.example/(1)) here",
    "`a[1] (2)` b": "`a[1] (2)` b", "Calla et al. (2022) and Hazel (2020)": "Calla et al. [@k1] and Hazel [@k7]",
}
LEFT_OPEN = {
    "Calla et al. (2019) say": "⟦Calla et al. (2019)⟧ say", "Nobody & Calla (2011) say": "⟦Nobody & Calla (2011)⟧ say",
    "A (Nobody, 2022).": "A ⟦(Nobody, 2022)⟧.", "A (Müller, 2021)": "A ⟦(Müller, 2021)⟧",
    "A (Calla, 2022; Nobody, 2020)": "A ⟦(Calla, 2022; Nobody, 2020)⟧", "A (2, 9).": "A ⟦(2, 9)⟧.",
}
NO_CITATION = [
    "In 2019 it rained.", "It rained (2019).", "We saw 24 people.", "1,200 people came.", "(n = 24)", "Figure 3 shows",
    "see Table 2, below", "In May (2020) it rained.", "between 3 and 5 days", "phase 2 and 3 trials", "It took 5 days.",
    "5-HT2A and H2O", "a dose of 2 mg", "at 3 pm", "Chapter 4.", "on day 2, then", "It rose from 2 to 5.", "2 × 3 = 6",
    "10<sup>3</sup> cells", "the score was 4.", "3.5 and 2.5", "He is 5.", "It was found in 3, then", "page 2.",
    "call 116 123", "24/7", "kg/m² and 10³ cells", "A \\[5-3\\]",
    "A \\[8\\]", "A \\[1-9999\\]", "(in 2022; Calla)", "in week 6. We", "A (in 2022)",
    "It rained. 5 people came.", "(call 999)",
]


def linked(text: str, *others: str) -> str:
    seen = ["A. 1", "A \\[1\\]", "A (1)", "A<sup>1</sup>", *others]
    return CitationLinker(WORKS, [text, *seen]).link(text)


@pytest.mark.parametrize(("text", "expected"), [*CITED.items(), *LEFT_OPEN.items()])
def test_a_citation_is_linked_or_left_open(text: str, expected: str) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize("text", NO_CITATION)
def test_what_is_no_citation_is_left_alone(text: str) -> None:
    assert linked(text) == text


@pytest.mark.parametrize("text", NO_CITATION)
def test_without_a_list_no_number_is_taken_for_a_citation(text: str) -> None:
    assert CitationLinker([], [text]).link(text) == text


# --- Files of other kinds

DOCX = """\
---
title: Straw in gardens
---

# What straw does

It keeps water^1,2^ and *feeds* the ground.[^n] A link to [a place](https://example.org/a_b).

[^n]: A note with **weight**, and with a number^3^.

| Bed | Roses |
| --- | ----- |
| One | 12    |
| Two | 24^2^ |

![A green bed](bed.png)

> A neighbour said so.

1. First
2. Second
    - Inner

## Frequently Asked Questions

**Does it help?**

Yes, it does.^1^

**Is it dear?** No.

## Myths

- Myth: Straw is dead.

    Reality: It is full of life.

# References

1. Calla AE. Straw. Roses. 2020;1(2):3-4. doi:10.9999/abc
2. Hazel G. Leaves. Roses. 2021;2:5.
3. Loam P. Notes. Roses. 2019;1:1.
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {})


def desk(site: Site, *arguments: str | Path) -> Result:
    """Run a command as an editor does, in the site's folder."""
    before = os.getcwd()
    os.chdir(site.root)
    os.environ["PWD"] = str(site.root)
    try:
        return CliRunner().invoke(main, ["import", *map(str, arguments)], catch_exceptions=False)
    finally:
        os.chdir(before)
        os.environ["PWD"] = before


def document(folder: Path, kind: str) -> Path:
    """A manuscript with all that a word processor writes, made by Pandoc."""
    (folder / "bed.png").write_bytes(PNG)
    file = folder / f"straw.{kind}"
    pypandoc.convert_text(DOCX, kind, format="markdown", outputfile=str(file),
                          extra_args=["--standalone", f"--resource-path={folder}"])
    return file


def confirmed(site: Site) -> None:
    """What an editor does after an import."""
    page = site.root / "docs/articles/straw-in-gardens.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("description:\n", "description: What straw does.\n")
    text = text.replace("reviewed:\n", "reviewed: 2026-11-22\n")
    text = re.sub(r"published: .*", "published: 2026-11-22", text).replace("topics: []", "topics: [therapy]")
    text = text.replace("Straw is dead.\n", "Straw is dead.\n    verdict: wrong\n")
    page.write_text(text, encoding="utf-8")
    bib = site.root / "bibliography.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("  x-status = {unconfirmed}", "  x-status = {confirmed}"),
                   encoding="utf-8")


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_word_processors_file_goes_all_the_way_to_a_strict_build(site: Site, tmp_path: Path, kind: str) -> None:
    file = document(tmp_path, kind)
    done = desk(site, file)
    assert done.exit_code == 0, done.output
    assert "1 myth" in done.output and "2 questions" in done.output
    text = (site.root / "docs/articles/straw-in-gardens.md").read_text(encoding="utf-8")
    honest = site.build("--strict")
    assert {problem.split(": ")[1] for problem in honest.problems} <= {
        "missing-front-matter", "bad-front-matter", "missing-option", "unconfirmed-work", "uncited-claim",
        "uncited-entry"}
    confirmed(site)
    built = site.build("--strict")
    assert [p for p in built.problems if "uncited-claim" not in p] == [], built.output
    page = site.build().page("articles/straw-in-gardens")
    assert [cell.text_content().strip() for cell in page.xpath("//td")][:3] == ["One", "12", "Two"]
    assert page.xpath("//img/@alt") == ["A green bed" if kind == "docx" else ""]  # OpenDocument's is not read
    assert ("the picture picture-1.png has no description" in done.output) == (kind == "odt")
    assert (site.root / "docs/articles/straw-in-gardens/picture-1.png").read_bytes() == PNG
    assert "A neighbour said so." in page.xpath("//blockquote")[0].text_content()
    assert page.xpath("//ol/li/ul/li")[0].text_content().strip() == "Inner"
    (note,) = page.xpath('//div[@class="footnote"]//li')
    assert "A note with weight, and with a number" in note.text_content() and note.xpath('.//a[@data-key="loam2019"]')
    assert [block.get("id") for block in page.xpath('//*[@data-block="faq"]')] == ["faq-does-it-help", "faq-is-it-dear"]
    for key in ("calla2020", "hazel2021"):
        assert page.xpath(f'//article//p//a[@data-key="{key}"]'), (key, text)
    assert page.xpath('//td//a[@data-key="hazel2021"]')
    source = words(pypandoc.convert_file(str(file), "plain", extra_args=["--wrap=none"]))
    bib = (site.root / "bibliography.bib").read_text(encoding="utf-8")
    kept = words(strip_markup(text)) + words(bib) + words(done.output)
    assert source - kept == Counter()


@pytest.mark.parametrize("kind", ["html", "md", "txt"])
def test_other_kinds_of_file(site: Site, tmp_path: Path, kind: str) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    file = tmp_path / f"straw.{kind}"
    text = DOCX if kind == "md" else pypandoc.convert_text(
        DOCX, "html" if kind == "html" else "plain", format="markdown", extra_args=["--standalone", "--wrap=none"])
    file.write_text(text, encoding="utf-8")
    done = desk(site, file, "--slug", "straw")
    assert done.exit_code == 0, done.output
    page = (site.root / "docs/articles/straw.md").read_text(encoding="utf-8")
    assert "/// faq | Does it help?" in page or kind == "txt"
    assert "## Frequently Asked Questions" in page
    bib = (site.root / "bibliography.bib").read_text(encoding="utf-8")
    assert "doi = {10.9999/abc}" in bib
    plain = pypandoc.convert_text(DOCX, "plain", format="markdown", extra_args=["--wrap=none"])
    missing = words(plain) - words(strip_markup(page)) - words(bib) - words(done.output)
    assert missing == Counter()


def read_as(folder: Path, name: str, content: str | bytes) -> ImportResult:
    """What becomes of a file of this name with this content."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return import_manuscript(read_manuscript(file), name, Bibliography("b.bib"), KINDS, "", "")


MARKED = {
    "lines of a poem": ("| Roses\n| are red", "Roses\n\nare red\n"),
    "code": ("    [@a] <b>\n", "```\n[@a] <b>\n```\n"),
    "code in a sentence": ("Say `x [1]` and `` a`b `` here.", "Say `x [1]` and a\\`b here.\n"),
    "citations as they are written": ("It grows [see @ly2018, p. 3; @b] and @c says.",
                                      "It grows [see @ly2018, p. 3; @b] and @c says.\n"),
    "raw HTML": ("A <b>word</b>.\n\n<hr>\n", "A &lt;b>word&lt;/b>.\n\n&lt;hr>\n"),
    "a line that is broken": ("One\\\nTwo\\\n\\\nThree", "One\n\nTwo\n\nThree\n"),
    "a list in a list": ("- - Inner\n- Outer\n", "    - Inner\n- Outer\n"),
    "a link without words": ("See [](https://example.org/).", "See .\n"),
    "a link within the page and one to a file": ("See [below](#end) and [notes](notes.txt).", "See below and notes.\n"),
    "words struck out, underlined and small": ("~~Old~~ [new]{.underline} [one]{.smallcaps}",
                                               "<del>Old</del> new one\n"),
}


@pytest.mark.parametrize(("text", "expected"), MARKED.values(), ids=MARKED)
def test_what_markdown_can_say_is_kept_in_the_sites_own(tmp_path: Path, text: str, expected: str) -> None:
    made = read_as(tmp_path, "a.md", f"# Straw\n\n{text}\n").text
    assert made.split("\n---\n", 1)[1].lstrip("\n") == expected


def test_what_html_can_say_is_kept_in_the_sites_own(tmp_path: Path) -> None:
    made = read_as(tmp_path, "a.html", (
        "<h1>Straw</h1><dl><dt>Mulch</dt><dd>A cover.</dd><dd>Of straw.</dd></dl>"
        "<p>She said <q>so <q>it</q> is</q>.</p>"
        "<figure><img src='bed.bmp' alt='A bed'><figcaption>In spring.</figcaption></figure>"
        "<p>x <span class='math inline'>y</span> <u>z</u></p><pre>code</pre><table></table>"))
    text = made.text.split("\n---\n", 1)[1]
    assert "**Mulch**\n\nA cover.\n\nOf straw.\n" in text
    assert "She said “so ‘it’ is”." in text and "A bed\n\nIn spring.\n" in text and "```\ncode\n```" in text
    assert "a picture was left out, it is not in the file: bed.bmp" in made.report


def test_pictures_that_no_page_can_show_are_left_out_with_their_reason(tmp_path: Path) -> None:
    (tmp_path / "bed.bmp").write_bytes(b"BM")
    (tmp_path / "bed.png").write_bytes(PNG)
    images = "![A](bed.bmp)\n\n![B](bed.png)\n\n![C](bed.png)\n\n![D](/etc/hosts)\n\n![E](a%00b.png)\n"
    made = read_as(tmp_path, "a.md", f"# Straw\n\n{images}")
    assert "a picture was left out, browsers do not show this kind: bed.bmp" in made.report
    assert made.text.count("(straw/picture-1.png)") == 2, "the same picture is kept once"
    assert [path.name for path in made.pictures] == ["picture-1.png"]
    assert "it is not in the file: /etc/hosts" in made.report
    assert lost("A B C D E", made) == Counter()


def test_pictures_have_a_bound_one_by_one_and_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofdesk.desk.importing.readers.pictures.MAX_BYTES", len(PNG) - 1)
    with pytest.raises(UserError, match=r"a picture in “straw\.docx” is larger than"):
        read_manuscript(document(tmp_path, "docx"))
    monkeypatch.setattr("proofdesk.desk.importing.readers.pictures.MAX_BYTES", len(PNG) + 1)
    (tmp_path / "other.png").write_bytes(PNG)
    with pytest.raises(UserError, match=r"the pictures of “a\.md” are larger than .* together"):
        read_as(tmp_path, "a.md", "# Straw\n\n![A](bed.png)\n\n![B](other.png)\n")


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real Pandoc, given no time at all."""
    monkeypatch.setattr("proofdesk.desk.importing.readers.pandoc._TIMEOUT", 0.0)
    with pytest.raises(UserError, match=r"“a\.md” takes longer than .* seconds to read; split it into parts"):
        read_as(tmp_path, "a.md", "# Straw\n")


WRAPPED = """\
Straw in the garden keeps the water where the roots of the
roses can reach it, and feeds the ground when it is rotten.

- One item that goes on for as long as the line of an old
  terminal was, and then some more words.
- Two.

It is laid in the spring, when the ground is warm and the rain
has gone, and it is left there until the autumn of the same
year. Then it is dug in.
"""


def test_paragraphs_that_were_broken_by_hand_are_put_together() -> None:
    text = of_text(WRAPPED).text
    assert "where the roots of the roses can reach it, and feeds" in text
    assert "as long as the line of an old terminal was, and then some more words.\n- Two.\n" in text
    assert lost(WRAPPED, of_text(WRAPPED)) == Counter()


LETTERS = {
    "UTF-16": ("Größe".encode("utf-16"), "Größe", ""),
    "UTF-8 with a mark": (b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe", "Größe", ""),
    "Windows": ("Größe “so”".encode("cp1252"), "Größe “so”", "read as Windows text: look at its accents"),
}


@pytest.mark.parametrize(("content", "words_in_it", "said"), LETTERS.values(), ids=LETTERS)
def test_letters_are_read_as_their_program_wrote_them(
    tmp_path: Path, content: bytes, words_in_it: str, said: str
) -> None:
    made = read_as(tmp_path, "a.txt", content)
    assert words_in_it in made.text + made.title and said in made.report


def test_a_manuscript_can_fetch_nothing_and_read_no_other_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "inner"
    folder.mkdir()
    file = folder / "page.html"
    file.write_text("<h1>Straw</h1><p>A <b>word</b>.</p><img src='http://127.0.0.1:9/x.png' alt='far'>"
                    "<img src='../secret.png'><script>alert(1)</script><p><a href='javascript:alert(2)'>press</a></p>"
                    "<iframe src='http://127.0.0.1:9/'></iframe>", encoding="utf-8")
    done = desk(site, file)
    assert done.exit_code == 0, done.output
    page = (site.root / "docs/articles/straw.md").read_text(encoding="utf-8")
    assert "127.0.0.1" not in page and "alert" not in page and "press" in page
    assert "a picture was left out" in done.output
    assert not (site.root / "docs/articles/straw").exists()


def test_nothing_is_written_in_a_dry_run(site: Site) -> None:
    before = snapshot(site.root)
    done = desk(site, MANUSCRIPTS / "guide.txt", "--dry-run", "--slug", "a-guide", "--title", "A guide: to “straw”")
    assert done.exit_code == 0
    assert 'title: "A guide: to “straw”"' in done.output and "@article{calla2022," in done.output
    assert "## How new work on soils shows" in done.output, "the manuscript's own title is kept"
    assert snapshot(site.root) == before


def packed(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


BAD = {
    "missing.txt": (None, "there is no file"),
    "empty.txt": (b" \n", "“empty.txt” is empty"),
    "junk.txt": (bytes(range(256)) * 50, "“junk.txt” is no text"),
    "junk.docx": (bytes(range(256)) * 50, "“junk.docx” is not what its ending says"),
    "zip.docx": (packed(a="b"), "“zip.docx” cannot be read"),
    "broken.docx": (packed(**{"word/document.xml": "<w:document"}), "“broken.docx” cannot be read"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "“locked.docx” is protected by a password"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "save it as .docx"),
    "paper.pdf": (b"%PDF-1.4", "ask for the file that it was made from"),
    "half.txt": (b"\xff\xfea", "“half.txt” is damaged: it begins as utf-16 and does not go on so"),
    "control.txt": (b"word \x07 word", "“control.txt” is no text: it holds control characters"),
    "large.txt": (b"word " * 10_000_000, "“large.txt” has 50 MB, more than the 25 MB"),
    "folder.txt": ("folder", "is no file"),
    "blank.html": (b"<p> </p>", "“blank.html” holds no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_and_nothing_changes(site: Site, tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    file = tmp_path / name
    if content == "folder":
        file.mkdir()
    elif isinstance(content, bytes):
        file.write_bytes(content)
    before = snapshot(site.root)
    done = desk(site, file)
    assert (done.exit_code, message in done.output) == (2, True), done.output
    assert "Traceback" not in done.output
    assert snapshot(site.root) == before


@pytest.mark.parametrize("slug", ["../up", "A", "a b", "a--b", "-a", "é"])
def test_a_bad_slug_is_refused(site: Site, slug: str) -> None:
    done = desk(site, MANUSCRIPTS / "guide.txt", f"--slug={slug}")
    assert done.exit_code == 2 and "cannot end an address" in done.output


def test_an_article_that_is_there_is_never_overwritten(site: Site) -> None:
    site.write({"docs/articles/guide.md": "Mine.\n"})
    before = snapshot(site.root)
    done = desk(site, MANUSCRIPTS / "guide.txt", "--slug", "guide")
    assert done.exit_code == 2 and "docs/articles/guide.md exists already" in done.output
    assert snapshot(site.root) == before


def test_where_it_cannot_write_it_writes_nothing(site: Site) -> None:
    """A file stands where the folder should be: refused for every user, root too."""
    site.write({"docs/articles": "no folder\n"})
    before = snapshot(site.root)
    done = desk(site, MANUSCRIPTS / "guide.txt", "--slug", "guide")
    assert done.exit_code == 2 and "cannot be written" in done.output
    assert snapshot(site.root) == before


def test_where_the_bibliography_cannot_be_written_nothing_is(tmp_path: Path) -> None:
    """Its name is as long as a disk takes, so that no file can be written beside it: for every user, root too."""
    name = f"{'b' * 250}.bib"
    site = make_site(tmp_path / "site", {name: "", "reports/guide.txt": "An earlier report.\n"}, settings=(
        f"plugins:\n  bibtex: {{bib_file: {name}, csl_file: references.csl}}\n"))
    before = snapshot(site.root)
    done = desk(site, MANUSCRIPTS / "guide.txt", "--slug", "guide")
    assert done.exit_code == 2 and "cannot be written: File name too long" in done.output
    assert snapshot(site.root) == before


def test_a_bibliography_that_cannot_be_read_is_not_touched(site: Site) -> None:
    site.write({"bibliography.bib": "@article{a, title = {Open\n"})
    before = snapshot(site.root)
    done = desk(site, MANUSCRIPTS / "guide.txt")
    assert done.exit_code == 2 and "fix this first: bibliography.bib:" in done.output
    assert snapshot(site.root) == before


def test_a_mark_that_is_left_is_refused_by_the_build(site: Site) -> None:
    desk(site, MANUSCRIPTS / "opinion.txt")
    problems = site.build().problems
    line = (site.root / "docs/articles/opinion.md").read_text(encoding="utf-8").split("\n")[12]
    assert (f"docs/articles/opinion.md:13:{line.index('⟦') + 1}: undecided: the import could not decide about ⟦(1–4)⟧ "
            "(correct it by hand, then delete ⟦ and ⟧)") in problems


# --- Any mix of what manuscripts hold

PIECES = st.sampled_from([
    "Key Points", "- A point (Calla, 2022).", "• Another one [1]", "🔹 A third", "Frequently Asked Questions",
    "- Is it so?", "No, it is not. 1,2 - But why?", "**Bold?** Yes.", "Q: What? ", "A: That.", "Myth: It is so.",
    "Reality: It is not. - Myth: That too.", "Concept: An idea.", "Example: One.", "Intervention:", "1. One", "2. Two",
    "3 Three", "4.1 Four", "A Heading", "A sentence with 24 numbers (3, 4) and *stars* and [brackets] @you <b> &amp;.",
    "References", "1. Calla AE. Straw. Roses. 2020;1(2):3-4. doi:10.9999/a",
    "[2] Hazel, G. (2021). Leaves. Roses, 2, 5.", "", "\n", "| a | b |", "/// faq | x", "    indented", "# hash",
    "> quote", "~~~", "***", "Figure 1 | Words.", "[^1]: x",
    "⟦odd⟧", "Key Takeaways", "Words without an end",
])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=40), max_size=14).map("\n".join))
def test_whatever_stands_beside_what_no_word_is_lost(text: str) -> None:
    manuscript = read_text(text)
    made = import_manuscript(manuscript, "text.txt", Bibliography("b.bib"), KINDS, "", "")
    assert lost(text, made) == Counter()


@pytest.mark.parametrize("text", [
    "a " * 200_000, "(" * 100_000, "1. " * 50_000, "[1] " * 50_000, "A. B. " * 50_000, "Myth: " * 30_000,
    "Calla AE, " * 30_000, "1,2-3," * 50_000, "doi:10.1/" * 30_000, "(a 2020 " * 30_000, "?" * 100_000, "* " * 100_000,
], ids=lambda text: text[:9])
def test_one_long_line_is_read_all_the_same(text: str) -> None:
    """Every expression is linear in the length of a line, or this would not end."""
    made = of_text(f"Title\n\n{text}\n\nReferences\n\n1. {text}\n")
    assert lost(text, made) == Counter()
    parse_reference(text)
    assert ReferenceItem(text).number is None

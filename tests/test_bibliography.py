"""The shared bibliography: its faults with file, line and column, and titles that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import STYLE, words

from proofdesk.bibliography.parser import Bibliography, read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.bibliography.retraction_data import Notice, Snapshot
from proofdesk.checks.bibliography import check_entries, check_uncited

ReadBib = Callable[[str | bytes], Bibliography]
ReferencesOf = Callable[[str], References]

GOOD = "@article{good2020, author = {Good, Ann}, title = {A title}, year = {2020}, doi = {10.1234/good}}\n"
CHECK = "check its commas, quotes and braces; every { needs its }"

FAULTS = {
    "duplicate key": (
        GOOD + "\n@book{good2020, author = {A}, title = {T}, year = 1999}\n",
        "3:1: duplicate-key: “good2020” is already the key of line 1 (delete one of the two, or give it another key)"),
    "a key in other capitals": (
        GOOD + "@book{Good2020, author = {A}, title = {T}, year = 1999}\n",
        "2:1: duplicate-key: “Good2020” is already the key of line 1 (delete one of the two, or give it another key)"),
    "one DOI under two keys": (
        GOOD + "@misc{b,\n  author = {A},\n  title = {T},\n  year = 1999,\n  doi = {10.1234/GOOD}\n}\n",
        "6:3: duplicate-doi: “b” has the DOI of “good2020” (line 1) "
        "(keep one of the two entries and cite it everywhere)"),
    "one DOI, once as an address": (
        GOOD + "@misc{b, editor={E}, title={T}, date=1999,\n  doi={https://doi.org/10.1234/Good}}",
        "3:3: bad-doi: the DOI of “b” is written as an address (write doi = {10.1234/Good})\n"
        "bibliography.bib:3:3: duplicate-doi: “b” has the DOI of “good2020” (line 1) "
        "(keep one of the two entries and cite it everywhere)"),
    "DOI as an address": (
        "@misc{a,\n author={A},title={T},year=1999,\n DOI={https://doi.org/10.1234/x}}",
        "3:2: bad-doi: the DOI of “a” is written as an address (write doi = {10.1234/x})"),
    "DOI with a label": (
        "@misc{a,\n author={A},title={T},year=1999,\n doi={doi: 10.1234/x}}",
        "3:2: bad-doi: the DOI of “a” is written as an address (write doi = {10.1234/x})"),
    "malformed DOI": (
        "@misc{a, author={A}, title={T}, year=1999, doi={10.12/x}}",
        "1:44: bad-doi: “10.12/x” is not a DOI (a DOI begins with 10. and has a slash, as in 10.1000/182)"),
    "DOI with a space": (
        "@misc{a, author={A}, title={T}, year=1999,\n\tdoi={10.1234/x y}}",
        "2:2: bad-doi: “10.1234/x y” is not a DOI (a DOI begins with 10. and has a slash, as in 10.1000/182)"),
    "a script for an address": (
        "@misc{a, author={A}, title={T}, year=1999,\n  url={javascript:alert(1)}}",
        "2:3: bad-link: “javascript:alert(1)” is not a web address (begin it with https://, or delete it)"),
    "an address without its beginning": (
        "@misc{a, author={A}, title={T}, year=1999,\n  url={www.example.org}}",
        "2:3: bad-link: “www.example.org” is not a web address (begin it with https://, or delete it)"),
    "a key that no citation can have": (
        "@misc{-a, author={A}, title={T}, year=1999}",
        "1:1: bad-key: “-a” cannot be cited (use letters, digits and _, with single - . : between them)"),
    "no author": (
        "@misc{a, title={T}, year=1999}", "1:1: missing-field: “a” has no author (add a line `author = {…},`)"),
    "no title": (
        "\n\n@misc{a, author={T}, year=1999}", "3:1: missing-field: “a” has no title (add a line `title = {…},`)"),
    "no year": ("@misc{a, author={T}, title={T}}", "1:1: missing-field: “a” has no year (add a line `year = {…},`)"),
    "a name with too many commas": (
        "@misc{a, editor={{A, B, C, D} and Ly, C. and Ly, C, D, E}, title={T}, year=1999}",
        "1:10: bad-name: “Ly, C, D, E” has too many commas to be a name "
        "(write each name as `Family, Given` and put “and” between names)"),
    "an @ that begins no entry": (
        "\n\n  @article good2020, and so on and on until the line ends,\n  title={T}}\n" + GOOD,
        "3:1: bib-syntax: “@article good2020, and so on and on unti” begins no entry that can be read "
        "(write it as `@article{key,` on a line of its own, or delete the @)"),
    "an empty author": (
        "@misc{a, author={}, title={T}, year=1999}",
        "1:1: missing-field: “a” has no author (add a line `author = {…},`)"),
    "a field twice": (
        "@misc{a, author={A},\n  title={T},\n  Title={U}, year=1999}",
        "3:3: bib-syntax: “a” has the field “title” twice (delete one of the two)"),
    "a field twice in a line, and more lines below": (
        "\n@misc{a, author={A},\n  title={T}, note={N}, TITLE = {U},\n  year=1999\n}\n",
        "3:24: bib-syntax: “a” has the field “title” twice (delete one of the two)"),
    "a fault that an earlier field quotes": (
        "@misc{a, note={write it (doi = x},\n  author={A}, title={T}, year=1999,\n  doi={10.12/x}}",
        "3:3: bad-doi: “10.12/x” is not a DOI (a DOI begins with 10. and has a slash, as in 10.1000/182)"),
    "braces beyond all reason": (
        "@misc{a, author={A}, year=1999, title={" + "{" * 5000 + "}" * 5000 + "}}\n" + GOOD,
        f"1:1: bib-syntax: the entry that begins on line 1 cannot be read: too many nested braces ({CHECK})"),
    "a missing comma": (
        "@misc{a,\n  author={A}\n  title={T},\n  year=1999}",
        f"3:1: bib-syntax: the entry that begins on line 1 cannot be read: '}}' expected ({CHECK})"),
    "a missing brace": (
        "@misc{a,\n  author={A},\n  title={T,\n  year=1999}\n\n" + GOOD,
        f"4:1: bib-syntax: the entry that begins on line 1 cannot be read: premature end of file ({CHECK})"),
    "a brace too many": (
        "@misc{a,\n  author={A}, year=1999,\n  title={T}},\n  doi={10.1234/x}\n}\n" + GOOD,
        "3:13: bib-syntax: the text from here on belongs to no entry: the entry above has already ended "
        "(check its braces; there is a } too many)"),
    "a quotation mark left open": (
        '@misc{a,\n  author="A,\n  title={T}, year=1999}\n' + GOOD,
        f"3:1: bib-syntax: the entry that begins on line 1 cannot be read: unbalanced braces ({CHECK})"),
    "no key": (
        "@misc{, author={A}, title={T}, year=1999}",
        f"1:1: bib-syntax: the entry that begins on line 1 cannot be read: entry key expected ({CHECK})"),
    "a macro nobody defined": (
        "@misc{a, author={A}, title={T}, year=1999,\n  journal = jn}",
        f"2:1: bib-syntax: the entry that begins on line 1 cannot be read: undefined string: jn ({CHECK})"),
    "a word for a number": (
        "\n@misc{a, author={A}, title={T}, year=last year}",
        f"2:1: bib-syntax: the entry that begins on line 2 cannot be read: undefined string: last ({CHECK})"),
}


@pytest.mark.parametrize(("content", "expected"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_reported_at_its_place(read_bib: ReadBib, content: str, expected: str) -> None:
    """The whole message; and a sound entry beside it is read all the same."""
    bibliography = read_bib(content)
    assert [str(problem) for problem in bibliography.problems] == f"bibliography.bib:{expected}".split("\n")
    assert ("good2020" in bibliography.entries) == ("good2020" in content)
    again = read_bib(content.replace("\n", "\r\n"))
    assert list(map(str, again.problems)) == list(map(str, bibliography.problems))


def test_all_faults_are_reported_in_one_run(read_bib: ReadBib) -> None:
    """A fault in one entry costs no other."""
    content = (
        "@misc{a, title={T}, year=1999}\n@misc{b author={A} title={T}}\n@misc{c, author={A}, title={T, year=1999}\n"
        "@misc{A, author={A}, title={T}, year=1999}\n" + GOOD
    )
    bibliography = read_bib(content)
    assert sorted((p.line, p.rule) for p in bibliography.problems) == [
        (1, "missing-field"), (2, "bib-syntax"), (3, "bib-syntax"), (4, "duplicate-key")]
    assert list(bibliography.entries) == ["a", "good2020"]
    assert not bibliography.sound


def test_a_brace_that_stands_in_the_next_entry_costs_only_the_first(read_bib: ReadBib) -> None:
    """Read as one, the two would be no entry; so the first ends where the next begins."""
    bibliography = read_bib("@misc{a, author={A}, title={T, year=1999}\n@misc{b, author={B}, title={U}, year=1999}}\n"
                            + GOOD)
    assert [str(problem) for problem in bibliography.problems] == [
        "bibliography.bib:1:1: bib-syntax: the entry that begins on line 1 cannot be read: premature end of file "
        f"({CHECK})",
        "bibliography.bib:2:43: bib-syntax: the text from here on belongs to no entry: the entry above has already "
        "ended (check its braces; there is a } too many)",
    ]
    assert list(bibliography.entries) == ["b", "good2020"]


def test_an_entry_that_quotes_another_may_use_macros(read_bib: ReadBib) -> None:
    bibliography = read_bib(
        '@string{jn = "Journal"}\n@misc{a, author={A}, title={T}, year=1999, journal = jn, month = jan,\n'
        " abstract={As in\n@misc{x, y}\nthere}}\n" + GOOD)
    assert bibliography.problems == [] and list(bibliography.entries) == ["a", "good2020"]


def test_a_missing_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    """The message says where the file should be."""
    (problem,) = read_bibliography(tmp_path / "none.bib", "none.bib").problems
    assert str(problem) == (
        "none.bib:1:1: bib-syntax: the file cannot be read: No such file or directory "
        "(put the bibliography at this path, or name another in mkdocs.yml)"
    )


def test_latin_1_is_reported_with_its_line(read_bib: ReadBib) -> None:
    """And read as far as it goes."""
    bibliography = read_bib("@misc{a,\n  title={T},\n  author={Béïque},\n  year=1999}".encode("latin-1"))
    assert [str(problem) for problem in bibliography.problems] == [
        "bibliography.bib:3:1: not-utf8: this line holds bytes that are not UTF-8 (save the file as UTF-8)"]
    assert list(bibliography.entries) == ["a"] and not bibliography.sound


CONFLICT = """@misc{a, title={T}, author={A}, year=1999}
<<<<<<< HEAD
@misc{b, title={One}, author={A}, year=1999}
=======
@misc{c, title={Other}, author={A}, year=1999}
>>>>>>> a branch
"""
HALF = "is a conflict mark: git could not merge two versions"


def test_what_git_left_of_two_versions_is_not_taken_for_a_remark(read_bib: ReadBib) -> None:
    """Text between entries is a comment, so that both versions would be published."""
    found = [str(problem) for problem in read_bib(CONFLICT).problems]
    assert found == [f"bibliography.bib:{line}:1: merge-conflict: “{mark}” {HALF} (keep the right version, "
                     "and delete the lines with the marks)" for line, mark in ((2, "<<<<<<< HEAD"),
                                                                            (6, ">>>>>>> a branch"))]


def test_an_entry_that_cannot_be_read_is_remembered_with_its_line(read_bib: ReadBib) -> None:
    bibliography = read_bib("@misc{a, title={T}, author={A}, year=1999}\n\n@misc{b, title={T, author={A}}\n")
    assert bibliography.broken_keys == {"b": 3}


@pytest.mark.parametrize("content", ["", "\n\n", "% nothing yet\n", "Only words.\n", "\ufeff"])
def test_an_empty_file_is_no_fault(read_bib: ReadBib, content: str) -> None:
    """A new site begins with one."""
    bibliography = read_bib(content)
    assert (bibliography.problems, bibliography.entries) == ([], {})
    assert References(bibliography, STYLE).sorted() == []


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(read_bib: ReadBib) -> None:
    """As Windows programs save."""
    plain = read_bib(GOOD + "@misc{b,\n  author={A},\n  title={Two\n  lines}, year=1999}\n")
    windows = read_bib(("\ufeff" + GOOD + "@misc{b,\n  author={A},\n  title={Two\n  lines}, year=1999}\n")
                       .replace("\n", "\r\n").encode())
    assert windows.problems == []
    assert {k: e.fields for k, e in windows.entries.items()} == {k: e.fields for k, e in plain.entries.items()}


def test_macros_comments_and_round_brackets(references_of: ReferencesOf) -> None:
    """All of BibTeX's grammar, as its programs write it."""
    references = references_of(
        '@string{jn = "Journal of "}\n@STRING(nn = {Neurons})\n@preamble{"x"}\n@comment{ @misc{c, title={No}} }\n'
        "% @misc{d, title={No}}\n@Article(a, author = {A, B.}, title = \"T\" # { of } # \"U\", journal = jn # nn,\n"
        "  year = 2020, month = jan)\n@misc { b ,author={A},title={V},year=1999 }"
        "@misc{e,author={A},title={W},year=1999}\n"
    )
    assert references.bibliography.problems == references.problems == []
    assert list(references.keys()) == ["a", "b", "e"]
    assert words(references["a"].html) == "A B. T of U. Journal of Neurons. 2020."


def test_an_entry_may_quote_another(read_bib: ReadBib) -> None:
    """An abstract is text, whatever its lines begin with."""
    quoting = "@misc{a, author={A}, title={T}, year=1999,\n abstract={As in\n@misc{x, y}\nthere}}\n"
    bibliography = read_bib(quoting + GOOD)
    assert bibliography.problems == []
    assert list(bibliography.entries) == ["a", "good2020"]


def test_the_files_order_is_kept_and_listings_go_by_author(references_of: ReferencesOf) -> None:
    """By first author, year and title, capitals aside."""
    entry = "@misc{{{0}, author={{{1}}}, title={{{2}}}, year={3}}}\n"
    references = references_of("".join([
        entry.format("w", "Young, A", "B", 2001), entry.format("x", "adams, A", "B", 2002),
        entry.format("y", "Adams, A", "C", 2001), entry.format("z", "Adams, A", "a", 2001)]))
    assert list(references.keys()) == ["w", "x", "y", "z"]
    assert [reference.key for reference in references.sorted()] == ["z", "y", "x", "w"]


TITLES = {
    r"A 5\% rise": "A 5% rise",
    "A 5% rise and 10% more": "A 5% rise and 10% more",
    r"Both \% and % in one": "Both % and % in one",
    "Growth of H. pylori in vitro": "Growth of H. pylori in vitro",
    "The role of 5-HT2A and mTOR in LSD-like DNA": "The role of 5-HT2A and mTOR in LSD-like DNA",
    "{{Double Braces} Stay}": "Double Braces Stay",
    "{{BDNF}} and {mRNA}": "BDNF and mRNA",
    r"Seen \textit{in vivo} and \emph{in vitro}": "Seen in vivo and in vitro",
    r"Of $\alpha$ and $\beta_2$": "Of α and β2",
    r"Of \alpha{} and \textbeta{} and {\textgamma}": "Of α and β and γ",
    r"Of \Delta 9-THC": "Of Δ 9-THC",
    "Of α, β and Δ9": "Of α, β and Δ9",
    "Béïque, Müller, Ångström, œuvre, Łódź": "Béïque, Müller, Ångström, œuvre, Łódź",
    r"B{\'e}{\"\i}que, M\"uller, {\AA}ngstr{\"o}m, {\ss}": "Béïque, Müller, Ångström, ß",
    r"Cells \& circuits \# 1 \_ \$5": "Cells & circuits # 1 _ $5",
    "Tabs\tand\n  new lines": "Tabs and new lines",
    "Serotonin~2A -- a review": "Serotonin 2A – a review",
    "What works? A trial: the end!": "What works? A trial: the end!",
    "H$_2$O and CO\\textsubscript{2}": "H2O and CO2",
    "\\textbf{Bold} \\textsc{small} \\texttt{code}": "Bold small code",
    "Less < more > & <b>none</b>": "Less < more > & <b>none</b>",
    "*Stars* and _lines_ and [@key] and [^1]": "*Stars* and _lines_ and [@key] and [^1]",
    "A ``quoted'' word": "A ‘quoted’ word",
    "精神病薬と脳": "精神病薬と脳",
}


def test_no_text_of_a_title_is_lost_or_changed(references_of: ReferencesOf) -> None:
    """Whatever a program or a person wrote, a reader reads it."""
    bib = "".join(f"@book{{k{n}, author={{A, B.}}, year=1999, title={{{title}}}}}\n" for n, title in enumerate(TITLES))
    references = references_of(bib)
    assert references.bibliography.problems == references.problems == []
    shown = {title: words(references[f"k{n}"].html) for n, title in enumerate(TITLES)}
    assert shown == {title: f"A B. {text}{'' if text.endswith('!') else '.'} 1999." for title, text in TITLES.items()}
    assert "<em>in vivo</em>" in references["k7"].html, "italics stay italics"


def test_a_plain_field_is_free_of_latex(references_of: ReferencesOf) -> None:
    """As it is used outside the formatted reference, in notices and in the order of listings."""
    bib = r"@misc{a, author={M{\"u}ller, A}, year=1999, "
    bib += r"title={{5-HT} \textit{in vivo} of $\alpha$ at 5\% of 6% {\&} more}}"
    entry = references_of(bib).bibliography.entries["a"]
    assert entry.plain("title") == "5-HT in vivo of α at 5% of 6% & more"
    assert entry.short_names == "Müller"


NAMES = {
    "": "T",
    "Calder, Abigail E.": "Calder",
    "Abigail E. Calder": "Calder",
    "Calder, A. and Hasler, G.": "Calder and Hasler",
    "Ly, C. and Greb, A. and Olson, D.": "Ly and colleagues",
    "Ly, C. and others": "Ly and colleagues",
    "Ly, C. and Others": "Ly and colleagues",
    "Ly, C, D, E and Greb, A.": "Ly and Greb",
    "{World Health Organization}": "World Health Organization",
    "{Ministry of Health and Care}": "Ministry of Health and Care",
    "de Vos, Cato M. H.": "de Vos",
    "Carhart-Harris, Robin and van der Berg, A.": "Carhart-Harris and van der Berg",
    r"B{\'e}{\"\i}que, J.-C.": "Béïque",
}


@pytest.mark.parametrize(("authors", "names"), NAMES.items())
def test_authors_are_named_as_a_sentence_names_them(read_bib: ReadBib, authors: str, names: str) -> None:
    """One, two, more; people and organisations."""
    entry = read_bib(f"@misc{{a, author={{{authors}}}, title={{T}}, year=1999}}").entries["a"]
    assert entry.short_names == names


def test_nothing_in_a_bibliography_can_run(references_of: ReferencesOf) -> None:
    """Scripts, pictures and links to scripts are shown as text or not at all."""
    references = references_of(
        r"""@misc{a, author={<script>alert(1)</script>}, year=1999, title={<img src=x onerror=alert(1)>},
          howpublished={<svg onload=alert(1)>}, note={<iframe src=x>}}
        @misc{b, author={A}, year=1999, title={\href{javascript:alert(1)}{One} \href{https://x.org/}{two}}}
        @misc{c, author={A}, year=1999, title={\includegraphics{/etc/passwd} \input{/etc/passwd} Three}}
        @misc{f, author={A}, year=1999, title={\textcolor{red}{Red} and \href{https://x.org/" onclick="f()}{x}}}
        @misc{d, author={A}, year=1999, title={Four}, url={javascript:alert(1)}}
        @misc{e, author={A}, year=1999, title={Five}, doi={10.1234/"><script>alert(1)</script>}}"""
    )
    everything = "".join(references[key].html for key in references)
    assert not {tag for tag in ("<script", "<img", "<svg", "<iframe", "javascript:", "root:") if tag in everything}
    assert "One" in everything and 'href="https://x.org/"' in everything and "Three" in everything
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in references["a"].html
    assert references["d"].links == ()
    assert all("<" not in url and '"' not in url for _, url in references["e"].links)
    assert [p.rule for p in check_entries(references.bibliography)] == ["bad-link"]


def test_an_entry_that_pandoc_refuses_costs_no_other(references_of: ReferencesOf) -> None:
    """The rest is formatted, and the fault is named."""
    odd = "\n@misc{odd author={A}, title={Odd}, year=1999}\n"
    references = references_of(GOOD + odd + GOOD.replace("good", "fine"))
    assert [str(p) for p in references.problems] == [
        "bibliography.bib:3:1: unformatted-reference: Pandoc could not format “odd” "
        "(check the entry's type and fields)"]
    assert words(references["good2020"].html) == words(references["fine2020"].html) == "Good A. A title. 2020."
    assert references["odd"].html == "Odd"


def test_links_of_a_work(references_of: ReferencesOf) -> None:
    """DOI, PubMed, PubMed Central and arXiv; an address only where there is no DOI."""
    references = references_of(
        "@misc{a, author={A}, title={T}, year=1999, doi={10.1002/(SICI)1<1::AID>3.0.CO;2-#},\n"
        "  pmid={123}, pmcid={pmc45},\n"
        "  eprint={2411.19840}, archiveprefix={arXiv}, url={https://x.org/}}\n"
        "@misc{b, author={A}, title={T}, year=1999, url={http://www.x.org/a?b=1&c=2}}\n"
    )
    assert references["a"].links == (
        ("doi:10.1002/(SICI)1<1::AID>3.0.CO;2-#", "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-%23"),
        ("PubMed 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("PMC45", "https://pmc.ncbi.nlm.nih.gov/articles/PMC45/"),
        ("arXiv:2411.19840", "https://arxiv.org/abs/2411.19840"),
    )
    assert references["b"].links == (("www.x.org", "http://www.x.org/a?b=1&c=2"),)


def test_no_link_is_made_up_and_none_stands_there_twice(references_of: ReferencesOf) -> None:
    """A number of another archive is none of arXiv's; an address may be a number's once more."""
    references = references_of(
        "@misc{a, author={A}, title={T}, year=1999, eprint={1234.5678}, archiveprefix={philsci}}\n"
        "@misc{b, author={A}, title={T}, year=1999, archiveprefix={arXiv}, doi={10.1234/<XX>}}\n"
        "@misc{c, author={A}, title={T}, year=1999, pmid={123}, url={https://pubmed.ncbi.nlm.nih.gov/123}}\n"
        "@misc{e, author={A}, title={T}, year=1999, pmid={123}, url={https://pubmed.ncbi.nlm.nih.gov/123/}}\n"
        "@misc{d, author={A}, title={T}, year=1999, pmid={12a}, pmcid={123}, url={https://x.org/}}\n"
    )
    assert references["e"].links == references["c"].links
    assert [references[key].links for key in "abcd"] == [
        (), (("doi:10.1234/<XX>", "https://doi.org/10.1234/%3CXX%3E"),),
        (("PubMed 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),), (("x.org", "https://x.org/"),)]


def test_a_retraction_is_said_where_the_work_is_listed(references_of: ReferencesOf) -> None:
    """A correction too; a date that is none does not hide a retraction."""
    references = references_of(
        "@misc{a, author={A}, title={T}, year=1999, x-retracted={2024-02-03}}\n"
        "@misc{b, author={A}, title={T}, year=1999, x-retracted={yes}}\n"
        "@misc{c, author={A}, title={T}, year=1999, x-correction={Corrected in 2001--02.}}\n"
        "@misc{d, author={A}, title={T}, year=1999, x-concern={Its data -- all of it -- is doubted.}}\n" + GOOD
    )
    notices = [references[key].notice for key in ("a", "b", "c", "d", "good2020")]
    assert notices == ["Retracted on 3 February 2024", "Retracted", "Corrected in 2001–02",
                       "Its data – all of it – is doubted", None]


def test_a_notice_that_the_retraction_data_has_is_said_with_its_day(read_bib: ReadBib) -> None:
    """Where the editors say it in their own words, these are shown."""
    bibliography = read_bib("".join(
        f"@misc{{{key}, author={{A}}, title={{T}}, year=1999, doi={{10.1234/{key}}}{more}}}\n"
        for key, more in (("a", ""), ("b", ""), ("c", ", x-concern={Ours.}"), ("d", ", x-correction={Ours too.}"))))
    natures = {"a": "Expression of concern", "b": "Correction", "c": "Expression of concern", "d": "Correction"}
    rows = [Notice("1", "T", nature, "2024-08-10", f"10.1234/{key}", "", "", "") for key, nature in natures.items()]
    references = References(bibliography, None, Snapshot(None, rows))
    assert [references[key].notice for key in "abcd"] == [
        "An expression of concern was published on 10 August 2024", "A correction was published on 10 August 2024",
        "Ours", "Ours too"]


def test_without_a_style_a_work_is_its_title(read_bib: ReadBib) -> None:
    references = References(read_bib("@misc{a, author={A}, title={{T} \\& <b>}, year=1999}"), None)
    assert (references["a"].html, references.problems) == ("T &amp; &lt;b&gt;", [])


def test_what_was_formatted_is_kept_by_all_that_it_is_made_of(read_bib: ReadBib, tmp_path: Path) -> None:
    """The entries, the macros and the style; and only where every entry could be formatted."""
    style, kept = tmp_path / "style.csl", tmp_path / "kept"
    style.write_bytes(STYLE.read_bytes())

    def made(content: str) -> tuple[str, int]:
        references = References(read_bib(content), style, cache_dir=kept)
        return words(references["good2020"].html), len(list(kept.iterdir())) if kept.exists() else 0

    macro = '@string{jn = "Roses"}\n' + GOOD.replace("year", "journal = jn, year")
    assert made(GOOD) == made(GOOD) == ("Good A. A title. 2020.", 1)
    assert made(GOOD.replace("A title", "Another")) == ("Good A. Another. 2020.", 2)
    assert made(macro) == ("Good A. A title. Roses. 2020.", 3)
    assert made(macro.replace("Roses", "Straw")) == ("Good A. A title. Straw. 2020.", 4)
    style.write_text(style.read_text(encoding="utf-8").replace("</style>", "<!-- edited --></style>"), encoding="utf-8")
    assert made(GOOD) == ("Good A. A title. 2020.", 5)
    assert made(GOOD + "\n@misc{odd author={A}, title={Odd}, year=1999}\n") == ("Good A. A title. 2020.", 5)


ZOTERO = r"""
@article{aday_long-term_2020,
	title = {Long-term effects of psychedelic drugs: {A} systematic review},
	volume = {113},
	issn = {0149-7634},
	shorttitle = {Long-term effects of psychedelic drugs},
	url = {https://www.sciencedirect.com/science/article/pii/S0149763419310802},
	doi = {10.1016/j.neubiorev.2020.03.017},
	abstract = {Some 5\% of \{braced\} text: “@article”.},
	language = {en},
	urldate = {2024-01-01},
	journal = {Neuroscience \& Biobehavioral Reviews},
	author = {Aday, Jacob S. and Mitzkovitz, Cayla M. and {UK Biobank} and de Vos, Cato M. H.},
	month = jun,
	year = {2020},
	pages = {179--189},
	file = {Full Text:C\:\\Users\\x\\Zotero\\storage\\a.pdf:application/pdf},
}
"""
JABREF = """% Encoding: UTF-8

@Article{Aday2020,
  author    = {Aday, J. S.},
  date      = {2020-06},
  title     = {Long-term effects},
  doi       = {10.1016/j.neubiorev.2020.03.017},
  groups    = {a},
  timestamp = {2024-01-01},
}

@Comment{jabref-meta: databaseType:bibtex;}

@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:a\\;0\\;1\\;\\;\\;\\;;
}
"""


def test_files_of_zotero_and_jabref_are_read_as_they_are(references_of: ReferencesOf) -> None:
    """Fields that the site does not know do no harm."""
    zotero, jabref = references_of(ZOTERO), references_of(JABREF)
    assert zotero.bibliography.problems == zotero.problems == jabref.bibliography.problems == jabref.problems == []
    assert words(zotero["aday_long-term_2020"].html) == (
        "Aday JS, Mitzkovitz CM, UK Biobank, de Vos CMH. Long-term effects of psychedelic drugs: A systematic review. "
        "Neuroscience & Biobehavioral Reviews. 2020;113:179–189."
    )
    assert (list(jabref.keys()), jabref["Aday2020"].year) == (["Aday2020"], "2020")


def test_an_entry_never_cited_is_a_warning(read_bib: ReadBib) -> None:
    """With its line, and not for the cited one."""
    bibliography = read_bib(GOOD + "\n@misc{b, author={A}, title={T}, year=1999}\n")
    (problem,) = check_uncited(bibliography, {"good2020"})
    assert (str(problem), problem.severity) == (
        "bibliography.bib:3:1: uncited-entry: no page cites “b” (cite it, or delete the entry)", "warning")

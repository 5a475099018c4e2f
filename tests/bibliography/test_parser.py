"""The shared bibliography: its faults with file, line and column, and titles that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import STYLE

from proofdesk.bibliography.parser import Bibliography, read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.checks.bibliography import check_uncited

ReadBib = Callable[[str | bytes], Bibliography]

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


def test_missing_brace_loses_only_its_own_entry(read_bib: ReadBib) -> None:
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


def test_missing_file_is_reported_without_crash(tmp_path: Path) -> None:
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


def test_merge_conflict_is_not_read_as_a_comment(read_bib: ReadBib) -> None:
    """Text between entries is a comment, so that both versions would be published."""
    found = [str(problem) for problem in read_bib(CONFLICT).problems]
    assert found == [f"bibliography.bib:{line}:1: merge-conflict: “{mark}” {HALF} (keep the right version, "
                     "and delete the lines with the marks)" for line, mark in ((2, "<<<<<<< HEAD"),
                                                                            (6, ">>>>>>> a branch"))]


def test_broken_entry_key_is_recorded_with_its_line(read_bib: ReadBib) -> None:
    bibliography = read_bib("@misc{a, title={T}, author={A}, year=1999}\n\n@misc{b, title={T, author={A}}\n")
    assert bibliography.broken_keys == {"b": 3}


@pytest.mark.parametrize("content", ["", "\n\n", "% nothing yet\n", "Only words.\n", "\ufeff"])
def test_empty_file_is_valid(read_bib: ReadBib, content: str) -> None:
    """A new site begins with one."""
    bibliography = read_bib(content)
    assert (bibliography.problems, bibliography.entries) == ([], {})
    assert References(bibliography, STYLE).sorted() == []


def test_bom_and_crlf_change_nothing(read_bib: ReadBib) -> None:
    """As Windows programs save."""
    plain = read_bib(GOOD + "@misc{b,\n  author={A},\n  title={Two\n  lines}, year=1999}\n")
    windows = read_bib(("\ufeff" + GOOD + "@misc{b,\n  author={A},\n  title={Two\n  lines}, year=1999}\n")
                       .replace("\n", "\r\n").encode())
    assert windows.problems == []
    assert {k: e.fields for k, e in windows.entries.items()} == {k: e.fields for k, e in plain.entries.items()}


def test_an_entry_may_quote_another(read_bib: ReadBib) -> None:
    """An abstract is text, whatever its lines begin with."""
    quoting = "@misc{a, author={A}, title={T}, year=1999,\n abstract={As in\n@misc{x, y}\nthere}}\n"
    bibliography = read_bib(quoting + GOOD)
    assert bibliography.problems == []
    assert list(bibliography.entries) == ["a", "good2020"]


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
def test_short_author_names_fit_a_sentence(read_bib: ReadBib, authors: str, names: str) -> None:
    """One, two, more; people and organisations."""
    entry = read_bib(f"@misc{{a, author={{{authors}}}, title={{T}}, year=1999}}").entries["a"]
    assert entry.short_names == names


def test_uncited_entry_is_a_warning(read_bib: ReadBib) -> None:
    """With its line, and not for the cited one."""
    bibliography = read_bib(GOOD + "\n@misc{b, author={A}, title={T}, year=1999}\n")
    (problem,) = check_uncited(bibliography, {"good2020"})
    assert (str(problem), problem.severity) == (
        "bibliography.bib:3:1: uncited-entry: no page cites “b” (cite it, or delete the entry)", "warning")

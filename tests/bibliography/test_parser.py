"""The shared bibliography: its faults with file, line and column, and titles that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from conftest import STYLE
from fixture_cases import Case, each_case
from hypothesis import given, settings
from hypothesis import strategies as st

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.bibtex import reader
from proofdesk.bibliography.citation_syntax import mentioned_keys
from proofdesk.bibliography.parser import parse_bibliography, read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.checks.bibliography import check_uncited
from proofdesk.common.language import load_language, speaking

ReadBib = Callable[[str | bytes], Bibliography]

GOOD = "@article{good2020, author = {Good, Ann}, title = {A title}, year = {2020}, doi = {10.1234/good}}\n"
CHECK = "check its commas, quotes and braces; every { needs its }"

def check_faults(read_bib: ReadBib, content: str, expected: list[str]) -> None:
    """Check that these are all problems, however lines end, and that a sound entry is read all the same."""
    bibliography = read_bib(content)
    assert [str(problem) for problem in bibliography.problems] == expected
    assert ("good2020" in bibliography.entries) == ("good2020" in content)
    for variant in (content.removesuffix("\n"), content.replace("\n", "\r\n")):
        assert [str(problem) for problem in read_bib(variant).problems] == expected


@each_case("bibliography/faults")
def test_each_fault_is_reported_at_its_place(read_bib: ReadBib, case: Case) -> None:
    check_faults(read_bib, case.source, case.problems("bibliography.bib"))


def test_deeply_nested_braces_are_one_problem(read_bib: ReadBib) -> None:
    content = "@misc{a, author={A}, year=1999, title={" + "{" * 5000 + "}" * 5000 + "}}\n" + GOOD
    unread = "bib-syntax: the entry that begins on line 1 cannot be read"
    check_faults(read_bib, content, [f"bibliography.bib:1:1: {unread}: too many nested braces ({CHECK})"])


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
        "bibliography.bib:1:1: bib-syntax: the entry that begins on line 1 cannot be read: it never ends "
        "(end it with a }; every { needs its })",
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
        "none.bib:1:1: bib-syntax: the file cannot be read: there is no such file "
        "(put the bibliography at this path, or name another in mkdocs.yml)"
    )


def test_latin_1_is_reported_with_its_line(read_bib: ReadBib) -> None:
    """And read as far as it goes."""
    bibliography = read_bib("@misc{a,\n  title={T},\n  author={Béïque},\n  year=1999}".encode("latin-1"))
    assert [str(problem) for problem in bibliography.problems] == [
        "bibliography.bib:3:1: not-utf8: this line holds bytes that are not UTF-8 (save the file as UTF-8)"]
    assert list(bibliography.entries) == ["a"] and not bibliography.sound


def test_utf_16_is_one_mistake(read_bib: ReadBib) -> None:
    """Read as UTF-8 it has a control character beside each letter."""
    problems = read_bib("@misc{a, title={T},\n  author={A},\n  year=1999}\n".encode("utf-16")).problems
    assert [problem.rule for problem in problems if problem.rule == "control-character"] == []
    assert problems[0].rule == "not-utf8"


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


@pytest.mark.parametrize("conflict", [
    "<<<<<<< HEAD\n  year = {2020},\n=======\n  year = {2021},\n>>>>>>> b\n  doi = {10.1234/good}\n}\n",
    "<<<<<<< HEAD\n  year = {2020},\n||||||| 1\n=======\n  year = {2021},\n>>>>>>> b\n}\n",
    "<<<<<<< HEAD\n  year = {2020}\n}\n@misc{mine,\n  title = {T},\n=======\n}\n@misc{yours,\n  title = {U},\n"
    ">>>>>>> b\n  author = {A}, year = 1999}\n",
    "  year = {2020}\n}\n<<<<<<< HEAD\n=======\n\n@misc{yours, title = {U}, author = {A}, year = 1999}\n>>>>>>> b\n",
], ids=["a field", "a field, with what was before", "entries with one end", "an entry"])
def test_a_merge_conflict_is_told_alone(read_bib: ReadBib, conflict: str) -> None:
    """The rest of its entry is there, so no page is told that it cites nothing."""
    found = read_bib(f"@misc{{good2020,\n  title = {{A title}},\n  author = {{A}},\n{conflict}")
    assert {problem.rule for problem in found.problems} == {"merge-conflict"} and not found.sound
    assert found.entries["good2020"].year == "2020"
    assert ("yours" in found.entries) == conflict.startswith("  year")


def test_broken_entry_key_is_recorded_with_its_line(read_bib: ReadBib) -> None:
    bibliography = read_bib("@misc{a, title={T}, author={A}, year=1999}\n\n@misc{b, title={T, author={A}}\n")
    assert bibliography.broken_keys == {"b": "bibliography.bib:3"}


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


def test_short_author_names_are_in_the_language_of_the_page(read_bib: ReadBib) -> None:
    entries = read_bib("@misc{a, author={Calder, A. and Hasler, G.}, title={T}}\n"
                       "@misc{b, author={Ly, C. and others}, title={T}}").entries
    with speaking(load_language("de")):
        assert [entry.short_names for entry in entries.values()] == ["Calder und Hasler", "Ly und andere"]


def test_uncited_entry_is_a_reminder(read_bib: ReadBib) -> None:
    """With its line, and not for the cited one."""
    bibliography = read_bib(GOOD + "\n@misc{b, author={A}, title={T}, year=1999}\n")
    (problem,) = check_uncited(bibliography, {"good2020"})
    assert (str(problem), problem.severity) == (
        "bibliography.bib:3:1: uncited-entry: no page cites “b” (nothing needs to be done; delete what nobody will "
        "cite)",
        "reminder")


def test_a_library_is_told_of_in_one_line_a_rule(read_bib: ReadBib) -> None:
    """A thousand works that nobody cites are two lines, not thousands."""
    odd = "".join(f"@misc{{odd{n}, author={{A}}, title={{T}}, doi={{x}}, year=1999}}\n" for n in range(1000))
    bibliography = read_bib(GOOD + odd)
    assert [str(problem) for problem in check_uncited(bibliography, {"good2020"})] == [
        "bibliography.bib:2:1: uncited-entry: no page cites “odd0”, “odd1”, “odd2” and 997 more works (nothing needs "
        "to be done; delete what nobody will cite)",
        "bibliography.bib:2:1: uncited-entry: bad-doi would be reported of “odd0”, “odd1”, “odd2” and 997 more works "
        "(correct them before a page cites them)"]


@pytest.mark.parametrize(("text", "found"), [
    ("[@a2020; see @b-c, p. 3] and @{d'E}.", {"a2020", "b-c", "d'E"}),
    ("@a2020's and @a2020/@b-c; «@a2020»", {"a2020", "b-c"}),
    ("name@a2020x.org @nobody", set()),
])
def test_a_page_mentions_these_keys(text: str, found: set[str]) -> None:
    assert mentioned_keys(text, {"a2020", "b-c", "d'E"}) == found


VALUES = st.recursive(
    st.text(st.characters(exclude_categories=("C",), exclude_characters="{}"), max_size=12),
    lambda inner: st.tuples(inner, inner).map(lambda pair: f"{pair[0]}{{{pair[1]}}}"), max_leaves=5)
FIELDS = st.tuples(
    st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True),
    VALUES.map("{{{}}}".format) | st.integers(0, 9999).map(str)
    | st.sampled_from(["jan", "DEC", "{x} # jan", '"q"', "nope"]))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(FIELDS, max_size=5), st.sampled_from([",", ",\n  ", " ,, ", ",\r\n\t% a comment\n"]), st.booleans())
@pytest.mark.build
def test_quick_reader_reads_what_pybtex_reads(fields: list[tuple[str, str]], between: str, last: bool) -> None:
    entry = f"@Misc{{key{between}" + between.join(f"{name} = {value}" for name, value in fields) + ("," if last else "")
    content = (entry + "\n}\n" + GOOD).encode("utf-8")
    quick = parse_bibliography(content, "x.bib")
    with mock.patch.object(reader, "read_plainly", return_value=None):
        slow = parse_bibliography(content, "x.bib")
    assert {key: each.fields for key, each in quick.entries.items()} == {
        key: each.fields for key, each in slow.entries.items()}
    assert quick.problems == slow.problems

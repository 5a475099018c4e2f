"""Citations as a reader sees them, and as an editor gets them wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PAGE, STYLE, WORKS, Convert, tree, words
from fixture_cases import Case, each_case
from lxml.html import tostring
from markdown import markdown

from proofdesk.bibliography.references import References
from proofdesk.checks.bibliography import check_entries
from proofdesk.citations.numbers import close_runs, number_keys
from proofdesk.citations.positions import citation_position
from proofdesk.common.source_text import SourceText

KNOWN = "calder2023, davis2021, ly2018, rumour2020, shao2021, who2022, wirsching1999"
NOPE = f"unknown-citation: the bibliography has no “nope” (known are: {KNOWN})"


def text_of(html: str) -> str:
    """The page's words without its reference list."""
    root = tree(html)
    for section in root.xpath("//section[@class='references']|//a[@class='headerlink']"):
        section.drop_tree()
    return " ".join(root.text_content().split())


def test_numbering_and_ranges() -> None:
    """In order of appearance; three in a row are closed up, two are not."""
    assert number_keys(["b", "a", "b", "c"]) == {"b": 1, "a": 2, "c": 3}
    assert close_runs([7, 1, 3, 2, 5, 1]) == [[1, 2, 3], [5], [7]]
    assert close_runs([1, 2, 4, 5, 6, 7]) == [[1], [2], [4, 5, 6, 7]]
    assert close_runs([]) == []


@each_case("citations/shown")
def test_citation_markdown_renders_as_text(convert: Convert, case: Case) -> None:
    """Markdown in, a reader's words out."""
    html, problems, _ = convert(case.source)
    assert (text_of(html), problems) == (case.expected["text"], [])


@each_case("citations/untouched")
def test_text_that_is_no_citation_is_unchanged(convert: Convert, case: Case) -> None:
    """No number, no reference list, no problem."""
    html, problems, document = convert(case.source)
    assert (problems, document.citations) == (case.problems(PAGE), [])
    assert not tree(html).xpath("//*[contains(@class, 'citation')]|//section")


NAMES = {"O'Brien2020": "O'Brien, Ann", "10.1016/S0140-6736(20)30183-5": "Huang", "1978ApJ...221...51L": "Adams",
         "nielsen_time--event_2018": "Nielsen", "key;of[two]": "Zeh", "a<b>2020": "Tagg"}
ODD = "".join(f"@article{{{key}, author = {{{name}}}, title = {{T}}, journal = {{J}}, year = {{2020}}}}\n"
              for key, name in NAMES.items())


@each_case("citations/unusual_keys")
def test_keys_of_other_programs_are_cited(convert: Convert, case: Case) -> None:
    """In braces they are, and without them the message has the form that works."""
    html, problems, _ = convert(case.source, ODD)
    assert problems == case.problems(PAGE)
    assert text_of(html) == case.expected["text"] or problems


def test_numbers_follow_page_order_in_any_container(convert: Convert) -> None:
    """Headings, lists, tables, quotations, blocks and footnotes count where they stand."""
    page = (
        "## Part [@who2022]\n\n- Item [@shao2021]\n    - Inner [@ly2018]\n\n"
        "| A | B |\n| - | - |\n| x [@davis2021] | y |\n"
        "\n"
        "/// faq | Why? [@calder2023]\nBecause [@who2022].[^n]\n///\n\n> Quoted [@shao2021]\n\n"
        "[^n]: In a note [@wirsching1999], again [@ly2018].\n"
    )
    html, problems, document = convert(page)
    assert problems == []
    expected = ["who2022", "shao2021", "ly2018", "davis2021", "calder2023", "wirsching1999"]
    root = tree(html)
    assert root.xpath("//li[starts-with(@id, 'ref-')]/@id") == [f"ref-{key}" for key in expected]
    for link in root.xpath("//a[@class='citation']"):
        assert link.text == str(expected.index(link.get("data-key")) + 1)
    numbers = {citation.key: citation.number for citation in document.citations}
    assert numbers == {key: place + 1 for place, key in enumerate(expected)}


def test_citation_links_and_back_links_resolve(convert: Convert) -> None:
    """Each mention has an id of its own, and each reference leads back to all of them."""
    page = "[@ly2018] [@shao2021; @davis2021; @ly2018] @ly2018 [p. 2]\n\n- [@ly2018][^a]\n\n[^a]: Note [@shao2021].\n"
    root = tree(convert(page).html)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = root.xpath("//a[starts-with(@href, '#')]/@href")
    assert {target.removeprefix("#") for target in targets} <= set(ids)
    back = root.get_element_by_id("ref-ly2018").xpath(".//span[@class='reference__back']/a")
    assert [a.get("href") for a in back] == [f"#cite-ly2018-{n}" for n in (1, 2, 3, 4)]
    assert [a.get("aria-label") for a in back][1] == "Back to the text: mention 2 of reference 1"
    assert {e.get("id") for e in root.xpath("//a[@class='citation']")} >= {f"cite-ly2018-{n}" for n in (1, 2, 3, 4)}


def test_works_inside_a_range_have_links(convert: Convert) -> None:
    """The 2 of “1–3” has a link for those who cannot see the dash, and its reference leads back to it."""
    root = tree(convert("A [@ly2018; @shao2021; @davis2021].").html)
    (within,) = root.xpath("//a[contains(@class, 'citation--within')]")
    assert (within.get("data-key"), within.get("aria-label"), within.get("id")) == (
        "shao2021", "Reference 2: Shao and Kwan, 2021", "cite-shao2021-1")


def test_citation_is_heard_with_its_work(convert: Convert) -> None:
    """A number tells nothing to those who hear a page; behind the authors' names it would tell them twice."""
    root = tree(convert("A [@shao2021]. Then @shao2021 says so.").html)
    assert root.xpath("//a[@class='citation']/@aria-label") == ["Reference 1: Shao and Kwan, 2021", "Reference 1"]


def test_reference_list_shows_works_with_links(convert: Convert) -> None:
    """Formatted by the site's style, under the heading References, with DOI or address."""
    root = tree(convert("A [@ly2018] b [@who2022] c [@calder2023].").html)
    (section,) = root.xpath("//section[@class='references']")
    assert section.xpath("./h2[@id='references']/text()") == ["References"]
    assert root[-1] is section, "the list comes last"
    first = section.get_element_by_id("ref-ly2018")
    assert " ".join(first.xpath(".//span[@class='reference__text']")[0].text_content().split()) == (
        "Ly C, Greb AC, Olson DE. Psychedelics promote structural and functional neural plasticity. "
        "Cell Reports. 2018;23:3170–3182."
    )
    links = section.xpath(".//span[@class='reference__links']/a")
    assert [(a.text, a.get("href")) for a in links] == [
        ("doi:10.1016/j.celrep.2018.05.022", "https://doi.org/10.1016/j.celrep.2018.05.022"),
        ("www.who.int", "https://www.who.int/report"),
    ]


def test_a_page_without_citations_has_no_list(convert: Convert) -> None:
    """Nor one whose only key is unknown."""
    assert "references" not in convert("Text.").html
    assert "<section" not in convert("Text [@nope2020].").html


def test_footnotes_work_beside_citations(convert: Convert) -> None:
    """Even one that has the name of a key."""
    root = tree(convert("A[^ly2018] [@ly2018] b[^1].\n\n[^ly2018]: Own words.\n[^1]: More.\n").html)
    notes = root.xpath("//div[@class='footnote']//li")
    assert [li.get("id") for li in notes] == ["fn:ly2018", "fn:1"]
    assert "Own words." in notes[0].text_content()
    assert root.xpath("//a[@class='footnote-ref']/@href") == ["#fn:ly2018", "#fn:1"]
    assert "Own words" not in root.get_element_by_id("ref-ly2018").text_content()


def test_cited_heading_has_clean_toc_entry_and_id(convert: Convert) -> None:
    """Without the number: it changes whenever an earlier citation is added, and addresses do not."""
    page = "[TOC]\n\n## What is known [@ly2018]\n\n## @calder2023 disagree {#dispute}\n\n## What is known\n\n"
    page += "## [@ly2018]\n"
    root = tree(convert(page).html)
    contents = [(a.get("href"), a.text_content()) for a in root.xpath("//div[@class='toc']//a")]
    assert contents == [
        ("#what-is-known", "What is known"), ("#dispute", "Calder and Hasler disagree"),
        ("#what-is-known_1", "What is known"), ("#section", ""), ("#references", "References"),
    ]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids)) and {href[1:] for href, _ in contents} <= set(ids)


def test_cited_heading_id_stays_unique(convert: Convert) -> None:
    root = tree(convert("## First {#known}\n\n## Known [@ly2018]\n").html)
    assert root.xpath("//h2/@id") == ["known", "known_1", "references"]


@each_case("citations/faults")
def test_problem_is_reported_at_its_place(convert: Convert, case: Case) -> None:
    """The whole message, at the key's @; and a mark where it stands on the page."""
    html, problems, _ = convert(case.source)
    (expected,) = case.problems(PAGE)
    assert problems == convert(case.source.removesuffix("\n")).problems == [expected]
    assert tree(html).xpath("//mark[@class='citation-missing']")
    assert "[@" not in words(html).replace(expected.split(": ", 2)[2], "")


@pytest.mark.parametrize(
    "before",
    ["[@nope]", "`[@nope]`", "    [@nope]\n", "<!-- [@nope] -->", "[@nope](https://x.org/)", "me@nope", r"\@nope",
     '<b title="@nope">x</b>', "https://x.org/@nope", "[@nope2020]", "[@nope-b]", "[@a-nope]"],
)
def test_second_occurrence_has_its_own_position(convert: Convert, before: str) -> None:
    """Nothing that only looks like an earlier mention may shift it."""
    problems = convert(f"{before}\n\nThen [@nope].").problems
    line = 3 + before.count("\n")
    assert problems[-1] == f"{PAGE}:{line}:7: {NOPE}"


def test_citation_not_in_source_has_fallback_position() -> None:
    """Another extension may put text on a page: the last mention, or else where the page's text begins."""
    source = SourceText(PAGE, "---\ntitle: T\n---\n\nA [@nope] and [@nope].\n")
    found = [citation_position(source, "nope", occurrence) for occurrence in (0, 1, 2, 9)]
    assert found == [(5, 4), (5, 16), (5, 16), (5, 16)]
    assert citation_position(source, "other", 0) == (5, 1)


def test_any_letter_may_begin_and_end_a_key(convert: Convert) -> None:
    """And an underline, which ends a key only where the bibliography has none with it."""
    bib = "".join(f"@misc{{{key}, author={{A, {key}}}, title={{T}}, year=2020}}\n" for key in ("XuX", "zu_", "_ab"))
    html, problems, _ = convert("[@XuX] [@zu_] [@_ab]\n\n@XuX, @zu_ [p. 2], @zu_ and _@XuX_\n", bib)
    assert problems == []
    assert tree(html).xpath("//a[@class='citation']/@data-key") == ["XuX", "zu_", "_ab", "XuX", "zu_", "zu_", "XuX"]


def test_unknown_key_stays_visible(convert: Convert) -> None:
    """A citation is never taken out of the text without a word."""
    root = tree(convert("A [@ly2018; @nope] and @nope2020 say.").html)
    marks = root.xpath("//mark[@class='citation-missing']")
    assert [mark.text for mark in marks] == ["unknown reference: nope", "unknown reference: nope2020"]
    assert root.xpath("//a[@class='citation']/text()") == ["1"]
    assert text_of(tostring(root, encoding="unicode")) == (
        "A [1; unknown reference: nope] and [unknown reference: nope2020] say.")
    assert len(root.xpath("//span[@class='citation-narrative']")) == 1


def test_each_occurrence_has_its_own_position(convert: Convert) -> None:
    problems = convert("A [@nope], b [@nope], c [@nope] and d [@nope].").problems
    assert [problem.split(":")[2] for problem in problems] == ["4", "15", "26", "40"]


@pytest.mark.parametrize(("markdown", "shown"), [
    ("A [@rumour2020].",
     "“rumour2020” is marked unconfirmed (look it up: `desk cite --find rumour2020`; or cite another work)"),
    ("A [@ly2018 @davis2021].",
     "“@ly2018 @davis2021” holds two citations (put a semicolon between them: `[@one; @two]`)"),
])
def test_problem_is_shown_beside_the_number(convert: Convert, markdown: str, shown: str) -> None:
    assert tree(convert(markdown).html).xpath("//mark[@class='citation-missing']/text()") == [shown]


def test_wrong_separator_still_cites_both(convert: Convert) -> None:
    """The preview shows what was meant, and that something is wrong."""
    html = convert("A [@ly2018, p. 3, @shao2021].").html
    assert tree(html).xpath("//a[@class='citation']/@data-key") == ["ly2018", "shao2021"]


def test_all_citation_problems_reported_in_order(convert: Convert) -> None:
    """All in one run, in the order of the file."""
    problems = convert("[@nope] [@Ly2018]\n\n@nope2020 [@rumour2020]\n\n[@ly2018 @shao2021]\n").problems
    assert [problem.removeprefix(f"{PAGE}:").split(": ")[:2] for problem in problems] == [
        ["1:2", "unknown-citation"], ["1:10", "citation-case"], ["3:1", "unknown-citation"],
        ["3:12", "unconfirmed-work"], ["5:2", "citation-separator"],
    ]


def test_title_markup_is_escaped(convert: Convert) -> None:
    """Text of a bibliography is text, however it looks, to HTML as to Markdown."""
    bib = "@misc{evil, author = {<script>alert(1)</script>}, year = 2020,\n"
    bib += "title = {<img src=x onerror=alert(1)> *a* [@b]}}"
    html = convert("@evil [@evil]", bib).html
    root = tree(html)
    assert not root.xpath("//script|//img|//em")
    assert "<img src=x onerror=alert(1)> *a* [@b]" in words(html)
    assert "<script>alert(1)</script>" in words(html)


def test_plain_markdown_loads_configured_files(tmp_path: Path) -> None:
    """Outside MkDocs the extension is named, with its files."""
    bib = tmp_path / "works.bib"
    bib.write_text(WORKS, encoding="utf-8")
    config = {"proofdesk.citations": {"bib_file": str(bib), "csl_file": str(STYLE)}}
    html = markdown("A [@ly2018].", extensions=["proofdesk.citations"], extension_configs=config)
    assert text_of(html) == "A [1]."
    assert "Cell Reports. 2018;23:3170–3182." in words(html), "formatted by the style"
    bib.write_text("@misc{a, title={T}, year=2020}\n", encoding="utf-8")
    (problem,) = check_entries(References.from_files(bib, STYLE).bibliography)
    assert str(problem).startswith(f"{bib.as_posix()}:1:1: missing-field: “a” has no author")


def test_plain_markdown_finds_files_in_working_dir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bibliography.bib").write_text(WORKS, encoding="utf-8")
    (tmp_path / "references.csl").write_bytes(STYLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    html = markdown("A [@ly2018].", extensions=["proofdesk.citations"])
    assert text_of(html) == "A [1]." and "2018;23:3170–3182." in words(html)


def test_many_open_brackets_are_parsed(convert: Convert) -> None:
    """Hundreds of marks without an end are read to their end."""
    text = "[" * 300 + "@" * 300 + "]" * 300 + "[@a;" * 300 + "\n\n" + "`" * 300 + "<!--" * 300
    assert "@@@" in convert(text).html


def test_empty_bibliography_is_named_in_problem(convert: Convert) -> None:
    assert convert("Text [@ly2018].", bib="% nothing yet\n").problems == [
        f"{PAGE}:1:7: unknown-citation: the bibliography has no “ly2018” (it has no work at all)"]


def test_entry_that_serves_others_is_no_work(convert: Convert) -> None:
    """Nor is it among the works that a reader may have meant."""
    bib = f"{WORKS}\n@xdata{{series1, series = {{A series}}}}\n"
    assert convert("Text [@series1] and [@series2].", bib=bib).problems == [
        f"{PAGE}:1:7: unknown-citation: “series1” is no work: its entry, @xdata, only serves others (cite the work "
        "itself)",
        f"{PAGE}:1:22: unknown-citation: the bibliography has no “series2” (known are: {KNOWN})"]

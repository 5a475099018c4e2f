"""What an editor can get wrong in a block's fences and options, and what looks like a fence and is none."""

from __future__ import annotations

import pytest
from conftest import KINDS, PAGE, Convert, Converted, tree, words
from fixture_cases import Case, each_case

NAMES = ", ".join(sorted(KINDS))
AS_PAIRS = "write each on a line of its own as `name: value`; put a value with a colon in it between quotes"


def check_problem(converted: Converted, expected: str) -> None:
    """Check that a page has this problem alone, for the editor and in its place on the page."""
    html, problems, _ = converted
    assert problems == [expected]
    note = expected.split(": ", 2)[2]
    (shown,) = tree(html).xpath("//div[@class='problem']")
    assert shown.getparent().tag in ("div", "section", "blockquote", "aside", "figure"), "where a browser shows a block"
    assert f"{note[: note.rindex(' (')]}" in words(html), "the problem also stands in its place on the page"
    assert "///" not in words(html).replace(note, "").replace("`/// name | Title`", "").replace(note.split(" (")[0], "")


@each_case("blocks/faults")
def test_problem_is_reported_once_at_its_place(convert: Convert, case: Case) -> None:
    """The whole message: path, line, column, rule, what is wrong, what to do."""
    (expected,) = case.problems(PAGE, kinds=NAMES)
    check_problem(convert(case.source), expected)


@pytest.mark.build
def test_deeply_nested_options_are_one_problem(convert: Convert) -> None:
    check_problem(
        convert("/// myth | M\n    verdict: " + "[" * 5000 + "\nText.\n///\n"),
        f"{PAGE}:2:5: bad-options: the options of “myth” cannot be read: values are inside each other too often "
        f"({AS_PAIRS})",
    )


def test_front_matter_counts_in_problem_lines(convert: Convert) -> None:
    """Lines count in the file, not in the text below the facts."""
    page = "---\ntitle: T\ndescription: D\n---\n\n\n/// fqa | Why?\n///\n"
    expected = f"{PAGE}:7:1: unknown-block: there is no kind of block “fqa” (did you mean “faq”?)"
    assert convert(page).problems == [expected]
    assert convert(page.replace("\n", "\r\n")).problems == [expected]


def test_all_block_problems_reported_in_order(convert: Convert) -> None:
    """An editor sees everything at once, in the order of the file."""
    page = (
        "/// fqa | A\n///\n\n/// myth |\n    vedict: wrong\nText [@nope2020].\n///\n\n///\n\n"
        "/// points | P\n    kind: neither\nNo list.\n"
    )
    places = [problem.removeprefix(f"{PAGE}:").split(": ")[:2] for problem in convert(page).problems]
    assert places == [
        ["1:1", "unknown-block"], ["4:1", "missing-option"], ["4:1", "missing-title"], ["5:5", "unknown-option"],
        ["6:7", "unknown-citation"], ["9:1", "stray-fence"], ["11:1", "missing-part"], ["11:1", "unterminated-block"],
        ["12:5", "bad-value"],
    ]


@pytest.mark.parametrize("line", ["    /// faq | Indented", "/// faq without a bar", "////", "> /// faq | Quoted"])
def test_broken_line_hides_no_problem_of_next_block(convert: Convert, line: str) -> None:
    problems = convert(f"Text.\n{line}\n/// fqa | Q\nA.\n///\n").problems
    assert [problem.split(": ")[1] for problem in problems][1:] == ["unknown-block"]


@pytest.mark.parametrize("header", ["/// faq|A | B?", "/// faq | A | B?  ", "///faq\t|A | B?"])
def test_title_is_everything_after_the_first_bar(convert: Convert, header: str) -> None:
    _, problems, document = convert(f"{header}\nA.\n///\n")
    assert (problems, [block.text for block in document.blocks]) == ([], ["A | B?"])


def test_unterminated_block_ends_at_next_heading(convert: Convert) -> None:
    """In a preview, what follows the block stands where it would have stood."""
    html, problems, document = convert("/// faq | Q\nAnswer.\n\n## Section\n\nText.\n\n/// faq | R\nB.\n///\n\nLast.\n")
    assert [p.split(": ")[1] for p in problems] == ["unterminated-block"]
    block = tree(html).get_element_by_id("faq-q")
    assert "Answer." in block.text_content() and "Section" not in block.text_content()
    assert [b.id for b in document.blocks] == ["faq-q", "faq-r"]
    assert [e.tag for e in tree(html)] == ["section", "h2", "p", "section", "p"]


def test_unterminated_block_ends_at_next_block(convert: Convert) -> None:
    """The next block of its length ends it, wherever no heading does."""
    html, problems, _ = convert("/// faq | Q\nAnswer.\n\n/// faq | R\nB.\n///\n\nLast.\n")
    assert [p.split(": ")[:2] for p in problems] == [[f"{PAGE}:1:1", "unterminated-block"]]
    assert [e.get("id") for e in tree(html)] == ["faq-q", "faq-r", None]


def test_unterminated_block_keeps_inner_block_whole(convert: Convert) -> None:
    """The inner block, with its longer fence, stays whole."""
    page = "/// faq | A\n\n//// faq | B\n\n/// faq | C\nIn C.\n///\n\n# In B\n\n////\n\n## After\n"
    html, problems, _ = convert(page)
    assert [p.split(": ")[:2] for p in problems] == [[f"{PAGE}:1:1", "unterminated-block"]]
    root = tree(html)
    assert [block.get("id") for block in root.xpath("//*[@data-block]")] == ["faq-a", "faq-b", "faq-c"]
    assert "In B" in root.get_element_by_id("faq-b").text_content()
    assert root.get_element_by_id("after").getparent() is root
    assert "///" not in words(html).split("A", 1)[1]


@pytest.mark.parametrize("after", ["", "## After\n\nWords.\n", "## After"])
def test_two_unterminated_blocks_nest(convert: Convert, after: str) -> None:
    """What stands above the first is no end of it; a heading below is one, the page's last line too."""
    html, problems, _ = convert(f"## Before\n\n//// faq | A\nOne.\n\n/// faq | B\nTwo.\n\n{after}")
    assert [p.split(": ")[:2] for p in problems] == [
        [f"{PAGE}:3:1", "unterminated-block"], [f"{PAGE}:6:1", "unterminated-block"]]
    root = tree(html)
    inner = root.get_element_by_id("faq-b")
    assert inner.getparent().getparent() is root.get_element_by_id("faq-a")
    assert "Two." in inner.text_content() and "One." not in inner.text_content()
    assert [e.tag for e in root] == ["h2", "section", *(["h2"] if after else []), *(["p"] if "Words" in after else [])]


def test_unreadable_line_contains_only_its_problem(convert: Convert) -> None:
    """At the head of a page, between blocks of one depth, and in the innermost of them."""
    html, problems, _ = convert(
        "///\n\nText.\n\n//// faq | A\n/// faq | B\nIn.\n\n/// broken here\n\nMore.\n///\nOuter.\n////\n\n"
        "/// broken too\n\nLast.\n")
    assert [p.split(": ")[1] for p in problems] == ["stray-fence", "broken-fence", "broken-fence"]
    root = tree(html)
    assert [e.tag for e in root] == ["div", "p", "section", "div", "p"]
    assert [note.getparent().text_content().strip() for note in root.find_class("problem")] == [
        note.text_content() for note in root.find_class("problem")]
    inner = root.get_element_by_id("faq-b")
    assert "More." in inner.text_content() and "Outer." not in inner.text_content()
    assert "Outer." in root.get_element_by_id("faq-a").text_content()


@each_case("blocks/untouched")
def test_block_syntax_in_code_or_comments_is_ignored(convert: Convert, case: Case) -> None:
    """Code, comments and raw text are the author's own, to the letter."""
    html, problems, document = convert(case.source)
    assert (problems, document.blocks, document.citations) == (case.problems(PAGE), [], [])
    quoted = [line.strip() for line in case.source.splitlines() if line.strip().startswith(("///", "[@"))]
    if not case.source.startswith("<!--"):
        assert all(line.split("`")[0] in tree(html).text_content() for line in quoted)


@each_case("blocks/unclosed_markup")
def test_unclosed_markup_hides_no_problem_below(convert: Convert, case: Case) -> None:
    """The converter shows such text as it is, so the blocks below it are blocks."""
    _, problems, document = convert(case.source)
    assert [block.id for block in document.blocks] == case.lines("blocks")
    assert problems == case.problems(PAGE)


def test_blocks_work_in_lists_definitions_and_notes(convert: Convert) -> None:
    """Indented as their item is, with their options indented further."""
    page = (
        "- Item\n\n    /// faq | In a list\n    Answer.\n    ///\n\n"
        "1.  One\n\n    /// myth | In numbers\n        verdict: wrong\n    Reality.\n    ///\n\n"
        "- - Deep\n\n        /// faq | Deeper\n        Answer.\n        ///\n\n"
        "Term\n:   Words\n\n    /// faq | In a definition\n    Answer.\n    ///\n\n"
        "Text[^n].\n\n[^n]:\n    Note.\n\n    /// faq | In a note\n    Answer.\n    ///\n"
    )
    html, problems, document = convert(page)
    assert problems == []
    inside = [block.getparent().tag for block in tree(html).xpath("//*[@data-block]")]
    assert inside == ["li", "li", "li", "dd", "li"]
    places = [(b.id, b.line, b.column) for b in document.blocks]
    assert places[:2] == [("faq-in-a-list", 3, 5), ("myth-in-numbers", 9, 5)]


def test_option_in_a_list_has_its_own_column(convert: Convert) -> None:
    """Eight spaces in."""
    problems = convert("- Item\n\n    /// myth | M\n        verdict: no\n    Reality.\n    ///\n").problems
    assert [p.split(": ")[:2] for p in problems] == [[f"{PAGE}:4:9", "bad-value"]]


def test_key_points_may_be_numbered(convert: Convert) -> None:
    assert convert("/// points | P\n1. One\n2. Two\n///\n").problems == []


def test_repeated_title_gets_a_numbered_id(convert: Convert) -> None:
    """The second one is numbered, as the third is; nobody has to think of it."""
    html, problems, document = convert("/// faq | Q\nA.\n///\n\n" * 3)
    assert problems == []
    assert [block.id for block in document.blocks] == ["faq-q", "faq-q-2", "faq-q-3"]
    ids = tree(html).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_plain_markdown_keeps_rules_at_the_top(convert: Convert) -> None:
    """Plain Python-Markdown takes no front matter off, so rules at the top are rules."""
    from markdown import markdown

    html = markdown("---\n\n---\n\n/// faq | Q\nAnswer.\n///\n", extensions=["proofdesk.blocks"])
    assert tree(html).xpath("//section/@id") == ["faq-q"]
    assert "///" not in html


@pytest.mark.parametrize(
    "text", ["\x00", "\x02klzzwxh:0\x03", "\x1b[0m", "\ufffe", "\u2028", "&#x0;", "]]>", "{{ 7 * 7 }}"]
)
def test_odd_characters_in_title_are_harmless(convert: Convert, text: str) -> None:
    """What no page can show is left out; what only looks like markup is text."""
    html, problems, document = convert(f"/// faq | A {text} b\nAnswer.\n///\n")
    assert problems == []
    assert len(document.blocks) == 1 and "49" not in html
    assert not {c for c in html if ord(c) < 32 and c != "\n"}

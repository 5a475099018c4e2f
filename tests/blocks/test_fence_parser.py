"""What an editor can get wrong in a block's fences and options, and what looks like a fence and is none."""

from __future__ import annotations

import pytest
from conftest import KINDS, PAGE, Convert, tree, words

NAMES = ", ".join(sorted(KINDS))
VERDICTS = "wrong, overstated, unsupported, outdated, disputed"
AS_PAIRS = "write each on a line of its own as `name: value`"
NEEDS_VERDICT = (
    f"the myth block needs the option “verdict” (add a line `    verdict: …` under the first; allowed are: {VERDICTS})"
)

FAULTS = {
    "unknown name, a near one": (
        "Before.\n\n/// fqa | Why?\nBecause.\n///\n",
        "3:1: unknown-block: there is no kind of block “fqa” (did you mean “faq”?)",
    ),
    "unknown name, none near": (
        "/// xyzzy | Why?\nBecause.\n///\n",
        f"1:1: unknown-block: there is no kind of block “xyzzy” (known are: {NAMES})",
    ),
    "unknown option, a near one": (
        "/// myth | M\n    verdict: wrong\n    verdikt: wrong\nText.\n///\n",
        "3:5: unknown-option: the myth block has no option “verdikt” (did you mean “verdict”?)",
    ),
    "the title as an option": (
        "/// faq | Q\n    title: Q\nText.\n///\n",
        "2:5: unknown-option: the faq block has no option “title” (write the question after the bar: `/// faq | …`)",
    ),
    "bad value": (
        "/// myth | M\n    verdict: wrnog\nText.\n///\n",
        f"2:5: bad-value: “wrnog” is not a value of the option “verdict” (allowed are: {VERDICTS}; "
        "did you mean “wrong”?)",
    ),
    "a word that YAML would change": (
        "/// points | P\n    kind: false\n- A\n///\n",
        "2:5: bad-value: “false” is not a value of the option “kind” (allowed are: points, takeaways)",
    ),
    "a list as value": (
        "/// myth | M\n    verdict: [wrong]\nText.\n///\n",
        "2:5: bad-value: the option “verdict” has a list or a group as its value (write one plain value)",
    ),
    "an id that is no address": (
        "/// faq | Q\n    id: Not An Id\nText.\n///\n",
        "2:5: bad-value: “Not An Id” is not a value of the option “id” (The end of the block's address, where it must "
        "not change with the title: small letters, digits and hyphens.)",
    ),
    "bad YAML: a bracket left open": (
        "/// myth | M\n    id: x\n    verdict: [wrong\nText.\n///\n",
        "3:14: bad-options: the options of “myth” cannot be read: "
        f"expected ',' or ']', but got '<stream end>' ({AS_PAIRS})",
    ),
    "bad YAML: a quote left open": (
        '/// myth | M\n    verdict: "wrong\n    id: x\nText.\n///\n',
        f"2:14: bad-options: the options of “myth” cannot be read: found unexpected end of stream ({AS_PAIRS})",
    ),
    "bad YAML: two colons": (
        "/// myth | M\n    verdict: wrong: yes\nText.\n///\n",
        f"2:19: bad-options: the options of “myth” cannot be read: mapping values are not allowed here ({AS_PAIRS})",
    ),
    "bad YAML: a list below pairs": (
        "/// myth | M\n    id: x\n    - wrong\nText.\n///\n",
        "3:5: bad-options: the options of “myth” cannot be read: "
        f"expected <block end>, but found '-' ({AS_PAIRS})",
    ),
    "options nested beyond all reason": (
        "/// myth | M\n    verdict: " + "[" * 5000 + "\nText.\n///\n",
        f"2:5: bad-options: the options of “myth” cannot be read: it is not valid YAML ({AS_PAIRS})",
    ),
    "text where options would be": (
        "/// faq | Q\n    The answer.\n///\n",
        "2:5: bad-options: the options of “faq” are not `name: value` pairs "
        f"({AS_PAIRS}, or leave a line free before the text)",
    ),
    "duplicate option": (
        "/// myth | M\n    verdict: wrong\n    verdict: disputed\nText.\n///\n",
        "3:5: duplicate-option: the option “verdict” is stated twice (keep one of the two)",
    ),
    "options indented by tabs": (
        "/// myth | M\n\tverdict: wrong\n\tid: A B\nText.\n///\n",
        "3:2: bad-value: “A B” is not a value of the option “id” (The end of the block's address, where it must "
        "not change with the title: small letters, digits and hyphens.)",
    ),
    "missing title": (
        "/// faq |\nText.\n///\n",
        "1:1: missing-title: the faq block has no question (write it after the bar: `/// faq | …`)",
    ),
    "missing title and bar": (
        "/// intervention\nConcept\n:   a\n\nExample\n:   b\n\nSteps\n:   c\n///\n",
        "1:1: missing-title: the intervention block has no name (write it after the bar: `/// intervention | …`)",
    ),
    "a claimant without an address": (
        "/// myth | M\n    verdict: wrong\n    claimant: Them\nNo.\n///\n",
        "3:5: bad-value: the option “claimant” does nothing without “appearance” "
        "(add a line `    appearance: …`, or take this one out)",
    ),
    "an address without a claimant": (
        "/// myth | M\n    verdict: wrong\n    appearance: https://example.org/\nNo.\n///\n",
        "3:5: bad-value: the option “appearance” does nothing without “claimant” "
        "(add a line `    claimant: …`, or take this one out)",
    ),
    "missing option": ("/// myth | M\nText.\n///\n", f"1:1: missing-option: {NEEDS_VERDICT}"),
    "options not indented enough": (
        "/// myth | M\n  verdict: wrong\nText.\n///\n", f"1:1: missing-option: {NEEDS_VERDICT}"),
    "an intervention without Steps": (
        "Text.\n\n/// intervention | I\nConcept\n:   a\n\nExample\n:   b\n///\n",
        "3:1: missing-part: the intervention has no Steps "
        "(write `Steps` on a line of its own, and under it `:   ` with the text)",
    ),
    "an intervention with the Concept alone": (
        "/// intervention | I\nConcept\n:   a\n///\n",
        "1:1: missing-part: the intervention has no Example and no Steps "
        "(write `Example` on a line of its own, and under it `:   ` with the text)",
    ),
    "an intervention with a part of another name": (
        "/// intervention | I\nConcept\n:   a\n\nExample\n:   b\n\nSteps\n:   c\n\nSteep\n:   d\n///\n",
        "1:1: missing-part: the intervention has a part “Steep” that is none of Concept, Example, Steps "
        "(did you mean “Steps”?)",
    ),
    "points without a list": (
        "/// points | P\nA sentence.\n///\n",
        "1:1: missing-part: the points block has no list (begin each point with `- ` on a line of its own)",
    ),
    "points whose only list is another block's": (
        "//// points | P\n/// faq | Q\n- A\n///\n////\n",
        "1:1: missing-part: the points block has no list (begin each point with `- ` on a line of its own)",
    ),
    "unterminated at the end": (
        "Text.\n\n//// faq | Q\nAnswer.\n",
        "3:1: unterminated-block: the block “faq” is opened here and never closed "
        "(close it with a line of its own: ////)",
    ),
    "closed with another length": (
        "/// faq | Q\nAnswer.\n\n//// faq | R\nAnswer.\n///\n////\n",
        None,
    ),
    "two fences of one length nested": (
        "/// faq | Q\nA.\n\n/// faq | R\nB.\n///\n\nC.\n///\n",
        "4:1: nested-fence: the block “faq” stands inside “faq” (line 1) with a fence of the same length "
        "(open and close the outer block with ////)",
    ),
    "stray fence": (
        "Text.\n\n///\n\nText.\n",
        "3:1: stray-fence: /// closes no block (remove the line, or open the block above it)",
    ),
    "stray fence of another length": (
        "/// faq | Q\nA.\n////\n///\n",
        "3:1: stray-fence: //// closes no block (remove the line, or open the block above it)",
    ),
    "broken fence": (
        "/// faq Why is this?\n",
        "1:1: broken-fence: this line begins like a block: “/// faq Why is this?” "
        "(write `/// name | Title`, or put the text between backticks)",
    ),
    "a fence behind a quotation mark": (
        "> /// faq | Q\n",
        "1:3: broken-fence: a block cannot begin or end behind the mark of a quotation, a list item or a note "
        "(begin a new line for it; in a list, indent it by four spaces)",
    ),
    "a fence behind a quotation mark that is indented": (
        "  > /// faq | Q\n",
        "1:5: broken-fence: a block cannot begin or end behind the mark of a quotation, a list item or a note "
        "(begin a new line for it; in a list, indent it by four spaces)",
    ),
    "a fence behind a bullet": (
        "- One\n- /// faq | Q\n",
        "2:3: broken-fence: a block cannot begin or end behind the mark of a quotation, a list item or a note "
        "(begin a new line for it; in a list, indent it by four spaces)",
    ),
    "a fence indented below text": (
        "Text.\n    /// faq | Q\n",
        "2:5: broken-fence: this line begins like a block, but it is indented: “/// faq | Q” "
        "(begin it at the start of the line, or put the text between backticks)",
    ),
    "a fence indented by a tab": (
        "Text.\n\t/// faq | Q\n",
        "2:2: broken-fence: this line begins like a block, but it is indented: “/// faq | Q” "
        "(begin it at the start of the line, or put the text between backticks)",
    ),
    "a long line that is indented": (
        f"Text.\n    /// faq | {'Q' * 60}\n",
        f"2:5: broken-fence: this line begins like a block, but it is indented: “/// faq | {'Q' * 50}” "
        "(begin it at the start of the line, or put the text between backticks)",
    ),
    "a long line that is none": (
        f"/// faq {'Q' * 60}\n",
        f"1:1: broken-fence: this line begins like a block: “/// faq {'Q' * 52}” "
        "(write `/// name | Title`, or put the text between backticks)",
    ),
    "duplicate id": (
        "/// faq | Q\n    id: same\nA.\n///\n\n/// faq | R\n    id: same\nB.\n///\n",
        "7:5: duplicate-id: two blocks of this page have the id “same” (give one of them another id)",
    ),
    "the id of another block's heading": (
        "/// faq | Q\n    id: same\nA.\n///\n\n/// faq | R\n    id: same-title\nB.\n///\n",
        "7:5: duplicate-id: two blocks of this page have the id “same-title” (give one of them another id)",
    ),
    "the id of the reference list": (
        "/// faq | Q\n    id: references\nA. [@ly2018]\n///\n",
        "2:5: duplicate-id: the id “references” belongs to the page's references (give the block another id)",
    ),
}
# A fence closed by the wrong length is two mistakes, each with its place.
FAULTS.pop("closed with another length")


@pytest.mark.parametrize(("markdown", "expected"), FAULTS.values(), ids=FAULTS)
def test_problem_is_reported_once_at_its_place(convert: Convert, markdown: str, expected: str) -> None:
    """The whole message: path, line, column, rule, what is wrong, what to do."""
    html, problems, _ = convert(markdown)
    assert problems == [f"{PAGE}:{expected}"]
    note = expected.split(": ", 2)[2]
    (shown,) = tree(html).xpath("//div[@class='problem']")
    assert shown.getparent().tag in ("div", "section", "blockquote"), "where a browser shows a block"
    assert f"{note[: note.rindex(' (')]}" in words(html), "the problem also stands in its place on the page"
    assert "///" not in words(html).replace(note, "").replace("`/// name | Title`", "").replace(note.split(" (")[0], "")


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


UNTOUCHED = {
    "fenced code": "```\n/// fqa | Q\n[@nope2020]\n```\n",
    "fenced code with tildes": "~~~ markdown\n/// fqa | Q\n```\n///\n~~~\n",
    "longer fences around shorter ones": "````\n```\n/// fqa | Q\n```\n///\n````\n",
    "fenced code in a list": "- Item\n\n    ```\n    /// fqa | Q\n    ```\n",
    "inline code": "Write `/// fqa | Q` and ``[@nope2020] ` `` there.\n",
    "inline code over two lines": "Write `/// fqa\n/// | Q` there.\n",
    "inline code over lines, with what only the program writes": "Write `a\n/// misread-line | 2\n///\nb` there.\n",
    "the same with a word": "Write `a\n/// misread-line | abc\n///\nb` there.\n",
    "indented code": "Text.\n\n    /// fqa | Q\n    [@nope2020]\n    ///\n",
    "a comment": "<!--\n/// fqa | Q\n[@nope2020]\n///\n-->\n\nText.\n",
    "a comment in a line": "Text <!-- /// fqa | Q [@nope2020] --> text.\n",
    "raw preformatted text": "<pre>\n/// fqa | Q\n[@nope2020]\n///\n</pre>\n",
    "an address": "Read https://example.org/// and //// in a line.\n",
}


@pytest.mark.parametrize("markdown", UNTOUCHED.values(), ids=UNTOUCHED)
def test_block_syntax_in_code_or_comments_is_ignored(convert: Convert, markdown: str) -> None:
    """Code, comments and raw text are the author's own, to the letter."""
    html, problems, document = convert(markdown)
    assert (problems, document.blocks, document.citations) == ([], [], [])
    quoted = [line.strip() for line in markdown.splitlines() if line.strip().startswith(("///", "[@"))]
    if not markdown.startswith("<!--"):
        assert all(line.split("`")[0] in tree(html).text_content() for line in quoted)


OPENED_ONLY = {
    "code": "```\ncode\n",
    "code closed with more": "```\ncode\n````\n",
    "a comment": "<!-- note\n",
    "a comment in inline code": "Write `<!--` here.\n",
    "a backtick": "A ` alone.\n",
    "an escaped backtick": "A \\` and another `.\n",
    "a raw element": "<pre>\n",
}


@pytest.mark.parametrize("opened", OPENED_ONLY.values(), ids=OPENED_ONLY)
def test_unclosed_markup_hides_no_problem_below(convert: Convert, opened: str) -> None:
    """The converter shows such text as it is, so the blocks below it are blocks."""
    _, problems, document = convert(f"{opened}\n/// faq | Q\nAnswer.\n///\n\n/// fqa | R\n///\n")
    assert [block.id for block in document.blocks] == ["faq-q"] or opened == "<pre>\n"
    assert [p.split(": ")[1] for p in problems] == ["unknown-block"]


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

"""What `desk check --fix` writes: the page that its author meant, once, and nothing within code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conftest import KINDS, Convert, tree
from fixture_cases import Case, each_case
from lxml.html import HtmlElement

from proofdesk.content.html import split_references
from proofdesk.desk.fixing.fixes import Fix, fix_markup

_SHOWN = ("ul", "ol", "li", "table", "td", "th", "pre", "p", "h2", "blockquote")


def outline(element: HtmlElement, depth: int = 0) -> Iterator[str]:
    """Yield the parts of a page that matter here, each with its first words, indented to what it is within."""
    for child in element:
        name = child.get("data-block") or child.tag
        kind = next((each.split("--")[1] for each in child.get("class", "").split() if "--" in each), "")
        if child.get("data-block") or child.tag in _SHOWN:
            text = "" if child.get("data-block") else (child.text or "").strip().split("\n")[0]
            yield "  " * depth + " ".join(filter(None, (name, kind))) + (f": {text}" if text else "")
        yield from outline(child, depth + (name != "div" and child.tag in (*_SHOWN, "section", "aside")))


@each_case("desk/fixes")
def test_a_fix_writes_what_the_author_meant(convert: Convert, case: Case) -> None:
    fixed = fix_markup("page.md", case.source, KINDS)
    page = convert(fixed)
    assert fixed.strip("\n").split("\n") == case.lines("fixed")
    shown = tree(split_references(page.html)[0])
    for mark in shown.xpath("//span[@data-rests-on]"):
        mark.drop_tag()  # the words of a marked sentence are its paragraph's
    assert list(outline(shown)) == case.lines("outline")
    assert page.problems == []


@each_case("desk/fixes")
def test_a_fix_is_made_once(case: Case) -> None:
    fixed = fix_markup("page.md", case.source, KINDS)
    assert fix_markup("page.md", fixed, KINDS) == fixed


def test_a_long_file_is_described_and_not_compared() -> None:
    before = "".join(f"  certainty: low\nLine {n}\n" for n in range(10_000))
    fix = Fix(Path("a.md"), "a.md", before, before.replace("  certainty", "    certainty"))
    assert fix.diff == "a.md: 20,000 lines become 20,000, too many to show each change\n"

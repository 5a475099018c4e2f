"""Citations as a reader sees them, and as an editor gets them wrong."""

from __future__ import annotations

import pytest

from proofdesk.bibliography.citation_syntax import CitationItem, parse_group

GRAMMAR = {
    "@a": [CitationItem("a")],
    "@a; @b": [CitationItem("a"), CitationItem("b")],
    "@a;@b": [CitationItem("a"), CitationItem("b")],
    "@a\n; @b": [CitationItem("a"), CitationItem("b")],
    "see @a, p. 483": [CitationItem("a", "see", "p. 483")],
    "see\nalso @a, pp. 3–4; cf. @b": [CitationItem("a", "see also", "pp. 3–4"), CitationItem("b", "cf.")],
    "@a، ص 3": [CitationItem("a", "", "ص 3")],
    "@a、12頁": [CitationItem("a", "", "12頁")],
    "-@a": [CitationItem("a", suppressed=True)],
    "see -@a": [CitationItem("a", "see", suppressed=True)],
    "@{a}": [CitationItem("a")],
    "@{https://x.org/a?b=1}": [CitationItem("https://x.org/a?b=1")],
    "@a, {p. 3}": [CitationItem("a", "", "p. 3", braced=True)],
    "@doe:2020.x-y_z": [CitationItem("doe:2020.x-y_z")],
    "@a.": [CitationItem("a")],
    "@a;": [CitationItem("a")],
    "; @a": [CitationItem("a")],
    "@a,": [CitationItem("a")],
    "@a, @b": [CitationItem("a", joined="@a, @b"), CitationItem("b")],
    "see @a p. 3 @b; @c": [CitationItem("a", "see", "p. 3", "see @a p. 3 @b"), CitationItem("b"), CitationItem("c")],
    "@a; see below": None,
    "me@example.org": None,
    "@": None,
    "https://x.org/@a": None,
    ";": None,
    "": None,
}


@pytest.mark.parametrize(("text", "items"), GRAMMAR.items(), ids=map(repr, GRAMMAR))
def test_citation_group_follows_pandoc_grammar(text: str, items: list[CitationItem] | None) -> None:
    """What stands between a pair of brackets."""
    assert parse_group(text) == items

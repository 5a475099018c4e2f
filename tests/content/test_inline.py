"""Text is handed to the inline patterns if it holds a sign of one of them, and else left as it is."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

import pytest
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as InlinePattern

from proofdesk.content.structure.inline import QuickInline

_APPLY = "_InlineProcessor__applyPattern"
TEXTS = [
    "plain words, (only) words; 5 > 4?", "`code`", "a\\*b", "a *b* c", "a _b_ c", "**b**", "[a](b)",
    "[a][b]\n\n[b]: c", "[a]\n\n[a]: c", "![a](b.png)", "<https://e.org/>", "<a@e.org>", "a  \nb", "a <b>c</b>",
    "a &amp; &#66; b", "note[^1]\n\n[^1]: text", "| a | b |\n|--|--|\n| *c* | d |", "term\n: *text*", "# A `b`",
    "> *a*", "- a\n- *b*", "\x02klzzwxh:0000\x03", "***a** b*", "a__b__c", "\\\\", "`` ` ``", "&copy", "text@here",
]


def converted(text: str, quick: bool, pattern: InlinePattern | None = None) -> str:
    converter = Markdown(extensions=["footnotes", "tables", "def_list"])
    if quick:
        converter.treeprocessors.register(QuickInline(converter), "inline", 20)
    if pattern:
        converter.inlinePatterns.register(pattern, "own", 65)
    return converter.convert(text)


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_converted_as_by_python_markdown(text: str) -> None:
    assert converted(text, quick=True) == converted(text, quick=False)


class _Carets(InlinePattern):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        element = etree.Element("sup")
        element.text = m[1]
        return element, m.start(), m.end()


def test_patterns_of_other_extensions_are_tried() -> None:
    assert converted("a^b^", quick=True, pattern=_Carets(r"\^(.)\^")) == "<p>a<sup>b</sup></p>"


def test_plain_text_is_tried_by_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python-Markdown's method is private: a version without it converts as before, only more slowly."""
    tried: list[str] = []
    usual = getattr(QuickInline, _APPLY)

    def noted(self: QuickInline, pattern: object, data: str, *rest: int) -> object:
        tried.append(data)
        return usual(self, pattern, data, *rest)

    monkeypatch.setattr(QuickInline, _APPLY, noted)
    converted("plain words\n\nwords with *more*", quick=True)
    assert tried and "plain words" not in tried

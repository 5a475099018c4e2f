"""What a reader would take for markup is found and named; what only looks a little like it is left alone."""

from __future__ import annotations

import pytest

from proofdesk.common.raw_markup import find_raw_markup

FOUND = {
    "** bold **": "bold text", "**bold": "bold text", "__bold__": "bold text",
    "- one": "a list", "* one": "a list", "1. one": "a list", "## Heading": "a heading", "#Heading": "a heading",
    "| a | b |\n| - | - |": "a table", "```python": "a code block", "![Alt](x.png)": "a picture",
    '["("](https://example.org/wiki/()': "a link", "[a [b] c](https://example.org": "a link",
    "[x] (index.md)": "a link", "[text][nope]": "a link", "[ref]: https://example.org": "a link",
    "> quoted": "a quotation",
    '!!! note "Title"': "a note of Material", "??? tip": "a note of Material", "[!NOTE]": "a note of GitHub",
    '=== "Tab"': "a tab of Material", "[ ] to do": "a task list", "[x] done": "a task list",
    "==marked==": "marked text", "~~struck~~": "text struck out", "^^under^^": "underlined text",
    "H~2~O": "a subscript or superscript", "x^2^": "a subscript or superscript", "++ctrl+c++": "a key",
    ":smile:": "an emoji", "{ .wide }": "a list of attributes", '{:target="_blank"}': "a list of attributes",
    "{#section}": "a list of attributes", "--8<-- file": "an inserted file", "{++added++}": "a tracked change",
    "[[Page]]": "a link of Obsidian", "![[Page]]": "a link of Obsidian", "%%hidden%%": "a comment of Obsidian",
    "::: {.callout-note}": "a block of Quarto", "{#fig-one}": "a reference of Quarto", "{{ site.url }}": "a template",
    "{% include x %}": "a template", ".. note::": "a role of reStructuredText", "$x^2$": "a formula", "$$": "a formula",
    "\\cite{key}": "a command of LaTeX", "\\textbf{x}": "a command of LaTeX", "\\begin{itemize}": "a command of LaTeX",
    "<div>": "HTML", '<img src="x">': "HTML", "</p>": "HTML", "<!-- note": "HTML", "&amp;": "an HTML entity",
    "&#8212;": "an HTML entity",
    # Scripts that part no words, and particles of Korean: Markdown reads none of these either.
    "これは_強調_です": "emphasis", "_강조_는": "emphasis",
    "这是__粗体__文字": "bold text",
    "これは==印==です": "marked text", "「_強調した 言葉_」": "emphasis",
    "これは[言葉][nope]です": "a link",
    "とても:smile:です": "an emoji", "値は$x_1$です": "a formula",
    "แบบ_เน้น_นี้": "emphasis",
    "これは\\textbf{強}です": "a command of LaTeX",
}
LEFT_ALONE = [
    "It costs $5 to $10, or 50% more (2*3*4 = 24).", "Ratio 3:1:2 at 10:30:45; see 5-HT2A, C#, #1 and p<0.05.",
    "x < y and y > z; A & B; AT&T; a_b_c and __init; ~5 and x~y; 2^10.", "“Yes” [1, 3–5] and [2]; (a) and (b); 1.5 mg.",
    "https://example.org/a_b?c=1&d=2#e", "Half the group - 12 people - stopped. It was over",
    "A/B, and/or; 3 + 4 = 7; a = b",
    "日本語_資料、英語_資料と表_1 図_2を見よ", "한국어_자료 및 영어_자료", "เอกสาร_ไทย และ เอกสาร_อังกฤษ",
    "He said: “no”. Then: yes.", "12. Then it went on.", "5′-CpG-3′ {sic}", "α-synuclein | β",
]


@pytest.mark.parametrize(("text", "name"), FOUND.items(), ids=FOUND)
def test_markup_is_found_and_named(text: str, name: str) -> None:
    assert [found.name for found in find_raw_markup(f"Before.\n{text}\nAfter.")][:1] == [name]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_plain_text_is_left_alone(text: str) -> None:
    assert list(find_raw_markup(text)) == []


def test_a_table_is_named_once() -> None:
    (found,) = find_raw_markup("Text\n| a | b |\n|---|---|\n| 1 | 2 |\n\nMore.")
    assert found.syntax == "| a | b |"


@pytest.mark.build
def test_hostile_text_is_read_to_its_end() -> None:
    """Expressions that grow with the square of the text would keep this test from ending."""
    for unit in ("[", "*", "{", "<a ", "|", "![", "$", "~a", "^a", ":a", "&", "\\"):
        list(find_raw_markup(unit * 20_000))
    list(find_raw_markup("[a](" + ".md" * 100_000))

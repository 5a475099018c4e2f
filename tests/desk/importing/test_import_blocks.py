"""Questions and captioned pictures in a manuscript become blocks, in whichever form they are written."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from fixture_cases import Case, load_cases
from manuscript_imports import PNG, import_content, import_text, lost_words

# Markdown is read by Pandoc, plain text is not.
FORMS = [pytest.param(case, id=case.name, marks=[pytest.mark.build] if case.name == "bold" else [])
         for case in load_cases("desk/importing/questions")]


@pytest.mark.parametrize("numbered", [False, True], ids=["", "in a numbered text"])
@pytest.mark.parametrize("case", FORMS)
def test_questions_in_each_form_become_blocks(case: Case, numbered: bool, tmp_path: Path) -> None:
    one, two, three = ("1. ", "2. ", "3. ") if numbered else ("", "", "")
    text = (f"Straw\n\n{one}What Is Straw\nIt is dry grass.\n{two}How It Acts\nIt keeps water in.\n"
            f"FAQs:\n{case.source}{three}What Comes Next\nMore straw will come.\n")
    is_markdown = case.name == "bold"
    if is_markdown:
        text = re.sub(r"^(\d\. )?(What Is Straw|How It Acts|What Comes Next|FAQs:)$", r"\n## \2\n", text, flags=re.M)
    result = import_content(tmp_path, "a.md", text) if is_markdown else import_text(text)
    assert case.expected["page"] + "\n" in result.text
    assert re.findall("^(#+ .*)$", result.text, re.M) == [
        "## What Is Straw", "## How It Acts", "## FAQs:" if is_markdown else "## FAQs", "## What Comes Next"]
    assert lost_words(text, result) == Counter()


@pytest.mark.build
@pytest.mark.parametrize("level", ["##", "###"])
def test_questions_as_headings_become_blocks(level: str, tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", (
        f"## Straw\n\nGrass.\n\n## Frequently Asked Questions\n\n{level} Does it help?\n\nYes.\n\n"
        f"{level} Is it dear?\n\nNo.\n\n## Why Not?\n\nSo.\n\n## End\n\nEnd.\n"))
    assert result.text.count("/// faq") == (3 if level == "##" else 2)
    assert "/// faq | Is it dear?\nNo.\n///" in result.text and "## End\n\nEnd.\n" in result.text


def test_numbered_heading_that_asks_stays_heading() -> None:
    result = import_text(
        "Straw\n1. What Is Straw?\nGrass.\nFAQ\n- Is it dear?\nNo.\n2. How Does It Act?\nIt keeps water.\n")
    assert "## What Is Straw?\n" in result.text and "## How Does It Act?\n" in result.text
    assert result.text.count("/// faq") == 1


CAPTIONS = {
    "a number and two sentences": (
        "A \"cell\"", "<b>Figure 1.</b> Branches <em>grew</em>. In mice alone: see below.",
        '/// figure | Branches *grew*\n    src: straw/picture-1.png\n    alt: "A \\"cell\\""\n'
        "In mice alone: see below.\n///"),
    "one sentence": ("A cell", "A cell in spring", '/// figure | A cell in spring\n    src: straw/picture-1.png\n'
                     '    alt: "A cell"\n\n///'),
    "no words of its own": ("IMG_1234", "Fig. 2: A cell.",
                            "/// figure | A cell\n    src: straw/picture-1.png\n    alt:\n\n///"),
}


@pytest.mark.build
@pytest.mark.parametrize(("alt", "caption", "expected"), CAPTIONS.values(), ids=CAPTIONS)
def test_captioned_picture_becomes_a_figure(alt: str, caption: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    result = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><h2>Part</h2><p>Before.</p>"
        f"<figure><img src='bed.png' alt='{alt}'><figcaption>{caption}</figcaption></figure><p>After.</p>"))
    assert f"Before.\n\n{expected}\n\nAfter.\n" in result.text
    assert "1 figure" in result.report
    assert ("has no description" in result.report) == (alt == "IMG_1234")


@pytest.mark.build
def test_picture_without_caption_stays_a_picture(tmp_path: Path) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    picture = "<img src='bed.png' alt='A cell'>"
    result = import_content(tmp_path, "a.html", (
        f"<h1>Straw</h1><p>{picture}</p><ul><li><p>One</p><figure>{picture}<figcaption>Two.</figcaption></figure></li></ul>"))
    assert result.text.count("![A cell](straw/picture-1.png)") == 2 and "/// figure" not in result.text
    assert "    Two." in result.text

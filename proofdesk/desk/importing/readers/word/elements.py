"""Write runs and paragraphs of Word, and read the words of its elements."""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import SPACE, WORD


def text_element(words: str) -> etree._Element:
    """Return the text of a run."""
    text = etree.Element(f"{WORD}t")
    text.set(SPACE, "preserve")
    text.text = words
    return text


def run_of(words: str, raised: bool = False) -> etree._Element:
    """Return a run of these words."""
    run = etree.Element(f"{WORD}r")
    if raised:
        etree.SubElement(etree.SubElement(run, f"{WORD}rPr"), f"{WORD}vertAlign").set(f"{WORD}val", "superscript")
    run.append(text_element(words))
    return run


def paragraph_of(words: str) -> etree._Element:
    """Return a paragraph of these words."""
    paragraph = etree.Element(f"{WORD}p")
    paragraph.append(run_of(words))
    return paragraph


def words_of(element: etree._Element) -> str:
    """Return the words of an element on one line."""
    return " ".join("".join(map(str, element.itertext(f"{WORD}t"))).split())


def around(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the nearest element of a tag that holds this one."""
    return next(element.iterancestors(tag), None)

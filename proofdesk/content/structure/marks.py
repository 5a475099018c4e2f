"""Report signs that were read as markup where an author meant the signs themselves."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from itertools import takewhile

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.document import ConversionContext
from proofdesk.content.structure.places import report

# “1.” is among the raw markup that is named wherever a reader would see it.
_NUMBERED = re.compile(r"\n[ \t]*(?!1\.)(\d{1,9}\.[ \t]+\S[^\n]{0,40})")
_EMPHASIS = ("em", "strong")
_MARKS = ("*", "**", "***", "_", "__", "___")
# No phrase begins with one of the first behind a word, as in “p*-value and t*-test”, or with one of the second
# anywhere, and none ends so: “*1/*1”, “(*) and (*)”. Such stars are those of an allele or of a note.
_NO_START = re.compile(r"[-–—/+=<>!?%.:]")
_NEVER_START = re.compile(r"[)\],;]")
_NO_END = re.compile(r"[-–—/+=<>]")
_NEVER_END = re.compile(r"[(\[]")


class CheckMarks(Treeprocessor):
    """Tree processor that names stars and primes read as emphasis or code, and code blocks and lists read as text."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        for parent in root.iter():
            if parent.tag == "ul":
                for text in (part.text or "" for item in parent for part in (item, *item.findall("p"))):
                    self._report_list(text)
            elif parent.tag in ("td", "th"):
                for code in parent.iter("code"):
                    self._report_bar(code.text or "")
            for before, element in _children(parent):
                if element.tag in _EMPHASIS and (_is_calculation(before, element) or _is_unlikely(before, element)):
                    self._report_emphasis(before, element)
                elif element.tag == "code" and parent.tag != "pre" and _is_joined(before[-1:]):
                    self._report_prime(before, element.text or "")
                elif element.tag == "code" and parent.tag != "pre" and "\n" in (element.text or ""):
                    self._report_fence(element.text or "")

    def _report_emphasis(self, before: str, element: etree.Element) -> None:
        start, end = _letters_before(before), _letters(element.tail or "")
        for mark in _MARKS:
            # What is within it may be written otherwise than it is read, so only its beginning is searched.
            written = f"{start}{mark}{element.text or ''}" + ("" if len(element) else f"{mark}{end}")
            if report(self.context.document, written, "lost-mark",
                      f"the signs of “{written}” would be read as emphasis, and readers would not see them",
                      "write `×` for “times”, or a backslash before each sign"):
                return

    def _report_prime(self, before: str, text: str) -> None:
        """Report code that begins behind a figure or a word with a space or a hyphen: “the 5` and 3` ends”."""
        for written in (f"{before[-1]}` {text}", f"{before[-1]}`{text}" if text[:1] in "-–,;.)" else ""):
            if written and report(
                    self.context.document, written, "lost-mark",
                    f"“{written}” would be read as code, and readers would not see the marks",
                    "write `′` for a prime, or a backslash before each mark", prose=False):
                return

    def _report_bar(self, text: str) -> None:
        """Report an escaped bar within code, which needs no escape: between backticks no bar parts two cells."""
        if "\\|" in text:
            report(self.context.document, text, "raw-syntax",
                   f"readers would see the backslash of “{text}”: between backticks a bar parts no cells",
                   "delete it; a backslash that is meant stands between `<code>` and `</code>`, as `&#92;&#124;`",
                   prose=False)

    def _report_list(self, text: str) -> None:
        """Report a numbered item that follows a bullet directly, and so is part of its words."""
        for match in _NUMBERED.finditer(text):
            report(self.context.document, match[1], "raw-syntax",
                   f"“{match[1]}” would be part of the item above it", "leave a line free between the two lists")

    def _report_fence(self, text: str) -> None:
        """Report inline code whose first line is one that should have begun a code block."""
        source, first = self.context.document.source, text.split("\n", 1)[0]
        written = re.compile(rf"^[> \t]*(`{{3,}})[ \t]*{re.escape(first)}", re.MULTILINE)
        match = written.search(source.text, source.body_start)
        if match:
            self.context.document.problem(
                source.position(match.start(1)), "raw-syntax",
                f"“{match[1]}{first}” begins no code block, so its lines would run together",
                "write nothing behind the marks but the language, as in “```python”")


def _children(parent: etree.Element) -> Iterator[tuple[str, etree.Element]]:
    """Yield each child with the text directly before it."""
    before = parent.text or ""
    for child in parent:
        yield before, child
        before = child.tail or ""


def _is_joined(sign: str) -> bool:
    """Return whether a sign is of a word that a mark beside it would split.

    Scripts that set no spaces between words may emphasise a part of a run of letters.
    """
    return sign.isalnum() and not "\u2e80" <= sign <= "\uffff"


def _letters(signs: Iterable[str]) -> str:
    return "".join(takewhile(_is_joined, signs))


def _letters_before(text: str) -> str:
    return _letters(reversed(text))[::-1]


def _is_unlikely(before: str, element: etree.Element) -> bool:
    """Return whether emphasis begins or ends with a sign with which no phrase does."""
    text = "".join(element.itertext())
    in_word, goes_on = _is_joined(before[-1:]), _is_joined((element.tail or "")[:1])
    return bool(text) and bool(
        _NEVER_START.match(text[0]) or _NEVER_END.match(text[-1])
        or (in_word and _NO_START.match(text[0])) or (goes_on and _NO_END.match(text[-1])))


def _is_calculation(before: str, element: etree.Element) -> bool:
    """Return whether emphasis begins or ends within a number, or holds words but begins and ends within one."""
    text = "".join(element.itertext())
    left, right = _letters_before(before), _letters(element.tail or "")
    if not text:
        return False
    if (left[-1:].isdigit() and text[0].isdigit()) or (text[-1].isdigit() and right[:1].isdigit()):
        return True
    return bool(left and right) and (" " in text or len(left) == len(text) == len(right) == 1)

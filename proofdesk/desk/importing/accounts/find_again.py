"""Find again what a file held, by its words: in the article, in what was written beside it, or in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from proofdesk.bibliography.citation_syntax import ANYWHERE
from proofdesk.desk.importing.accounts.find_words import find_words
from proofdesk.desk.importing.ledger import ADDRESS, BY_SITE, HEADINGS, HeldText, Ledger, letters_of, words_of
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.readers.held.signs import with_letters, without_commands

_HEADING_LINE = re.compile(r"^(?:title: |#{1,6} |/{3,} \w+ \|)(.*)$", re.MULTILINE)
# Ends of sentences, where a caption is parted into title and text, what Markdown puts between two cells, and brackets,
# which may hold a citation.
_PIECES = re.compile(r"(?<![.:!?…])[.:!?…]+(?:\s|$)|\s[|–—-]\s|[()\[\]\t\n]")
# The marks of footnotes, and the title of the source, which the page has as its own; what the import itself writes.
_NOT_TEXT = re.compile(r"\[\^[^\]\n]*\]:?|^  title: .*$|^status: draft$|^(?:description|published|reviewed|topics"
                       r"|source|authors|  - name|  (?:date|doi|url|publisher|licence)):|^/{3,} \w+", re.MULTILINE)
MIN_SHARE = 0.6  # of the runs of words of a text that the article has
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,20000}?)(?<!`)\1(?!`)", re.DOTALL)  # in which a tag is text
_APART = re.compile(r"</?su[bp]>|<br>")
_PICTURE = re.compile(r"!\[(?:[^\[\]\\]|\\.)*\]\([^()\s]*\)")


def find_again(ledger: Ledger, page: str, beside: Mapping[str, str], report: str) -> list[str]:
    """Account for all that was counted by its words, and return what is nowhere, as rows of the report.

    ``beside`` are the texts of what else was written, by how the report calls it: “the bibliography”.
    """
    lost = []
    page = _CODE.sub(lambda code: f" {code[2].replace('<', '&lt;')} ", _NOT_TEXT.sub("", page))
    shown = strip_markup(page)
    places = {"": letters_of(shown), **{name: letters_of(text) for name, text in beside.items()}}
    headings = letters_of("\n".join(strip_markup(found) for found in _HEADING_LINE.findall(page)))
    named = letters_of(report)
    labels = sorted(filter(None, map(letters_of, beside.get(BY_SITE, "").split("\n\n"))), key=len, reverse=True)
    for held in ledger.texts:
        in_headings = {**places, "": headings} if held.what == HEADINGS else places
        if not _find_text(held, ledger, in_headings) and not _find_without(labels, held, ledger, places) \
                and not _find_text(held, ledger, places, named):
            lost.append(f"{_SINGULAR.get(held.what, held.what.removesuffix('s'))}: “{' '.join(held.words.split())}”")
            ledger.name(held.what)
    # What is raised or lowered, in another line of a cell, or behind a picture is apart from the word before it, in the
    # file as here.
    in_letters = without_commands if ledger.has_commands else with_letters
    apart = _PICTURE.sub(r" \g<0> ", _APART.sub(" ", page))
    words = words_of(ADDRESS.sub(" ", in_letters(strip_markup(apart))))
    keys = {word for key in ANYWHERE.findall(page) for word in words_of(key)}
    return lost + find_words(ledger, words, page, beside, report, keys)


_SINGULAR = {"headers and footers": "header or footer", "descriptions of pictures": "description of a picture",
             "text boxes": "text box"}


def _find_text(held: HeldText, ledger: Ledger, places: Mapping[str, str], named: str | None = None) -> bool:
    """Say where a text is that was counted; return false if it is nowhere.

    ``named`` are the letters of the report, in which and in parts it is looked for last.
    """
    pieces = [letters for piece in _PIECES.split(held.words) if (letters := letters_of(piece))]
    whole = "".join(pieces)
    if not whole:  # a footnote that holds nothing but citations is one now
        ledger.move(held.what, "the citations")
        return True
    for name, letters in places.items():
        if whole in letters or all(piece in letters for piece in pieces):
            ledger.move(held.what, name) if name else ledger.keep(held.what)
            return True
    if named is None:
        return False
    if all(piece in named for piece in pieces):
        ledger.name(held.what)
        return True
    everywhere = [*places.values(), named]
    if all(any(piece in letters for letters in everywhere) for piece in pieces) or _is_mostly_in(held, places[""]):
        ledger.keep(held.what)  # in parts, such as a caption without its number, or with keys for its citations
        return True
    return False


def _find_without(labels: Iterable[str], held: HeldText, ledger: Ledger, places: Mapping[str, str]) -> bool:
    """Say that the article has a text without the label that the site writes itself; return whether it has."""
    whole = letters_of(held.words)
    rest = next((whole.removeprefix(label) for label in labels if whole.startswith(label)), "")
    is_found = bool(rest) and rest in places[""]
    ledger.keep(held.what, is_found)
    return is_found


def _is_mostly_in(held: HeldText, letters: str) -> bool:
    """Return whether most runs of three words of a text are in the article, which has keys for its citations."""
    words = words_of(held.words)
    runs = ["".join(words[start : start + 3]) for start in range(max(len(words) - 2, 0))]
    return bool(runs) and sum(run in letters for run in runs) >= MIN_SHARE * len(runs)

"""Read text that was copied out of a PDF: its columns, its pages, its authors, and paragraphs made of its lines."""

from __future__ import annotations

import re
import unicodedata

from proofdesk.desk.importing.facts import DocumentFacts, WrittenBy
from proofdesk.desk.importing.readers.named import Named
from proofdesk.desk.importing.readers.pasted.columns import part_columns
from proofdesk.desk.importing.readers.pasted.furniture import find_furniture
from proofdesk.desk.importing.readers.pasted.join import join_lines

_PARTED = re.compile(r"[^\W\d_][-\u00ad\u2010]\n[ \t]*[^\W\d_A-ZÀ-Þ]")
_PAGE_NUMBER = re.compile(r"^[ \t]*(?:[-–—|] ?)?\d{1,4}(?: ?[-–—|])?[ \t]*$", re.MULTILINE)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_AFFILIATION = re.compile(
    r"\b(?:universit\w*|departe?ment\w*|institut\w*|hospital\w*|school|cent(?:er|re)|college|facult\w*|klinik\w*"
    r"|clinic\w*|laborator\w*|academy|foundation|division|unit of|abteilung|e-?mail|corresponding|orcid)\b|@",
    re.IGNORECASE)
_NAME = (r"(?:(?:[^\W\d_a-zß-ÿ]\.[ -]?){1,3} ?|[^\W\d_a-zß-ÿ][\w'’-]+ (?:(?:[^\W\d_a-zß-ÿ]\.? ?){1,2} ?)?)"
         r"(?:(?:de|der|den|van|von|la|le|du|di|da) ){0,2}[^\W\d_a-zß-ÿ][^\W\d_]+(?:[-'’ ][^\W\d_a-zß-ÿ][^\W\d_]+)?")
_MARKS = r"[\d,*†‡§¶⁰-⁹¹²³ a-e]{0,9}?"
_AUTHORS = re.compile(rf"{_NAME}{_MARKS}(?:(?:, (?:and |& )?| and | & | und | et | y | e ){_NAME}{_MARKS})*[.,]?")
_LAST_MARKS = re.compile(r"(?:(?<=[^\W\d_])[\d*†‡§¶⁰-⁹¹²³][\d,*†‡§¶⁰-⁹¹²³ a-e]*|[*†‡§¶ ]+)[.,]?$|[.,]$")
_BETWEEN = re.compile(r",? (?:and|und|et|y|e|&) |, ")
_HEAD_ENDS = re.compile(
    r"(?:abstract|summary|introduction|background|keywords|zusammenfassung|einleitung|résumé|resumen|samenvatting"
    r"|riassunto|resumo|introducción|introdução|introduzione|inleiding)\b", re.IGNORECASE)
MAX_HEAD, MAX_NAMES = 14, 400  # lines between the title and the text, characters of a line of names


def is_pasted(text: str) -> bool:
    """Return whether a plain text has the lines of a printed page: words parted at their ends, or pages in columns."""
    parted = len(_PARTED.findall(text))
    return parted > 1 or (parted and ("\f" in text or bool(_PAGE_NUMBER.search(text)))) or _has_columns(text)


def mend_pasted(text: str) -> tuple[list[str], DocumentFacts, list[str]]:
    """Return the paragraphs of a text that was copied out of a PDF, its facts, and notes on what was changed."""
    named = Named()
    text = _LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text).expandtabs(4)
    lines: list[str] = []
    edges: set[int] = set()
    for page in text.split("\f"):
        first = len(lines)
        read = part_columns(page.split("\n"))
        if read != page.split("\n"):
            named.add("columns that stood side by side, and now follow each other; look whether the order is right",
                      next(filter(None, map(str.strip, read)), ""))
        lines += [" ".join(line.split()) for line in read]
        filled = [index for index in range(first, len(lines)) if lines[index]]
        edges |= {*filled[:2], *filled[-2:]} if "\f" in text else set()
    around = find_furniture(lines, edges)
    for index in sorted(around):
        named.add("page numbers and running heads, which were taken out", lines[index])
    facts = DocumentFacts()
    kept = [line for index, line in enumerate(lines) if index not in around]
    kept = _without_head(kept, facts)
    paragraphs, parted = join_lines(kept, text)
    for word in parted:
        named.add("words that were parted at the end of a line, and are whole again", word)
    return paragraphs, facts, named.notes()


def _has_columns(text: str) -> bool:
    return any(part_columns(page.split("\n")) != page.split("\n") for page in text.split("\f")[:5])


def _without_head(lines: list[str], facts: DocumentFacts) -> list[str]:
    """Return the lines without the names of the authors and where they work, which become facts."""
    filled = [index for index, line in enumerate(lines) if line][: MAX_HEAD + 1]
    end = next((index for index in filled[1:] if _HEAD_ENDS.match(lines[index])), None)
    if end is None:
        return lines
    taken = set()
    for index in filled[1:]:
        if index >= end:
            break
        line = lines[index]
        if _AFFILIATION.search(line):
            facts.others.append(("affiliation", line))
            taken.add(index)
        elif len(line) <= MAX_NAMES and _AUTHORS.fullmatch(line):
            names = [_LAST_MARKS.sub("", name).strip(" ,*†‡§¶") for name in _BETWEEN.split(line)]
            facts.authors += [WrittenBy(name) for name in names if name]
            taken.add(index)
    return [line for index, line in enumerate(lines) if index not in taken]

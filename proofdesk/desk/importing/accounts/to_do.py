"""Say what an import has left to do on the page that it wrote, and on which lines, and in the bibliography."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.checks.bibliography import check_entries
from proofdesk.common.addresses import repeats_file_name
from proofdesk.common.text import counted
from proofdesk.content.markup import REVIEW_OPEN
from proofdesk.desk.importing.accounts.left_lines import MAX_LINES, on_lines
from proofdesk.desk.importing.ledger import PICTURES, Ledger
from proofdesk.desk.importing.lines import strip_markup

_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)\)")
_NO_OPTION = re.compile(r"^ {4}[\w-]+:$")  # an empty option of a block


def left_on(page: str, ledger: Ledger) -> Iterator[str]:
    """Yield a row for marks in the article, for pictures that are missing, and for those that nothing describes."""
    lines = page.split("\n")
    if marked := [number for number, line in enumerate(lines, start=1) if REVIEW_OPEN in line]:
        yield (f"{counted(page.count(REVIEW_OPEN), 'place')} between ⟦ and ⟧, {on_lines(marked)}: correct what they "
               "enclose, then delete the marks")
    if missing := ledger.named[PICTURES]:
        yield (f"{counted(missing, 'picture is', 'pictures are')} not in the article, see “Changed or left out”: save "
               "each as .png or .jpg from the program that the manuscript was written in, and put it where it belongs")
    if bare := [number for number, line in enumerate(lines, start=1) if _is_undescribed(line)]:
        yield (f"{counted(len(bare), 'picture')} without a description, {on_lines(bare)}: say behind `alt:`, or "
               "between the brackets, what a reader would see")


def _is_undescribed(line: str) -> bool:
    """Return whether a line has a picture that nothing describes but the name of a file, or an empty option."""
    pictures = [(strip_markup(words).strip(), address) for words, address in _PICTURE.findall(line)]
    return bool(_NO_OPTION.match(line)) or any(not words or repeats_file_name(words, address)
                                               for words, address in pictures)


def left_in(entries: Iterable[str], cited: Collection[str]) -> Iterator[str]:
    """Yield a row for each thing in new entries that the checks of a build would stop at."""
    problems = check_entries(parse_bibliography("\n".join(entries).encode(), "bibliography.bib"), cited)
    for problem in problems[:MAX_LINES]:
        yield f"in the bibliography: {problem.message} ({problem.remedy})"
    if len(problems) > MAX_LINES:
        yield "in the bibliography: more such things, which `desk check` names"

"""Read the commands and environments of LaTeX that Pandoc leaves as they are: their words stay, drawings are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.ledger import words_of
from proofdesk.desk.importing.readers.document_words import REFERENCE, plain, tex_of
from proofdesk.desk.importing.readers.held.signs import with_letters
from proofdesk.desk.importing.readers.latex.looks import without_looks
from proofdesk.desk.importing.readers.markup.document_text import InlineRewriter
from proofdesk.desk.importing.readers.markup.html_tags import words
from proofdesk.desk.importing.readers.named import Named

MAX_ROUNDS = 5  # of commands within each other
# Commands of LaTeX, but not the words in their braces.
WORDLESS = re.compile(r"\\(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])*|\\[A-Za-z@]+\*?(?:\[[^\]]*\])*|\\[^A-Za-z]|[{}$~]")
_ENVIRONMENT = re.compile(r"\s*\\begin\{([\w*]+)\}(?:\[[^\]]*\])*(.*)\\end\{\1\}\s*", re.DOTALL)
_COMMAND = re.compile(r"\s*\\[A-Za-z@]+\*?\s*(?:\[[^\]]*\]\s*)*")
# A space of some width, and a command of the author's own that is nothing but its name.
_SPACE, _BARE = re.compile(r"\\[,;:!> ]"), re.compile(
    r"\\(?!FloatBarrier|RaggedRight|Centering|LARGE|Large|Huge|HRule)[A-Za-z@]*[A-Z][A-Za-z@]*(?:\{\})?\s*")
_CAPTION = re.compile(
    r"\\caption\*?(?:\[[^\]]*\])?\s*(?=\{)|\\(?:label|centering|hfill|vspace\{[^{}]*\})(?:\{[^{}]*\})?")
_DRAWING = re.compile(r"\s*\\begin\{(?:tikzpicture|pspicture|circuitikz|pgfpicture|axis|picture)\}")


def read_tex(document: dict[str, Any], rewriter: InlineRewriter, read: Callable[[list[str]], list[list[Any]]]) -> None:
    """Give the rewriter the blocks of each raw piece of LaTeX in the document; ``read`` reads pieces all at once."""
    known: dict[str, list[Any]] = {}
    for _ in range(MAX_ROUNDS):
        new = [each for each in dict.fromkeys(tex_of([document["blocks"], *rewriter.parts.values(), *known.values()]))
               if each not in known and not REFERENCE.fullmatch(each)]
        if not new:
            break
        # What Markdown leaves as it is may be all that LaTeX knows; what LaTeX leaves as it is, nobody knows.
        whole = {} if rewriter.all_formulas else dict(zip(new, read([*map(without_looks, new)]), strict=True))
        known |= {each: found for each, found in whole.items() if each not in tex_of(found)}
        unknown = [each for each in new if each not in known]
        blocks = read([without_looks(_opened(each)) for each in unknown])
        known |= {each: _blocks(each, found, rewriter.named) for each, found in zip(unknown, blocks, strict=True)}
    rewriter.tex_parts = known


def _opened(tex: str) -> str:
    """Return what is within an environment, or within the braces of a command."""
    if _DRAWING.match(tex):
        return ""
    environment = _ENVIRONMENT.fullmatch(tex)
    inner = environment[2] if environment else _COMMAND.sub("", tex, count=1)
    return _CAPTION.sub("\n\n", inner)


def _blocks(tex: str, found: list[Any], named: Named) -> list[Any]:
    if _DRAWING.match(tex):
        named.add("drawings that are written as code, marked in the article", tex)
        return [{"t": "Para", "c": words(f"{REVIEW_OPEN}a drawing, whose code is in the report{REVIEW_CLOSE}")}]
    held = WORDLESS.sub(" ", with_letters(_CAPTION.sub(" ", _opened(tex))))
    if _SPACE.fullmatch(tex):
        return [{"t": "Para", "c": [{"t": "Space"}]}]
    if Counter(words_of(held)) - Counter(words_of(plain(found))) or tex in tex_of(found):
        found = [{"t": "Para", "c": words(held)}]
    if _BARE.fullmatch(tex):  # it may stand for words: “in the journal \LaRevue of 2020”
        found = [{"t": "Para", "c": [*words(REVIEW_OPEN), {"t": "Code", "c": [["", [], []], tex.strip()]},
                                     *words(REVIEW_CLOSE), *([{"t": "Space"}] if tex[-1].isspace() else [])]}]
    named.add("commands of LaTeX that are not known here" + (", whose words stay" if held.strip() else ""), tex)
    return found

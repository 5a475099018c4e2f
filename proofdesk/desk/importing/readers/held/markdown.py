"""Take out of Markdown what is the name of something, and no word: tags, attributes, names of notes, of programs."""

from __future__ import annotations

import re

from proofdesk.desk.importing.readers.held.signs import rewritten
from proofdesk.desk.importing.readers.markup.draft import Piece, without_fences
from proofdesk.desk.importing.readers.markup.html_tags import KNOWN

_HEAD = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?^(?:\1|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_NAME_OF_FACT = re.compile(r"^[ \t]*(?:- )?(?:\"[\w-]+\"|'[\w-]+'|[\w-]+)[ \t]*[:=](?=[ \t\n]|$)", re.MULTILINE)
_TAG = re.compile(r"</?([A-Za-z][\w-]*)(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*'){0,2000}>")
# Values of attributes that a reader sees.
_SAID = re.compile(
    r"\b(?:alt|(?:[a-z]+[.-])?cap|caption|title|subtitle|label|summary|placeholder|value|header)=(?:\"([^\"]*)\"|'([^']*)')"
    r"|(?<==)\{([^{}]*)\}")
_ATTRIBUTES = re.compile(r"\{:?[ ]?(?=[^{}\n]*[.#=])(?![^{}\n]*\|[ ]?z[ug]:|[^{}\n]*\d{4}[a-z]?,?[ ]?#\d)[^{}\n]*\}")
# What a fence names first: the language of its code, the kind of its box.
_FENCE = re.compile(r"^([ \t>]*)(?:`{3,}|~{3,}|:{3,})[ \t]*(?:\{[ \t]*[.#]?[\w:=.+-]*|[\w.+#-]*)", re.MULTILINE)
_BOX = re.compile(r"^([ \t>]*)(?:\[![\w-]+\][+-]?|(?:!!!|\?\?\?)\+?[ \t]+[\w-]+)", re.MULTILINE)
_SHORTCODE = re.compile(r"\{\{[<%]\s*/?\s*[\w./-]+([^{}]*)\}\}|\{%-?\s*[\w./-]+([^{}]*)%\}")
_PARAMETER = re.compile(r"(?<=\s)[\w-]+=(?=[\"'\w./])")
_ADDRESS = re.compile(r"(?<=\])\((?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?=[\s)])")
_NAMES = re.compile(
    r"\[\^[^\]\n]*\]"  # of a note
    r"|(?<=[^\s\]]\])\[[^\]\n]*\]"  # of what a link leads to
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:<[^<>\n]*>|(?=/|\S*[.:#/]\w)\S+)"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])"  # of a little picture
    r"|(?:(?<=[ \t])|^)\^[A-Za-z0-9-]+[ \t]*$|^\([\w:.-]+\)=[ \t]*$"  # of a place that is linked to
    r"|^[\s>]*Table:|&nbsp;", re.MULTILINE)
_MARKS = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))*(?:\[[ xX]\](?=[ \t]))?", re.MULTILINE)


def words_of_markdown(text: str) -> str:
    """Return the text without what is no word; each line stays a line."""
    head = _HEAD.match(text)
    above = head.end() if head else 0
    facts = _NAME_OF_FACT.sub(" ", text[:above])
    body = rewritten(text[above:], _TAG, _of_tag, without_fences)
    body = rewritten(body, _SHORTCODE, lambda code: _PARAMETER.sub(" ", code[1] or code[2]))
    body = rewritten(body, _ATTRIBUTES, _values)
    body = _FENCE.sub(r"\1", body)
    for pattern in (_ADDRESS, _NAMES, _MARKS):
        body = rewritten(body, pattern, lambda piece: " ")
    return facts + _BOX.sub(r"\1", body)


def _of_tag(tag: Piece) -> str:
    return _values(tag) if tag[1].lower() in KNOWN else tag[0]


def _values(piece: Piece) -> str:
    """Return the values of attributes that a reader sees."""
    return f" {' '.join(' '.join(found.groups('')) for found in _SAID.finditer(piece[0]))} "

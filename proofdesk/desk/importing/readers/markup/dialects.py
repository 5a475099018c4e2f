"""Write the markup that Pandoc does not read as Pandoc's Markdown, tool by tool; what remains is named."""

from __future__ import annotations

import re
from collections.abc import Mapping

from proofdesk.desk.importing.readers.markup.boxes import write_boxes
from proofdesk.desk.importing.readers.markup.draft import Draft, Piece, comment_scope, without_fences
from proofdesk.desk.importing.readers.markup.fences import write_fences
from proofdesk.desk.importing.readers.markup.mdx import is_mdx, take_program
from proofdesk.desk.importing.readers.markup.templates import write_templates
from proofdesk.desk.importing.readers.markup.wiki_links import write_wiki_links

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)|\{::comment\}(.{0,5000}?)\{:/(?:comment)?\}"
                      r"|^\[(?://|comment)\]: # ?[(\"]([^\n]*)[)\"]$", re.DOTALL | re.MULTILINE)
_SIGNAL = re.compile(r"/?(?:more|toc|truncate|excerpt|endexcerpt|end|prettier-ignore\S*|markdownlint\S*.*|omit in toc|"
                     r"start|break|readmore|page ?break|no ?toc|intro|snippet)", re.IGNORECASE)
_CRITIC = re.compile(
    r"\{\+\+(?P<added>.{1,5000}?)\+\+\}|\{--(?P<removed>.{1,5000}?)--\}"
    r"|\{~~(?P<old>[^~]{0,5000})~>(?P<new>[^~]{0,5000})~~\}"
    r"|\{==(?P<marked>.{1,5000}?)==\}|[ ]?\{>>(?P<comment>.{1,5000}?)<<\}", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]?\{::?(?![/\w]*comment)[^{}\n]{0,200}\}(?:\{:/[^{}\n]*\})?|\{:/[^{}\n]*\}")
_SNIPPET = re.compile(r"^[ \t]*(?:-{1,2}8<-{1,2}|!include|@import)[ \t]+\S.*$", re.MULTILINE)
_KEYS = re.compile(r"\+\+([a-z][a-z0-9]*(?:\+[a-z0-9]+)*)\+\+")
# Code is matched too, as what looks like a role may begin within it and end in the next.
_ROLE = re.compile(
    r"\{(?P<name>[A-Za-z][\w:+-]*)\}`(?P<words>[^`]+)`"
    r"|(?P<code>(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,2000}?(?<!`)(?P=ticks)(?!`))")
_ID = re.compile(r"\{[ \t]*id=[\"']([^\"'\s{}]+)[\"'][ \t]*\}[ \t]*$", re.MULTILINE)
_TARGET = re.compile(r"^\([\w:.-]+\)=[ \t]*$\n?", re.MULTILINE)
_MYST_COMMENT = re.compile(r"^%[ \t](.*)$|^\+\+\+[ \t]*(?:\{.*\})?[ \t]*$", re.MULTILINE)
_MYST = re.compile(r"^(?:`{3,}|~{3,}|:{3,})[ \t]*\{[a-z][\w:-]*\}|\{[a-z][\w:-]*\}`", re.MULTILINE)
_ANNOTATION = re.compile(r"(?<=\S)[ \t]?\(\d{1,2}\)!|\{[ \t]*\.annotate[ \t]*\}")
_NUMBER = re.compile(r"^([ \t>]*)(\d{1,3})\)(?=[ \t]+\S)", re.MULTILINE)
_BULLET = re.compile(r"^([ \t>]*)[•‣◦▪●](?:[ \t]+|(?=\S))", re.MULTILINE)
_CLOSE_HEADING = re.compile(r"^(#{2,6})(?=[^\s#{])|^(#)(?=[^\s#{!][^\n#]* )", re.MULTILINE)
# Pandoc would read facts below such a line.
# Attributes of Python-Markdown, which may have names without a value.
# Citations that Zotero or EndNote is to format have such braces too: “| |zu:0:AB12 }”, “{ Smith, 2020 #12 }”.
_LOOSE_ATTRIBUTES = re.compile(
    r"[ \t]?\{:?[ ]+(?=[^{}\n]*[.#=])(?![^{}\n]*(?:fig-|tbl-|sec-|eq-|\|[ ]?z[ug]:|\d{4}[a-z]?,?[ ]?#\d))[^{}\n]*\}")
_TABLE_HEAD = re.compile(
    r"^(?P<head>[ \t]*\|.*\|)[ \t]*\n(?P<rule>[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+)[ \t]*$", re.MULTILINE)
# A table below a line of text, which most tools read as a table, and Pandoc as the end of the paragraph.
_TABLE_BELOW_TEXT = re.compile(
    r"^(?P<quote>(?:[ ]{0,3}>[ ]?)*)(?P<before>(?![ \t]*(?:[|>#]|$))[^\n]*\n)"
    r"(?P<table>(?P=quote)[ ]{0,3}[^\n|]*\|[^\n]*\n(?P=quote)[ ]{0,3}(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*"
    r"(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*)$", re.MULTILINE)
_RULE = re.compile(r"(?:(?<=\n\n)|\A)[ ]{0,3}-{3,}[ \t]*$", re.MULTILINE)
# A note with its paragraph, and the call of a note.
_NOTE = re.compile(r"^\[\^(?P<name>[^\]\s]+)\]:[ \t]*(?P<words>[^\n]*(?:\n(?![ \t]*\n|\[\^)[^\n]+)*)", re.MULTILINE)
_CALL = re.compile(r"[ \t]?\[\^(?P<name>[^\]\s]+)\](?!:)")
_NOTE_BELOW_TEXT = re.compile(r"(?<=[^\n]\n)(?=\[\^[^\]\s]+\]:)")
_BACKSLASHED = re.compile(
    r"\\\\\((.{1,2000}?)\\\\\)|\\\\\[(.{1,2000}?)\\\\\]|(?<!\\)\\\((.{1,2000}?)\\\)"
    r"|(?<!\\)\\\[(.{1,2000}?)\\\]", re.DOTALL)
_TEX_SIGN = re.compile(r"\\[A-Za-z]+|[\^=]|_\{?\w|^\s*[A-Za-z]\s*$")
_HEADING = re.compile(r"^#{1,6} \S.*$", re.MULTILINE)
_ONLY_MARKDOWN = re.compile(
    r"\[[^\[\]\n]+\]\((?:https?:|\.?/|#|\w+\.\w+)|^```|\*\*\w[^*\n]*\*\*|!\[|\[@\w", re.MULTILINE)
_FACT = re.compile(r"---[ \t]*\n[\w-]+:")
_MORE = "marks of the file for its program, such as where a list cuts the text off"


def is_markdown(text: str) -> bool:
    """Return whether a plain text is Markdown: it has its headings, and something else that only Markdown has."""
    headings = len(_HEADING.findall(text))
    return headings > 2 or (headings > 0 and bool(_ONLY_MARKDOWN.search(text))) or (
        bool(_FACT.match(text)) and "\n---" in text[4:])


def write_dialects(draft: Draft, facts: Mapping[str, str], suffix: str) -> list[str]:
    """Write the text of a draft as Pandoc's Markdown, and return the tags within it."""
    # Before anything else, as it may hold markup of all kinds that nobody is to see.
    draft.rewrite(_COMMENT, lambda piece: _comment(piece, draft), within=comment_scope)
    if is_mdx(draft.text, suffix):
        take_program(draft)
    if _MYST.search(draft.text):
        draft.take_comments(_MYST_COMMENT)
    write_fences(draft)
    write_boxes(draft)
    draft.rewrite(_CRITIC, lambda piece: _change(piece, draft))
    write_templates(draft, facts)
    tags = write_wiki_links(draft)
    draft.rewrite(_ROLE, lambda piece: _role(piece, draft), within=without_fences)
    draft.take_out(_SNIPPET, "files that the text includes, which are missing in the article",
                   "⟦here the text includes a file⟧")
    draft.take_out(_ATTRIBUTES, "attributes of kramdown")
    draft.take_out(_TARGET, "names of places, to which nothing leads here")
    draft.take_out(_ANNOTATION, "marks of annotations, whose texts stay as a list")
    draft.rewrite(_KEYS, lambda piece: "+".join(map(str.capitalize, piece[1].split("+"))))
    draft.rewrite(_BACKSLASHED, _formula)
    draft.take_out(_LOOSE_ATTRIBUTES, "attributes, which an article does not have")
    draft.rewrite(_RULE, lambda piece: "* * *")
    draft.rewrite(_TABLE_HEAD, _table_head)
    draft.rewrite(_TABLE_BELOW_TEXT, lambda piece: f"{piece['quote']}{piece['before']}{piece['quote'].rstrip()}\n"
                  f"{piece['table']}")
    draft.rewrite(_ID, lambda piece: f"{{#{piece[1]}}}")
    _write_inner_notes(draft)
    draft.rewrite(_NOTE_BELOW_TEXT, lambda piece: "\n")
    draft.rewrite(_NUMBER, lambda piece: f"{piece[1]}{piece[2]}.")
    draft.rewrite(_BULLET, lambda piece: f"{piece[1]}- ")
    draft.rewrite(_CLOSE_HEADING, lambda piece: f"{piece[0]} ")
    return tags


def _write_inner_notes(draft: Draft) -> None:
    """Write a note that another note calls into it, between brackets; Pandoc has no notes within notes."""
    notes = {note["name"]: note["words"].strip() for note in _NOTE.finditer(draft.text)}
    inner = {call["name"] for words in notes.values() for call in _CALL.finditer(words)} & notes.keys()
    if not inner:
        return
    outside = {call["name"] for call in _CALL.finditer(_NOTE.sub("", draft.text))}

    def write(piece: Piece) -> str | None:
        if piece["name"] in inner - outside:
            return ""
        return f"[^{piece['name']}]: {_with_inner(piece['words'], notes, {piece['name']})}"
    draft.rewrite(_NOTE, write)


def _with_inner(words: str, notes: Mapping[str, str], around: set[str]) -> str:
    """Return the words of a note with those of the notes that it calls, but for those around it."""
    return _CALL.sub(lambda call: f" ({_with_inner(notes[call['name']], notes, around | {call['name']})})"
                     if call["name"] in notes and call["name"] not in around else call[0], words)


def _comment(piece: Piece, draft: Draft) -> str:
    words = " ".join((piece[1] or piece[2] or piece[3]).split())
    if words:
        if _SIGNAL.fullmatch(words):
            draft.named.add(_MORE, words)
        else:
            draft.named.comment(words, piece.beside)
    return ""


def _change(piece: Piece, draft: Draft) -> str:
    """Accept a change, as a reader of the finished text would see it, and keep it for the review file."""
    if piece["comment"]:
        draft.named.comment(piece["comment"], piece.beside)
    elif not piece["marked"]:
        draft.named.change(piece["removed"] or piece["old"], piece["added"] or piece["new"], piece.beside)
    return piece["added"] or piece["new"] or piece["marked"]


def _role(piece: Piece, draft: Draft) -> str | None:
    """Return a role of MyST as Pandoc's Markdown: citations, formulas, raised signs; of others the words."""
    if piece["code"]:
        return None
    name, words = piece["name"].lower(), piece["words"]
    keys = [key.strip() for key in re.split(r"[,;]", words)]
    if name.startswith("cite"):
        in_text = name.partition(":")[2] in ("t", "ct", "authorpar", "ts", "alp")
        return " ".join(f"@{key}" for key in keys) if in_text else f"[{'; '.join(f'@{key}' for key in keys)}]"
    if name == "math":
        return f"${words.strip()}$"
    if name in ("sub", "subscript", "sup", "superscript"):
        return f"<{name[:3]}>{words}</{name[:3]}>"
    shown = re.sub(r"\s*<[^<>]*>$", "", words)
    if name in ("ref", "numref", "eq", "doc", "download", "term", "any", "footcite", "abbr"):
        draft.named.add("links of MyST, whose words stay", piece[0])
        return shown.strip("/").rpartition("/")[2]
    draft.named.add("roles of MyST, whose words stay", piece[0])
    return shown


def _table_head(piece: Piece) -> str | None:
    """Return the head of a table with as many cells as the line of dashes below it, without which it is no table."""
    cells, columns = piece["head"].strip().strip("|").split("|"), piece["rule"].count("|") - 1
    spare = cells[columns:]
    if len(cells) == columns or any(map(str.strip, spare)):
        return None
    cells = [*cells[:columns], *[" "] * (columns - len(cells))]
    return f"|{'|'.join(cells)}|\n{piece['rule']}"


def _formula(piece: Piece) -> str | None:
    """Return a formula between LaTeX's brackets as Pandoc has it; escaped brackets in a text stay."""
    inline, displayed = piece[1] or piece[3], piece[2] or piece[4]
    if not _TEX_SIGN.search(inline or displayed):
        return None
    return f"${inline.strip()}$" if inline else f"\n\n$${displayed.strip()}$$\n\n"

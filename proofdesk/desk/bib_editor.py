"""Edit the text of a bibliography: choose keys, lay out entries, insert entries and set fields.

Every byte that an edit does not concern stays as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping

from proofdesk.bibliography.libraries.files import with_libraries
from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.transaction import Transaction, Verify, verify_json
from proofdesk.desk.project import Project
from proofdesk.desk.vs_code.files import FOLDER, KEYS, citations

_ENTRY = re.compile(r"^[ \t]*@(?!comment\b|string\b|preamble\b)[A-Za-z]+[ \t]*[{(][ \t]*([^\s,]+)", re.M | re.I)
_SPECIAL = re.compile(r"(?<!\\)([&%$#_])")
# Words whose capitals no style may change: “DNA”, “5-HT2A”, “mTOR”.
_ABBREVIATION = re.compile(r"[A-Z]\w*[A-Z0-9]|\d[A-Z]|[a-z][A-Z]")
# Words that hyphens join; the first of a LaTeX command is no word.
_JOINED = re.compile(r"(?P<command>\\\w+-?)?(?P<words>[\w-]*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# The order of fields in an entry.
_ORDER = ("author", "title", "editor", "booktitle", "journal", "year", "volume", "number", "pages", "edition",
          "publisher", "address", "howpublished", "doi", "pmid", "pmcid", "eprint",
          "archiveprefix", "url", "urldate", "note", "keywords", "x-classified", "x-status", "x-checked",
          "x-unsure", "x-reference")
# Fields whose values are not text, and are written as they are.
_VERBATIM = ("doi", "url", "eprint", "pmid", "pmcid", "keywords")


def key_for(name: str, year: str, used: Container[str]) -> str:
    """Return an unused key: the first author's family name and the year, as “devos2021”; then with b, c, …"""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    stem = re.sub(r"[^a-z0-9]", "", plain)[:30] or "work"
    stem = f"{stem if stem[0].isalpha() else f'work{stem}'}{year[:4]}"
    for key in (stem, *(f"{stem}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")):
        if key not in used:
            return key
    raise UserError(f"there are too many works with the key “{stem}”; give one of them another key")


def entry_text(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return an entry in the file's layout. Values are plain text; characters with a meaning in BibTeX are escaped."""
    names = sorted(fields, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
    rows = [f"  {name} = {{{_value(name, fields[name])}}}" for name in names if fields[name]]
    return f"@{kind}{{{key},\n" + ",\n".join(rows) + "\n}\n"


def _value(name: str, value: str) -> str:
    value = " ".join(_CONTROL.sub(" ", value).split())
    if name in _VERBATIM:
        return value.replace("{", "%7B").replace("}", "%7D")
    if not braces_match(value):
        raise UserError(f"the {name} “{value}” holds a brace without its partner, which no bibliography can hold "
                        "(add the work by hand)")
    if name not in ("author", "editor"):  # the name of a group is in braces of its own
        value = value.replace("\\", r"\textbackslash{}").replace("{", r"\{").replace("}", r"\}")
    value = _SPECIAL.sub(r"\\\1", value)
    return _JOINED.sub(_keep_capitals, value) if name == "title" else value


def _keep_capitals(match: re.Match[str]) -> str:
    command, words = match["command"] or "", match["words"]
    return f"{command}{{{words}}}" if _ABBREVIATION.search(words) else match[0]


def braces_match(text: str) -> bool:
    """Return whether every brace has its partner. A backslash does not count: BibTeX sees the brace all the same."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def readable(before: bytes) -> Verify:
    """Return a check that a new content has no more faults than ``before``, and the same keys."""
    old = parse_bibliography(before, "bibliography")

    def verify(content: bytes) -> None:
        new = parse_bibliography(content, "bibliography")
        if list(new.entries) != list(old.entries) or len(new.problems) > len(old.problems):
            raise ValueError("it would lose an entry, or have a new fault")

    return verify


def verify_entries(before: bytes, changed: Mapping[str, str]) -> Verify:
    """Return a check that a new content holds the entries of ``before``, ``changed`` as given, and no others.

    ``changed`` has the text of entries that are new or different, by key.
    """
    meant = {key: entry.fields for key, entry in parse_bibliography(before, "bibliography").entries.items()}
    for key, text in changed.items():
        alone = parse_bibliography(text.encode("utf-8"), "entry").entries
        if list(alone) != [key]:
            raise UserError(f"the entry “{key}” cannot be written so that it can be read again (add the work by hand)")
        meant[key] = alone[key].fields

    def verify(content: bytes) -> None:
        found = parse_bibliography(content, "bibliography")
        faults = [problem for problem in found.problems if problem.rule in ("bib-syntax", "not-utf8")]
        if faults:
            raise ValueError(faults[0].message)
        if {key: entry.fields for key, entry in found.entries.items()} != meant:
            raise ValueError("it would not hold exactly the entries that were meant")

    return verify


def with_entry(text: str, key: str, entry: str) -> str:
    """Return the file's text with an entry inserted before the first one whose key comes later in the alphabet."""
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = entry.replace("\n", newline)
    for match in _ENTRY.finditer(text):
        if match.group(1).casefold() > key.casefold():
            return text[: match.start()] + entry + newline + text[match.start() :]
    gap = newline * (2 - min(2, len(text) - len(text.rstrip("\r\n")))) if text.strip() else ""
    if text.strip() and text.endswith(newline) and not text.endswith(newline * 2):
        gap = newline
    return text + gap + entry


def with_field(entry: str, name: str, value: str) -> str:
    """Return an entry's text with one field set, in its place or as the last one."""
    value_of = r"[ \t]*=[ \t]*(?:\{[^{}]*\}|\"[^\"{}]*\"|\w+)"
    stated = re.search(rf"(?im)(^[ \t]*|[,{{]\s*){re.escape(name)}{value_of}", entry)
    if stated:
        return f"{entry[: stated.end(1)]}{name} = {{{value}}}{entry[stated.end() :]}"
    end = entry.rstrip().rfind("}")
    body = entry[:end].rstrip()
    return f"{body}{'' if body.endswith(',') else ','}\n  {name} = {{{value}}}\n{entry[end:]}"


def replace_bibliography(transaction: Transaction, project: Project, before: bytes | None, text: str,
                         changed: Mapping[str, str]) -> None:
    """Replace the bibliography in which these entries, by key, are new or different."""
    after = text.encode("utf-8")
    transaction.replace(project.bib_file, before, after, verify_entries(before or b"", changed))
    offer_keys(transaction, project, after)


def offer_keys(transaction: Transaction, project: Project, after: bytes) -> None:
    """Have VS Code complete the keys of a bibliography as it will be, if an editor uses that."""
    keys = project.root / FOLDER / KEYS
    offered = transaction.read(keys)
    if offered is not None:
        own = parse_bibliography(after, project.path(project.bib_file))
        bibliography = with_libraries(own, project.bibliography.libraries)
        transaction.replace(keys, offered, citations(bibliography).encode("utf-8"), verify_json)

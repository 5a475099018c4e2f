"""Give a work another key: in its entry, in the entries that take fields from it, and wherever it is cited.

A text that a reviewer signed stays signed, since readers see no key. What stands in code or a comment is no citation.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cache

import yaml

from proofdesk.bibliography.citation_syntax import ANYWHERE, ITEM, mark, mentioned_keys, suggest
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.libraries.sidecar import EVIDENCE
from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.citations.positions import mentions
from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary
from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml_nodes
from proofdesk.content.editorial import EditorialData
from proofdesk.content.harms.entries import HARMS, Harms
from proofdesk.content.markup import reference_id
from proofdesk.content.review.items import ENDING
from proofdesk.content.review.version import text_version
from proofdesk.desk.convert import convert_page, editorial_data
from proofdesk.desk.fixing.fixes import Fix
from proofdesk.desk.project import PageFile, Project

_WRITABLE = re.compile(r"[^\s{}\"#%'(),=~\\]+")  # as a key in a .bib file, for each program that reads it
_NAMING = ("crossref", "xdata", "xref", "related", "entryset")  # fields that hold keys
_BY_HAND = "change it by hand, then run this again, and the rest follows"
_Span = tuple[int, int]
_Cited = Callable[[PageFile, bool], list[str]]


def rename_key(project: Project, old: str, new: str) -> list[Fix]:
    """Return what becomes of each file in which the work ``old`` is named, if it is called ``new`` from now on.

    If the bibliography has ``new`` alone, because the program that writes a library has renamed it, only what cites it
    changes. Raises UserError if the new key cannot be cited or is another work's, or if a file cannot be changed.
    """
    found = [_of_bibliography(project, old, new)] if _has_entry_to_rename(project, old, new) else []
    for name, find in ((EVIDENCE, _in_evidence), (HARMS, _in_harms)):
        text = _read(project, name)
        found.append(Fix(project.root / name, name, text, _in_list(name, text, old, new, find)))
    cited = _citing(project, old, new)
    for page in project.pages():
        found += _of_page(project, page, old, new, cited)
    changed = [fix for fix in found if fix.before != fix.after]
    return [*{os.path.realpath(fix.file): fix for fix in reversed(changed)}.values()][::-1]  # a link is its file


def _has_entry_to_rename(project: Project, old: str, new: str) -> bool:
    """Return whether the work's entry changes too. Raises UserError if the work cannot get this key."""
    bibliography = project.readable_bibliography(unique_keys=True)
    entries = bibliography.entries
    if not ITEM.fullmatch(f"@{new}") or not _WRITABLE.fullmatch(new):
        raise UserError(f"“{new}” cannot be a key (write letters, digits and single marks inside, as in `smith2020`)")
    if old not in entries and new in entries:
        return False
    if old not in entries:
        raise UserError(f"{bibliography.title} has no “{old}” ({suggest(old, entries)})")
    if (other := bibliography.keys_by_lowercase.get(new.lower(), old)) != old or new == old:
        raise UserError(f"“{other}” is a key already: {entries[other].where} (choose another)")
    if entries[old].path != bibliography.path:
        raise UserError(f"“{old}” is an entry of {entries[old].path}, which another program writes (rename it there; "
                        "then run this again, and what cites it follows)")
    return True


def _of_bibliography(project: Project, old: str, new: str) -> Fix:
    """Return the bibliography with the entry's key changed, and the fields of other entries that hold it."""
    name = project.bibliography.path
    before = _read(project, name)
    lines = before.split("\n")
    for entry in project.bibliography.entries.values():
        if entry.path == name and (entry.key == old or entry.fields.keys() & {*_NAMING}):
            here = slice(entry.line - 1, entry.line + entry.text.count("\n"))
            lines[here] = _in_entry("\n".join(lines[here]), entry, old, new).split("\n")
    after = "\n".join(lines)
    if _stated(before, old, new) != _stated(after, new, new):
        raise UserError(f"{project.bibliography.entries[old].where}: this entry is written so that its key cannot be "
                        f"changed by itself ({_BY_HAND})")
    return Fix(project.bib_file, name, before, after)


def _in_entry(text: str, entry: Entry, old: str, new: str) -> str:
    """Return the lines of an entry with its key changed, or the key that some of its fields hold."""
    key = re.escape(old)
    if entry.key == old:
        text = re.sub(rf"(@\s*\w+\s*[{{(]\s*){key}(?=\s*[,}})])", rf"\g<1>{new}", text, count=1)
    for field in entry.fields.keys() & {*_NAMING}:
        text = re.sub(rf"(?i)\b{field}\s*=\s*[{{\"][^{{}}\"]*",
                      lambda stated: re.sub(rf"(?<![^\s,{{\"]){key}(?![^\s,])", new, stated[0]), text)
    return text


def _stated(text: str, old: str, new: str) -> list[tuple[str, dict[str, str]]]:
    """Return the keys and fields of a bibliography's entries as they are once ``old`` is called ``new``."""
    def named(value: str) -> str:
        return re.sub(r"[^\s,{}]+", lambda key: new if key[0] == old else key[0], value)

    entries = parse_bibliography(text.encode("utf-8"), "bibliography").entries
    return [(named(key), {name: named(value) if name in _NAMING else value for name, value in entry.fields.items()})
            for key, entry in entries.items()]


def _in_list(name: str, text: str, old: str, new: str, find: Callable[[yaml.Node, str, str], Iterator[_Span]]) -> str:
    """Return a list in YAML with each key changed that ``find`` finds. Raises UserError if it cannot be read."""
    text, start = text.removeprefix("\ufeff"), "\ufeff" * text.startswith("\ufeff")
    try:
        node = read_yaml_nodes(text) if old in text else None
    except (yaml.YAMLError, ValueError):
        raise UserError(f"{name} cannot be read (`desk check` says where; mend it, then run this again)") from None
    for first, end in sorted({*find(node, text, old)}, reverse=True) if node else ():  # an alias is its anchor
        if text[first:end] != old:
            raise UserError(f"{name}: “{old}” is written so that it cannot be changed by itself ({_BY_HAND})")
        text = text[:first] + new + text[end:]
    return start + text


def _in_evidence(node: yaml.Node, text: str, old: str) -> Iterator[_Span]:
    """Yield where a file of evidence, which is by keys, names a work."""
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == old:
            yield _within(key, text, old)


def _in_harms(node: yaml.Node, text: str, old: str) -> Iterator[_Span]:
    """Yield where the list of harms names a work: in `keys`, or in a citation."""
    if isinstance(node, yaml.ScalarNode):
        start = node.start_mark.index
        for match in ITEM.finditer(text[start : node.end_mark.index]):
            if match[2].strip("{}") == old:
                at = start + match.start(2) + match[2].startswith("{")
                yield at, at + len(old)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _in_harms(each, text, old)
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            listed = value.value if isinstance(value, yaml.SequenceNode) else [value]
            if name.value == "keys":
                yield from (_within(each, text, old) for each in listed if each.value == old)
            else:
                yield from _in_harms(value, text, old)


def _within(node: yaml.Node, text: str, old: str) -> _Span:
    """Return where a key stands in a text of YAML, which may have quotes around it."""
    start = max(text.find(old, node.start_mark.index, node.end_mark.index), node.start_mark.index)
    return start, start + len(old)


def _of_page(project: Project, page: PageFile, old: str, new: str, cited: _Cited) -> Iterator[Fix]:
    """Yield a page with its citations of the work changed, and the file with what reviewers said of it."""
    anchor = re.compile(rf"#{re.escape(reference_id(old))}(?=[\s)\"'>]|$)")
    found = {match.start(): (match[0], f"#{reference_id(new)}") for match in anchor.finditer(page.source.prose)}
    for offset in mentions(page.source).get(old, ()):
        match = ANYWHERE.match(page.source.text, offset)
        key = match[1].strip("{}") if match else old
        if key == old or key not in project.bibliography.entries:  # else another work's, in `@old_`
            written = f"@{{{old}}}" if page.source.text.startswith("@{", offset) else f"@{old}"
            found[offset] = written, mark(new) if written == f"@{old}" else f"@{{{new}}}"
    may_cite = old in mentioned_keys(page.source.text, {old})
    if not found and not may_cite:
        return
    try:
        before = page.raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{page.path} is not saved as UTF-8 text (save it as UTF-8, then run this again)") from None
    after = _with_own_ends(before, page.source, found)
    renamed = replace(page, raw=after.encode("utf-8"))
    if may_cite and cited(page, False) != cited(renamed, True):
        raise UserError(f"{page.path}: “{old}” is cited so that the key cannot be changed by itself ({_BY_HAND})")
    read, reads = text_version(page.source), text_version(renamed.source)
    yield Fix(project.root / page.path, page.path, before, after.replace(read, reads))
    review = f"{page.path.rpartition('.')[0]}{ENDING}"
    said = _read(project, review)
    yield Fix(project.root / review, review, said, said.replace(read, reads))


def _with_own_ends(before: str, source: SourceText, changes: Mapping[int, tuple[str, str]]) -> str:
    """Return a file's text with words changed at offsets into its source, which has line ends of one kind."""
    parts = re.split("(\r\n|\r|\n)", before)  # each line, and its end
    for offset in sorted(changes, reverse=True):
        line, column = source.position(offset)
        written, after = changes[offset]
        at, row = column - 1 + (line == 1 and before.startswith("\ufeff")), parts[2 * line - 2]
        parts[2 * line - 2] = row[:at] + after + row[at + len(written) :]
    return "".join(parts)


def _citing(project: Project, old: str, new: str) -> _Cited:
    """Return what tells which works a page cites as the site converts it, before or ``after`` the work has its new key.

    It calls the work ``new`` in both, so that they are the same if nothing but the key has changed. What is unknown to
    the bibliography is told as well.
    """
    entries = project.bibliography.entries

    @cache
    def site(key: str) -> tuple[Project, EditorialData]:
        """Return the site in which the work has this key."""
        work, found = entries.get(old) or entries[new], copy(project)
        found.bibliography = copy(project.bibliography)
        found.bibliography.entries = {**{name: each for name, each in entries.items() if each is not work},
                                      key: replace(work, key=key)}
        data = editorial_data(found, None, pages=())
        data.harms = Harms()  # a list of its own, with its citations
        return found, data

    def cited(page: PageFile, after: bool) -> list[str]:
        document, _, _ = convert_page(*site(new if after else old), page)
        unknown = [problem.message for problem in document.problems if problem.rule == "unknown-citation"]
        return [new if each.key == old else each.key for each in document.citations] + unknown

    return cited


def _read(project: Project, name: str) -> str:
    """Return the text of a file of the site; an empty one if there is none. Raises UserError if it cannot be read."""
    try:
        return read_ordinary(project.root / name, MAX_BIB_BYTES).decode("utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise cannot("read", name, error) from None
    except UnicodeDecodeError:
        raise UserError(f"{name} is not saved as UTF-8 text (save it as UTF-8, then run this again)") from None

"""Find every message of the program and of its kinds of block, and keep catalogues in step with them.

Python is read as a tree, so that what readers see of a vocabulary or of a kind of block needs no mark of its own: the
labels of a ``LabelledEnum``, the nouns of a ``Record``, the heads of a table's columns. Templates are read by Jinja;
programs of pages and style sheets have readers of their own.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from proofdesk.common.language import styles
from proofdesk.common.language.catalogue import parse
from proofdesk.common.language.scripts import FOR_REVIEWERS, PACKAGE, messages_in, script_files

# A message: its line, its context or none, and its English forms.
Found = tuple[int, str, tuple[str, ...]]
# What speaks English, because editors alone see it, and what is copied from elsewhere.
_NOT_FOR_READERS = ("desk", "starter", "build/problem_panel")
_FOR_REVIEWERS = ("desk/publishing/notes/", "desk/publishing/page_notes.py")
_DRAWING = re.compile(r"M-?\d")  # a vocabulary may have the path of a mark in place of a meaning
_PLAIN = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1}  # each with the number of its contexts
_COUNTS = ("ngettext", "npgettext")
_HEAD = """\
# The words of Proofdesk's pages in {language}.
# Leave each %(name)s and each tag whole; what has no words is shown in English. New texts are added by
# `make messages` in the program, and by `desk words` in a site.
#"""
_DAY = datetime(2026, 11, 27, tzinfo=UTC)  # no run of the program is to change the file


def sources(kinds: Path | None = None) -> Iterator[tuple[str, Path]]:
    """Yield each file with messages, with its name in catalogues. ``kinds`` is the folder of the kinds of block."""
    for root, name in ((PACKAGE, "proofdesk"), *([(kinds, "hooks/blocks")] if kinds else [])):
        for ending in ("py", "html", "js", "css"):
            for file in sorted(root.rglob(f"*.{ending}")):
                place = file.relative_to(root).as_posix()
                if root != PACKAGE or place.startswith(_FOR_REVIEWERS) or not any(
                        place.startswith(f"{each}/") for each in _NOT_FOR_READERS):
                    yield f"{name}/{place}", file


def messages_of(file: Path) -> Iterator[Found]:
    """Yield each message of a file."""
    if file.suffix == ".py":
        yield from python_messages(file.read_text(encoding="utf-8"), file.stem)
    elif file.suffix == ".html":
        yield from template_messages(file.read_bytes())
    elif file.suffix == ".css":
        yield from styles.messages_in(file)
    elif file == FOR_REVIEWERS or file in script_files():
        yield from ((line, key[0], forms) for line, key, forms in messages_in(file))


def python_messages(text: str, name: str = "") -> Iterator[Found]:
    """Yield each message of a module, which is called ``name``."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _PLAIN:
            contexts = _PLAIN[node.func.id]
            wanted = contexts + (2 if node.func.id in _COUNTS else 1)
            words = [each.value for each in node.args[:wanted] if isinstance(each, ast.Constant)]
            if len(words) == wanted:
                texts = tuple(map(str, words))
                yield node.lineno, texts[0] if contexts else "", texts[contexts:]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column":
            if len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield node.lineno, "head of a column", (str(node.args[1].value),)
        elif isinstance(node, ast.ClassDef):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            if bases & {"LabelledEnum", "InWhom"}:
                yield from _vocabulary(node, bases)
            elif "Record" in bases:
                yield from _kind(node, name)


def _vocabulary(node: ast.ClassDef, bases: set[str]) -> Iterator[Found]:
    """Yield what readers see of a vocabulary, in the contexts of its properties."""
    counted = any(isinstance(each, ast.FunctionDef) and each.name == "counted" for each in node.body)
    for each in node.body:
        if not isinstance(each, ast.Assign) or not isinstance(each.value, ast.Tuple):
            continue
        _value, label, *meaning = [ast.literal_eval(part) for part in each.value.elts]
        for words in (label, *meaning):
            if not _DRAWING.match(words):
                yield each.lineno, node.name, (words,)
        if counted:
            yield each.lineno, "count of designs", (label, *meaning)
        if "InWhom" in bases:
            yield each.lineno, "in whom", (label.lower(),)
        if node.name == "EvidenceKind":
            yield each.lineno, "rests on", (label.lower(),)


def _kind(node: ast.ClassDef, name: str) -> Iterator[Found]:
    """Yield what a kind of block is called, if readers are told."""
    stated: dict[str, Any] = {}
    listing: dict[str, str] = {}
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            stated[each.targets[0].id] = each.value.value if isinstance(each.value, ast.Constant) else each.value
            if isinstance(each.value, ast.Call) and each.targets[0].id == "listing":
                listing = {str(word.arg): word.value.value for word in each.value.keywords
                           if isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)}
    if stated.get("listing", "") is None and stated.get("makes_claim") is False:
        return
    noun = stated.get("noun") or name
    plural = stated.get("plural") or f"{noun}s"
    yield node.lineno, "what a list has", (noun, plural)
    if listing.get("noun"):
        yield node.lineno, "what a list has", (listing["noun"], listing.get("plural") or plural)
    if stated.get("listing", "") is not None:
        many = listing.get("plural") or plural
        yield node.lineno, "name of a list", (listing.get("name") or many[:1].upper() + many[1:],)


def template_messages(content: bytes) -> Iterator[Found]:
    """Yield each message of a template."""
    from jinja2.ext import babel_extract

    for line, function, said, _comments in babel_extract(io.BytesIO(content), tuple(_PLAIN), (), {}):
        words = [said] if isinstance(said, str) else [each for each in said or () if each]
        contexts = _PLAIN.get(function or "_", 0)
        wanted = contexts + (2 if function in _COUNTS else 1)
        if len(words) >= wanted:
            yield line, words[0] if contexts else "", tuple(words[contexts:wanted])


def collect(files: Iterable[tuple[str, Path]]) -> Any:
    """Return a catalogue of all messages of these files, without their words."""
    from babel.messages.catalog import Catalog

    catalogue = Catalog(project="Proofdesk", charset="utf-8", header_comment=_HEAD.format(language="no language yet"),
                        creation_date=_DAY, revision_date=_DAY)
    for name, file in files:
        for line, context, forms in sorted(messages_of(file)):
            # Values are put in by gettext's manner wherever there is one.
            flags = ["python-format"] if "%(" in forms[0] else []
            catalogue.add(forms if len(forms) > 1 else forms[0], None, [(name, line)], context=context or None,
                          flags=flags)
    return catalogue


def updated(template: Any, file: Path, code: str) -> Any:
    """Return the catalogue of a file with every message of the template and no other; new ones have no words yet."""
    from babel.core import Locale
    from babel.messages.catalog import Catalog

    tag = code.replace("-", "_")
    words = Catalog(tag, charset="utf-8") if not file.is_file() else parse(file)
    locale = Locale.parse(tag)
    made = Catalog(tag, project="Proofdesk", charset="utf-8", fuzzy=False, creation_date=_DAY, revision_date=_DAY,
                   header_comment=_HEAD.format(language=locale.get_display_name("en")))
    if file.is_file():  # its forms are in its own order, which is not always Babel's
        made.mime_headers = [("Plural-Forms", words.plural_forms)]
    for message in template:
        if message.id:
            old = words.get(message.id, message.context)
            kept = old.string if old and not old.fuzzy else None
            made.add(message.id, kept, message.locations, message.flags - {"fuzzy"}, context=message.context)
    return made


def as_text(catalogue: Any) -> str:
    """Return a catalogue as the text of a .po file, the same for the same messages."""
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_by_file=True, include_lineno=False)
    text = out.getvalue().decode("utf-8")
    left_out = ("Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Generated-By",
                "Project-Id-Version")
    return "\n".join(line for line in text.split("\n") if not line.lstrip('"').startswith(left_out))

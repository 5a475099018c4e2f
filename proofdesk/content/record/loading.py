"""Load what is a site's own, Python and templates: what fails there is named with its file.

A fault there is no fault of this program, so nobody is asked to report it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import time
import traceback
import xml.etree.ElementTree as etree
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, TemplateSyntaxError

from proofdesk.common.errors import CRASH_REPORT, UserError, write_crash_report
from proofdesk.content.markup import DATA_BLOCK, DATA_SLOT

_PACKAGE = Path(__file__).parents[2]
_KIND = "proofdesk_kind_"  # before the name of a kind's module
_SURE_AFTER = 2  # seconds; the clocks of some disks are not finer
_NOT_UTF8 = "this file is not saved as UTF-8 text (save it as UTF-8)"
_SEALED = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.S)  # comments and texts of CSS


def kinds_in(folder: Path) -> list[Path]:
    """Return the folders of the kinds in a folder. Raises UserError for one whose files have another name."""
    found = sorted(folder.iterdir())
    kinds = [each for each in found if (each / f"{each.name}.py").is_file()]
    for each in found:
        if each not in kinds and any(each.glob("*.html")):
            raise UserError(f"{place_of(each / each.name)}.py: there is no such file (a kind's files have the name of "
                            "their folder)")
    return kinds


class _Loader(SourceFileLoader):
    """Loads a module as Python does, but for a file that was just saved.

    Python knows what it keeps of a module by the second and the size of the file: saved twice in one second, it stays.
    """

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        if time.time() - os.stat(path).st_mtime > _SURE_AFTER:
            return super().get_code(fullname)
        return self.source_to_code(self.get_data(path), path)


def load_module(file: Path) -> ModuleType:
    """Import a file that belongs to the site, not to an installed package. Raises UserError if that fails."""
    name = f"{_KIND}{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file, loader=_Loader(name, str(file)))
    assert spec and spec.loader, "a .py file has a loader"
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic looks up the names in annotations there
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # a site's own code may do anything
        here = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
        line = error.lineno if isinstance(error, SyntaxError) else here[-1] if here else 1
        remedy = "correct it"
        if isinstance(error, ImportError):
            remedy += ", or install the version of Proofdesk that it was written for"
        raise UserError(f"{place_of(file)}:{line}: this kind of block cannot be loaded: {_words(error)} ({remedy}, or "
                        "take the folder away)") from error
    return module


def check_description(record: type[Any], file: Path) -> None:
    """Raise UserError if what a kind says of itself is of another type than its default: a text in place of a list."""
    for base in record.__mro__[1:]:
        for name, declared in vars(base).get("__annotations__", {}).items():
            default, stated = vars(base).get(name), getattr(record, name, None)
            if "ClassVar" in str(declared) and None not in (default, stated) and not isinstance(stated, type(default)):
                raise UserError(f"{place_of(file)}: “{name}” cannot be `{stated!r}` (write it as `{default!r}` is "
                                f"written, which is of the type {type(default).__name__})")


def read_own(file: Path) -> str:
    """Return the text of a kind's file. Raises UserError if there is none, or if it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"{place_of(file)}: there is no such file (write it; it may be empty)") from None
    except UnicodeDecodeError:
        raise UserError(f"{place_of(file)}: {_NOT_UTF8}") from None


def read_style(file: Path) -> str:
    """Return the style sheet of a kind. Raises UserError if it leaves open what would swallow the sheets behind it."""
    text = read_own(file)
    rules = _SEALED.sub("", text)
    left = "/*" if "/*" in rules else "{" if rules.count("{") > rules.count("}") else ""
    if left:
        raise UserError(f"{place_of(file)}: a `{left}` is not closed, and no style behind it would hold (close it)")
    return text


class OwnTemplates(FileSystemLoader):
    """Loads templates from folders. One that is not UTF-8 raises UserError, with its name."""

    def get_source(self, environment: Environment, template: str) -> Any:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            files = (Path(folder) / template for folder in self.searchpath)
            raise UserError(f"{place_of(next(filter(Path.is_file, files)))}: {_NOT_UTF8}") from None


def parsed(html: str, file: Path) -> etree.Element:
    """Return what the template of a kind drew as an element. Raises UserError if it is not well-formed."""
    try:
        return etree.fromstring(html)
    except etree.ParseError as error:
        line, column = error.position
        near = html.splitlines()[line - 1][max(0, column - 30) : column + 10].strip() if html.strip() else ""
        raise UserError(
            f"{place_of(file)}: the template of this kind is not well-formed: {str(error).partition(':')[0]} in what "
            f"it wrote, near “{near}” (it is one element, closes each that it opens, as `<br/>` does, gives each "
            'attribute a value, as in `data-slot=""`, and names no sign: write “ ” itself for `&nbsp;`)') from error


def find_slot(root: etree.Element, file: Path, kind: str, id: str, title: str, *, makes_claim: bool) -> etree.Element:
    """Return the element that is to hold a block's text. It keeps its mark: by it programs tell it from the template.

    Raises UserError if what the template drew lacks the block, its title, or the labels of one that ``makes_claim``.
    """
    slot = next((element for element in root.iter() if DATA_SLOT in element.attrib), None)
    if slot is None:
        fault = ("the template has no element with the attribute `data-slot` (write it on the one that is to hold the "
                 "block's text)")
    elif (root.get(DATA_BLOCK), root.get("id")) != (kind, id):
        fault = ("the outer element of the template does not say which block it is "
                 f'(write `<{root.tag} {DATA_BLOCK}="{kind}" id="{{{{ id }}}}">`)')
    elif all(element.get("id") != f"{id}-title" for element in root.iter()):
        fault = 'no element of the template is the block\'s title (write `id="{{ id }}-title"` on it)'
    elif _letters(title) not in _letters("".join(root.itertext())):
        fault = ("readers would not see the title of such a block (write `{{ title }}` into the element with "
                 '`id="{{ id }}-title"`)')
    elif makes_claim and all(element.get("class") != "evidence" for element in root.iter()):
        fault = ("readers would see neither the certainty of such a block nor its evidence (write `{{ labels }}` "
                 "beside the element with `data-slot`)")
    else:
        return slot
    raise UserError(f"{place_of(file)}: {fault}")


def _letters(text: str) -> str:
    """Return a text as it is compared with what a template made of it, such as its capitals."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def own_fault(error: BaseException, root: Path) -> str | None:
    """Return what is wrong in the Python or a template of the site in ``root``, if an error came from there.

    What its own code or template calls of this program fails there too: then the line that calls it is named.
    """
    if isinstance(error, TemplateSyntaxError):
        return template_fault(error, root)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame.filename, root)]
    if not frames:
        return None
    place = f"{_below(root, Path(frames[-1].filename))}:{frames[-1].lineno}"
    if isinstance(error, TemplateNotFound):
        return f"{place}: there is no template “{error.name}” (write it in overrides/, or correct the name)"
    if isinstance(error, RecursionError):
        return f"{place}: this line leads back to itself without end (see what it includes, extends or calls)"
    report = f"; {CRASH_REPORT} has the whole report" if write_crash_report(error, root) else ""
    return f"{place}: this line fails: {_words(error)} (correct it{report})"


def template_fault(error: TemplateSyntaxError, root: Path) -> str:
    """Return what is wrong with a template, of a kind or of the site's own, with its line."""
    name = _below(root, Path(error.filename or error.name or ""))
    return f"{name}:{error.lineno}: this line is no template: {error.message} (correct it)"


def _is_own(name: str, root: Path) -> bool:
    """Return whether a file is the site's own: its Python or templates, or those of a kind in another folder."""
    file = Path(name)
    if file.is_relative_to(_PACKAGE) or "site-packages" in file.parts or file.suffix not in {".py", ".html"}:
        return False
    return file.is_relative_to(root) or f"{_KIND}{file.stem}" in sys.modules


def _below(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()


def place_of(file: Path) -> str:
    """Return the path of a kind's file from the folder of the site, as in `hooks/blocks/tip/tip.py`."""
    return Path(*file.parts[-4:]).as_posix()


def _words(error: BaseException) -> str:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(said.split())}"

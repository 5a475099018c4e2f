"""Load the Python and the template of a kind of block, which are a site's own: what fails there is named with its file.

A fault there is no fault of this program, so nobody is asked to report it.
"""

from __future__ import annotations

import importlib.util
import sys
import traceback
import xml.etree.ElementTree as etree
from pathlib import Path
from types import ModuleType

from jinja2 import TemplateSyntaxError

from proofdesk.common.errors import UserError


def load_module(file: Path) -> ModuleType:
    """Import a file that belongs to the site, not to an installed package. Raises UserError if that fails."""
    spec = importlib.util.spec_from_file_location(f"proofdesk_kind_{file.stem}", file)
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


def parsed(html: str, file: Path) -> etree.Element:
    """Return what the template of a kind drew as an element. Raises UserError if it is not well-formed."""
    try:
        return etree.fromstring(html)
    except etree.ParseError as error:
        raise UserError(f"{place_of(file)}: the template of this kind is not well-formed: {error} in what it wrote (it "
                        "is one element, and closes each that it opens)") from error


def template_fault(error: TemplateSyntaxError, root: Path) -> str:
    """Return what is wrong with a template, of a kind or of the site's own, with its line."""
    file = Path(error.filename or error.name or "")
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    return f"{name}:{error.lineno}: this line is no template: {error.message} (correct it)"


def place_of(file: Path) -> str:
    """Return the path of a kind's file from the folder of the site, as in `hooks/blocks/tip/tip.py`."""
    return Path(*file.parts[-4:]).as_posix()


def _words(error: Exception) -> str:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(said.split())}"

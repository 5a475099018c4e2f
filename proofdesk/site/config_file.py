"""Read ``mkdocs.yml`` and the files that it inherits, within limits, and say in a sentence why one cannot be read.

MkDocs reads them before any hook can run, and without limits: it waits for a pipe, ends in a traceback for deep
nesting, and never ends for aliases that multiply.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from proofdesk.common.errors import explain
from proofdesk.common.files import MAX_LIST_BYTES, find_unreadable, read_ordinary
from proofdesk.common.problems import FaultyFile, Problem, conflicts, control_characters
from proofdesk.common.source_text import Position
from proofdesk.common.yaml_files.reading import read_yaml_nodes
from proofdesk.common.yaml_files.yaml_faults import reason_of

MAX_INHERITED = 10
_INHERIT = "INHERIT"
# Plugins that build by themselves, for another folder or several times.
_REFUSED = {"i18n": "take it out: a page states its language, as `lang: de`, and what it is a translation of"}
# Settings that hold patterns of files or plain words, which may look like an address that cannot be read.
_NO_ADDRESSES = ("site_name", "site_description", "copyright", "exclude_docs", "draft_docs", "not_in_nav")
_ADDRESS = "write it as in https://example.org/page, without brackets in the name of the host"
_FORM = "write each setting as `name: value`, and indent what is inside another below it, with spaces"


@dataclass(frozen=True)
class ConfigFile:
    """The file with a site's settings: its text, and the settings as MkDocs reads them, inherited ones included."""

    text: str
    settings: dict[str, Any]


def read_config(file: Path) -> ConfigFile:
    """Return a site's settings. Raises ``FaultyFile`` at the first fault of the file, or of one that it inherits."""
    loader = _loader(file)
    text = _check(file, file.parent, loader, ())
    opened = io.StringIO(text)
    opened.name = str(file)  # to which INHERIT is relative
    settings = yaml_load(opened, loader)
    for name in ("site_url", "repo_url"):  # which a variable may state
        if _splits_into_no_parts(str(settings.get(name))):
            raise FaultyFile(Problem(file.name, *position_in_config(text, f"{name}:"), "bad-settings",
                                     f"{name}: “{settings[name]}” cannot be read as an address", _ADDRESS))
    plugins = settings.get("plugins")
    stated = options_by_name(plugins) if isinstance(plugins, list | dict) else {}
    for plugin in filter(_REFUSED.__contains__, stated):
        raise FaultyFile(Problem(file.name, *position_in_config(text, plugin), "bad-settings",
                                 f"plugins: no site of this program is built with “{plugin}”", _REFUSED[plugin]))
    hooks = settings.get("hooks")
    for hook in hooks if isinstance(hooks, list) else ():
        if not (file.parent / str(hook)).is_file():
            raise FaultyFile(Problem(file.name, *position_in_config(text, str(hook)), "bad-settings",
                                     f"hooks: there is no file “{hook}”", "correct its path, or take it out"))
    return ConfigFile(text, settings)


def _loader(file: Path) -> Any:
    """Return MkDocs' own reader, so that ``!ENV`` and ``!relative`` mean the same here as in a build."""
    config: Any = SimpleNamespace(config_file_path=str(file), docs_dir=str(file.parent / "docs"), _current_page=None)
    # LibYAML's reader is ten times as fast, but not every PyYAML has it.
    return get_yaml_loader(getattr(yaml, "CLoader", yaml.Loader), config)


def _check(file: Path, root: Path, loader: Any, above: tuple[str, ...]) -> str:
    """Return a file's text. Raises ``FaultyFile`` if MkDocs could not read it, or one that it inherits.

    ``above`` are the real paths of the files that inherit it.
    """
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    text = _read(file, name)
    node = None
    try:
        node = read_yaml_nodes(text)
        if node is not None and not isinstance(node, yaml.MappingNode):
            raise _fault(name, node.start_mark, "the file does not hold settings", _FORM)
        stated = yaml_load(text, loader)
    except (yaml.YAMLError, ConfigurationError, ValueError, TypeError) as error:
        # MkDocs' error has the place in its text only.
        cause = error.__context__ if isinstance(error, ConfigurationError) and error.__context__ else error
        reason, mark = reason_of(cause)
        raise _fault(name, mark, f"the settings cannot be read: {reason}", _FORM) from None
    for of_extra, value in ((key.value == "extra", value) for key, each in (node.value if node else ())
                            if key.value not in _NO_ADDRESSES for value in _scalars(each)):
        # A site names what stands in `extra` as it likes: “//[a-z]+” is a pattern there.
        if _splits_into_no_parts(value.value) and (not of_extra or value.value.startswith(("http:", "https:"))):
            raise _fault(name, value.start_mark, f"“{value.value}” cannot be read as an address", _ADDRESS)
    if _INHERIT in stated:
        mark = next((value.start_mark for key, value in node.value if key.value == _INHERIT), None) if node else None
        _check(_inherited(file, name, stated[_INHERIT], mark, above), root, loader, (*above, os.path.realpath(file)))
    return text


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield every single value of a part of a document, in its order."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for each in node.value:
            for part in each if isinstance(each, tuple) else (each,):
                yield from _scalars(part)


def _splits_into_no_parts(text: str) -> bool:
    """Return whether a text is an address at which MkDocs, which splits those of its settings, would end."""
    try:
        urlsplit(text)
    except ValueError:
        return True
    return False


def _inherited(file: Path, name: str, stated: Any, mark: yaml.Mark | None, above: tuple[str, ...]) -> Path:
    """Return the file that a file inherits. Raises ``FaultyFile`` if there is none, or if it inherits this one."""
    if not isinstance(stated, str) or not stated.strip() or not os.path.lexists(file.parent / stated):
        raise _fault(name, mark, f"{_INHERIT}: there is no file “{stated}”",
                     "name one by its path from here, as in `INHERIT: base.yml`")
    found = Path(os.path.normpath(file.parent / stated))
    if os.path.realpath(found) in (*above, os.path.realpath(file)):
        raise _fault(name, mark, f"{_INHERIT}: “{stated}” inherits this file itself",
                     "name another file, or take the line out")
    if len(above) == MAX_INHERITED:
        raise _fault(name, mark, f"{_INHERIT}: more than {MAX_INHERITED} files inherit one another",
                     "put their settings into fewer files")
    return found


def _read(file: Path, name: str) -> str:
    if unreadable := find_unreadable(str(file), name, is_page=False):
        raise FaultyFile(unreadable)
    content = b""
    try:
        content = read_ordinary(file, MAX_LIST_BYTES)
        text = content.decode("utf-8-sig")
    except OSError as error:
        what, remedy = explain(error)
        raise FaultyFile(Problem(name, 1, 1, "unreadable-file", f"this file cannot be read: {what}", remedy)) from None
    except UnicodeDecodeError as error:
        raise FaultyFile(Problem(name, content.count(b"\n", 0, error.start) + 1, 1, "not-utf8",
                                 "this line holds bytes that are not UTF-8", "save the file as UTF-8")) from None
    for fault in chain(control_characters(name, text), conflicts(name, text)):
        raise FaultyFile(fault)
    return text


def _fault(name: str, mark: yaml.Mark | None, message: str, remedy: str) -> FaultyFile:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return FaultyFile(Problem(name, line, column, "bad-settings", message, remedy))


def position_in_config(config: str, needle: str) -> Position:
    """Return the position of a text in ``mkdocs.yml`` outside comments, or of its start."""
    for number, line in enumerate(config.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return Position(number, line.index(needle) + 1)
    return Position(1, 1)


def options_by_name(listed: Any) -> dict[str, dict[str, Any]]:
    """Return names and their settings from a list or a mapping: mkdocs.yml allows both."""
    if isinstance(listed, dict):
        return {name: options or {} for name, options in listed.items()}
    found: dict[str, dict[str, Any]] = {}
    for item in listed or []:
        found |= {name: options or {} for name, options in item.items()} if isinstance(item, dict) else {str(item): {}}
    return found

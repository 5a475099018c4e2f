"""Check the options of an extension that a site's settings name, and find them there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from proofdesk.common.errors import UserError
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import did_you_mean
from proofdesk.content.hosts.host import Host


@dataclass(frozen=True)
class Option:
    """An option: the value that holds if none is stated, what values it may have, and what it says."""

    default: Any
    kind: Literal["text", "texts", "truth"]
    meaning: str


@dataclass(frozen=True)
class OptionFault:
    """What is wrong with the value of an option, which only the site's files show."""

    option: str
    message: str
    remedy: str


LANGUAGE = Option("", "text", "the language of our own words, as de; else that of the page or of the theme")


def configuration(options: Mapping[str, Option]) -> dict[str, list[Any]]:
    """Return options as Python-Markdown keeps them."""
    return {name: [option.default, option.meaning] for name, option in options.items()}


def checked(extension: str, options: Mapping[str, Option], name: str, value: Any) -> Any:
    """Return the value of an option; one or several texts become a tuple. Raises UserError, in words, if it is none."""
    option = options.get(name)
    if option is None:
        raise UserError(f"{extension}: there is no option “{name}” ({did_you_mean(name, options)})")
    if value is None:
        return option.default
    if option.kind == "truth":
        if str(value).lower() not in ("true", "false"):
            raise UserError(f"{extension}: {name}: “{value}” is neither true nor false (write one of the two)")
        return str(value).lower() == "true"
    texts = value if isinstance(value, list | tuple) and option.kind == "texts" else [value]
    for text in texts:
        if not isinstance(text, str):
            raise UserError(f"{extension}: {name}: “{text}” is no text (write it in quotation marks)")
    stripped = tuple(text.strip() for text in texts if text.strip())
    return stripped if option.kind == "texts" else "".join(stripped)


def problem_in_settings(host: Host, extension: str, fault: OptionFault) -> Problem:
    """Return what is wrong with an option of an extension, at its place in the settings."""
    path, position = "<options>", Position(1, 1)
    if host.settings:
        path = host.name(host.settings)
        with suppress(OSError):
            text = read_ordinary(host.settings, MAX_LIST_BYTES).decode("utf-8", "replace")
            position = _position(text, extension, fault.option)
    return Problem(path, *position, "bad-settings", f"{extension}: {fault.option}: {fault.message}", fault.remedy)


def _position(text: str, extension: str, option: str) -> Position:
    """Return where an option stands behind the extension's name, else where that name stands."""
    # In TOML the name is parts of a table's, each in quotation marks if it likes.
    words = r"[\".]+".join(map(re.escape, extension.split(".")))
    named = re.search(rf"^[^#\n]*?\b({words})\b", text, re.MULTILINE)
    if not named:
        return Position(1, 1)
    stated = re.compile(rf"(?<!\w){option}\s*[:=]").search(text, named.end())
    start = stated.start() if stated else named.start(1)
    return Position(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))

"""Record in a page's facts who reviewed it, when, what of it, and the version of the text that was read."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.review.version import text_version

FACT, _OLD_FACT = "reviewed-by", "reviewers"


def signed(source: SourceText, name: str, role: str, scope: str) -> str:
    """Return a page's text with a sign-off of its version; an older one by the same person of the same part goes.

    Raises UserError if the facts cannot be read.
    """
    head = source.front_matter
    if head is None:
        raise UserError(f"{source.path} does not begin with its facts (write them first)")
    try:
        node, values = read_yaml(head)
    except (yaml.YAMLError, ValueError) as error:
        raise UserError(f"the facts at the top of {source.path} cannot be read: {error}") from None
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise UserError(f"the facts at the top of {source.path} are not `name: value` pairs")
    stated = FACT if FACT in values or _OLD_FACT not in values else _OLD_FACT
    listed = values.get(stated) or []
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise UserError(f"{source.path}: `{stated}` is not a list of reviews (mend it first)")
    new: dict[str, Any] = {"name": name, "role": role, "date": today().isoformat(), "scope": scope,
                           "version": text_version(source)}
    kept = [each for each in listed if (each.get("name"), each.get("scope", each.get("what"))) != (name, scope)]
    lines = f"{stated}:\n" + "".join(_item(each) for each in [*kept, new])
    start, end = _lines_of(head, node, stated)
    rows = head.splitlines(keepends=True)
    rows[start:end] = [lines]
    made = "".join(rows)
    if (read_yaml(made)[1] or {}).get(stated) != [*kept, new]:
        raise UserError(f"the facts at the top of {source.path} could not be written (add the review by hand)")
    at = source.text.index("\n") + 1  # behind the line of dashes
    return source.text[:at] + made + source.text[at + len(head):]


def _item(values: dict[str, Any]) -> str:
    pairs = [f"{name}: {_value(value)}" for name, value in values.items() if value is not None]
    return "  - " + "\n    ".join(pairs) + "\n"


def _value(value: Any) -> str:
    """Return a value as YAML on one line; plain where that is safe, for people to read."""
    text = str(value)
    plain = re.fullmatch(r"[A-Za-z][\w .,()/’'é-]*", text) and not text.endswith(" ") and "#" not in text and \
        text.lower() not in ("yes", "no", "true", "false", "null", "on", "off")
    return text if plain or re.fullmatch(r"\d{4}-\d\d-\d\d", text) else json.dumps(text, ensure_ascii=False)


def _lines_of(head: str, node: yaml.MappingNode, name: str) -> tuple[int, int]:
    """Return the lines of a fact within the facts, from 0, and behind them; the end of the facts if it is not there."""
    count = len(head.splitlines())
    pairs = node.value
    for number, (key, value) in enumerate(pairs):
        if key.value == name:
            last = pairs[number + 1][0].start_mark.line if number + 1 < len(pairs) else count
            end = min(last, value.end_mark.line + (1 if value.end_mark.column else 0))
            return key.start_mark.line, max(end, key.start_mark.line + 1)
    return count, count

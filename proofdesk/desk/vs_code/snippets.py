"""Snippets for what is written by name: a block, an option of a block, a fact at the top of a page.

VS Code calls the top of a Markdown page YAML, so a fact is offered in both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from proofdesk.blocks.kind import BlockKind
from proofdesk.common.language import known_languages
from proofdesk.common.yaml_files.reading import written_name
from proofdesk.content.front_matter import ArticleFrontMatter, Status
from proofdesk.content.topics import Topics

_TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
# How to write the facts that are no single text; all others are a text or a day.
_FACTS = {
    "status": f"status: ${{1|{','.join(Status)}|}}",
    "source": "source:\n  title: ${1:…}\n  publisher: ${2:…}\n  author: ${3:…}\n  date: ${4:…}\n  url: https://${5:…}",
    "lang": f"lang: ${{1|{','.join(known_languages())}|}}",
    "translation-of": "translation-of: articles/${1:name}.md",
    "series": "series: {name: ${1:…}, part: ${2:1}}",
    "authors": "authors:\n  - {name: ${1:…}, role: ${2:…}, orcid: ${3:0000-0002-1825-0097}}",
    "reviewed-by": f"reviewed-by:\n  - {{name: ${{1:…}}, role: ${{2:…}}, date: {_TODAY}, scope: ${{3:…}}}}",
    "corrections": f"corrections:\n  - {{date: {_TODAY}, what: ${{1:…}}}}",
    "ask": "ask:\n  - ${1:…}?",
    "order": "order: ${1:1}",
    "hide": "hide: [${1|toc,navigation|}]",
}


def fact_snippets(topics: Topics) -> dict[str, Any]:
    """Return a snippet for each fact that an article may state."""
    choice = f"1|{','.join(topics.labels)}|" if topics.stated else "1:…"
    facts = {**_FACTS, "topics": f"topics: [${{{choice}}}]"}
    fields = {written_name(name, field): field for name, field in ArticleFrontMatter.model_fields.items()}
    return {f"Fact: {name}": {
        "scope": "markdown,yaml", "prefix": name, "body": facts.get(name, _fact(name, field)).split("\n"),
        "description": field.description or name,
    } for name, field in fields.items()}


def _fact(name: str, field: FieldInfo) -> str:
    days = (field.annotation, *getattr(field.annotation, "__args__", ()))
    return f"{name}: {_TODAY}" if date in days else f"{name}: ${{1:…}}"


def option_snippets(kinds: Mapping[str, BlockKind]) -> dict[str, Any]:
    """Return a snippet for each option of a block, with its words if only some are allowed.

    Kinds whose option of one name means the same share a snippet.
    """
    shared: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for kind in kinds.values():
        for name, option in kind.options.items():
            shared.setdefault((name, option["description"], tuple(map(str, option["words"]))), []).append(kind.name)
    return {f"Option: {name} ({', '.join(of)})": {
        "scope": "markdown", "prefix": name,
        "body": f"    {name}: ${{1|{','.join(words)}|}}" if words else f"    {name}: ${{1:…}}",
        "description": description or f"An option of {', '.join(of)}",
    } for (name, description, words), of in shared.items()}


def block_snippet(kind: BlockKind) -> dict[str, Any]:
    """Return a snippet with a tab stop at each thing to write, and a choice if only some words are allowed."""
    stop = 1
    shown = {name: value for place in kind.record.in_new_page for name, value in place.options.items()}
    lines = [f"/// {kind.name} | ${{{stop}:{literal(kind.record.title_words)}}}"]
    for name, option in kind.options.items():
        if option["required"]:
            stop += 1
            choice = ",".join(map(str, option["words"]))
            lines.append(f"    {name}: ${{{stop}|{choice}|}}" if choice
                         else f"    {name}: ${{{stop}:{literal(shown.get(name, '…'))}}}")
    for line in kind.record.skeleton.split("\n"):
        def tab(match: re.Match[str]) -> str:
            nonlocal stop
            stop += 1
            return f"${{{stop}:…}}"
        lines.append(re.sub("…", tab, literal(line)))
    first_line = next(line.strip() for line in (kind.record.__doc__ or "").splitlines() if line.strip())
    return {"scope": "markdown", "prefix": [kind.name, f"/// {kind.name}"], "body": [*lines, "///", "$0"],
            "description": first_line}


def literal(text: str) -> str:
    """Escape text for a snippet, in which `$`, `}` and `\\` mean something."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)

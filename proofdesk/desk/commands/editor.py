"""``desk editor``: what VS Code needs to know of this site, made from the program itself so that it cannot grow old."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import click

from proofdesk.bibliography.parser import Bibliography, parse_bibliography
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.transaction import Transaction, verify_json
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.topics import TOPICS
from proofdesk.desk.bib_editor import verify_entries
from proofdesk.desk.project import Project, find_project

FOLDER = PurePosixPath(".vscode")
# The keys of the bibliography change with every new work, so this file is no part of the repository.
KEYS = "citations.code-snippets"
# What `desk check` prints: path:line:col: rule: what is wrong (what to do).
PROBLEM = r"^(.+?):(\d+):(\d+): ([a-z0-9-]+): (.*)$"


@click.command()
def editor() -> None:
    """Write VS Code's files for this site: a snippet for each block and each citation key, tasks, settings.

    Type the name of a block, or `@` and the beginning of a key, and VS Code completes it. The task “Check” puts what
    is wrong into the Problems panel. Run it again when a block or the bibliography has changed; `make serve` does.

    \b
    Example:
      desk editor
    """
    site = find_project()
    with Transaction(site.root) as transaction:
        for name, content in {**files(site.kinds), KEYS: citations(site.bibliography)}.items():
            file = site.root / FOLDER / name
            transaction.replace(file, transaction.read(file), content.encode("utf-8"), verify_json)
    click.echo(f"Wrote {FOLDER}/: open the folder in VS Code.")


def files(kinds: Mapping[str, BlockKind]) -> dict[str, str]:
    """The files that belong to the repository, by name."""
    return {
        "blocks.code-snippets": _json({f"Block: {room.name}": _snippet(room) for room in kinds.values()}),
        "article.schema.json": _json(article_schema()),
        "extensions.json": _json({"recommendations": ["redhat.vscode-yaml", "ms-python.python"]}),
        "settings.json": _json(_settings()),
        "tasks.json": _json(_tasks()),
    }


def citations(bibliography: Bibliography) -> str:
    """A snippet for each key: `@` and its beginning, or the author's name, completes it."""
    return _json({
        f"Cite: {key}": {
            "scope": "markdown", "prefix": [f"@{key}", key], "body": f"@{_literal(key)}",
            "description": f"{entry.short_names} {entry.year}: {entry.plain('title')}",
        } for key, entry in bibliography.entries.items()
    })


def replace_bibliography(transaction: Transaction, site: Project, before: bytes | None, text: str,
                         changed: Mapping[str, str]) -> None:
    """Replace the bibliography in which these entries, by key, are new or different.

    The keys that VS Code completes follow, if an editor uses it.
    """
    after = text.encode("utf-8")
    transaction.replace(site.bib_file, before, after, verify_entries(before or b"", changed))
    keys = site.root / FOLDER / KEYS
    offered = transaction.read(keys)
    if offered is not None:
        bibliography = parse_bibliography(after, site.path(site.bib_file))
        transaction.replace(keys, offered, citations(bibliography).encode("utf-8"), verify_json)


def article_schema() -> dict[str, Any]:
    """The facts at the top of an article as JSON Schema, from the model that checks them."""
    schema = ArticleFrontMatter.model_json_schema()
    schema["title"] = "The facts at the top of an article"
    schema["properties"]["topics"]["items"] = {"enum": list(TOPICS)}
    return schema


def _snippet(room: BlockKind) -> dict[str, Any]:
    """A block with a stop at each thing to write, and a choice where only some words are allowed."""
    stop = 1
    lines = [f"/// {room.name} | ${{{stop}:{_literal(room.record.title_words)}}}"]
    for name, option in room.options.items():
        if option["required"]:
            stop += 1
            choice = ",".join(map(str, option["words"]))
            lines.append(f"    {name}: ${{{stop}|{choice}|}}" if choice else f"    {name}: ${{{stop}:…}}")
    for line in room.record.skeleton.split("\n"):
        def tab(match: re.Match[str]) -> str:
            nonlocal stop
            stop += 1
            return f"${{{stop}:…}}"
        lines.append(re.sub("…", tab, _literal(line)))
    first_line = next(line.strip() for line in (room.record.__doc__ or "").splitlines() if line.strip())
    return {"scope": "markdown", "prefix": [room.name, f"/// {room.name}"], "body": [*lines, "///", "$0"],
            "description": first_line}


def _literal(text: str) -> str:
    """Text as it stands in a snippet, where `$`, `}` and `\\` mean something."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)


def _settings() -> dict[str, Any]:
    return {
        "[markdown]": {
            "editor.wordWrap": "on",
            # Off by default in Markdown; without it no block and no key is offered while you type.
            "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
            "editor.snippetSuggestions": "top",
            "files.trimTrailingWhitespace": False,
        },
        "files.associations": {"*.csl": "xml"},
        "files.encoding": "utf8",
        "python.defaultInterpreterPath": "${workspaceFolder}/.venv/bin/python",
        "search.exclude": {"site": True, ".cache": True},
    }


def _tasks() -> dict[str, Any]:
    matcher = {
        "owner": "desk", "source": "desk check", "fileLocation": ["relative", "${workspaceFolder}"],
        "severity": "warning",
        "pattern": {"regexp": PROBLEM, "file": 1, "line": 2, "column": 3, "code": 4, "message": 5},
    }
    shown = {"reveal": "silent", "panel": "shared", "clear": True}
    return {"version": "2.0.0", "tasks": [
        {"label": "Check", "type": "shell", "command": "make --silent check",
         "group": {"kind": "test", "isDefault": True}, "problemMatcher": matcher, "presentation": shown},
        # As a process, so that no shell reads the name of the file.
        {"label": "Check this page", "type": "process", "command": "${workspaceFolder}/.venv/bin/desk",
         "args": ["check", "--", "${relativeFile}"], "problemMatcher": matcher, "presentation": shown},
        {"label": "Serve", "type": "shell", "command": "make serve", "isBackground": True, "problemMatcher": []},
    ]}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

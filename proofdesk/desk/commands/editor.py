"""``desk editor``: write VS Code's files for a site, generated from the models so that they stay current."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import click

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.bibliography.libraries.files import with_libraries
from proofdesk.bibliography.parser import Bibliography, parse_bibliography
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.transaction import Transaction, verify_json
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.review.items import ENDING, ReviewItem
from proofdesk.content.topics import TOPICS
from proofdesk.desk.bib_editor import verify_entries
from proofdesk.desk.project import Project, find_project

FOLDER = PurePosixPath(".vscode")
# The keys of the bibliography change with every new work, so this file is not in the repository.
KEYS = "citations.code-snippets"
REVIEW_SCHEMA = "review.schema.json"
# What `desk check` prints: path:line:col: rule: what is wrong (what to do).
PROBLEM = r"^(.+?):(\d+):(\d+): ([a-z0-9-]+): (.*)$"


@click.command()
def editor() -> None:
    """Write VS Code's files for this site: a snippet for each block and each citation key, tasks, settings.

    Type the name of a block, or `@` and the beginning of a key, and VS Code completes it. The task “Check” lists all
    problems in the Problems panel. Run it again if a block or the bibliography has changed; `make serve` does so.

    \b
    Example:
      desk editor
    """
    project = find_project()
    with Transaction(project.root) as transaction:
        for name, content in {**files(project.kinds), KEYS: citations(project.bibliography)}.items():
            file = project.root / FOLDER / name
            transaction.replace(file, transaction.read(file), content.encode("utf-8"), verify_json)
    click.echo(f"Wrote {FOLDER}/: open the folder in VS Code.")


def files(kinds: Mapping[str, BlockKind]) -> dict[str, str]:
    """Return the files that belong in the repository, by name."""
    return {
        "blocks.code-snippets": _json({f"Block: {kind.name}": _snippet(kind) for kind in kinds.values()}),
        "article.schema.json": _json(article_schema()),
        REVIEW_SCHEMA: _json(review_schema()),
        "extensions.json": _json({"recommendations": ["redhat.vscode-yaml", "ms-python.python"]}),
        "settings.json": _json(_settings()),
        "tasks.json": _json(_tasks()),
    }


def citations(bibliography: Bibliography) -> str:
    """Return a snippet for each key, completed from `@` and its beginning or from the author's name."""
    return _json({
        f"Cite: {key}": {
            "scope": "markdown", "prefix": [f"@{key}", key], "body": _literal(mark(key)),
            "description": f"{entry.short_names} {entry.year}: {entry.plain('title')}",
        } for key, entry in bibliography.entries.items()
    })


def replace_bibliography(transaction: Transaction, project: Project, before: bytes | None, text: str,
                         changed: Mapping[str, str]) -> None:
    """Replace the bibliography in which these entries, by key, are new or different.

    The keys that VS Code completes follow, if an editor uses it.
    """
    after = text.encode("utf-8")
    transaction.replace(project.bib_file, before, after, verify_entries(before or b"", changed))
    keys = project.root / FOLDER / KEYS
    offered = transaction.read(keys)
    if offered is not None:
        own = parse_bibliography(after, project.path(project.bib_file))
        bibliography = with_libraries(own, project.bibliography.libraries)
        transaction.replace(keys, offered, citations(bibliography).encode("utf-8"), verify_json)


def article_schema() -> dict[str, Any]:
    """Return the JSON Schema of an article's front matter, from the model that checks it."""
    schema = ArticleFrontMatter.model_json_schema()
    schema["title"] = "The facts at the top of an article"
    schema["properties"]["topics"]["items"] = {"enum": list(TOPICS)}
    return schema


def review_schema() -> dict[str, Any]:
    """Return the JSON Schema of a review file, from the model that checks it."""
    item = ReviewItem.model_json_schema()
    return {"title": "What reviewers said of a page", "type": "array", "$defs": item.pop("$defs"), "items": item}


def _snippet(kind: BlockKind) -> dict[str, Any]:
    """Return a snippet with a tab stop at each thing to write, and a choice if only some words are allowed."""
    stop = 1
    shown = {name: value for place in kind.record.in_new_page for name, value in place.options.items()}
    lines = [f"/// {kind.name} | ${{{stop}:{_literal(kind.record.title_words)}}}"]
    for name, option in kind.options.items():
        if option["required"]:
            stop += 1
            choice = ",".join(map(str, option["words"]))
            lines.append(f"    {name}: ${{{stop}|{choice}|}}" if choice
                         else f"    {name}: ${{{stop}:{_literal(shown.get(name, '…'))}}}")
    for line in kind.record.skeleton.split("\n"):
        def tab(match: re.Match[str]) -> str:
            nonlocal stop
            stop += 1
            return f"${{{stop}:…}}"
        lines.append(re.sub("…", tab, _literal(line)))
    first_line = next(line.strip() for line in (kind.record.__doc__ or "").splitlines() if line.strip())
    return {"scope": "markdown", "prefix": [kind.name, f"/// {kind.name}"], "body": [*lines, "///", "$0"],
            "description": first_line}


def _literal(text: str) -> str:
    """Escape text for a snippet, in which `$`, `}` and `\\` mean something."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)


def _settings() -> dict[str, Any]:
    return {
        "[markdown]": {
            "editor.wordWrap": "on",
            # Off by default in Markdown, but blocks and keys are only offered while you type if it is on.
            "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
            "editor.snippetSuggestions": "top",
            "files.trimTrailingWhitespace": False,
        },
        "files.associations": {"*.csl": "xml"},
        "files.encoding": "utf8",
        "python.defaultInterpreterPath": "${workspaceFolder}/.venv/bin/python",
        "yaml.schemas": {f"{FOLDER}/{REVIEW_SCHEMA}": f"*{ENDING}"},
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
        {"label": "Check", "type": "shell", "command": "make --silent check ALL=1",
         "group": {"kind": "test", "isDefault": True}, "problemMatcher": matcher, "presentation": shown},
        # As a process, so that no shell reads the name of the file.
        {"label": "Check this page", "type": "process", "command": "${workspaceFolder}/.venv/bin/desk",
         "args": ["check", "--all", "--", "${relativeFile}"], "problemMatcher": matcher, "presentation": shown},
        {"label": "Serve", "type": "shell", "command": "make serve", "isBackground": True, "problemMatcher": []},
    ]}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

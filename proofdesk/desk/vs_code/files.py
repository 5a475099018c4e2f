"""All files of VS Code for a site: snippets, schemas, settings and tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.citation_syntax import mark
from proofdesk.blocks.kind import BlockKind
from proofdesk.content.front_matter import ArticleFrontMatter, Status
from proofdesk.content.review.items import ENDING, ReviewItem
from proofdesk.content.site_data import SITE, SiteData
from proofdesk.content.topics import SLUG, Topics
from proofdesk.desk.vs_code.snippets import block_snippet, fact_snippets, literal, option_snippets
from proofdesk.desk.vs_code.tasks import tasks

FOLDER = PurePosixPath(".vscode")
# The keys of the bibliography change with every new work, so this file is not in the repository.
KEYS = "citations.code-snippets"
REVIEW_SCHEMA, SITE_SCHEMA = "review.schema.json", "site.schema.json"


def files(kinds: Mapping[str, BlockKind], site: SiteData) -> dict[str, str]:
    """Return the files that belong in the repository, by name."""
    return {
        "blocks.code-snippets": _json({
            **{f"Block: {kind.name}": block_snippet(kind) for kind in kinds.values()}, **option_snippets(kinds)}),
        "facts.code-snippets": _json(fact_snippets(site.vocabulary)),
        "article.schema.json": _json(article_schema(site.vocabulary)),
        REVIEW_SCHEMA: _json(review_schema()),
        SITE_SCHEMA: _json(site_schema()),
        "extensions.json": _json({"recommendations": ["redhat.vscode-yaml", "ms-python.python"]}),
        "settings.json": _json(settings()),
        "tasks.json": _json(tasks()),
    }


def citations(bibliography: Bibliography) -> str:
    """Return a snippet for each key, completed from `@` and its beginning or from the author's name."""
    return _json({
        f"Cite: {key}": {
            "scope": "markdown", "prefix": [f"@{key}", key], "body": literal(mark(key)),
            "description": f"{entry.short_names} {entry.year}: {entry.plain('title')}",
        } for key, entry in bibliography.entries.items()
    })


def article_schema(topics: Topics) -> dict[str, Any]:
    """Return the JSON Schema of an article's front matter, from the model that checks it."""
    schema = ArticleFrontMatter.model_json_schema()
    schema["title"] = "The facts at the top of an article"
    # A draft may leave out what it is too early to know, and a day to come stands for that of publication.
    optional = ("title", "published", *(() if topics.stated else ("topics",)))
    needed = [name for name in schema["required"] if name not in optional]
    schema["required"] = ["title"]
    schema["if"] = {"properties": {"status": {"const": Status.DRAFT}}, "required": ["status"]}
    schema["else"] = {"required": needed, "anyOf": [{"required": ["published"]}, {"required": ["publish-on"]}]}
    schema["properties"]["topics"]["description"] = topics.described
    schema["properties"]["topics"]["items"] = (
        {"enum": list(topics.labels)} if topics.stated else {"type": "string", "pattern": SLUG})
    return schema


def site_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``site.yml``, from the model that checks it."""
    return {**SiteData.model_json_schema(), "title": "What is of this site"}


def review_schema() -> dict[str, Any]:
    """Return the JSON Schema of a review file, from the model that checks it."""
    item = ReviewItem.model_json_schema()
    return {"title": "What reviewers said of a page", "type": "array", "$defs": item.pop("$defs"), "items": item}


def settings() -> dict[str, Any]:
    return {
        "[markdown]": {
            "editor.wordWrap": "on",
            # Off by default in Markdown, but blocks and keys are only offered while you type if it is on.
            "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
            "editor.snippetSuggestions": "top",
            "files.trimTrailingWhitespace": False,
        },
        # `make serve` looks at each page that is saved, so what is wrong shows a moment after it is written.
        "files.autoSave": "afterDelay",
        "files.autoSaveDelay": 1000,
        "files.associations": {"*.csl": "xml"},
        "files.encoding": "utf8",
        "python.defaultInterpreterPath": "${workspaceFolder}/.venv/bin/python",
        "yaml.schemas": {f"{FOLDER}/{REVIEW_SCHEMA}": f"*{ENDING}", f"{FOLDER}/{SITE_SCHEMA}": f"/{SITE}"},
        "search.exclude": {"site": True, ".cache": True},
    }


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

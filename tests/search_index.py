"""Read a site's search index, and ask its search as the reader's browser does."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sites import ROOT

_DRIVER = Path(__file__).parent / "search_driver.mjs"
_SHOWN = ("anchor", "kind", "title", "text", "claim", "label", "answer_label", "verdict")
_FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def node() -> str:
    """Node of the environment, or of the one that it is linked to."""
    return str(next(file for file in (ROOT / ".venv").glob("[bS]*/node*") if file.stem == "node"))


def ask(site: Path, *queries: str | dict[str, Any]) -> list[dict[str, Any]]:
    """What a site's search answers to each query: words, or words with filters and more."""
    asked = [{"words": query} if isinstance(query, str) else query for query in queries]
    done = subprocess.run([node(), str(_DRIVER), str(site)], input=json.dumps(asked), capture_output=True,
                          text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)["answers"]
    return answers


def addresses(answer: dict[str, Any]) -> list[str]:
    """Where the results of an answer lead."""
    return [result["url"] for result in answer["results"]]


def read(site: Path, name: str) -> Any:
    return json.loads((site / "search" / name).read_text(encoding="utf-8"))


def index_of(site: Path) -> dict[str, dict[str, Any]]:
    """Every passage of a site's index by its address: what a result shows of it, and its filters."""
    found: dict[str, dict[str, Any]] = {}
    index, filters = read(site, "index.json"), read(site, "filters.json")
    combinations = _numbers(filters["passages"])
    for number in range(len(index["sizes"])):
        part = read(site, f"parts/{number}.json")
        for passage in part["passages"]:
            entry = dict(zip(_SHOWN, [*passage, *[""] * 8], strict=False))
            values = zip(index["choices"].items(), filters["combinations"][combinations.pop(0)], strict=True)
            entry["filters"] = {name: [known[at] for at in chosen] for (name, known), chosen in values if chosen}
            entry["page"] = part["title"]
            found[f"{part['url']}{'#' if passage[0] else ''}{quote(passage[0])}"] = entry
    assert not combinations
    return found


def _numbers(figures: str) -> list[int]:
    found, number, scale = [], 0, 1
    for value in map(_FIGURES.index, figures):
        number, scale = number + value % 32 * scale, scale * 32
        if value < 32:
            found.append(number)
            number, scale = 0, 1
    return found

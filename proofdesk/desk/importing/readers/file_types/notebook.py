"""Write a Jupyter notebook as Markdown: its texts, and its code as code that a program runs, which the report has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.common.text import counted
from proofdesk.desk.importing.readers.held.lines import joined, shown_by

NOTEBOOK = ".ipynb"
_TICKS = re.compile(r"^`{3,}", re.MULTILINE)


def markdown_of_notebook(name: str, text: str) -> tuple[str, list[str]]:
    """Return the cells of a notebook as Markdown, with notes on what was left out. Raise UserError if it is none."""
    try:
        notebook = json.loads(text)
        cells = [each for each in notebook["cells"] if isinstance(each, dict)]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UserError(f"“{name}” cannot be read: it is no notebook of Jupyter's fourth format (open it in Jupyter "
                        "and save it again)") from None
    language = _language(notebook.get("metadata"))
    pieces = [_cell(each, language) for each in cells]
    return "\n\n".join(filter(None, pieces)) + "\n", [*_left_out(cells)]


def _cell(cell: dict[str, Any], language: str) -> str:
    written = joined(cell.get("source"))
    if cell.get("cell_type") == "markdown" or not written.strip():
        return written
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _TICKS.findall(written))])
    return f"{fence}{{{language}}}\n{written}\n{fence}"


def _left_out(cells: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a note on the results of the code, and on pictures that the notebook holds itself."""
    said, pictures = [], 0
    for cell in cells:
        attached = cell.get("attachments")
        pictures += len(attached) if isinstance(attached, dict) else 0
        for output in cell.get("outputs") or ():
            data = output.get("data") if isinstance(output, dict) else None
            pictures += isinstance(data, dict) and any(kind.startswith("image/") for kind in data)
            words = " ".join(shown_by(output).split())
            said += [words] * bool(words)
    if said:
        yield "results of the code that the file shows, which the article has not: " + ", ".join(
            f"“{words[:200]}”" for words in said)
    if pictures:
        yield counted(pictures, "picture that the code drew or that the file holds is not in the article: save it as a "
                      "file, and put it there", "pictures that the code drew or that the file holds are not in the "
                      "article: save them as files, and put them there")


def _language(metadata: Any) -> str:
    """Return the language of the code in the words by which Quarto calls one that it runs."""
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = str(kernel.get("language", "")) if isinstance(kernel, dict) else ""
    return name.lower() if re.fullmatch(r"\w+", name) else "python"

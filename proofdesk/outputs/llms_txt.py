"""Write `llms.txt`, the site's contents for programs that read text (llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from proofdesk.outputs.markdown_export import NAME
from proofdesk.site.article import Article

# Other data for programs, from the site's root.
_DATA = (
    ("data/claims.json", "Claims", "every question, myth and intervention with what it rests on"),
    ("references.json", "All references", "every cited work as CSL-JSON; the same as references.bib and .ris"),
)


def llms_txt(name: str, description: str, articles: Iterable[Article], root: str) -> str:
    """Return the site's contents as Markdown. ``root`` is the address of the site."""
    lines = [f"# {name}", "", f"> {_line(description)}", "",
             "Each article states what every claim rests on, with numbered references. This is not medical advice.", "",
             "## Articles", ""]
    lines += [f"- [{_label(a.facts.title)}]({root}{a.url}{NAME}): {_line(a.facts.description)}" for a in articles]
    lines += ["", "## Data", ""]
    lines += [f"- [{title}]({root}{url}): {about}" for url, title, about in _DATA]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", _line(text))

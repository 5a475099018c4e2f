"""The panel of a page that is being written: each problem with a way to its line, and to its place on the page.

Only under ``mkdocs serve``; a published page has neither the panel nor a path of the machine in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import lxml.html
from lxml.etree import ParserError

from proofdesk.common.problems import Problem


@dataclass(frozen=True)
class Shown:
    """A problem as the panel lists it. ``editor`` opens its line in VS Code; ``anchor`` is its place on the page,
    empty where it shows nowhere."""

    problem: Problem
    editor: str
    anchor: str = ""

    @property
    def place(self) -> str:
        return f"{self.problem.path}:{self.problem.line}:{self.problem.column}"


def with_anchors(html: str, problems: Iterable[Problem], root: Path) -> tuple[str, list[Shown]]:
    """Return the page's content with an id on each problem that it shows, and the panel's list."""
    problems = list(problems)
    try:
        page = lxml.html.fragment_fromstring(html, create_parent="div")
    except ParserError:
        page = lxml.html.Element("div")
    places = page.xpath(".//*[@class='problem' or @class='citation-missing']")
    shown = []
    for problem in problems:
        place = next((each for each in places if not each.get("id") and _is(problem, each.text_content())), None)
        anchor = f"problem-{problem.line}-{problem.column}"
        if place is not None and not page.xpath(f".//*[@id='{anchor}']"):
            place.set("id", anchor)
        else:
            anchor = ""
        address = f"vscode://file/{quote(str(root / problem.path).lstrip('/'))}:{problem.line}:{problem.column}"
        shown.append(Shown(problem, address, anchor))
    if not any(each.anchor for each in shown):
        return html, shown
    inner = "".join([page.text or "", *(lxml.html.tostring(each, encoding="unicode") for each in page)])
    return inner, shown


def _is(problem: Problem, text: str) -> bool:
    """Return whether a note on the page is of this problem."""
    key = text.removeprefix("unknown reference: ")
    return problem.message in text or (key != text and f"“{key}”" in problem.message)

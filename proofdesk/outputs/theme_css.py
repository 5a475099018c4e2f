"""Take out of Material's style sheet what no page of ours can use: its search, tabs, navigation, dialogs and more.

What is kept styles an editor's own Markdown (tables, notes, code, footnotes) and the few parts of Material's skeleton
that ``theme/base.html`` has kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

# The classes of Material that our templates write; a rule that needs another finds nothing on our pages.
_KEPT = {"banner", "banner__inner", "button", "button--primary", "container", "content", "content__inner", "grid",
         "header", "header__button", "icon", "main", "main__inner", "nav__link", "nav__link--active", "skip",
         "typeset", "typeset__scrollwrap", "typeset__table"}
_CLASS = re.compile(r"\.md-([a-z][\w-]*)")
# The classes that an extension of Markdown writes, by the extension.
_WRITTEN_BY = {
    "admonition": (r"\.admonition|\.(?:abstract|bug|danger|example|failure|info|note|question|quote|success|tip|"
                   r"warning)\b",
                   {"admonition", "pymdownx.details", "pymdownx.blocks.admonition", "pymdownx.blocks.details"}),
    "tabs": (r"\.tabbed-", {"pymdownx.tabbed", "pymdownx.blocks.tab"}),
    "keys": (r"\.keys|\.key-", {"pymdownx.keys"}),
    "tasks": (r"\.task-list", {"pymdownx.tasklist"}),
    "critic": (r"\.critic", {"pymdownx.critic"}),
    "grids": (r"\.grid\b", {"md_in_html", "attr_list", "extra", "pymdownx.extra"}),
    "formulas": (r"\.arithmatex", {"pymdownx.arithmatex"}),
}
# Parts that need Material's scripts, and looks that are chosen by attributes which no page has.
_NEVER = r"\.no-js|\[data-md-(?!color-scheme|component)|\.(?:md-)?annotat|\.mermaid|\.giscus|\.lb-"
_TEXT = r"""(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"""
_ICON = re.compile(rf"""(--md-[\w-]*icon[\w-]*):(?:{_TEXT}|url\((?:{_TEXT}|[^)"']*)\)|[^;}}"'(])*;?""")
_PIECE = re.compile(rf"""{_TEXT}|url\((?!["'])[^)]*\)|([{{}};])""")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SHEET = "assets/stylesheets"


def find_sheet(folders: list[str]) -> Path:
    """Return Material's style sheet in the theme's folders. Raises ``FileNotFoundError`` if there is not just one."""
    found = [file for folder in folders for file in sorted((Path(folder) / _SHEET).glob("main.*.min.css"))]
    if len(found) != 1:
        raise FileNotFoundError(f"{len(found)} style sheets “{_SHEET}/main.*.min.css” in the theme")
    return found[0]


def pruned_sheet(file: Path, extensions: Iterable[str]) -> tuple[str, str]:
    """Return the address and the text of what is kept of a style sheet. The address follows the text."""
    css = prune(file.read_text(encoding="utf-8"), extensions)
    return f"{_SHEET}/base.{hashlib.sha256(css.encode('utf-8')).hexdigest()[:8]}.css", css


def prune(css: str, extensions: Iterable[str]) -> str:
    """Return a style sheet without the rules that match nothing on our pages, made with these Markdown extensions."""
    used = {each.removeprefix("markdown.extensions.") for each in extensions}
    return _without(css, "|".join([_NEVER, *(written for written, by in _WRITTEN_BY.values() if not used & by)]))


@lru_cache(maxsize=1)  # while a site is served, each of its builds asks for the same
def _without(css: str, never: str) -> str:
    kept = "".join(_rules(_COMMENT.sub("", css), re.compile(never)))
    # An icon is a picture within the style sheet: where no rule shows it, it is left out too.
    shown = set(re.findall(r"var\((--[\w-]+)", kept))
    kept = _ICON.sub(lambda found: found[0] if found[1] in shown else "", kept)
    moves = set(re.findall(r"[\w-]+", " ".join(re.findall(r"animation(?:-name)?:([^;}]*)", kept))))
    return "".join(rule for head, rule in _parts(kept)
                   if rule != f"{head}{{}}" and (not head.startswith("@keyframes") or head.split()[-1] in moves))


def _parts(css: str) -> Iterator[tuple[str, str]]:
    """Yield each rule at the top of a style sheet: what stands before its brace, and the whole."""
    depth, start, head = 0, 0, ""
    for piece in _PIECE.finditer(css):
        if piece[1] == "{":
            if not depth:
                head = css[start : piece.start()].strip()
            depth += 1
        elif piece[1] == "}":
            depth -= 1
        if not depth and piece[1] in ("}", ";"):
            yield head or css[start : piece.start()].strip(), css[start : piece.end()]
            start, head = piece.end(), ""


def _rules(css: str, never: re.Pattern[str]) -> Iterator[str]:
    for head, rule in _parts(css):
        if head.startswith(("@media", "@supports")):
            inner = "".join(_rules(rule[rule.index("{") + 1 : -1], never))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield rule
        else:
            selectors = [each for each in _selectors(head) if _can_match(each, never)]
            if selectors:
                yield ",".join(selectors) + rule[rule.index("{") :]


def _selectors(head: str) -> Iterator[str]:
    """Yield the selectors of a list; a comma within brackets belongs to one of them."""
    depth = start = 0
    for at, sign in enumerate(head):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield head[start:at]
            start = at + 1
    yield head[start:]


def _can_match(selector: str, never: re.Pattern[str]) -> bool:
    """Return whether an element of our pages can match. What ``:not`` and ``:is`` ask for is no condition."""
    asked = re.sub(r":(?:not|is|where)\([^()]*(?:\([^()]*\)[^()]*)*\)", "", selector)
    return not never.search(asked) and _KEPT.issuperset(_CLASS.findall(asked))

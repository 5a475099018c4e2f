"""Say which extensions and settings of Material this site has, and name those in `mkdocs.yml` that do nothing here.

The editors' guide prints the table of the extensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.content.link_collector import split_link


class Extension(NamedTuple):
    """A Markdown extension: its names in ``mkdocs.yml``, what it reads, whether it is on, and what to write instead."""

    names: tuple[str, ...]
    syntax: str
    is_on: bool
    instead: str


# What blocks and the guide are written with, so that every site has it, whether `mkdocs.yml` lists it or not.
ALWAYS_ON = ("abbr", "attr_list", "def_list", "footnotes", "tables", "toc", "pymdownx.highlight",
             "pymdownx.superfences")


def with_always_on(names: Sequence[str]) -> list[str]:
    """Return the names of a site's Markdown extensions with those that every site has."""
    stated = {name.removeprefix("markdown.extensions.") for name in names}
    return [*names, *(name for name in ALWAYS_ON if name not in stated)]


EXTENSIONS = (
    Extension(("abbr",), "`*[GABA]: its long name`", True, "The long name is shown on hover. The glossary does more."),
    Extension(("attr_list",), "`{ .class #id }`", True, "Directly behind what it is for, as in `[Words](page.md){ "
              ".md-button }`, which makes a link a button."),
    Extension(("def_list",), "`Term`, then `:   Its meaning`", True, "A list of words with what each means."),
    Extension(("footnotes",), "`[^1]`", True, "For a remark. A source is cited: `[@key]`."),
    Extension(("tables",), "`| A | B |`", True, "A table; a line of dashes stands below its head."),
    Extension(("toc",), "`## Heading`", True, "The contents beside a page are made of its headings."),
    Extension(("pymdownx.highlight", "pymdownx.superfences", "fenced_code"), "code between lines of three backticks",
              True, "Coloured by its language."),
    Extension(("sane_lists",), "`1.` and `-`", True, "Always: a list keeps its first number, and its kind of mark."),
    Extension(("admonition",), '`!!! note "Title"`', False, "write a block of this site, as `desk check --fix` does"),
    Extension(("pymdownx.details",), '`??? note "Title"`', False,
              "write a block of this site, as `desk check --fix` does; nothing that readers need is folded away"),
    Extension(("pymdownx.tabbed",), '`=== "Tab"`', False,
              "make each tab a heading; what is behind a tab is neither printed nor found"),
    Extension(("pymdownx.tasklist",), "`- [ ] to do`", False, "write a plain list: readers cannot tick it"),
    Extension(("pymdownx.tilde",), "`H~2~O`, `~~struck out~~`", False,
              "write `<sub>2</sub>`; it would lose the signs of “~5/~10” in silence. Take out what is struck out"),
    Extension(("pymdownx.caret",), "`x^2^`, `^^underlined^^`", False,
              "write `<sup>2</sup>`; it would lose the signs of “10^3–10^4” in silence. What is underlined looks like "
              "a link"),
    Extension(("pymdownx.mark",), "`==marked==`", False, "write `**bold**`; a mark stands for evidence here"),
    Extension(("pymdownx.keys",), "`++ctrl+c++`", False, "write `<kbd>Ctrl</kbd>`"),
    Extension(("pymdownx.emoji",), "`:smile:`, `:material-home:`", False,
              "write the sign itself; icons would be fetched, or be read aloud by no name"),
    Extension(("pymdownx.critic",), "`{++added++}`", False, "accept or reject the change before it is published"),
    Extension(("pymdownx.snippets",), '`--8<-- "file.md"`', False,
              "write the text itself: a problem in another file would have no place"),
    Extension(("pymdownx.arithmatex", "mdx_math"), "`$x^2$`", False,
              "write it in words, plain signs, `<sub>` and `<sup>`; a long formula as a picture with alternative text"),
    Extension(("md_in_html",), '`<div class="grid" markdown>`, `{ .annotate }`', False,
              "write lists and tables: a grid is read in no order, and an annotation cannot be printed; a remark is a "
              "footnote"),
    Extension(("pymdownx.blocks.admonition", "pymdownx.blocks.details", "pymdownx.blocks.tab", "pymdownx.blocks.html",
               "pymdownx.blocks.definition", "pymdownx.blocks.caption"), "`/// admonition | Title`", False,
              "this site has blocks of its own with the same marks"),
)
# A diagram is no extension of its own: it is code, which a script would draw.
DIAGRAM = Extension((), "` ```mermaid `", False, "make it a picture, with alternative text: no script draws here")

_OWN = "this site has page templates of its own"
_PUBLISHER = "the site's name and description, `extra.publisher` and `extra.licence` are what pages show"
# Settings that do nothing here, by their path, each with what does it instead.
_UNUSED: dict[str, str] = {
    "theme.palette.primary": "write `custom`: the colours are in the site's CSS",
    "theme.palette.accent": "write `custom`: the colours are in the site's CSS",
    "theme.palette.toggle": "take it out: the header has a switch that follows the reader's system",
    "theme.palette.media": "take it out: the colours follow the reader's system",
    "theme.logo": "take it out: `theme.favicon` names the site's mark",
    "theme.icon": f"take it out: {_OWN}",
    "theme.font": "write `font: false`: no font is loaded",
    "theme.direction": "take it out: the interface speaks English",
    "extra.social": f"take it out: {_PUBLISHER}",
    "extra.analytics": "take it out: no page tells anybody who reads it",
    "extra.consent": "take it out: nothing here needs a consent",
    "extra.version": f"take it out: {_OWN}",
    "extra.alternate": f"take it out: {_OWN}",
    "extra.homepage": f"take it out: {_OWN}",
    "extra.status": "take it out: each page states when it was checked",
    "extra.tags": "take it out, and state `topics` at the top of each article",
    "extra.annotate": f"take it out: {_OWN}",
    "extra_javascript": "take it out: pages load the site's own scripts only",
    "repo_url": f"take it out: {_OWN}", "repo_name": f"take it out: {_OWN}", "edit_uri": f"take it out: {_OWN}",
    "copyright": f"take it out: {_PUBLISHER}",
}
_PLUGINS: dict[str, str] = {
    "search": "take it out: the site has a search of its own",
    "tags": "take it out, and state `topics` at the top of each article",
    "blog": "take it out: articles stand in `docs/articles/`, with feeds of their own",
    "social": "take it out: each article has a card already",
    "meta": "take it out, and state the facts at the top of each page",
    "privacy": "take it out: no page loads anything from elsewhere",
    "offline": "take it out: the search needs a server",
    "typeset": "take it out: titles are plain text",
    "optimize": "take it out, and make pictures smaller before they are added",
    "info": "take it out", "group": "take it out, and list the plugins themselves", "projects": "take it out",
    "glightbox": "take it out: pages load the site's own scripts only",
    "git-revision-date-localized": "take it out: pages state when they were published and checked",
    "git-revision-date": "take it out: pages state when they were published and checked",
    "section-index": f"take it out: {_OWN}",
    "mermaid2": "take it out, and make each diagram a picture",
}
# Values that say that a feature is off.
_OFF: tuple[Any, ...] = (None, False, "", "custom", [], {})


def is_foreign(address: str) -> bool:
    """Return whether an address of the settings names a host, or is none that a browser can read."""
    parts = split_link(address)
    return parts is None or bool(parts.netloc)


def unused_settings(settings: Mapping[str, Any], text: str, name: str) -> list[Problem]:
    """Return a problem for each setting that does nothing, as it is stated twice or of Material, or that asks others.

    ``settings`` are those of ``mkdocs.yml`` as MkDocs reads them, ``text`` is the file, ``name`` its path.
    """
    places = _Places(text)
    found = [Problem(name, *places.find(path), "unused-setting", f"“{path}” does nothing here", remedy)
             for path, remedy in _unused(settings)]
    found += [Problem(name, *position, "unused-setting", f"“{key}” is stated twice, and MkDocs takes the last alone",
                      "keep one of the two") for key, position in places.repeated()]
    found += [Problem(name, *places.find("theme", "features", str(feature)), "unused-setting",
                      f"“{feature}” of theme.features does nothing here", f"take it out: {_OWN}")
              for feature in _listed(_mapping(settings.get("theme")).get("features"))]
    found += [Problem(name, *places.find("extra_css", str(sheet)), "foreign-request",
                      f"each page would load “{sheet}” from another site, which would know its readers",
                      "put the file into docs/assets/, and name that")
              for sheet in _listed(settings.get("extra_css")) if is_foreign(str(sheet))]
    for listed, options in _names(settings.get("markdown_extensions")).items():
        short = listed.removeprefix("markdown.extensions.")
        refused = next((each for each in EXTENSIONS if short in each.names and not each.is_on), None)
        if refused:
            found.append(Problem(name, *places.find("markdown_extensions", listed), "refused-extension",
                                 f"this site does not use the extension “{listed}”", f"take it out; {refused.instead}"))
        for fence in _listed(_mapping(options).get("custom_fences")):
            found.append(Problem(name, *places.find("markdown_extensions", listed, "custom_fences"),
                                 "refused-extension", f"no script draws “{_mapping(fence).get('name')}” here",
                                 f"take it out; {DIAGRAM.instead}"))
    return found


def _unused(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for path, remedy in _UNUSED.items():
        first, *rest = path.split(".")
        values = [settings.get(first)]
        for part in rest:
            values = [_mapping(each).get(part) for value in values for each in _listed(value)]
        for value in values:
            if value not in _OFF:
                yield path, remedy
                break
    for plugin in _names(settings.get("plugins")):
        short = plugin.removeprefix("material/")
        if short in _PLUGINS:
            yield f"plugins.{plugin}", _PLUGINS[short]


def _names(listed: Any) -> dict[str, Any]:
    """Return names and their settings from a list or a mapping: mkdocs.yml allows both."""
    found: dict[str, Any] = {}
    for each in _listed(listed):
        found |= {str(name): options for name, options in each.items()} if isinstance(each, Mapping) else {
            str(each): None}
    return found


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


class _Places:
    """The places of the settings in a file; a setting that another file brings (INHERIT) has the first place."""

    def __init__(self, text: str) -> None:
        try:
            self._root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError:
            self._root = None

    def repeated(self) -> Iterator[tuple[str, Position]]:
        """Yield each name that a mapping has a second time, with its place."""
        seen, nodes = set[int](), [self._root]
        for node in nodes:
            if node is None or id(node) in seen:  # an alias is the node that it stands for
                continue
            seen.add(id(node))
            names = set[str]()
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value in names and isinstance(key, yaml.ScalarNode):
                        yield key.value, Position(key.start_mark.line + 1, key.start_mark.column + 1)
                    names.add(str(key.value))
                    nodes.append(value)
            elif isinstance(node, yaml.SequenceNode):
                nodes += node.value

    def find(self, *path: str) -> Position:
        """Return the place of the innermost part of a path that the file has."""
        position, nodes = Position(1, 1), [self._root]
        for part in path if len(path) > 1 else path[0].split(".", 2):
            found = next(((key, value) for node in nodes for key, value in _pairs(node) if key.value == part), None)
            if found is None:
                break
            position = Position(found[0].start_mark.line + 1, found[0].start_mark.column + 1)
            nodes = [found[1]]
        return position


def _pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node | None]]:
    """Yield names and values of a mapping, or of all mappings and names of a list."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            if isinstance(each, yaml.ScalarNode):
                yield each, None
            else:
                yield from _pairs(each)

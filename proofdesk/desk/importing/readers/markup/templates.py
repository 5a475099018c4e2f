"""Write the templates in a text: shortcodes of Hugo and Quarto, tags and variables of Jekyll's Liquid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.markup.draft import Draft, Piece, box, figure

_SHORTCODE = re.compile(
    r"\{\{(?P<mark>[<%])(?!/\*)\s*(?P<end>/?)\s*(?P<name>[\w./-]+)(?P<rest>[^{}]{0,2000}?)/?\s*[>%]\}\}"
    r"|\{%-?\s*(?P<tag>[\w./-]+)(?P<words>[^{}]{0,2000}?)-?%\}")
_VARIABLE = re.compile(r"\{\{-?\s*(?P<words>[^{}<%]{1,300}?)\s*-?\}\}")
_OTHER = re.compile(r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}|<%[^%\n]{0,300}%>")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s\"']+))"
                        r"|\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s\"'=]+)")
_STRING = re.compile(r"[\"']([^\"']*)[\"']")
_PATH = re.compile(r"\{\{-?\s*(?:(?:site|page)\.[\w.]*(?:url|baseurl|path|root)|(?:base|site)[_-]?url)\s*-?\}\}")
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}(.{0,5000}?)\{%-?\s*endcomment\s*-?%\}|\{\{/\*(.{0,5000}?)\*/\}\}"
                      r"|\{#(?![\w:-]+[ }])(.{0,5000}?)#\}", re.DOTALL)

_FIGURES = {"figure", "fig", "img", "image", "imgproc", "picture", "photo", "figure.html", "image.html", "img.html",
            "figure-md", "responsive-image", "postfigure"}
_BOXES = {"notice", "alert", "admonition", "callout", "hint", "note", "tip", "warning", "info", "caution", "danger",
          "important", "success", "error", "question", "quote", "example", "panel", "box", "warn", "attention",
          "blockquote"}
_FOLDED = {"details", "expand", "spoiler", "accordion", "accordion-item", "tab", "tabs", "tabitem", "tabpane",
           "columns", "column", "cards", "card", "steps", "collapse", "row", "col", "grid", "div", "section", "center",
           "summary"}
_CODE = {"highlight", "code", "codeblock"}
_FORMULAS = {"katex", "math", "mathjax", "latex"}
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "youtubeplayer": "https://www.youtube.com/watch?v=",
           "vimeo": "https://vimeo.com/", "tweet": "https://twitter.com/i/status/",
           "x": "https://twitter.com/i/status/",
           "gist": "https://gist.github.com/", "instagram": "https://www.instagram.com/p/",
           "video": "", "audio": "", "youtube.html": "https://www.youtube.com/watch?v=", "embed": "", "iframe": "",
           "twitter": "", "asciinema": "https://asciinema.org/a/", "bilibili": "https://www.bilibili.com/video/"}
_REFERENCES = {"ref", "relref", "post_url", "link", "relurl", "absurl"}
_MEANT = "templates that were left out"
_INSIDE = "templates around a text, which stays without them"
_LINKED = "parts of other sites, which became links"
_FOLDS = "tabs and folded parts, whose texts now follow each other"


class _Tag(NamedTuple):
    """A shortcode or a tag: its name, its parameters by name, and those without a name."""

    name: str
    named: Mapping[str, str]
    listed: list[str]

    def get(self, *names: str) -> str:
        return next((self.named[name] for name in names if self.named.get(name)), "")


def write_templates(draft: Draft, facts: Mapping[str, str]) -> None:
    """Write shortcodes, tags and variables as Markdown; ``facts`` are those of the page by name.

    What takes a place in a sentence and cannot be known is marked; what stands alone is left out and named.
    """
    draft.take_comments(_COMMENT)
    draft.rewrite(_RAW, lambda piece: "")
    draft.rewrite(_PATH, lambda piece: "")
    closed = _closed(draft)
    opened: list[tuple[str, str]] = []
    draft.rewrite(_SHORTCODE, lambda piece: _shortcode(piece, draft, closed, opened))
    draft.rewrite(_VARIABLE, lambda piece: _variable(piece, draft, facts))
    draft.rewrite(_OTHER, lambda piece: _unknown(piece, draft))


def _closed(draft: Draft) -> set[str]:
    """Return the names of tags that have an end somewhere."""
    names = set()
    for match in _SHORTCODE.finditer(draft.text):
        if match["end"]:
            names.add(match["name"].lower())
        elif match["tag"] and match["tag"].startswith("end"):
            names.add(match["tag"].removeprefix("end").lower())
    return names


def _shortcode(piece: Piece, draft: Draft, closed: set[str], opened: list[tuple[str, str]]) -> str:
    name = (piece["name"] or piece["tag"]).lower()
    ends = bool(piece["end"]) or (bool(piece["tag"]) and name.startswith("end") and name[3:] in closed)
    if ends:
        name = name if piece["name"] else name.removeprefix("end")
        return _close(name, opened)
    tag = _read(name, piece["rest"] or piece["words"])
    if tag.name == "include" and piece["tag"] and tag.listed:
        tag = tag._replace(name=tag.listed[0].lower(), listed=tag.listed[1:])
    has_end = name in closed and not piece[0].rstrip("}%> ").endswith("/")
    return _open(tag, piece, draft, has_end, opened)


def _close(name: str, opened: list[tuple[str, str]]) -> str:
    for number in range(len(opened) - 1, -1, -1):
        if opened[number][0] == name:
            return opened.pop(number)[1]
    return ""


def _open(tag: _Tag, piece: Piece, draft: Draft, has_end: bool, opened: list[tuple[str, str]]) -> str:
    """Return what takes the place of a tag; that of its end is added to ``opened``."""
    name, start, end = tag.name, "", ""
    address = tag.get("src", "url", "path", "image", "file", "href", "image_path", "link") or next(iter(tag.listed), "")
    if name.rpartition("/")[2].removesuffix(".html") in {each.removesuffix(".html") for each in _FIGURES} and address:
        caption = tag.get("caption", "title", "description")
        start = figure(address, " ".join(filter(None, (caption, tag.get("attr", "credit")))), tag.get("alt"))
        start = f"\n\n{start}\n\n" if piece.alone or caption else start
    elif name in _REFERENCES:
        start = address
    elif name == "cite":
        keys = [key.strip(",") for key in tag.listed if not key.startswith("-")]
        start = f"[{'; '.join(f'@{key}' for key in keys)}]"
    elif name in _VIDEOS:
        start = _embedded(tag, address, piece, draft)
    elif name == "kbd":
        start = " ".join(tag.listed).replace("-", "+")
    elif has_end and name in _BOXES:
        kind = tag.get("type", "class", "icon", "style", "theme", "color") or (
            tag.listed[0] if tag.listed and re.fullmatch(r"[\w-]+", tag.listed[0]) else name)
        title = tag.get("title", "header") or " ".join(tag.listed[1:] if tag.listed and kind == tag.listed[0]
                                                       else tag.listed)
        start, end = f"\n\n{box(kind.split()[-1].lower() if kind else name, title)}\n\n", "\n\n:::\n\n"
    elif has_end and name in _CODE:
        start, end = "\n\n```" + ("" if piece.followed_by_line else "\n"), "\n```\n\n"
    elif has_end and name in _FORMULAS:
        start, end = ("\n\n$$", "$$\n\n") if piece.alone else ("$", "$")
    elif has_end and name in _FOLDED:
        title = tag.get("title", "header", "name", "label", "summary") or " ".join(
            each for each in tag.listed if not each.isdigit())
        draft.named.add(_FOLDS, piece[0])
        start, end = f"\n\n**{title}**\n\n" if title else "\n\n", "\n\n"
    elif has_end:
        draft.named.add(_INSIDE, piece[0])
    else:
        start = _unknown(piece, draft)
    if has_end:
        opened.append((name if not piece["tag"] else (piece["tag"]).lower(), end))
    return start


def _embedded(tag: _Tag, address: str, piece: Piece, draft: Draft) -> str:
    draft.named.add(_LINKED, piece[0])
    address = address or tag.get("id", "video_id", "gist")
    if tag.name in ("tweet", "x") and len(tag.named) > 1:
        address = tag.get("id")
    if not address.startswith(("http://", "https://")):
        host = _VIDEOS[tag.name]
        listed = "/".join(tag.listed[:2]) if tag.name == "gist" and len(tag.listed) > 1 else address
        address = host + listed if host and listed else ""
    if not address:
        return f"{REVIEW_OPEN}{tag.name}: {' '.join((*tag.named.values(), *tag.listed))}{REVIEW_CLOSE}"
    words = tag.get("title", "caption") or address
    return f"[{words}]({address})"


def _variable(piece: Piece, draft: Draft, facts: Mapping[str, str]) -> str:
    words = piece["words"]
    string = _STRING.match(words)
    if string:  # “"/img/a.png" | relative_url”
        return string[1]
    known = facts.get(words.strip().removeprefix("page.").removeprefix("$frontmatter."))
    return known if known else _unknown(piece, draft)


def _unknown(piece: Piece, draft: Draft) -> str:
    """Name a template that stands alone; mark one within a sentence, which lacks what it would show."""
    if piece.alone:
        draft.named.add(_MEANT, piece[0])
        return ""
    draft.named.add("templates within a sentence, which are marked", piece[0])
    words = piece[0].strip("{}%<>-/ \t\n")
    return f"{REVIEW_OPEN}{' '.join(words.split())}{REVIEW_CLOSE}"


def _read(name: str, rest: str) -> _Tag:
    named: dict[str, str] = {}
    listed = []
    for match in _PARAMETER.finditer(rest):
        key, *values = match.groups()
        value = next((each for each in values if each is not None), "").replace('\\"', '"')
        if key:
            named[key.lower()] = value
        else:
            listed.append(value)
    return _Tag(name, named, [each for each in listed if each not in ("|", "/")])

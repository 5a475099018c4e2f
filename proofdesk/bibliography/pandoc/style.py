"""Read a CSL style, and say in a sentence why one cannot be used.

The standard: Citation Style Language 1.0.2, docs.citationstyles.org.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from lxml import etree

from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE, pandoc_path
from proofdesk.common.errors import ProofdeskError, explain
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.common.language import spoken

_IN_TEXT = "in-text"
_WEB_PAGE = re.compile(r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_CSL = "{http://purl.org/net/xbiblio/csl}"


class StyleError(ProofdeskError):
    """The style cannot be used for any work. The message says why and what to do, as the words of a problem."""

    def __init__(self, message: str, remedy: str = "take an independent style, unchanged, from the styles' repository"):
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True)
class Style:
    """A style that has both citations and a list. ``language`` is to be set aside the style's own, or None.

    Two are the same style if their texts and languages are the same, wherever their files are.
    """

    path: Path = field(compare=False)
    text: str
    language: str | None

    @property
    def alone(self) -> str:
        """Return the style without what it writes of a work because of others in the same list.

        These are letters after equal years, and a dash in the place of a repeated author.
        """
        text = re.sub(r'disambiguate-add-year-suffix\s*=\s*(["\'])true\1', "", self.text)
        return re.sub(r'subsequent-author-substitute(-rule)?\s*=\s*("[^"]*"|\'[^\']*\')', "", text)

    @property
    def csl(self) -> str | None:
        """Return the file that Pandoc is to read, or None for its own style."""
        return None if self.path == DEFAULT_STYLE else str(self.path)


def read_style(path: Path) -> Style:
    """Return the style of a file; of a dependent style, its parent from the same folder. Raises StyleError."""
    if path == DEFAULT_STYLE:
        return Style(path, _default_text(), _language(""))
    text, root = _read(path)
    locale = root.get("default-locale", "")
    if parent := _parent(root):
        name = parent.rstrip("/").rpartition("/")[2] + ".csl"
        if not (beside := path.with_name(name)).is_file():
            raise StyleError(f"it holds nothing but the name of another style, “{name}”",
                             f"download {name} too, and put it beside this file")
        path = beside
        text, root = _read(path)
        if _parent(root):
            raise StyleError(f"“{name}”, the style that it names, names another one too")
        locale = locale or root.get("default-locale", "")
    if root.get("class", _IN_TEXT) != _IN_TEXT:  # CSL knows one other class, of footnotes
        raise StyleError("it puts references into footnotes, and an article has one list of references",
                         "take a style with numbers or with authors and years")
    if root.find(f"{_CSL}citation") is None or root.find(f"{_CSL}bibliography") is None:
        raise StyleError("it does not say how citations and a list of references look")
    return Style(path, text, _language(locale))


def _language(locale: str) -> str | None:
    """Return the language of the pages' own words, if a style with this locale would not speak it by itself."""
    language = spoken()
    own = locale.partition("-")[0] or "en"  # CSL's own default
    return language.code if own != language.base else None


@cache
def _default_text() -> str:
    done = subprocess.run([pandoc_path(), "--print-default-data-file", "default.csl"], capture_output=True,
                          encoding="utf-8", check=True)
    return done.stdout


def _parent(root: etree._Element) -> str:
    """Return the address of the style that a dependent style stands for, or an empty text."""
    if root.find(f"{_CSL}citation") is not None:
        return ""
    links = root.iterfind(f"{_CSL}info/{_CSL}link")
    return next((link.get("href", "") for link in links if link.get("rel") == "independent-parent"), "")


def _read(path: Path) -> tuple[str, etree._Element]:
    """Return a style's text and its root element."""
    try:
        content = read_ordinary(path, MAX_LIST_BYTES)
    except OSError as error:
        raise StyleError(f"it cannot be read: {explain(error)[0]}") from error
    return content.decode("utf-8-sig", errors="replace"), _parse(content)


@lru_cache(maxsize=4)
def _parse(content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        if _WEB_PAGE.match(content.decode("utf-8", errors="replace")):
            raise _web_page() from error
        line, column = error.position
        raise StyleError(f"it is no XML from line {line}, column {column} on",
                         "download it again from the styles' repository") from error
    if etree.QName(root).localname.lower() == "html":
        raise _web_page()
    if root.tag != f"{_CSL}style":
        raise StyleError(f"it is no CSL style: it begins with <{etree.QName(root).localname}>")
    return root


def _web_page() -> StyleError:
    return StyleError("it is a web page that was saved under a style's name",
                      "open the style itself, the raw file, and save that")

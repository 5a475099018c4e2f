"""Mark each citation of a page with what it cites, so that an export can write it as a reference manager does."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from dataclasses import asdict, dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from proofdesk.bibliography.locators import LABEL_OF_WORD
from proofdesk.content.markup import CITATION_KEY, CITATIONS, plain_text

DATA_CITE = "data-desk-cite"
# After inline patterns (20), which find the citations; before they are numbered (15) and their words are gone.
_PRIORITY = 15.5
_LOCATOR = re.compile(
    rf"(?:({'|'.join(sorted(map(re.escape, LABEL_OF_WORD), key=len, reverse=True))})\.?\s*)?"
    r"((?:[A-Za-z]?\d[\w.:–-]*|[ivxlcdm]+(?=[\s,–-]|$))(?:\s*(?:,|&|and)\s*[A-Za-z]?\d[\w.:–-]*)*)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Cited:
    """One work of a citation: its key, the words before it, where in it, and the words after it."""

    key: str
    prefix: str = ""
    locator: str = ""
    label: str = ""
    suffix: str = ""
    suppressed: bool = False


class CitedWorksExtension(Extension):
    """Markdown extension that gives each group of citations an attribute that ``read_cited`` reads."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_MarkCitations(md), "cited-works", _PRIORITY)


class _MarkCitations(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for group in root.iter("span"):
            if group.get("class") == CITATIONS:
                parts = list(group)
                found = [_cited(plain_text(prefix), key, plain_text(suffix)) for prefix, key, suffix in zip(
                    parts[::3], parts[1::3], parts[2::3], strict=True) if key.get("class") == CITATION_KEY]
                group.set(DATA_CITE, json.dumps([asdict(each) for each in found]))


def read_cited(value: str) -> list[Cited]:
    """Return the works that an attribute names."""
    return [Cited(**each) for each in json.loads(value)]


def _cited(prefix: str, key: etree.Element, words: str) -> Cited:
    label, locator, suffix = split_locator(words)
    return Cited(key.text or "", prefix, locator, label, suffix, "data-suppressed" in key.attrib)


def split_locator(words: str) -> tuple[str, str, str]:
    """Return the label and the locator with which words behind a key begin, and the rest of them."""
    found = _LOCATOR.match(words.strip())
    if not found or not (found[1] or found[2][:1].isdigit()):
        return "", "", words.strip()
    rest = found[3].strip()
    return LABEL_OF_WORD.get(found[1] or "", "page"), found[2].rstrip(".,"), rest.lstrip(",").strip() if rest else ""

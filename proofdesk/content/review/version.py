"""The version of a page's text: a short fingerprint, which changes when a reader would read something else."""

from __future__ import annotations

import hashlib
import unicodedata

from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml

# What a reader reads of the front matter before the text.
_READ = ("title", "description")


def text_version(source: SourceText) -> str:
    """Return the version of a page, as “3f2a-9c0b-1d4e”.

    It is made of the title, the description and the text. Line ends, blank lines, spaces and comments do not count, so
    a page that an editor wrapped anew is the same version; the other facts at its top do not either, because a review
    is signed there.
    """
    words = " ".join(_without_comments(f"{_stated(source)}\n{source.body}").split())
    digest = hashlib.sha256(unicodedata.normalize("NFC", words).encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join((digest[:4], digest[4:8], digest[8:12]))


def _without_comments(text: str) -> str:
    """Return a text with a blank in place of each comment, in linear time whatever is opened and not closed."""
    parts, at, start = [], 0, text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        at = end + 3
        start = text.find("<!--", at)
    return " ".join([*parts, text[at:]])


def _stated(source: SourceText) -> str:
    try:
        _, values = read_yaml(source.front_matter or "")
    except Exception:  # whatever is wrong with the facts, the check says it
        return ""
    return "\n".join(str(values.get(name) or "") for name in _READ) if isinstance(values, dict) else ""

"""The version of a page's text: a short fingerprint, which changes when a reader would read something else."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# What a reader reads of the front matter before the text.
_READ = ("title", "description")


def text_version(source: SourceText) -> str:
    """Return the version of a page, as “3f2a-9c0b-1d4e”.

    It is made of the title, the description and the text. Line ends, blank lines, spaces and comments do not count, so
    a page that an editor wrapped anew is the same version; the other facts at its top do not either, because a review
    is signed there.
    """
    words = " ".join(_COMMENT.sub(" ", f"{_stated(source)}\n{source.body}").split())
    digest = hashlib.sha256(unicodedata.normalize("NFC", words).encode("utf-8", "surrogatepass")).hexdigest()
    return "-".join((digest[:4], digest[4:8], digest[8:12]))


def _stated(source: SourceText) -> str:
    try:
        _, values = read_yaml(source.front_matter or "")
    except Exception:  # whatever is wrong with the facts, the check says it
        return ""
    return "\n".join(str(values.get(name) or "") for name in _READ) if isinstance(values, dict) else ""

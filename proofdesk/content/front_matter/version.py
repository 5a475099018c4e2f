"""Tell one version of a page's text from another, for those who signed one of them."""

from __future__ import annotations

import re
from hashlib import sha256

from proofdesk.content.document import Document

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LENGTH = 12  # letters: enough that two versions of one page never share them


def text_version(document: Document) -> str:
    """Return the fingerprint of what a page says: its title, description and body.

    Lines may be broken anew and comments written: readers see neither. Other facts, such as who signed, are no part
    of the text.
    """
    said = [str(document.stated.get(name, "")) for name in ("title", "description")]
    words = " ".join([*said, _COMMENT.sub(" ", document.source.body)]).split()
    return sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]

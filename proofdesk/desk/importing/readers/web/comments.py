"""Read the comments in the source of a web page: what somebody said, and the names that programs give to its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree as etree
from lxml.html import HtmlElement

# What programs write for others of them: “[if mso]”, “wp:paragraph”, “.element: class="fragment"”.
_OF_PROGRAM = re.compile(r"\s*(?:\[(?:if|endif)\b|/?wp:|#|Start|End|\.(?:element|slide):)")
MIN_WORDS = 3  # of a comment, for it to be somebody's and not the name of a part, such as “main column”


def comments_in(page: HtmlElement) -> Iterator[tuple[etree._Comment, str, bool]]:
    """Yield each comment in the body with its words, and whether somebody said them; those for programs are none."""
    for comment in page.iter(etree.Comment):
        said = " ".join((comment.text or "").split())
        if said and next(comment.iterancestors("body"), None) is not None and not _OF_PROGRAM.match(said):
            yield comment, said, len(re.findall(r"[^\W_]+", said)) >= MIN_WORDS

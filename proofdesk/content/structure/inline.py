"""Try inline patterns only on text that holds a sign with which one of them begins.

Python-Markdown tries each of seventeen patterns on every piece of text, of which three in four are plain words.

It replaces ``InlineProcessor.__handleInline`` (Python-Markdown 3.x, treeprocessors.py), which no subclass is meant to;
``tests/content/test_inline.py`` tells if it went.
"""

from __future__ import annotations

import re

from markdown.treeprocessors import InlineProcessor

# What the patterns of these modules begin with. Where another one is tried, all of them are.
_KNOWN = {"markdown.inlinepatterns", "markdown.extensions.footnotes", "proofdesk.citations.patterns"}
_SIGNS = re.compile(r"[`\\\[<&*_@]|  \n")


class QuickInline(InlineProcessor):
    """Tree processor that leaves plain text as it is."""

    def run(self, tree, ancestors=None):  # type: ignore[no-untyped-def]
        self._is_known = all(type(each).__module__ in _KNOWN for each in self.inlinePatterns)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if self._is_known and not _SIGNS.search(data):
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return handled

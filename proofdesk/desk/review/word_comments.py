"""Read the comments of a Word file, and which of them answer others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofdesk.desk.review.word_parts import Parts, W, read_xml
from proofdesk.desk.review.word_text import WordComment


def read_comments(parts: Parts) -> dict[str, WordComment]:
    """Return every comment by its id, replies too, without its place."""
    root = read_xml(parts, "word/comments.xml")
    found = {}
    for each in root.findall(f"{W}comment") if root is not None else ():
        lines = ["".join(node.text or "" if node.tag == f"{W}t" else " " for node in paragraph.iter(
            f"{W}t", f"{W}br", f"{W}tab")) for paragraph in each.iter(f"{W}p")]
        id = each.get(f"{W}id", "")
        found[id] = WordComment(id, each.get(f"{W}author", ""), each.get(f"{W}date", ""),
                                "\n".join(lines).strip())
    return found


_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def threads(parts: Parts, comments: dict[str, WordComment]) -> list[WordComment]:
    """Return the comments with their replies; Word says which is which by the last paragraph of each."""
    root, more = read_xml(parts, "word/comments.xml"), read_xml(parts, "word/commentsExtended.xml")
    by_paragraph: dict[str, WordComment] = {}
    for each in root.findall(f"{W}comment") if root is not None else ():
        for paragraph in each.iter(f"{W}p"):
            by_paragraph[paragraph.get(f"{_W14}paraId", "")] = comments[each.get(f"{W}id", "")]
    replies: set[str] = set()
    for each in _extended(more):
        comment = by_paragraph.get(each.get(f"{_W15}paraId", ""))
        parent = by_paragraph.get(each.get(f"{_W15}paraIdParent", "-"))
        if comment and each.get(f"{_W15}done") in ("1", "true"):
            comment.resolved = True
        if comment and parent and parent is not comment:
            parent.replies.append(comment)
            replies.add(comment.id)
    return [each for id, each in comments.items() if id not in replies]


def _extended(root: Any) -> Iterator[Any]:
    if root is not None:
        yield from (each for each in root.iter() if each.tag == f"{_W15}commentEx")

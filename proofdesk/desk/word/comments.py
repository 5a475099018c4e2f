"""Read the comments of a Word file, and which of them answer others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Later versions of Word state elsewhere what replies to what, each in a namespace of its own.
_STATED = re.compile(r"\{[^{}]*/wordml\}(?P<name>paraId|paraIdParent|done)")
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SHOWN = {**dict.fromkeys((f"{W}{name}" for name in ("tab", "ptab", "br", "cr")), " "), f"{W}noBreakHyphen": "-",
          **dict.fromkeys((f"{W}{name}" for name in ("drawing", "pict")), "[picture]")}


@dataclass
class SaidInWord:
    """What somebody said, by the name of the comment in the file, with the name of the one that it replies to."""

    name: str
    by: str = ""
    date: str = ""
    says: str = ""
    parent: str = ""
    resolved: bool = False


def read_comments(parts: Iterable[tuple[etree._Element, Mapping[str, str]]]) -> dict[str, SaidInWord]:
    """Return all comments by name, of the parts of a file that hold them, each with the addresses of its links."""
    comments: dict[str, SaidInWord] = {}
    by_paragraph: dict[str, str] = {}
    more: list[dict[str, str]] = []
    for part, links in parts:
        for element in part.iter(f"{W}comment"):
            comment = _comment(element, links)
            comments[comment.name] = comment
            # The last paragraph of a comment names it.
            by_paragraph |= {id: comment.name for paragraph in element.iter(f"{W}p")
                             if (id := _stated(paragraph).get("paraId"))}
        more += [stated for element in part if isinstance(element.tag, str) and element.tag != f"{W}comment"
                 and (stated := _stated(element)).get("paraId")]
    for stated in more:
        found = comments.get(by_paragraph.get(stated["paraId"], ""))
        if found:
            found.parent = by_paragraph.get(stated.get("paraIdParent", ""), "")
            found.resolved = stated.get("done") in ("1", "true")
    return comments


def _stated(element: etree._Element) -> dict[str, str]:
    return {found["name"]: str(value) for name, value in element.attrib.items()
            if (found := _STATED.fullmatch(str(name)))}


def _comment(element: etree._Element, links: Mapping[str, str]) -> SaidInWord:
    says = []
    for paragraph in element.iter(f"{W}p"):
        words = "".join(_SHOWN.get(str(each.tag)) or each.text or ""
                        for each in paragraph.iter(f"{W}t", _FORMULA, *_SHOWN))
        for link in paragraph.iter(f"{W}hyperlink"):
            address = links.get(link.get(f"{RELATIONS}id", ""), "")
            words += f" <{address}>" if address and address not in words else ""
        says.append(words.strip())
    return SaidInWord(element.get(f"{W}id", ""), element.get(f"{W}author", ""), element.get(f"{W}date", ""),
                      "\n".join(says).strip())

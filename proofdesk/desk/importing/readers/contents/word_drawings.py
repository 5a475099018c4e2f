"""Read what the drawings of a Word file are said to show."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree as etree

from proofdesk.common.addresses import repeats_file_name
from proofdesk.desk.importing.readers.packed_file import FALLBACK

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def descriptions_in(root: etree._Element) -> Iterator[str]:
    """Yield the description of each drawing, and those of what stands in a group, which has none of its own.

    What a program put there, as the place of a file on somebody's disk, describes nothing.
    """
    for drawing in root.iter(f"{_DRAWN}inline", f"{_DRAWN}anchor"):
        if next(drawing.iterancestors(FALLBACK), None) is None:
            said = [each.get("descr", "") for each in drawing.iter(f"{_DRAWN}docPr", "{*}cNvPr")
                    if next(each.iterancestors(drawing.tag), None) is drawing]
            yield from (words for words in dict.fromkeys(said)
                        if words.strip() and not repeats_file_name(words.strip(), ""))

"""Write citations and the list of references as the fields of Zotero, so that a reviewer's Zotero goes on with them.

A field holds the work's whole record, so it works for a reviewer who has none of the works. Word without Zotero shows
the text within the field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from proofdesk.desk.exporting.cited_works import Cited

_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
# Zotero asks for a style when it has none; the site numbers its works as this one does.
_STYLE = "http://www.zotero.org/styles/vancouver"
MARK = "DESK-FIELD"  # around what stands for a field until the file is written


def citation_field(cited: Sequence[Cited], records: Mapping[str, Mapping[str, Any]], shown: str, number: int) -> str:
    """Return the field of one citation as Word's XML; ``shown`` is what the page shows in its place."""
    items = []
    for each in cited:
        record = {**records[each.key], "id": each.key}
        item: dict[str, Any] = {"id": each.key, "uris": [f"http://zotero.org/users/local/desk/items/{_id(each.key)}"],
                                "itemData": {**record, "citation-key": each.key}}
        if each.locator:
            item |= {"locator": each.locator, "label": each.label or "page"}
        if each.prefix:
            item["prefix"] = each.prefix + " "
        if each.suffix:
            item["suffix"] = ", " + each.suffix
        if each.suppressed:
            item["suppress-author"] = True
        items.append(item)
    value = {
        "citationID": _id(f"{number} {shown}"),
        "properties": {"formattedCitation": shown, "plainCitation": shown, "noteIndex": 0},
        "citationItems": items, "schema": _SCHEMA,
    }
    code = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps(value, ensure_ascii=False)
    return begin(code) + f'<w:r><w:t xml:space="preserve">{escape(shown)}</w:t></w:r>' + END


def begin(code: str) -> str:
    """Return the XML that begins a field, up to the text that it shows."""
    return ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>')


END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
LIST = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'


def preferences(seed: str) -> dict[str, str]:
    """Return the properties of a document in which Zotero looks for its style and the kind of its marks."""
    text = (f'<data data-version="3" zotero-version="7.0"><session id="{_id(seed)}"/><style id="{_STYLE}" '
            'hasBibliography="1" bibliographyStyleHasBeenSet="1"/><prefs><pref name="fieldType" value="Field"/></prefs>'
            '</data>')
    parts = [text[at : at + 255] for at in range(0, len(text), 255)]  # the longest value that Zotero writes
    return {f"ZOTERO_PREF_{number}": part for number, part in enumerate(parts, 1)}


def _id(text: str) -> str:
    """Return eight letters and digits that stay the same for the same text, as Zotero's keys have."""
    return hashlib.sha256(text.encode()).hexdigest()[:8].upper()

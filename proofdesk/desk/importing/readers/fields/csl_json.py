"""Read citations in the form of citeproc: those of Zotero, Mendeley, and others who keep CSL-JSON in a file."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation

# These strings of JSON hold line breaks and tabs, which word processors put into a field.
_DECODER = json.JSONDecoder(strict=False)


def citation_of_json(code: str, program: str) -> FieldCitation | None:
    """Return the citation in a field's code, which has JSON somewhere in it; None if there is none."""
    starts = [code.find(sign) for sign in "{[" if sign in code]
    try:
        content, _ = _DECODER.raw_decode(code, min(starts)) if starts else (None, 0)
    except (ValueError, RecursionError):
        return None
    return _citation(content, program)


def citation_of_base64(text: str, program: str) -> FieldCitation | None:
    """Return the citation in JSON as Base64, of which some programs leave out the end."""
    content = decode_base64(text)
    return citation_of_json(content.decode("utf-8", "replace"), program) if content else None


def decode_base64(text: str) -> bytes:
    """Return what is written as Base64, in either alphabet, with or without its end; nothing if it is none."""
    text = re.sub(r"\s", "", text).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _citation(content: Any, program: str) -> FieldCitation | None:
    if isinstance(content, list):  # the records alone
        content = {"citationItems": [{"itemData": each} for each in content]}
    items = content.get("citationItems") if isinstance(content, Mapping) else None
    if not isinstance(items, list) or not items or not all(isinstance(item, Mapping) for item in items):
        return None
    properties = _mapping(content.get("properties"))
    whole = str(properties.get("mode") or "") == "composite"
    return FieldCitation(program, tuple(_work(item, whole) for item in items), _written(content, properties))


def _work(item: Mapping[str, Any], narrative: bool) -> CitedWork:
    record = dict(_mapping(item.get("itemData") or item.get("item")))
    return CitedWork(
        record, _identity(item, record), prefix=_text(item.get("prefix")), suffix=_text(item.get("suffix")),
        locator=_text(item.get("locator")), label=_text(item.get("label")),
        without_author=item.get("suppress-author") is True or item.get("suppressAuthor") is True,
        narrative=narrative or item.get("composite") is True or item.get("author-only") is True,
    )


def _identity(item: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """Return the address that a manager gave a work. Its number may be another work's in another citation."""
    addresses = item.get("uris") or item.get("uri") or []
    addresses = [addresses] if isinstance(addresses, str) else addresses
    found = next((each for each in addresses if isinstance(each, str) and each), "")
    number = _text(item.get("id"))
    return found or (number if len(number) >= 30 else "")  # a number that no two works share


def _written(content: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    """Return what the manager wrote into the text, so that what a person wrote instead can be told."""
    mendeley, override = _mapping(content.get("mendeley")), _mapping(content.get("manualOverride"))
    return _text(properties.get("plainCitation") or mendeley.get("plainTextFormattedCitation")
                 or override.get("citeprocText"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return str(value).strip("\n\t\r") if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

"""Make CSL records of works that reference managers keep with names, forms and kinds of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import lxml.etree as etree

from proofdesk.desk.importing.model import CslItem

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def csl_record(kind: str, fields: Mapping[str, str], issued: str = "", **people: list[CslItem]) -> CslItem:
    """Return a record: ``fields`` by the names of CSL, ``people`` by their roles, without those that are empty.

    ``issued`` is the day or the year as the program has it.
    """
    stated = {**fields, **people, "issued": {"raw": issued} if issued else ""}
    return {"type": kind, **{name: value for name, value in stated.items() if value}}


def person(family: str, given: str, suffix: str = "") -> CslItem:
    """Return a person by name; who has only one name may be an organization."""
    if not (family and given):
        return {"literal": family or given}
    return {"family": family, "given": given, **({"suffix": suffix} if suffix else {})}


def person_by_commas(name: str) -> CslItem:
    """Return who is named: “de Vos, Cato M., Jr” has parts; without a comma, or with one at the end, it is a whole."""
    family, given, suffix, *_ = [*(part.strip() for part in name.split(",")), "", ""]
    return person(family, given, suffix)


def xml_in(code: str, name: str) -> etree._Element | None:
    """Return the element of that name in the code of a field; None if there is none."""
    start, end = code.find(f"<{name}>"), code.rfind(f"</{name}>")
    if start < 0 or end < start:
        return None
    text = _CONTROL.sub(" ", code[start : end + len(name) + 3])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def words_at(element: etree._Element | None, path: str = ".") -> str:
    """Return the words of an element, or of one in it, on one line."""
    found = element.find(path) if element is not None else None
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def json_text(value: Any) -> str:
    """Return a text or a number of JSON on one line; empty for anything else."""
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""

"""What a page's graph must pass: the vocabulary of schema.org, and the shapes of what a node must state.

schema.org's own SHACL file refuses every literal, so the vocabulary is read here: every type and property exists, the
property belongs to the type or one above it, and the value is of a kind that the property takes.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import rdflib

FOLDER = Path(__file__).parent / "schemaorg"
SCHEMA = "https://schema.org/"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_ADDRESS = re.compile(r"(https?://[^\s]+|/[^\s]*)")


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """Every term of schema.org by its bare name."""
    with gzip.open(FOLDER / "vocabulary.jsonld.gz", "rt", encoding="utf-8") as file:
        return {node["@id"].removeprefix("schema:"): node for node in json.load(file)["@graph"]}


def _names(node: dict[str, Any], name: str) -> set[str]:
    value = node.get(name, [])
    return {each["@id"].removeprefix("schema:") for each in (value if isinstance(value, list) else [value])}


def _types(node: dict[str, Any]) -> list[str]:
    value = node["@type"]
    return value if isinstance(value, list) else [value]


@cache
def ancestors(type: str) -> frozenset[str]:
    """A type and every type above it."""
    above = _names(vocabulary().get(type, {}), "rdfs:subClassOf")
    return frozenset({type}).union(*(ancestors(each) for each in above))


def faults(graph: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a page's graph, a sentence each; empty where nothing is."""
    known = {node["@id"]: node for node in graph if "@id" in node}
    return [*(fault for node in graph for fault in _spelling(node, known)), *_shapes(graph)]


def _spelling(node: dict[str, Any], known: dict[str, dict[str, Any]]) -> Iterator[str]:
    types = _types(node)
    for type in types:
        if "rdfs:Class" not in _types(vocabulary().get(type, {"@type": []})):
            yield f"{type} is not a type"
    every = frozenset().union(*map(ancestors, types))
    for name, value in node.items():
        if name.startswith("@"):
            continue
        term = vocabulary().get(name)
        if term is None or "rdf:Property" not in _types(term):
            yield f"{name} is not a property"
            continue
        if "schema:supersededBy" in term:
            yield f"{name} is superseded"
        if not every & _names(term, "schema:domainIncludes"):
            yield f"{name} does not belong to {'/'.join(types)}"
        for each in value if isinstance(value, list) else [value]:
            if not any(_admits(kind, each, known) for kind in _names(term, "schema:rangeIncludes")):
                yield f"{name} of {'/'.join(types)} cannot be {json.dumps(each)[:80]}"
            if isinstance(each, dict) and "@type" in each:
                yield from _spelling(each, known)


def _admits(kind: str, value: Any, known: dict[str, dict[str, Any]]) -> bool:
    """Whether a property that takes ``kind`` takes a value."""
    if isinstance(value, dict):
        target = value if "@type" in value else known.get(value["@id"])
        if target is None:  # a page beside this one
            return "DataType" not in {t.removeprefix("schema:") for t in _types(vocabulary()[kind])}
        return any(kind in ancestors(type) for type in _types(target))
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int | float):
        return kind == "Number" or (kind == "Integer" and isinstance(value, int))
    if kind in ("Date", "DateTime"):
        return _is_date(value)
    if kind == "URL":
        return bool(_ADDRESS.fullmatch(value))
    if kind == "Text":
        return bool(value.strip())
    # A member of an enumeration, by its address.
    member = vocabulary().get(value.removeprefix(SCHEMA)) if value.startswith(SCHEMA) else None
    return member is not None and any(kind in ancestors(t.removeprefix("schema:")) for t in _types(member))


def _is_date(text: str) -> bool:
    """A year, a month or a day of the calendar in ISO 8601, or a moment."""
    try:
        if _DATE.fullmatch(text):
            date.fromisoformat((text + "-01-01")[:10])
        else:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def _shape_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "shapes.ttl")


def _shapes(graph: list[dict[str, Any]]) -> list[str]:
    # The vocabulary stands for schema.org's context, so that nothing is fetched; relative addresses get a base.
    text = json.dumps({"@context": {"@vocab": SCHEMA}, "@graph": graph})
    data = rdflib.Graph().parse(data=text, format="json-ld", publicID="https://example.org/")
    _, results, _ = pyshacl.validate(data, shacl_graph=_shape_graph(), advanced=True)
    messages = results.objects(None, rdflib.SH.resultMessage)
    return sorted(str(message) for message in messages)

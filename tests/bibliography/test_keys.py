"""Which keys can be cited, and how: the same as Pandoc says, for every key of a file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from proofdesk.bibliography.citation_syntax import (
    can_be_cited,
    citation,
    key_without_braces,
    mark,
    mentioned_keys,
    parse_group,
    suggest,
)

KEYS = (Path(__file__).parents[1] / "data" / "citation-keys.txt").read_text(encoding="utf-8").splitlines()


@cache
def read_by_pandoc() -> dict[str, list[tuple[str, list[Any]]]]:
    """The citations that Pandoc finds in a paragraph for each form of each key: id and what stands behind it."""
    forms = [form for key in KEYS for form in (f"[@{key}]", f"[@{{{key}}}]")]
    text = "\n\n".join(f"x {form} y" for form in forms)
    blocks = json.loads(pypandoc.convert_text(text, "json", format="markdown"))["blocks"]
    assert len(blocks) == len(forms)
    return {form: list(_citations(block)) for form, block in zip(forms, blocks, strict=True)}


def _citations(node: Any) -> Any:
    if isinstance(node, dict):
        if node.get("t") == "Cite":
            yield from ((each["citationId"], each["citationSuffix"]) for each in node["c"][0])
        for value in node.values():
            yield from _citations(value)
    elif isinstance(node, list):
        for value in node:
            yield from _citations(value)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_plain_where_pandoc_reads_it_whole(key: str) -> None:
    assert (mark(key) == f"@{key}") == (read_by_pandoc()[f"[@{key}]"] == [(key, [])])


@pytest.mark.parametrize("key", KEYS)
def test_every_key_can_be_cited_as_we_write_it(key: str) -> None:
    """By Pandoc and by us, alone and beside another one."""
    assert can_be_cited(key) and read_by_pandoc()[f"[@{{{key}}}]"] == [(key, [])]
    items = parse_group(citation(key)[1:-1] + "; @other, p. 3")
    assert items and [(item.key, item.suffix) for item in items] == [(key, ""), ("other", "p. 3")]
    assert mentioned_keys(f"x {citation(key)}; (@other)", {key, "other"}) == {key, "other"}


@pytest.mark.parametrize("key", [key for key in KEYS if mark(key) != f"@{key}"])
def test_a_key_that_needs_braces_is_found_without(key: str) -> None:
    assert key_without_braces(f"{key}]", ["other", key, key[:1]]) == key


def test_a_suggestion_is_a_form_that_works() -> None:
    assert suggest("OBrien2020", ["O'Brien2020", "smith2020"]) == "did you mean `[@{O'Brien2020}]`?"
    assert suggest("smith2O20", ["O'Brien2020", "smith2020"]) == "did you mean “smith2020”?"
    many = [f"x{number}" for number in range(2_001)]
    assert suggest("smith2O20", ["smith2020", *many]) == "did you mean “smith2020”?"
    assert suggest("smith2O20", []) == "it has no work at all"

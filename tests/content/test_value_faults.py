"""Every value that an editor can get wrong has a message in plain words, whatever the model asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from proofdesk.common.yaml_files.lists import _explain_error
from proofdesk.common.yaml_files.reading import _C_LOADER, _PURE_LOADER, _read_by, written_name
from proofdesk.common.yaml_files.value_faults import FORMS, explain_value
from proofdesk.content.front_matter.model import (
    ArticleFrontMatter,
    DraftFrontMatter,
    FreeFrontMatter,
    FrontMatter,
)
from proofdesk.content.glossary import Term
from proofdesk.content.harms.entries import Harm
from proofdesk.content.help_lines import HelpLine
from proofdesk.content.reader_words import CrisisWords, Synonym
from proofdesk.content.review.items import ReviewItem
from proofdesk.content.site_data import SiteData
from proofdesk.content.wording import _Lists

MODELS = (SiteData, ArticleFrontMatter, DraftFrontMatter, FreeFrontMatter, FrontMatter, Term, Harm, HelpLine, Synonym,
          CrisisWords, ReviewItem, _Lists)
for form in MODELS:
    form.model_rebuild()  # otherwise it is put together when it is first used
# Which faults each kind of value can have, by pydantic's names of both.
OF_KIND = {
    "str": ("string_type",), "int": ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
    "bool": ("bool_type", "bool_parsing"), "list": ("list_type",), "tuple": ("tuple_type",), "dict": ("dict_type",),
    "date": ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "url": ("url_type", "url_parsing", "url_scheme", "url_syntax_violation", "url_too_long"),
    "enum": ("enum",), "literal": ("literal_error",), "is-instance": ("is_instance_of",),
    "model": ("model_type",), "model-fields": ("model_attributes_type",),
}
OF_LIMIT = {"ge": "greater_than_equal", "le": "less_than_equal", "pattern": "string_pattern_mismatch"}
# What only holds other kinds, and what says in words of ours what is wrong.
HOLDERS = {"nullable", "default", "definitions", "definition-ref", "model-field", "any", "json-or-python", "chain",
           "lax-or-strict", "function-before", "function-after", "function-wrap", "function-plain"}
OWN = "value_error", "missing", "extra_forbidden"  # the last two are told with their names by whoever reads the file
BAD: tuple[Any, ...] = (
    None, True, 3, -7, 10**40, 2.5, "", "x", "A b!", "x" * 5000, "https://", "https://" + "x" * 9000, "2026-13-01",
    "2026-11-20T10:00", [], {}, ["x"], [3], [[]], ["x" * 5000], ["!?"], ["word"] * 9, {"a": 1}, {"a": {}},
    {"A b": "x"}, {"a": "x"}, {"a" * 90: "x"}, {f"n{n}": {"label": "x", "where": "x"} for n in range(9)}, [{}],
    [{"name": 3}],
)


def kinds_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every kind of value in pydantic's own description of a model."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for name in schema.keys() - {"metadata", "serialization", "expected", "ref", "function"}:
            yield from kinds_in(schema[name])
    elif isinstance(schema, list | tuple):
        for each in schema:
            yield from kinds_in(each)


def possible_faults(model: type[BaseModel]) -> set[str]:
    """The faults that values of a model can have."""
    found: set[str] = set()
    for kind in kinds_in(model.__pydantic_core_schema__):
        name = kind["type"]
        assert name in OF_KIND or name in HOLDERS, f"{model.__name__}: what can be wrong with a value of kind “{name}”?"
        found |= {*OF_KIND.get(name, ()), *(fault for limit, fault in OF_LIMIT.items() if limit in kind)}
        if name in ("str", "list", "tuple", "dict"):
            found |= {("string_" if name == "str" else "") + ending
                      for ending, limit in (("too_short", "min_length"), ("too_long", "max_length")) if limit in kind}
        assert not {"gt", "lt", "multiple_of"} & kind.keys() - OF_LIMIT.keys(), kind
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_fault_a_model_can_have_has_words(model: type[BaseModel]) -> None:
    faults = possible_faults(model)
    context = {"min_length": 2, "max_length": 3, "ge": 1, "le": 5, "pattern": next(iter(FORMS))}
    worded = {fault: explain_value({"type": fault, "input": "word", "msg": "Raw", "ctx": context}) for fault in faults}
    assert len(faults) >= 4 and [fault for fault, words in worded.items() if "cannot stand here" in words] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_bad_value_is_told_in_pydantics_words(model: type[BaseModel]) -> None:
    seen = 0
    for field in [written_name(name, field) for name, field in model.model_fields.items()]:
        for value in BAD:
            try:
                model.model_validate({field: value})
            except ValidationError as error:
                for fault in error.errors():
                    message = _explain_error(model, fault)[0]
                    seen += 1
                    raw = fault["msg"].removeprefix("Value error, ")
                    assert "cannot stand here" not in message, (field, fault)
                    assert fault["type"] in OWN or (raw.lower() not in message.lower() and len(message) < 200), message
    assert seen > 60


def test_each_pattern_of_a_model_says_what_form_it_asks_for() -> None:
    patterns = {kind["pattern"] for model in MODELS for kind in kinds_in(model.__pydantic_core_schema__)
                if "pattern" in kind}
    assert patterns == FORMS.keys()


@pytest.mark.parametrize(("written", "read"), [
    ("no: yes", {"no": "yes"}), ("On: off", {"On": "off"}), ("y: n", {"y": "n"}), ("true: true", {"true": True}),
    ("12:30: 12:30", {"12:30": "12:30"}), ("1_000: 1_000", {"1_000": "1_000"}), ("2024: 2024", {"2024": 2024}),
    ("010: 010", {"010": "010"}), ("0x1F: 1e3", {"0x1F": "1e3"}), ("2026-11-20: 2026-13-41",
     {"2026-11-20": "2026-13-41"}),
    ("~: ~", {"~": None}), ("null: -12.5", {"null": -12.5}), ("a: .5", {"a": ".5"}), ("a: &b {no: 1}\nc: {<<: *b}",
     {"a": {"no": 1}, "c": {"no": 1}}),
])
def test_words_of_yaml_are_what_an_editor_means(written: str, read: dict[str, Any]) -> None:
    """Names are texts; `true` and `false` are the only truths; a number is written as on paper."""
    for loader in (_C_LOADER, _PURE_LOADER):
        assert _read_by(loader, written, lambda loader, node: loader.construct_document(node))[1] == read

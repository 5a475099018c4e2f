"""Say what is wrong with a value in an editor's words, and never in pydantic's.

A text that must have a certain form says which: each form has its words beside its pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

_LONGEST = 60  # characters of a value in a message


class Form(NamedTuple):
    """A pattern that a text must match, and what is said of one that does not, after the text."""

    pattern: str
    fault: str


NAME = Form(r"^[a-z0-9]+(-[a-z0-9]+)*$", "is not written in the letters a to z, digits and single hyphens alone")
WORDS = Form(r"[^\W_]", "has no letter or digit")
AMOUNT = Form(r"\d", "has no number in it")
COLOUR = Form(r"^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$",
              "is no colour: a `#` and three or six of the digits 0 to 9, a to f")
DOI = Form(r"^10\.\d{4,9}/\S+$", "is no DOI in its bare form, which begins with `10.`")
PHONE = Form(r"^[0-9][0-9 -]*[0-9]$", "is no number to call, which has digits, blanks and hyphens alone")
VERSION = Form(r"^[0-9a-f]{4}(?:-[0-9a-f]{4}){2}$", "is no version of a text, which looks like `12ab-34cd-56ef`")
PICTURE = Form(r"^([\w -]+/)*[\w -][\w .-]*\.(svg|png|jpg|jpeg|gif|webp|ico)$",
               "is no path of a picture in the folder of pages: no `..`, no `/` at its beginning, an ending such as "
               "`.svg` or `.png`")
SCHEMA_TYPE = Form(r"^[A-Z][A-Za-z]+$", "is no type of schema.org, which is one word that begins with a capital")
FORMS = {form.pattern: form.fault
         for form in (NAME, WORDS, AMOUNT, COLOUR, DOI, PHONE, VERSION, PICTURE, SCHEMA_TYPE)}


def explain_value(fault: Mapping[str, Any]) -> str:
    """Return what pydantic finds wrong with a value, in an editor's words."""
    value, context = fault["input"], fault.get("ctx", {})
    match fault["type"]:
        case "value_error":  # in our own words, by a validator
            return str(context["error"])
        case "string_type":
            return f"{_sort_of(value)} stands here, and a text is expected; put it between quotes if it is one"
        case "list_type" | "tuple_type":
            return "a list is expected, as in [one, two]"
        case "bool_type" | "bool_parsing":
            return f"{_sort_of(value)} stands here, and `true` or `false` is expected"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"{_sort_of(value)} stands here, and `name: value` pairs are expected"
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return f"{_sort_of(value)} stands here, and a whole number is expected"
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return f"{_sort_of(value)} stands here, and a day is expected, as 2026-11-22"
        case "url_type" | "url_parsing" | "url_scheme" | "url_syntax_violation":
            return f"{_sort_of(value)} stands here, and an address is expected that begins with https:// or http://"
        case "url_too_long":
            return f"the address has {len(str(value)):,} characters, and at most {context['max_length']:,} are possible"
        case "is_instance_of" | "enum" | "literal_error":
            return f"{_quoted(value) if isinstance(value, str) else _sort_of(value)} is not known"
        case "string_pattern_mismatch":
            return f"{_quoted(value)} {FORMS.get(context['pattern'], 'cannot stand here')}"
        case "string_too_short":
            least = context["min_length"]
            return f"{_quoted(value)} has less than {least} characters" if str(value).strip() else "nothing stands here"
        case "string_too_long":
            return f"it has {len(value)} characters, and at most {context['max_length']} are possible"
        case "too_short":
            return "the list is empty" if not value else (
                f"{len(value)} stand here, and at least {context['min_length']} are needed")
        case "too_long":
            return f"{len(value)} stand here, and at most {context['max_length']} are possible"
        case "greater_than_equal":
            return f"{value} is less than {context['ge']}"
        case "less_than_equal":
            return f"{value} is more than {context['le']}"
    return f"{_sort_of(value)} cannot stand here"


def _quoted(value: object) -> str:
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + '…'}”"


def _sort_of(value: object) -> str:
    """Return what YAML reads, for a person."""
    match value:
        case bool():
            return "yes or no"
        case int() | float():
            return f"the number {_quoted(value).strip('“”')}"
        case list() | tuple():
            return "a list"
        case dict():
            return "a colon that makes a `name: value` pair of the text"
        case None:
            return "nothing"
    return f"the text {_quoted(value)}"

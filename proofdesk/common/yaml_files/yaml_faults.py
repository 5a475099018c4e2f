"""Say what is wrong with a YAML document in an editor's words, and never in those of the program that reads it."""

from __future__ import annotations

import re

import yaml

_BACKSLASH = "between double quotation marks a backslash stands before a sign that it does not go with"
# What PyYAML says, by a part of it that stays, and the same for somebody who knows no YAML.
_SAID = (
    ("mapping values are not allowed", "a colon with a blank after it stands within a text"),
    ("could not find expected ':'", "this line has no colon after its name, or is a part of the text above it"),
    (r"that cannot start any token", "a text begins with a sign that has a meaning of its own"),
    ("unexpected end of stream", "a quotation mark is opened and never closed"),
    ("unexpected document separator", "a quotation mark is opened and never closed"),
    ("expected ',' or ']'", "a square bracket is opened, and no comma or closing bracket follows its item"),
    ("expected ',' or '}'", "a curly bracket is opened, and no comma or closing bracket follows its item"),
    ("expected <block end>", "this line begins further left or right than those that it belongs to"),
    ("invalid indentation or unclosed", "a bracket is opened and never closed"),
    ("expected the node content", "a value is missing, or a bracket is opened and never closed"),
    ("undefined alias", "a text begins with a star, which has a meaning of its own"),
    ("second occurrence", "a text begins with an &, which has a meaning of its own"),
    ("expected alphabetic or numeric character", "a text begins with a star or an &, which mean something else"),
    ("unknown escape character", _BACKSLASH),
    ("escape sequence", _BACKSLASH),
    ("sequence entries are not allowed", "a dash with a blank after it stands where no list can begin"),
    ("mapping keys are not allowed", "a question mark with a blank after it begins a text"),
    ("determine a constructor for the tag", "a text begins with an exclamation mark, which has a meaning of its own"),
    ("tag handle", "a text begins with an exclamation mark, which has a meaning of its own"),
    ("but found another document", "a line of three dashes begins a second document"),
    ("expected a comment or a line break", "text stands on the line of a | or > that begins a text of several lines"),
    ("unhashable", "a list or a group of pairs stands where a name is expected"),
    ("unacceptable hashable", "a list or a group of pairs stands where a name is expected"),
    ("special characters are not allowed", "it holds a sign that nobody can see or print"),
    ("control characters are not allowed", "it holds a sign that nobody can see or print"),
    ("expected a mapping or list of mappings for merging", "“<<” stands where it can add nothing"),
)
_TAB = re.compile(r"found character '\\\\?t' that cannot")
_OTHER = "it is not written as a list of names and values can be"


def reason_of(error: BaseException) -> tuple[str, yaml.Mark | None]:
    """Return what is wrong with a YAML document, on one line, and its place."""
    mark = getattr(error, "problem_mark", None)
    if not isinstance(error, yaml.YAMLError):
        if isinstance(error, RecursionError):
            return "values are inside each other too often", mark
        return str(error).splitlines()[0], mark  # in our own words, as of a document that is too large
    said = str(getattr(error, "problem", None) or error)
    if _TAB.search(said):
        return "a tab stands at its beginning, where only blanks may stand", mark
    return next((words for part, words in _SAID if part in said), _OTHER), mark

"""What is wrong with a YAML document is said in plain words, by whatever file of an editor's it is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.common.yaml_files.yaml_faults import reason_of

# Each document with a part of what is said of it, and the line.
FAULTS = [
    ("a: b: c", "a colon with a blank after it stands within a text", 1),
    ("a: 1\nbcd\ne: 2\n", "this line has no colon after its name", 3),
    ("a: @b", "a text begins with a sign that has a meaning of its own", 1),
    ("a:\n\t- b", "a tab stands at its beginning", 2),
    ("a: 'b", "a quotation mark is opened and never closed", 1),
    ("a: 'b\n---\n'", "a quotation mark is opened and never closed", 2),
    ("a: [b, c\nd: e", "a square bracket is opened", 2),
    ("a: {b: c\nd: e", "a curly bracket is opened", 2),
    ("a:\n  b: 1\n c: 2\n", "this line begins further left or right", 3),
    ("a: *b", "a text begins with a star", 1),
    ("a: * b", "a text begins with a star or an &", 1),
    ("a: &b c\nd: &b e", "a text begins with an &", 2),
    ('a: "b\\q"', "a backslash stands before a sign", 1),
    ('a: "b\\u12"', "a backslash stands before a sign", 1),
    ("a: - b", "a dash with a blank after it stands where no list can begin", 1),
    ("a: ? b", "a question mark with a blank after it begins a text", 1),
    ("a: !b c", "a text begins with an exclamation mark", 1),
    ("a: !b!c d", "a text begins with an exclamation mark", 1),
    ("a: 1\n---\nb: 2\n", "a line of three dashes begins a second document", 2),
    ("a: | b\n  c\n", "text stands on the line of a | or >", 1),
    ("? [a]\n: b", "a list or a group of pairs stands where a name is expected", 1),
    ("a: [b, , c]", "a value is missing, or a bracket", 1),
    ("<<: b", "“<<” stands where it can add nothing", 1),
]


@pytest.mark.parametrize(("text", "said", "line"), FAULTS, ids=[text for text, *_ in FAULTS])
def test_fault_is_said_in_plain_words(text: str, said: str, line: int) -> None:
    with pytest.raises((yaml.YAMLError, ValueError)) as caught:
        read_yaml(text)
    reason, mark = reason_of(caught.value)
    assert said in reason
    assert mark and mark.line + 1 == line


def test_nothing_of_pyyaml_reaches_an_editor() -> None:
    """Each sentence that its reader raises has words of ours; those of directives and tags have the general ones."""
    folder = Path(yaml.__file__).parent
    raised = {said for name in ("scanner", "parser", "composer", "constructor")
              for said in re.findall(r'"((?:expected|found|could not|mapping|sequence|invalid) [^"\n]+)"',
                                     (folder / f"{name}.py").read_text(encoding="utf-8"))}
    assert len(raised) > 30
    told = {said: reason_of(yaml.MarkedYAMLError(problem=said))[0] for said in raised}
    assert not {said for said, words in told.items() if said in words}
    assert reason_of(RecursionError("maximum recursion depth"))[0] == "values are inside each other too often"

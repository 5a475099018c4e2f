"""Nothing that a terminal or a log obeys comes out of a message, and no password."""

from __future__ import annotations

import pytest

from proofdesk.common.problems import Problem, mask_passwords, printable


@pytest.mark.parametrize(("raw", "shown"), [
    ("a\n::error::pwned", r"a\n::error::pwned"), ("\x1b[31mred", r"\x1b[31mred"), ("a\r\x00\x9b", r"a\r\x00\x9b"),
    ("\u202eabc\u2028", r"\u202eabc\u2028"), ("tab\tand “Übung” 🌱", "tab\tand “Übung” 🌱"),
    ("https://user:pass@example.org/x refuses", "https://***@example.org/x refuses"),
    ("https://token@example.org", "https://***@example.org"), ("me@example.org, https://x.org/a@b", None),
])
def test_what_a_terminal_obeys_is_shown_as_text(raw: str, shown: str | None) -> None:
    assert printable(raw) == (raw if shown is None else shown)


def test_a_problem_is_always_one_line() -> None:
    problem = Problem("docs/a\n.md", 1, 1, "raw-syntax", "x\n::error::pwned\x1b[2J", "see https://u:p@x.org/")
    assert str(problem) == r"docs/a\n.md:1:1: raw-syntax: x\n::error::pwned\x1b[2J (see https://***@x.org/)"
    assert mask_passwords("a\nhttps://u:p@x.org/") == "a\nhttps://***@x.org/"

"""Style sheets of pages that may run from right to left: what is at the start of a line is called so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sites import ROOT

ALLOWED = yaml.safe_load((Path(__file__).parent / "sides.yml").read_text(encoding="utf-8"))
SHEETS = [file for room in ("proofdesk", "hooks", "overrides") for file in sorted((ROOT / room).rglob("*.css"))]
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"(?<![\w-])([a-z-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])")
_SIDE = re.compile(r"(?<![a-z])(?:left|right)(?![a-z])")
_ALONG = re.compile(r"linear-gradient\(\s*(?:90|270|-90)deg|translateX\(\s*-?[\d.]+(?!\d*%)", re.IGNORECASE)
_FOUR = re.compile(r"(?:margin|padding|inset|border-(?:width|style|color)|(?:border-image|mask)-outset|scroll-margin"
                   r"|scroll-padding|border-radius|border-image-outset)")
# From one side only: two shadows, one to each, are the same from both.
_SHADOW = re.compile(r"^(?:inset\s+)?-?(?!0(?:[a-z%\s]|$))[\d.]+[a-z]*\s[^,]*$")
_CASES = [
    ("margin-left: 1rem", True), ("margin-inline: 1rem 0", False), ("text-align: right", True), ("left: 0", True),
    ("margin: 0 1rem 0 0", True), ("margin: 0 1rem", False), ("margin: 0 1rem 2px 1rem", False),
    ("inset: 0 0 auto", False), ("padding: 0 calc(1rem + 2px) 0 0", True), ("border-radius: 2px 2px 0 0", False),
    ("border-radius: 0 2px 2px 0", True), ("border-top-left-radius: 2px", True), ("box-shadow: -2rem 0 red", True),
    ("box-shadow: 0 -2rem red", False), ("box-shadow: -1rem 0 red, 1rem 0 red", False),
    ("box-shadow: calc(-2rem * var(--way, 1)) 0 red", False), ("background: linear-gradient(90deg, red, blue)", True),
    ("background: linear-gradient(red, blue)", False), ("position-area: bottom span-right", True),
    ("transform-origin: 0 50%", True), ("transform-origin: 50% 50%", False), ("transform: translateX(4px)", True),
    ("content: \"left\"", False), ("background: url(\"left.svg\")", False),
]


def parts(value: str) -> list[str]:
    """The lengths of a value; a function is one."""
    return re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", value)


def is_physical(name: str, value: str) -> bool:
    """Whether a declaration means the left or the right side, and means it on pages from right to left too."""
    said = re.sub(r"\"[^\"]*\"|'[^']*'", "", value)
    if _SIDE.search(f"{name}: {said}") or _ALONG.search(said):
        return True
    four = parts(said)
    if name == "border-radius":
        two = [*four, *four[:1] * (2 - len(four))] if len(four) < 3 else four
        corners = {2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}.get(len(two))
        if corners is None:
            return False
        start, end, below_end, below_start = (two[at] for at in corners)
        return start != end or below_end != below_start
    if _FOUR.fullmatch(name):
        return len(four) == 4 and four[1] != four[3]
    if name == "box-shadow":
        return bool(_SHADOW.match(said))
    return name == "transform-origin" and four[0].startswith(("0", "100%"))


def sides(css: str) -> Iterator[str]:
    """What of a style sheet is physical."""
    for name, value in _DECLARATION.findall(_COMMENT.sub("", css)):
        if is_physical(name, value):
            yield f"{name}: {' '.join(value.split())}"


@pytest.mark.parametrize(("rule", "physical"), _CASES, ids=[each for each, _ in _CASES])
def test_a_side_is_told_from_a_start(rule: str, physical: bool) -> None:
    assert [*sides(f"/* left: 0; */ .a:hover {{ {rule}; }}")] == [rule] * physical


def test_no_style_sheet_says_left_or_right_unless_it_must() -> None:
    found = {(file.relative_to(ROOT).as_posix(), said) for file in SHEETS
             for said in sides(file.read_text(encoding="utf-8"))}
    assert len(SHEETS) > 40
    assert sorted(found - {(each["file"], each["says"]) for each in ALLOWED}) == []
    assert sorted({(each["file"], each["says"]) for each in ALLOWED} - found) == []  # no reason for what is gone
    assert all(each["because"] for each in ALLOWED)

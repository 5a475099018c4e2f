"""The fixture files: each is read by a test, and each says what is expected of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixture_cases import FIXTURES, SUFFIXES, load_cases
from sites import ROOT

FAMILIES = sorted({file.parent for file in FIXTURES.rglob("*") if file.is_file() and file.parent != FIXTURES})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.relative_to(FIXTURES).as_posix())
def test_a_test_of_the_same_room_reads_each_family(family: Path) -> None:
    """A folder that no test names would be read by nobody."""
    folder = family.relative_to(FIXTURES).as_posix()
    tests = (ROOT / "tests" / family.parent.relative_to(FIXTURES)).glob("test_*.py")
    assert any(re.search(rf'(each_case|load_cases)\("{folder}"\)', test.read_text(encoding="utf-8")) for test in tests)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.relative_to(FIXTURES).as_posix())
def test_each_fixture_name_and_section_is_well_formed(family: Path) -> None:
    """Names become addresses of pages. A section that no other file has is a slip of the pen."""
    files = sorted(family.iterdir())
    assert [file.name for file in files if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.stem)] == []
    assert [file.name for file in files if file.suffix not in SUFFIXES] == []
    assert len({tuple(case.expected) for case in load_cases(family.relative_to(FIXTURES).as_posix())}) == 1


def test_every_fixture_stands_in_a_family() -> None:
    """A family belongs to a room, and has no folders."""
    assert [file for file in FIXTURES.glob("*") if file.is_file()] == [FIXTURES / "README.md"]
    assert [family for family in FAMILIES if len(family.relative_to(FIXTURES).parts) < 2] == []
    assert [family for family in FAMILIES if any(each.is_dir() for each in family.iterdir())] == []

"""What Markdown would lose in silence is named, and each heading, id and link leads a reader somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from fixture_cases import Case, each_case, load_cases
from sites import BODY_LINE, Built, article, make_site

from proofdesk.content.markup import TEMPLATE_IDS

pytestmark = pytest.mark.build
ROOT = Path(__file__).resolve().parents[2]
MISLEADING, SOUND = load_cases("checks/misleading_structure"), load_cases("checks/sound_structure")
LISTS = """\
1. One

   A part of one.

2. Two

Then:

5. Five
6. Six

1986\\. What a year.
"""
SHARP = "## Learn C#\n\nText.\n\n## C# and F# ##\n\nText.\n\n## Closed ##\n\nText.\n\n## A##\nText.\n"


def _site(folder: Path, cases: list[Case], **more: str) -> Built:
    files: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": article(case.source, case.name) for case in cases
    } | {f"docs/articles/{name}.md": article(body, name) for name, body in more.items()}
    files["docs/articles/cell.svg"] = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    return make_site(folder, files).build("--strict")


@pytest.fixture(scope="module")
def misleading(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return _site(tmp_path_factory.mktemp("misleading"), MISLEADING)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return _site(tmp_path_factory.mktemp("sound"), SOUND, lists=LISTS, sharp=SHARP)


@each_case("checks/misleading_structure")
def test_misleading_structure_is_reported(misleading: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert misleading.of(path) == case.problems(path, BODY_LINE - 1)


def test_misleading_structure_has_no_other_problem(misleading: Built) -> None:
    """Two places of one id are one to the search index, which is no fault of its own."""
    assert [problem for problem in misleading.problems if not problem.startswith("docs/articles/")] == []


@each_case("checks/sound_structure")
def test_sound_structure_has_no_problem(sound: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert (sound.code, sound.of(path)) == (0, case.problems(path))


def test_list_keeps_the_number_it_begins_with(sound: Built) -> None:
    lists = sound.page("articles/lists").xpath("//article//ol")
    assert [(each.get("start", "1"), len(each)) for each in lists] == [("1", 1), ("2", 1), ("5", 2)]


def test_heading_keeps_the_sharp_at_its_end(sound: Built) -> None:
    headings = sound.page("articles/sharp").xpath("//article//h2[not(@class)]/text()")
    assert [each for each in headings if each[0] in "LCA"][:4] == ["Learn C#", "C# and F#", "Closed", "A"]


def test_ids_of_a_page_are_unique(sound: Built) -> None:
    ids = sound.page("articles/headings-like-parts-of-the-page").xpath("//@id")
    assert {"search", "search_1", "content", "content_1", "where-this-comes-from_1"} <= {*ids}
    assert len(ids) == len({*ids})


def test_ids_of_templates_are_known(sound: Built) -> None:
    """Whatever id a finished article has beside its text must be one that no heading can have."""
    page = lxml.html.document_fromstring(sound.html("articles/tables"))
    assert {*filter(re.compile("[a-z-]+$").match, page.xpath("//@id"))} - TEMPLATE_IDS == set()

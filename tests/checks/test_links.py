"""Links within the site: what leads nowhere is named in its place, and what lands is left in peace."""

from __future__ import annotations

import pytest
from fixture_cases import Case, each_case, load_cases
from sites import BIB, BODY_LINE, FACTS, Built, article, make_site

pytestmark = pytest.mark.build

HELP = "---\ntitle: Help\ndescription: Where to turn.\n---\n\n## In a crisis\n\nCall.\n"
BROKEN, VALID = load_cases("checks/broken_links"), load_cases("checks/valid_links")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One site with all of these pages: every fault of every page is told in one build."""
    assert FACTS.count("\n") + 1 == BODY_LINE
    files: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": article(case.source, case.name) for case in BROKEN + VALID
    }
    assert len(files) == len(BROKEN + VALID), "two fixtures have one name"
    files |= {
        "docs/about/help.md": HELP,
        "docs/articles/über-uns.md": article("## Größe { #größe }\n\nText.\n", "Über uns"),
        "docs/assets/cell.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "docs/assets/two words.txt": "a",
        "docs/assets/grün.txt": "a",
        "docs/articles/draft.md": article("Text.\n", "Draft"),
        "docs/articles/draft.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    settings = "draft_docs: draft.md\nexclude_docs: draft.svg\n"
    return make_site(tmp_path_factory.mktemp("links"), files, BIB, settings).build("--strict")


@each_case("checks/broken_links")
def test_broken_link_is_reported_at_its_place(built: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert built.of(path) == case.problems(path, BODY_LINE - 1)


@each_case("checks/valid_links")
def test_valid_link_has_no_problem(built: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert built.of(path) == case.problems(path)


def test_broken_links_alone_stop_the_build(built: Built) -> None:
    assert built.code == 1
    assert {problem.split(": ")[1] for problem in built.problems} == {"broken-link", "broken-anchor"}

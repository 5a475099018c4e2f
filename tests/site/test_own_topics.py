"""What a block is about itself: its filters in lists and in search, and in ``claims.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from sites import article, make_site

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The topics of the one block of each article, by the article's name, as the published data states them."""
    pages: dict[str, str | bytes] = {f"docs/articles/{case.name}.md": article(case.source, case.name)
                                     for case in load_cases("site/own_topics")}
    built = make_site(tmp_path_factory.mktemp("topics"), pages).build()
    claims = json.loads((Path(built.folder) / "data" / "claims.json").read_text(encoding="utf-8"))["claims"]
    return {claim["article"]["title"]: " ".join(claim["topics"]) for claim in claims}


@each_case("site/own_topics")
def test_block_is_about_its_own_topics(topics: dict[str, str], case: Case) -> None:
    assert topics[case.name] == case.expected["topics"]

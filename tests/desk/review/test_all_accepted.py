"""Whatever a reviewer does: with all accepted, the page says what the file says, or an item says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sites import Site, article, make_site, picture
from word_edits import accepted, edit

from proofdesk.content.review.items import Answer
from proofdesk.desk.exporting.word_file import export_article
from proofdesk.desk.project import Project
from proofdesk.desk.review.answers import decide
from proofdesk.desk.review.page_of import page_named
from proofdesk.desk.review.review_file import read_review, review_file
from proofdesk.desk.review.take import NamesOf, take_word_file

pytestmark = pytest.mark.build
PAGE = "docs/articles/moss.md"
SOURCE = """\
Moss **grows slowly** in the *deep shade* of old walls [see @ly2018, p. 3; @shao2021].[^1] It is green.

Ferns like the same places, but they need more water than any moss. A wall that faces north suits **both** of
them well, and so does a heap of stones.

Nobody has counted how many kinds grow in one garden. In *one* study, three gardeners found twelve kinds within a
year [@ly2018]. They looked under leaves, too.

/// faq | Does moss need sun?
    certainty: low
    because: Only one garden was looked at

It does not [@ly2018]. Ask the [garden club](https://example.org/club) about it, or read [the first page](../index.md).
///

## Where to plant it

Choose a place that stays damp when other beds dry out. Take out the weeds first.

- On stones, in rain and fog.
- Under **old** trees of any kind [@shao2021].
- Beside a pond that never freezes.

| Plant | Water |
|---|---|
| Moss | two litres a week |
| Fern | three litres a week |

The last paragraph says that the soil must be sour, and that patience helps.

Rain does more than a can, because tap water is hard and leaves a crust of lime.

[^1]: Seen in *one* small garden.
"""
SEEDS = range(int(os.environ.get("REVIEWS", "16")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("accepted") / "site", {
        PAGE: article(SOURCE, "Moss in gardens"), "docs/articles/wall.png": picture("PNG")})


def export(site: Site, file: Path) -> Path:
    project = Project(site.root)
    file.write_bytes(export_article(project, page_named(project, PAGE)).content)
    return file


@pytest.mark.parametrize("seed", SEEDS)
def test_the_page_says_what_the_file_says(
    seed: int, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words in their order with their looks and paragraphs; new words stand on the page or in an open item."""
    monkeypatch.chdir(site.root)
    site.write({PAGE: article(SOURCE, "Moss in gardens")})
    review = review_file(site.root / PAGE)
    review.unlink(missing_ok=True)
    done = edit(export(site, tmp_path / "sent.docx"), tmp_path / "back.docx", seed, 1 + seed % 4)
    project = Project(site.root)
    take_word_file(project, tmp_path / "back.docx", "")
    count = len(read_review(review))
    if count:
        decide(project, page_named(project, PAGE), range(1, count + 1), Answer.ACCEPTED, "", NamesOf(project))
    is_open = [item for item in read_review(review) if item.is_open]
    wanted, got = accepted(tmp_path / "back.docx"), accepted(export(site, tmp_path / "again.docx"))
    assert wanted == got or is_open, done
    said = {word for line in got for word, _ in line} | {word for item in is_open for word in item.after.split()}
    new = {word for line in wanted for word, _ in line if word.startswith("zq")}
    assert not {word.strip(".,?") for word in new} - {word.strip(".,?") for word in said}, done

"""``desk status``: how far each article is, and what waits for whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from git_site import BEDS, GitSite, changed, git_site
from sites import BIB, article

from proofdesk.desk.review.review_file import ItemKind, ReviewItem, write_review

pytestmark = pytest.mark.build
WHOLE = """\
Drafts:
  docs/articles/draft.md  “A draft”
      2 places marked ⟦ by an import to decide
      1 part to write
      2 remarks of reviewers to answer (desk review docs/articles/draft.md)
      changed on this computer, and not sent
To be published:
  docs/articles/later.md  “Later”, from 3 December 2026 on
      changed on this computer, and not sent
Ready or published:
  docs/articles/old.md  “Old”
      changed since Jane Roe reviewed it
      its check is overdue since 1 October 2026
      changed on this computer, and not sent
  docs/articles/soon.md  “Soon”
      its check is due on 1 December 2026
      changed on this computer, and not sent
1 published page with nothing to do.
Changed on this computer, and not sent: bibliography.bib.
"""


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitSite:
    return git_site(tmp_path_factory, tmp_path, monkeypatch)


def with_facts(facts: str, title: str, body: str = "Text.\n") -> str:
    return article(body, title).replace("topics:", f"{facts}\ntopics:")


def test_each_page_says_how_far_it_is(place: GitSite) -> None:
    signed = "reviewed-by: [{name: Jane Roe, role: gardener, date: 2025-10-01, scope: all, version: 3f2a-9c0b-1d4e}]"
    old = with_facts(signed, "Old").replace("2026-11-21", "2025-10-01").replace("2026-11-20", "2025-09-01")
    later = with_facts("status: ready\npublish-on: 2026-12-03", "Later").replace("published: 2026-11-20\n", "")
    place.site.write({
        "docs/articles/draft.md": with_facts("status: draft", "A draft", "⟦1⟧ ⟦2⟧\n\n<!-- to write: more -->\n"),
        "docs/articles/later.md": later, "docs/articles/old.md": old,
        "docs/articles/soon.md": with_facts("due: 2026-12-01", "Soon"), "bibliography.bib": BIB + "\n"})
    write_review(place.site.root / "docs/articles/draft.review.yml", [
        ReviewItem(kind=ItemKind.NOTE, by="Jane Roe", says=says) for says in ("One.", "Two.")])
    assert place.desk("status").stdout == WHOLE
    found = {page["path"]: page for page in json.loads(place.desk("status", "--format", "json").stdout)["pages"]}
    assert found["docs/articles/later.md"] == {
        "path": "docs/articles/later.md", "title": "Later", "state": "later", "from": "2026-12-03",
        "waiting": ["changed on this computer, and not sent"]}
    assert found[BEDS]["waiting"] == [] and BEDS in place.desk("status", "--all").stdout


def test_what_was_sent_is_told_until_it_is_published(place: GitSite) -> None:
    place.write(BEDS, changed(1))
    place.desk("publish", "--yes")
    said = place.desk("status").stdout
    assert f"  {BEDS}  “Beds”\n      sent as “publish/beds”, and waits to be published\n" in said
    assert said.endswith("“publish/beds” is sent, and waits to be published.\n")
    place.write(BEDS, changed(2))
    assert "      changed again since it was sent\n" in place.desk("status").stdout
    place.write(BEDS, changed(1))
    place.server_merges("publish/beds", squash=True)
    said = place.desk("status", "--ask").stdout
    assert "Others published 1 change that you do not have yet; `desk publish` takes it in." in said
    place.desk("publish", "--yes")
    assert place.desk("status").stdout == "1 published page with nothing to do.\n"


def test_status_needs_no_repository(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(place.site.root.parent))
    (place.site.root / ".git").rename(place.site.root / "git-elsewhere")
    said = place.desk("status").stdout
    assert said.startswith("1 published page with nothing to do.\nNothing is known of what was sent: the site")


def test_a_page_that_cannot_be_read_comes_first(place: GitSite) -> None:
    place.write(BEDS, "---\ntitle: Beds\n---\n")
    assert place.desk("status").stdout.startswith(
        f"With facts to correct:\n  {BEDS}  “Beds”\n      the facts at its top are not complete, or wrong (desk check")

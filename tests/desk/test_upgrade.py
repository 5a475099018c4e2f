"""``desk upgrade``: what nobody changed is replaced, what somebody changed is kept and shown, old names are mended."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from new_sites import MANIFEST, age, change, desk, new_site
from sites import snapshot

import proofdesk
from proofdesk.desk.starting.changes import changes_since, numbers
from proofdesk.desk.starting.mends import RENAMED, rename

NOTE, MYTH, FAQ = (f"hooks/blocks/{name}" for name in ("note/note.css", "myth/myth.css", "faq/faq.css"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_site(tmp_path_factory.mktemp("upgrade") / "soil", "--name", "Soil", "--topics", "Soil", "--kinds",
                    "faq,note,myth")


@pytest.fixture
def site(written: Path, tmp_path: Path) -> Path:
    """A site of the version before, with changes to kinds of block, a template, a list of packages and a page."""
    root = tmp_path / "soil"
    for name, content in snapshot(written).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    age(root, {NOTE: ".note { color: old }\n", FAQ: ".faq { color: old }\n", "hooks/blocks/faq/old.txt": "Old.\n",
               "hooks/blocks/faq/older.txt": "Older.\n", "hooks/blocks/note/note.md": "Old.\n",
               "requirements.txt": "-c constraints.txt\nproofdesk==0.0.9\n"},
        ("partials/cards.html", "partials/gone.html"))
    change(root, MYTH, ".myth { color: ours }\n")
    change(root, FAQ, ".faq { margin: ours }\n")
    change(root, "hooks/blocks/faq/older.txt", "Ours.\n")
    change(root, "requirements.txt", "mkdocs-our-own\n")
    change(root, "overrides/partials/cards.html", "Our cards.\n")
    change(root, "overrides/partials/gone.html", "Ours.\n")
    change(root, "overrides/partials/footer.html", "Our foot.\n")
    change(root, "site.yml", "reviewers:\n  - {name: Jane Doe, role: gardener, date: 2026-11-01, what: all}\n")
    (root / "hooks/blocks/note/note.md").unlink()
    return root


def read(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_what_nobody_changed_is_replaced(site: Path, written: Path) -> None:
    done = desk(site, "upgrade")
    assert done.exit_code == 0
    assert f"Replace {NOTE}" in done.output and "Remove hooks/blocks/faq/old.txt" in done.output
    assert read(site, NOTE) == read(written, NOTE) and not (site / "hooks/blocks/faq/old.txt").exists()
    assert json.loads(read(site, MANIFEST))["version"] == proofdesk.__version__
    again = desk(site, "upgrade")
    assert again.output == f"Nothing to replace: the site has the files of version {proofdesk.__version__}.\n"


def test_what_somebody_changed_is_kept_and_shown(site: Path) -> None:
    ours = {path: read(site, path) for path in (MYTH, FAQ, "hooks/blocks/faq/older.txt")}
    told = desk(site, "upgrade").output
    assert {path: read(site, path) for path in ours} == ours
    assert f"Kept {FAQ}: you changed it, and so did this version:\n    --- {FAQ} (yours)\n" in told
    assert "    -.faq { margin: ours }\n" in told
    assert MYTH not in told  # the version did not change it
    assert "Kept hooks/blocks/faq/older.txt: you changed it, and this version no longer has it\n" in told
    assert "Left out hooks/blocks/note/note.md: you deleted it, and this version has another\n" in told and not (
        site / "hooks/blocks/note/note.md").exists()


def test_a_template_that_stands_in_for_one_is_told(site: Path) -> None:
    told = desk(site, "upgrade").output
    assert "Kept overrides/partials/cards.html: it stands in for a template that this version changed:\n" in told
    assert "    -Our cards.\n" in told
    assert ("Kept overrides/partials/gone.html: this version no longer has the template that it stands in for, so it "
            "does nothing (delete it)\n") in told
    assert "footer.html" not in told  # the version did not change that one


def test_renamed_settings_and_packages_are_mended(site: Path) -> None:
    told = desk(site, "upgrade").output
    assert "Mend site.yml: reviewers → reviewed-by, what → scope\n" in told
    assert read(site, "site.yml").endswith(
        "reviewed-by:\n  - {name: Jane Doe, role: gardener, date: 2026-11-01, scope: all}\n")
    assert read(site, "requirements.txt") == (
        f"-c constraints.txt\nproofdesk=={proofdesk.__version__}\nmkdocs-our-own\n")


def test_pages_and_settings_are_never_replaced(site: Path) -> None:
    ours = {name: content for name, content in snapshot(site).items() if name.startswith(("docs/", "mkdocs", "bib"))}
    for path in ours:
        change(site, path, "\n")
    changed = {path: read(site, path) for path in ours}
    desk(site, "upgrade")
    assert {path: read(site, path) for path in ours} == changed


def test_check_says_and_changes_nothing(site: Path) -> None:
    before = snapshot(site)
    said = desk(site, "upgrade", "--check")
    assert said.exit_code == 1 and f"Would replace {NOTE}\n" in said.output
    assert "Would mend site.yml:" in said.output and "Nothing was changed." in said.output
    assert snapshot(site) == before


def test_news_for_editors_are_told_once(site: Path) -> None:
    first, second = desk(site, "upgrade").output, desk(site, "upgrade").output
    assert first.count("\n- ") <= 40 and re.search(r"\n… and \d+ more\n", first)  # what was done stays in sight
    assert "\nNew since 0.0.9 (in full: " in first and "\n- " in first
    assert "- The site:" not in first and "New since" not in second


@pytest.mark.parametrize(("manifest", "told"), [
    (None, f"there is no {MANIFEST} beside mkdocs.yml, so nobody can tell what is yours"),
    ("{}", f"{MANIFEST} cannot be read (ValidationError), so nobody can tell what you changed"),
    ('{"version": "99.0", "answers": {"name": "Soil"}}', "the site is of version 99.0, and this program is"),
])
def test_a_site_of_unknown_state_is_told(manifest: str | None, told: str, site: Path) -> None:
    (site / MANIFEST).unlink()
    if manifest:
        (site / MANIFEST).write_text(manifest, encoding="utf-8")
    refused = desk(site, "upgrade")
    assert refused.exit_code == 2 and refused.stderr.startswith(f"Error: {told}")


def test_changes_since_a_version_are_those_after_it() -> None:
    text = ("# Changelog\n\n## Unreleased\n\n- The site: words.\n- New. And more.\n\n## 1.10.0 (2026-11-20)\n\n"
            "- Ten, in\n  two lines. More.\n\n## 1.9.0\n\n- Nine.\n")
    assert changes_since("1.9.0", text) == ["New.", "Ten, in two lines."]
    assert numbers("1.10.0") > numbers("1.9.2") > numbers("1.9")


def test_a_name_beside_its_new_one_is_left_alone() -> None:
    both = "reviewers: []\nreviewed-by: []\n"
    assert rename(both, RENAMED) == (both, [])
    assert rename("a: [", RENAMED) == ("a: [", [])

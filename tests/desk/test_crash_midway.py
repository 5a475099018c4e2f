"""What a crash in the middle of a command leaves: nothing that the command did not report before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desk_site import Desk, desk, site
from retraction_csv import JEROME, retraction_csv
from sites import ROOT, Site, snapshot

__all__ = ["desk", "site"]

CRASHED = (
    "Internal error (KeyError: 'boom'). Nothing else was changed. Please report it and attach .cache/crash.txt."
)
# A picture beside the article, so that the import has a folder to write, too.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082")


def crash(*arguments: object, **options: object) -> None:
    raise KeyError("boom")


def interrupt(*arguments: object, **options: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def manuscript(tmp_path: Path) -> str:
    (tmp_path / "bed.png").write_bytes(PICTURE)
    file = tmp_path / "guide.md"
    text = (ROOT / "tests" / "manuscripts" / "guide.txt").read_text(encoding="utf-8")
    file.write_text(f"# A guide\n\n![A bed](bed.png)\n\n{text}", encoding="utf-8")
    return str(file)


def files(site: Site) -> dict[str, bytes]:
    """Every file of a site but the report of a crash and the lock, which stays."""
    ours = (".cache/crash.txt", ".cache/write.lock")
    return {name: content for name, content in snapshot(site.root).items() if name not in ours}


@pytest.mark.parametrize("earlier", [{}, {"reports/guide.txt": "An earlier report.\n"}], ids=["no report", "a report"])
@pytest.mark.parametrize("stop", [crash, interrupt])
@pytest.mark.build
def test_an_import_that_stops_midway_leaves_nothing(
    desk: Desk, site: Site, manuscript: str, monkeypatch: pytest.MonkeyPatch, stop: object,
    earlier: dict[str, str | bytes]
) -> None:
    site.write(earlier)
    before = files(site)
    monkeypatch.setattr("proofdesk.desk.commands.import_._add_entries", stop)
    done = desk("import", manuscript, "--slug", "guide")
    assert (done.exit_code, done.stdout) == (2 if stop is crash else 1, "")
    assert done.stderr.splitlines()[-1] == (CRASHED if stop is crash else "Aborted!")
    assert files(site) == before


@pytest.mark.build
def test_what_a_killed_export_left_is_deleted(desk: Desk, site: Site) -> None:
    """And not what another one writes at the moment."""
    old, new = (site.root / f".page.docx.{name}.new" for name in ("old", "now"))
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert desk("export", "page", "--docx", "--output", "page.docx").exit_code == 0
    assert not old.exists() and new.exists() and (site.root / "page.docx").exists()


def test_retractions_that_crash_keep_the_snapshot(
    desk: Desk, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "retraction_watch.csv"
    data.write_bytes(retraction_csv(JEROME))
    before = files(site)
    monkeypatch.setattr("proofdesk.desk.commands.retractions._named", crash)
    done = desk("retractions", str(data), "--date", "2026-11-21")
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{CRASHED}\n")
    assert files(site) == before


def test_retractions_pass_over_a_link_to_nowhere(desk: Desk, site: Site, tmp_path: Path) -> None:
    """It is no page of the site, as a check and a build report."""
    data = tmp_path / "retraction_watch.csv"
    data.write_bytes(retraction_csv(JEROME))
    (site.root / "docs/articles/lost.md").symlink_to("nowhere.md")
    done = desk("retractions", str(data), "--date", "2026-11-21")
    assert done.exit_code == 1 and done.stdout.startswith("1 notice")

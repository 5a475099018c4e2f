"""The same sources give the same site to the byte, wherever, whenever and by whichever program it is built."""

from __future__ import annotations

import shutil
from pathlib import Path

from sites import ADDRESS, EPOCH, ROOT, Built, addressed_site, make_sample, run, snapshot

__all__ = ["addressed_site"]
PARTS = ("proofdesk", "hooks", "overrides", "references.csl")


def test_builds_of_two_machines_are_byte_identical(addressed_site: Built, tmp_path: Path) -> None:
    """Two paths, time zones, languages of the system, seeds of Python's hashes, and copies of the generator.

    One is built by MkDocs, the other by ProperDocs, which goes on from it (docs/decisions/0009-after-material.md).
    """
    root = make_sample(tmp_path / "another path" / "größer").root
    for name in PARTS:
        (root / name).unlink(missing_ok=True)
        source = ROOT / name
        shutil.copytree(source, root / name) if source.is_dir() else shutil.copy(source, root)
    shutil.copy(ROOT / "mkdocs.yml", root / "base.yml")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace(str(ROOT / "mkdocs.yml"), "base.yml"), encoding="utf-8")
    env = {"SOURCE_DATE_EPOCH": EPOCH, "SITE_URL": ADDRESS, "PYTHONPATH": str(root), "TZ": "America/Adak",
           "LC_ALL": "C.UTF-8", "LANG": "de_DE", "PYTHONHASHSEED": "4711"}
    made = run(["build", "--strict"], root, root / "site", env, "properdocs", fresh=True)
    assert made.code == 0, made.output
    one, other = snapshot(addressed_site.folder), snapshot(made.folder)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert "search/words/0.json" in one and "feed.xml" in one and "sitemap.xml" in one

"""The same sources give the same site to the byte, wherever and whenever it is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sites import ROOT, SAMPLE, SITE_DATA, run, snapshot

# Noon of 1 January 2027, after every day that the pages and lists state.
DAY = "1798804800"
PARTS = ("proofdesk", "hooks", "overrides", "references.csl")


def built(root: Path, env: dict[str, str], program: str = "mkdocs") -> dict[str, bytes]:
    """Every file of the sample site, built by a program from a copy in ``root`` with nothing kept."""
    shutil.copytree(SAMPLE, root)
    shutil.copytree(ROOT / "docs" / "contributing", root / "docs" / "contributing")
    with (root / "site.yml").open("a", encoding="utf-8") as facts:
        facts.write(SITE_DATA)
    shutil.copy(ROOT / "mkdocs.yml", root / "base.yml")
    (root / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{(SAMPLE / 'mkdocs.yml').read_text(encoding='utf-8')}",
                                     encoding="utf-8")
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root)
    # The generator is the copy, so that its path differs too.
    settings = {"SOURCE_DATE_EPOCH": DAY, "SITE_URL": "https://example.org/", "PYTHONPATH": str(root), **env}
    site = run(["build", "--strict"], root, root / "site", settings, program, fresh=True)
    assert site.code == 0, site.output
    return snapshot(site.folder)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as one machine builds it."""
    return built(tmp_path_factory.mktemp("a") / "one",
                 {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"})


def test_two_builds_are_byte_identical(one: dict[str, bytes], tmp_path: Path) -> None:
    """Two paths, time zones, languages of the system, and seeds of Python's hashes."""
    other = built(tmp_path / "another path" / "größer", {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANG": "de_DE",
                                                         "PYTHONHASHSEED": "4711"})
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert "search/words/0.json" in one and "feed.xml" in one and "sitemap.xml" in one


def test_properdocs_builds_a_byte_identical_site(one: dict[str, bytes], tmp_path: Path) -> None:
    """ProperDocs goes on from MkDocs (docs/decisions/0009-after-material.md)."""
    other = built(tmp_path / "properdocs", {}, "properdocs")
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []

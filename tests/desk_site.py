"""A site for the commands of ``desk`` to work in, and the command as an editor runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from retraction_csv import JEROME_BIB
from sites import BIB, EPOCH, Site, article, make_site

from proofdesk.bibliography.retraction_data import SNAPSHOT, Snapshot
from proofdesk.desk.cli import main

Desk = Callable[..., Result]
PAGE = "docs/articles/page.md"


def cited_site(folder: Path) -> Site:
    """A site that cites three works, one of them retracted, whose snapshot is two days old and without any notice."""
    page = article("First [@ly2018].\n\nThen [see @jerome2020, p. 3; @shao2021], and @jerome2020 again.\n")
    site = make_site(folder, {PAGE: page}, BIB + JEROME_BIB)
    Snapshot(date(2026, 11, 20)).write(site.root / SNAPSHOT)
    return site


def desk_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Run ``desk`` in a folder of the site at noon of 22 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    def run(*arguments: str, within: str = ".") -> Result:
        monkeypatch.chdir(site.root / within)
        return CliRunner().invoke(main, arguments, prog_name="desk", catch_exceptions=False)

    return run


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that cites three works, for one test."""
    return cited_site(tmp_path / "site")


@pytest.fixture
def desk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command, run in the site of the test."""
    return desk_in(site, monkeypatch)

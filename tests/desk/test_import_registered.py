"""References that name an identifier take the work's record from a registry, and stay as they are without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sites import EPOCH, Site, make_site
from test_cite_command import CROSSREF, PUBMED, SUMMARY, Registry

from proofdesk.bibliography.parser import read_bibliography
from proofdesk.desk.cli import main

WORK = "/works/10.9999%2Froses.2021.1"
LISTED = ("Béïque CB, de Vos CM, et al. Straw & Rosa in 5-HT2A mice: 50% of it. J Gard Sci. 2021;1:3. "
          "doi:10.9999/roses.2021.1")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {})


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry() as made:
        made.json(WORK, CROSSREF)
        yield made


def run_import(site: Site, registry: Registry, listed: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Import a manuscript with this list of references, and return the report."""
    monkeypatch.chdir(site.root)
    monkeypatch.setattr("proofdesk.desk.registries.clients.PAUSE", 0.0)
    manuscript = site.root.parent / "straw.txt"
    manuscript.write_text(f"Straw\n\nIt keeps water [1].\n\nReferences\n\n{listed}\n", encoding="utf-8")
    addresses = {f"DESK_{name}": registry.url for name in ("CROSSREF", "DATACITE", "PUBMED")}
    CliRunner().invoke(main, ["import", str(manuscript)], catch_exceptions=False,
                       env={**addresses, "DESK_OFFLINE": "", "PWD": str(site.root), "SOURCE_DATE_EPOCH": EPOCH})
    return (site.root / "reports" / "straw.txt").read_text(encoding="utf-8")


def test_reference_takes_its_record(site: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    report = run_import(site, registry, f"1. {LISTED}", monkeypatch)
    entry = read_bibliography(site.root / "bibliography.bib", "b.bib").entries["beique2021"]
    shown = (entry.fields["x-status"], entry.fields["pages"], len(entry.names("author")))
    assert shown == ("record", "2535--2544.e4", 4)
    assert f"New entries, from the registered records of the works:\n  - beique2021: 1. {LISTED}\n" in report
    assert "unconfirmed works" not in report and "new works that are cited, 1: say in" in report
    assert "10.9999/roses.2021.1: Crossref lists a correction of 2022-01-03" in report
    assert "water [@beique2021]" in (site.root / "docs/articles/straw.md").read_text(encoding="utf-8")


def test_record_of_another_work_is_not_taken(site: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """One digit of the identifier may be wrong."""
    report = run_import(site, registry, "1. Calla AE. Hay. Roses. 2020;1:3. doi:10.9999/roses.2021.1", monkeypatch)
    entry = read_bibliography(site.root / "bibliography.bib", "b.bib").entries["calla2020"]
    assert (entry.fields["x-status"], entry.plain("title")) == ("unconfirmed", "Hay")
    assert "Crossref has another work under it, “Straw & Rosa in 5-HT2A mice: 50% of it”; the reference says “Hay”" in (
        report)


def test_without_an_answer_nothing_is_lost(site: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.answers = {WORK: (503, {}, b""), **{f"/works/10.9999%2F{n}": (503, {}, b"") for n in (2, 3)}}
    others = "\n\n".join(f"{n}. Calla AE. Hay of year {n}. Roses. 202{n};1:3. doi:10.9999/{n}" for n in (2, 3))
    report = run_import(site, registry, f"1. {LISTED}\n\n{others}", monkeypatch)
    entries = read_bibliography(site.root / "bibliography.bib", "b.bib").entries
    assert {entries[key].fields["x-status"] for key in ("beique2021", "calla2022", "calla2023")} == {"unconfirmed"}
    assert "answers 503" in report and "the registries were not asked about further works" in report
    assert len(registry.asked) == 2


def test_what_no_registry_knows_is_told(site: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PubMed number is looked up where there is no DOI."""
    registry.json(SUMMARY, PUBMED)
    registry.answers |= {"/works/10.9999%2Fnone": (404, {}, b""), "/dois/10.9999%2Fnone": (404, {}, b"")}
    report = run_import(site, registry, (
        "1. Shaw LX, de Vos CM. Straw induces growth. J Gard Sci. 2021;109:2535. PMID: 34228959\n\n"
        "2. Calla AE. Hay. Roses. 2020;1:3. doi:10.9999/none"), monkeypatch)
    entries = read_bibliography(site.root / "bibliography.bib", "b.bib").entries
    assert (entries["shaw2021"].fields["x-status"], entries["shaw2021"].doi) == ("record", "10.9999/straw")
    assert entries["calla2020"].fields["x-status"] == "unconfirmed"
    assert "10.9999/none: no registry has a record of it; see how the reference is written" in report

"""The commands on a site whose works stand in libraries too, which no command changes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from desk_site import PAGE, Desk, desk
from loopback import serve_folder
from sites import BIB, Site, article, make_site

from proofdesk.desk.linkcheck.collect import addresses
from proofdesk.desk.project import Project

__all__ = ["desk"]

OWN, LIBRARY = (f"{work.strip()}\n" for work in BIB.split("\n\n"))
LIBRARY = LIBRARY.replace("{10.1016", "{https://doi.org/10.1016")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that has one work itself, and another one in an export that stands elsewhere and can only be read."""
    elsewhere = tmp_path / "Zotero"
    elsewhere.mkdir()
    (elsewhere / "export.bib").write_text(LIBRARY, encoding="utf-8")
    (elsewhere / "export.bib").chmod(0o444)
    return make_site(tmp_path / "site", {PAGE: article("One [@shao2021].\n")}, OWN,
                     f"extra: {{libraries: ['{elsewhere}/export.bib']}}\n")


@pytest.fixture
def library(site: Site) -> Path:
    return site.root.parent / "Zotero" / "export.bib"


def test_a_problem_names_the_library(desk: Desk, library: Path) -> None:
    result = desk("check", "--only", "bad-doi")
    assert result.stdout == (
        f"{library}:6:3: bad-doi: the DOI of “shao2021” is written as an address (write doi = "
        "{10.1016/j.neuron.2021.06.008}; this library is only read: change it in the program that writes it)\n")
    assert result.exit_code == 1 and desk("check", str(library)).stdout.startswith(f"{library}:6:3: bad-doi:")


@pytest.mark.build
def test_works_of_a_library_are_compared_with_records(desk: Desk, site: Site, library: Path) -> None:
    """Only those that a page cites; a registry that knows none of them is enough to see the places."""
    site.write({"docs/index.md": "---\ntitle: Home\ndescription: D.\n---\n\nHome.\n"})
    library.chmod(0o644)
    library.write_text(LIBRARY + LIBRARY.replace("shao2021", "other2021").replace("neuron", "other"), encoding="utf-8")
    with serve_folder(site.root / "docs") as registry:
        result = desk("cite", "--check", "--crossref", registry.url, "--datacite", registry.url)
    assert result.exit_code == 1 and result.stdout.splitlines() == [
        f"{library}:6:3: differs: no registry has a record of “10.1016/j.neuron.2021.06.008” (check how it is written, "
        "and whether the work exists; this library is only read: change it in the program that writes it)",
        "bibliography.bib:6:3: differs: no registry has a record of “10.1016/j.celrep.2018.05.022” (check how it is "
        "written, and whether the work exists)"]


def test_a_missing_folder_is_named(desk: Desk, site: Site) -> None:
    site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(encoding="utf-8")
                + "plugins: {bibtex: {bib_dir: gone, csl_file: references.csl}}\n"})
    assert desk("check").stderr == (
        "Error: mkdocs.yml: plugins.bibtex.bib_dir: there is no folder “gone” (name one that holds .bib files, or take "
        "the line out)\n")


def test_a_fix_leaves_the_library_as_it_is(desk: Desk, site: Site, library: Path) -> None:
    library.chmod(0o644)  # nor is one changed that could be
    result = desk("check", "--fix", "--yes")
    assert "Nothing can be fixed automatically." in result.stderr
    assert library.read_text(encoding="utf-8") == LIBRARY
    assert (site.root / "bibliography.bib").read_text(encoding="utf-8") == OWN


def test_an_import_writes_into_the_own_file(desk: Desk, site: Site, library: Path) -> None:
    """A work of the library is found there, and a new one is written beside the site's own."""
    notes = site.root.parent / "notes.txt"
    notes.write_text("# Spines\n\nThey grow [1, 2].\n\n# References\n\n1. Shao LX, Kwan AC. Psilocybin induces rapid "
                     "and persistent growth of dendritic spines. Neuron. 2021. doi:10.1016/j.neuron.2021.06.008\n"
                     "2. Straw B. Roses in winter. Garden. 2020;1:2-3. doi:10.9999/roses\n", encoding="utf-8")
    desk("editor")
    result = desk("import", str(notes), "--slug", "spines")
    assert result.exit_code == 0, result.output
    own = (site.root / "bibliography.bib").read_text(encoding="utf-8")
    assert "straw2020" in own and "shao" not in own
    assert library.read_text(encoding="utf-8") == LIBRARY
    assert "[@shao2021; @straw2020]" in (site.root / "docs/articles/spines.md").read_text(encoding="utf-8")
    snippets = (site.root / ".vscode/citations.code-snippets").read_text(encoding="utf-8")
    assert all(f'"Cite: {key}"' in snippets for key in ("ly2018", "shao2021", "straw2020"))


def test_affected_since_compares_each_file(desk: Desk, site: Site, library: Path) -> None:
    """A file of the repository with its own past; an export that is not in it as it is now."""
    site.write({"refs/a.bib": LIBRARY.replace("shao2021", "kwan2021").replace("j.neuron", "j.other"),
                "mkdocs.yml": (site.root / "mkdocs.yml").read_text(encoding="utf-8").replace(
                    "libraries: [", "libraries: [refs/a.bib, "),
                PAGE: article("One [@shao2021], two [@kwan2021].\n")})

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", *arguments], cwd=site.root, check=True,
                       capture_output=True)

    git("init")
    git("add", "-A")
    git("commit", "-m", "All")
    assert desk("check", "--affected-since", "HEAD").stderr == "No work in the bibliography has changed since HEAD.\n"
    text = (site.root / "refs/a.bib").read_text(encoding="utf-8")
    site.write({"refs/a.bib": text.replace("persistent", "lasting")})
    assert desk("check", "--affected-since", "HEAD").stdout == f"{PAGE}:10:23: cites “kwan2021”\n"
    site.write({"evidence.yml": "shao2021:\n  x-status: record\n"})
    assert desk("check", "--affected-since", "HEAD").stdout == (
        f"{PAGE}:10:6: cites “shao2021”\n{PAGE}:10:23: cites “kwan2021”\n"
        "docs/index.md:8:37: cites “shao2021”\n")


def test_a_fact_beside_the_library_is_checked(desk: Desk, site: Site) -> None:
    site.write({"evidence.yml": "shao2021:\n  species: mouse\n  design: rct\n  x-status: unconfirmed\n"})
    assert desk("check", "evidence.yml", "--only", "bad-evidence").stdout == (
        "evidence.yml:3:3: bad-evidence: the design of “shao2021” is “rct” here and “animal-experiment” in "
        f"{site.root.parent}/Zotero/export.bib:5 (keep the one that is right)\n")
    assert desk("check", PAGE).stdout.startswith(
        f"{PAGE}:10:6: unconfirmed-work: “shao2021” is marked unconfirmed (")


def test_affected_takes_a_citation_as_it_is_written(desk: Desk, site: Site) -> None:
    site.write({"bibliography.bib": OWN.replace("ly2018", "O'Brien2020"), PAGE: article("One [@{O'Brien2020}].\n"),
                "docs/index.md": "---\ntitle: Home\ndescription: D.\n---\n\nHome.\n"})
    for written in ("O'Brien2020", "@{O'Brien2020}", "[@{O'Brien2020}]"):
        assert desk("check", "--affected", written).stdout == f"{PAGE}:10:6: cites “O'Brien2020”\n"


def test_links_of_a_library_are_checked_if_cited(site: Site, library: Path) -> None:
    library.chmod(0o644)
    library.write_text(LIBRARY + LIBRARY.replace("shao2021", "other2021").replace("neuron", "other"), encoding="utf-8")
    found = addresses(Project(site.root))
    assert [written.path for written in found["https://doi.org/10.1016/j.neuron.2021.06.008"]] == [str(library)]
    assert "https://doi.org/10.1016/j.celrep.2018.05.022" in found and not any("j.other" in url for url in found)

"""``desk cite --find``: works are looked up by their titles, and only what an editor confirms is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result
from sites import EPOCH, Site, make_site
from test_cite_command import CROSSREF, PUBMED, SUMMARY, Registry

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.desk.cli import main

TITLE = "Straw & Rosa in 5-HT2A mice: 50% of it"
OTHER = {**CROSSREF["message"], "DOI": "10.9999/other", "title": ["Straw & Rosa in old mice: half of it"]}  # type: ignore[dict-item]
UNLIKE = {**CROSSREF["message"], "DOI": "10.9999/unlike", "title": ["On the cooking of beets"]}  # type: ignore[dict-item]
BIB = """\
@misc{hand2021,
  author = {Béïque, C. B.},
  title = {Straw and Rosa in 5-HT2A mice},
  year = {2021},
  keywords = {species:mouse, design:rct},
  x-status = {unconfirmed}
}

@misc{page2020, author = {Calla, A.}, title = {A page}, year = {2020}, url = {https://example.org/page}}
"""
Find = Callable[..., Result]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {}, BIB)


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry() as made:
        yield made


@pytest.fixture
def find(site: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Find:
    monkeypatch.chdir(site.root)
    monkeypatch.setattr("proofdesk.desk.registries.clients.PAUSE", 0.0)
    addresses = {f"DESK_{name}": registry.url for name in ("CROSSREF", "DATACITE", "PUBMED")}

    def run(*arguments: str, answer: str = "") -> Result:
        return CliRunner().invoke(main, ["cite", "--find", *arguments], input=answer, catch_exceptions=False,
                                  env={**addresses, "PWD": str(site.root), "SOURCE_DATE_EPOCH": EPOCH})

    return run


def answer(registry: Registry, words: str, items: list[object]) -> None:
    path = f"/works?query.bibliographic={quote(words, safe='')}&rows=10"
    registry.json(path, {"message": {"items": items}})


def no_pubmed(registry: Registry, title: str, numbers: list[str]) -> None:
    term = quote(f"{title}[Title]", safe="")
    registry.json(f"/esearch.fcgi?db=pubmed&retmode=json&retmax=5&term={term}", {"esearchresult": {"idlist": numbers}})


def entries(site: Site) -> dict[str, Entry]:
    return read_bibliography(site.root / "bibliography.bib", "b.bib").entries


def test_a_title_becomes_the_entry_that_is_confirmed(find: Find, site: Site, registry: Registry) -> None:
    answer(registry, TITLE, [UNLIKE, OTHER, {"title": [None]}, CROSSREF["message"]])
    done = find(TITLE, answer="7\n1\n")
    assert "  1. 100% alike: Béïque and 3 more 2021. Straw & Rosa in 5-HT2A mice: 50% of it. " in done.output
    assert "doi:10.9999/ROSES.2021.1 (Crossref)\n  2. " in done.output and "beets" not in done.output
    assert (entries(site)["beique2021"].doi, entries(site)["beique2021"].fields["x-status"]) == (
        "10.9999/ROSES.2021.1", "record")


@pytest.mark.parametrize("said", ["\n", ""])
def test_without_a_confirmation_nothing_is_added(find: Find, site: Site, registry: Registry, said: str) -> None:
    answer(registry, TITLE, [CROSSREF["message"]])
    done = find(TITLE, answer=said)
    assert done.exit_code == 0 and (site.root / "bibliography.bib").read_text(encoding="utf-8") == BIB
    assert ("Nobody confirmed it, so nothing was changed." in done.output) is (said == "")


def test_entries_without_an_identifier_get_their_records(find: Find, site: Site, registry: Registry) -> None:
    """The key and what editors say of the work stay. A page with an address is not looked up."""
    answer(registry, "Straw and Rosa in 5-HT2A mice Béïque 2021", [CROSSREF["message"]])
    done = find(answer="1\n")
    assert "1 of 1: bibliography.bib:1: hand2021: Béïque 2021. Straw and Rosa in 5-HT2A mice" in done.output
    entry = entries(site)["hand2021"]
    assert (entry.type, entry.fields["keywords"], entry.fields["x-status"], entry.fields["x-checked"], entry.doi) == (
        "article", "species:mouse, design:rct", "record", "2026-11-22", "10.9999/ROSES.2021.1")
    assert list(entries(site)) == ["hand2021", "page2020"]


def test_a_work_that_is_there_already_is_not_taken_twice(find: Find, site: Site, registry: Registry) -> None:
    twice = BIB + "\n@article{first2021, title = {Straw}, doi = {10.9999/roses.2021.1}}\n"
    site.write({"bibliography.bib": twice})
    answer(registry, "Straw and Rosa in 5-HT2A mice Béïque 2021", [CROSSREF["message"]])
    done = find("@hand2021", answer="1\n")
    assert "is this work already. Cite “first2021” instead of “hand2021”, and delete that one." in done.output
    assert (site.root / "bibliography.bib").read_text(encoding="utf-8") == twice


def test_a_half_read_entry_is_looked_up_by_its_words(find: Find, site: Site, registry: Registry) -> None:
    """A record makes up for what the import could not read, and its marks go."""
    words = "Béïque J. Roses. A bed of 2021: Straw & Rosa in 5-HT2A mice: 50% of it (Garden paper 7)."
    listed = words.replace("&", r"\&").replace("%", r"\%")
    site.write({"bibliography.bib": "@misc{beique2021, author = {Béïque, J.}, x-status = {unconfirmed},\n"
                                    f"  x-unsure = {{title}}, x-reference = {{{listed}}}}}\n"})
    answer(registry, words, [OTHER, CROSSREF["message"]])
    done = find("beique2021", answer="1\n")
    assert f"1 of 1: bibliography.bib:1: beique2021: {words}" in done.output and "  2. " not in done.output
    fields = entries(site)["beique2021"].fields
    assert fields["x-status"] == "record" and not {"x-unsure", "x-reference"} & fields.keys()


def test_pubmed_is_asked_where_crossref_knows_nothing(find: Find, registry: Registry) -> None:
    answer(registry, "Straw induces growth", [UNLIKE])
    no_pubmed(registry, "Straw induces growth", ["34228959"])
    registry.json(SUMMARY, PUBMED)
    done = find("Straw induces growth", "--dry-run")
    assert "1. 100% alike: Shaw and 2 more 2021. Straw induces growth. Journal of garden science 109." in done.output
    assert "(PubMed)" in done.output


def test_an_unknown_title_is_told(find: Find, registry: Registry) -> None:
    answer(registry, "Nothing of the kind", [])
    no_pubmed(registry, "Nothing of the kind", [])
    assert "No registry knows a work with such a title." in find("Nothing of the kind").output

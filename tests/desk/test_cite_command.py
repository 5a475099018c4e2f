"""``desk cite`` against a real HTTP server that answers as Crossref, DataCite and PubMed document it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Quiet
from sites import EPOCH, Site, make_site

from proofdesk.desk.cli import main
from proofdesk.desk.commands.citing.cite import cite
from proofdesk.desk.registries.compare import same_journal
from proofdesk.desk.registries.identifiers import identifier
from proofdesk.desk.registries.records import initials

SHAO = "10.1016/j.neuron.2021.06.008"
# As api.crossref.org/works/{doi} answers, shortened.
CROSSREF = {
    "status": "ok", "message-type": "work", "message-version": "1.0.0",
    "message": {
        "DOI": "10.9999/ROSES.2021.1", "type": "journal-article", "publisher": "Garden Press",
        "title": ["Straw &amp; <i>Rosa</i> in 5-HT2A mice: 50% of it"], "subtitle": [],
        "container-title": ["Journal of Garden Science"], "short-container-title": ["J Gard Sci"],
        "author": [
            {"given": "Calvin B.", "family": "Béïque", "sequence": "first"},
            {"given": "Cato M. H.", "family": "de Vos"},
            {"given": "Jean-Claude", "family": "O'Hara", "suffix": "Jr"},
            {"name": "Garden & Soil Group"},
        ],
        "published-print": {"date-parts": [[2021, 8]]}, "published-online": {"date-parts": [[2020, 12, 1]]},
        "volume": "109", "issue": "16", "page": "2535-2544.e4",
        "updated-by": [{"type": "correction", "DOI": "10.9999/c", "updated": {"date-parts": [[2022, 1, 3]]}},
                       {"type": "new_version", "DOI": "10.9999/v"}],
    },
}
ENTRY = r"""@article{beique2021,
  author = {Béïque, C. B. and de Vos, C. M. H. and O'Hara, Jr, J.-C. and {Garden \& Soil Group}},
  title = {Straw \& Rosa in {5-HT2A} mice: 50\% of it},
  journal = {Journal of Garden Science},
  year = {2021},
  volume = {109},
  number = {16},
  pages = {2535--2544.e4},
  doi = {10.9999/ROSES.2021.1},
  keywords = {species:not-classified, design:not-classified},
  x-status = {record},
  x-checked = {2026-11-22}
}
"""
# As api.datacite.org/dois/{doi} answers.
DATACITE = {"data": {"id": "10.48550/arxiv.2411.19840", "type": "dois", "attributes": {
    "doi": "10.48550/arxiv.2411.19840", "creators": [
        {"name": "Agnelli, Carla", "nameType": "Personal", "givenName": "Carla", "familyName": "Agnelli"},
        {"name": "Soil Group", "nameType": "Organizational"}],
    "titles": [{"title": "Roses and straw"}], "publisher": "arXiv", "publicationYear": 2024, "container": {},
    "types": {"resourceTypeGeneral": "Preprint", "bibtex": "misc"}}}}
# As eutils' esummary answers.
PUBMED = {"header": {"type": "esummary", "version": "0.3"}, "result": {"uids": ["34228959"], "34228959": {
    "uid": "34228959", "pubdate": "2021 Aug 18", "source": "J Gard Sci", "authors": [
        {"name": "Shaw LX", "authtype": "Author"}, {"name": "de Vos CM Jr", "authtype": "Author"},
        {"name": "Soil Group", "authtype": "CollectiveName"}],
    "title": "Straw induces growth.", "volume": "109", "issue": "16", "pages": "2535-2544.e4",
    "fulljournalname": "Journal of garden science", "pubtype": ["Journal Article", "Retracted Publication"],
    "articleids": [{"idtype": "pubmed", "value": "34228959"}, {"idtype": "doi", "value": "10.9999/straw"},
                   {"idtype": "pmc", "value": "PMC8376772"}]}}}

Answer = tuple[int, dict[str, str], bytes]


class Registry(Loopback):
    """A server on loopback; ``answers`` by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        registry = self

        class Handler(Quiet, BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.asked.append(self.path)
                answer = registry.answers.get(self.path, (404, {}, b"Resource not found."))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        super().__init__(Handler)

    def json(self, path: str, content: object) -> None:
        self.answers[path] = (200, {"Content-Type": "application/json"}, json.dumps(content).encode())


WORK = "/works/10.9999%2FROSES.2021.1"
SUMMARY = "/esummary.fcgi?db=pubmed&retmode=json&id=34228959"


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry() as made:
        made.json(WORK, CROSSREF)
        made.json("/works/10.9999%2Froses.2021.1", CROSSREF)
        made.json("/dois/10.48550%2FarXiv.2411.19840", DATACITE)
        made.json(SUMMARY, PUBMED)
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {})


Desk = Callable[..., Result]


@pytest.fixture
def desk(site: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PWD", str(site.root))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setattr("proofdesk.desk.registries.clients.PAUSE", 0.0)
    for name in ("CROSSREF", "DATACITE", "PUBMED"):
        monkeypatch.setenv(f"DESK_{name}", registry.url)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["cite", *arguments], catch_exceptions=False)

    return run


def bib(site: Site) -> str:
    return (site.root / "bibliography.bib").read_text(encoding="utf-8")


# --- What names a work

NAMED = {
    SHAO: ("doi", SHAO), f"doi:{SHAO}": ("doi", SHAO), f"https://doi.org/{SHAO}": ("doi", SHAO),
    "https://www.cell.com/x?doi=10.1000%2F182": ("doi", "10.1000/182"), "10.1000/a(1)b)": ("doi", "10.1000/a(1)b)"),
    "34228959": ("pmid", "34228959"), "PMID: 34228959": ("pmid", "34228959"),
    "https://pubmed.ncbi.nlm.nih.gov/34228959/": ("pmid", "34228959"),
    "arXiv:2411.19840": ("arxiv", "2411.19840"), "https://arxiv.org/abs/2411.19840v2": ("arxiv", "2411.19840"),
    "https://arxiv.org/pdf/2411.19840.pdf": ("arxiv", "2411.19840"),
    "10.48550/arXiv.2411.19840": ("arxiv", "2411.19840"),
    "https://example.org/paper": ("url", "https://example.org/paper"),
}


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_a_work_is_named_in_many_ways(text: str, expected: tuple[str, str]) -> None:
    assert identifier(text) == expected


@pytest.mark.parametrize("text", ["", "roses", "10.1", "ftp://x", "javascript:alert(1)", "123456789"])
def test_what_names_no_work_is_refused(desk: Desk, site: Site, text: str) -> None:
    before = bib(site)
    done = desk(text)
    assert done.exit_code == 2 and "is not a DOI, a PubMed or arXiv number, or an address" in done.stderr
    assert bib(site) == before


# --- Adding


@pytest.mark.build
def test_a_doi_becomes_an_entry_in_its_place(desk: Desk, site: Site) -> None:
    before = bib(site)
    done = desk("https://doi.org/10.9999/ROSES.2021.1")
    assert done.exit_code == 0, done.output
    assert done.stdout == ENTRY + "\n"
    assert bib(site) == ENTRY + "\n" + before, "before ly2018 and shao2021"
    assert "Cite as [@beique2021]. Name its kind of evidence in keywords" in done.stderr
    assert "Crossref lists a correction of 2022-01-03 doi:10.9999/c for “beique2021”" in done.stderr
    assert "new_version" not in done.stderr and "10.9999/v" not in done.stderr
    assert "beique2021" not in str(site.build().of("bibliography.bib")).replace("no page cites “beique2021”", "")


def test_the_same_work_is_not_added_twice(desk: Desk, site: Site) -> None:
    desk("10.9999/ROSES.2021.1")
    before = bib(site)
    done = desk("doi:10.9999/roses.2021.1", "10.1016/j.neuron.2021.06.008")
    assert done.exit_code == 0
    assert done.stdout == (
        "bibliography.bib:1: “doi:10.9999/roses.2021.1” is in the bibliography already; cite it as [@beique2021]\n"
        "bibliography.bib:23: “10.1016/j.neuron.2021.06.008” is in the bibliography already; cite it as [@shao2021]\n")
    assert bib(site) == before


def test_a_pubmed_id_a_preprint_and_a_page_are_added(desk: Desk, site: Site, registry: Registry) -> None:
    registry.answers["/paper"] = (200, {}, b'<html><meta name="citation_doi" content="doi:10.9999/ROSES.2021.1">')
    done = desk("PMID: 34228959", "arXiv:2411.19840", f"{registry.url}/paper")
    assert done.exit_code == 0, done.output
    text = bib(site)
    assert "@article{shaw2021,\n  author = {Shaw, L. X. and de Vos, Jr, C. M. and {Soil Group}},\n" in text
    assert "  pmid = {34228959},\n  pmcid = {PMC8376772},\n" in text and "doi = {10.9999/straw}" in text
    assert "PubMed lists a Retracted Publication for “shaw2021”" in done.stderr
    assert "@misc{agnelli2024,\n  author = {Agnelli, C. and {Soil Group}},\n  title = {Roses and straw},\n" in text
    assert "  eprint = {2411.19840},\n  archiveprefix = {arXiv},\n" in text
    assert "howpublished = {arXiv preprint}" in text and "@article{beique2021," in text
    assert [e.split("{")[1].split(",")[0] for e in text.split("@")[1:]] == [
        "agnelli2024", "beique2021", "ly2018", "shao2021", "shaw2021"]


def test_a_dry_run_changes_nothing_and_takes_a_key(desk: Desk, site: Site) -> None:
    before = bib(site)
    done = desk("10.9999/ROSES.2021.1", "--dry-run", "--key", "straw-2021")
    assert done.exit_code == 0 and done.stdout.startswith("@article{straw-2021,")
    assert bib(site) == before
    assert "is in use (bibliography.bib:9)" in desk("10.9999/ROSES.2021.1", "--key", "Shao2021").stderr
    assert "use letters" in desk("10.9999/ROSES.2021.1", "--key", "a b").stderr


OF_OTHER_KINDS = {
    "a preprint": (
        {"type": "posted-content", "subtype": "preprint", "title": ["Straw"], "subtitle": ["A Story"],
         "publisher": "bioRxiv", "author": [{"given": "Cato M. H. de", "family": "Vos"}],
         "posted": {"date-parts": [[2020, 1]]}},
        "@misc{devos2020,\n  author = {de Vos, C. M. H.},\n  title = {Straw: A Story},\n  year = {2020},\n"
        "  howpublished = {bioRxiv, preprint},\n"),
    "a book": (
        {"type": "book", "title": ["Straw"], "publisher": "Garden Press", "editor": [{"family": "Vos"}],
         "issued": {"date-parts": [[1999]]}},
        "@book{vos1999,\n  author = {Vos},\n  title = {Straw},\n  year = {1999},\n  publisher = {Garden Press},\n"),
    "a report": (
        {"type": "report", "title": ["Straw"], "publisher": "Garden Desk", "author": [{"name": "Soil Group"}]},
        "@techreport{soilgroup,\n  author = {{Soil Group}},\n  title = {Straw},\n  doi = {10.9999/other},\n"),
    "a thesis": (
        {"type": "dissertation", "title": ["Straw"], "publisher": "A University",
         "author": [{"given": "C.", "family": "Vos"}], "published": {"date-parts": [[2001]]}},
        "@phdthesis{vos2001,\n  author = {Vos, C.},\n"),
}


@pytest.mark.parametrize(("record", "expected"), OF_OTHER_KINDS.values(), ids=OF_OTHER_KINDS)
def test_works_of_every_kind_become_entries(
    desk: Desk, site: Site, registry: Registry, record: dict[str, Any], expected: str
) -> None:
    registry.json("/works/10.9999%2Fother", {"message": {"DOI": "10.9999/other", **record}})
    done = desk("10.9999/other")
    assert done.exit_code == 0 and done.stdout.startswith(expected), done.output
    for name, kind in (("institution = {Garden Desk}", "techreport"), ("school = {A University}", "phdthesis")):
        assert (name in done.stdout) == (f"@{kind}" in done.stdout)
    lacks_year = "Crossref has no year for “soilgroup”: add it by hand" in done.stderr
    assert lacks_year == ("@techreport" in done.stdout)


def test_a_person_whom_datacite_names_in_one_piece(desk: Desk, registry: Registry) -> None:
    registry.json("/dois/10.9999%2Fset", {"data": {"attributes": {
        "doi": "10.9999/set", "creators": [{"name": "Vos, Cato"}, {"name": "Soil Group"}],
        "titles": [{"title": "Straw"}],
        "publisher": {"name": "A Store"}, "publicationYear": 2020}}})
    assert desk("10.9999/set", "--dry-run").stdout.startswith(
        "@misc{vos2020,\n  author = {Vos, C. and {Soil Group}},\n  title = {Straw},\n  year = {2020},\n"
        "  howpublished = {A Store},\n")


def test_a_page_without_its_own_doi_is_refused(desk: Desk, site: Site, registry: Registry) -> None:
    registry.answers["/paper"] = (200, {}, b"<html><p>See doi:10.9999/ROSES.2021.1</p>")
    before = bib(site)
    done = desk(f"{registry.url}/paper")
    assert done.exit_code == 2 and "names no DOI of its own; write its entry by hand" in done.stderr
    assert bib(site) == before


def test_a_work_under_two_numbers_is_added_once(desk: Desk, site: Site, registry: Registry) -> None:
    """PubMed's record names the DOI of an entry that is there, or that was added just now."""
    registry.json("/works/10.9999%2Fstraw", {"message": {**CROSSREF["message"], "DOI": "10.9999/straw"}})
    done = desk("10.9999/straw", "PMID: 34228959")
    assert done.exit_code == 0 and bib(site).count("10.9999/straw") == 1
    site.write({"bibliography.bib": "@misc{mine, author={A}, title={T}, year={2020}, doi={10.9999/STRAW}}\n"})
    before = bib(site)
    done = desk("PMID: 34228959")
    assert done.stdout == "bibliography.bib:1: “PMID: 34228959” is in the bibliography already; cite it as [@mine]\n"
    assert bib(site) == before


def test_a_number_that_pubmed_does_not_know(desk: Desk, registry: Registry) -> None:
    registry.json("/esummary.fcgi?db=pubmed&retmode=json&id=1",
                  {"result": {"uids": ["1"], "1": {"uid": "1", "error": "cannot get document summary"}}})
    assert "no registry has a record of “1”" in desk("1").stderr
    assert "no registry has a record of “2”" in desk("2").stderr


def test_an_arxiv_number_is_compared_with_its_record(desk: Desk, site: Site) -> None:
    site.write({"bibliography.bib": (
        "@misc{one, author={Agnelli, Carla and Soil, G.}, title={Roses and straw}, year={2024},\n"
        "  eprint={2411.19840}, archiveprefix={arXiv}}\n")})
    done = desk("--check")
    assert done.stdout == (
        "bibliography.bib:1:12: differs: the author of “one” is “Soil G.”; DataCite has “Soil Group” "
        "(check the work itself, and correct the entry if it is wrong)\n")


def test_unreadable_names_are_no_traceback(desk: Desk, site: Site) -> None:
    site.write({"bibliography.bib": ENTRY.replace("Béïque, C. B.", "Someone, C, B, D")})
    done = desk("--check")
    assert done.exit_code == 1
    assert "the author of “beique2021” is “Someone”; Crossref has “Béïque C. B.”" in done.stdout


@pytest.mark.parametrize(("url", "message"), [
    ("https://", "is not a DOI"), ("http://[::1", "is not an address that can be fetched"),
    ("http://x..example/", "is not an address that can be fetched"),
])
def test_an_address_that_is_none_is_refused(desk: Desk, url: str, message: str) -> None:
    done = desk(url)
    assert done.exit_code == 2 and message in done.stderr, done.stderr


def test_a_silent_registry_is_not_waited_for(
    desk: Desk, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    registry.answers[WORK] = lambda handler: released.wait(20) and None
    monkeypatch.setattr("proofdesk.desk.registries.clients.TIMEOUT", (5, 0.2))
    done = desk("10.9999/ROSES.2021.1")
    released.set()
    assert done.exit_code == 2
    assert "does not answer in time (are you online? If not, see “Without a record” in" in done.stderr


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" " * (1 << 16))
    except OSError:
        pass


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"message": {')


WRONG = {
    "HTML": ((200, {}, b"<html>Please log in</html>"), "does not answer with a record"),
    "a list": ((200, {}, b"[]"), "answers with something other than a record"),
    "another form": ((200, {}, b'{"message": 3}'), "Crossref does not answer in its documented form"),
    "odd authors": ((200, {}, json.dumps({"message": {"DOI": "10.9999/ROSES.2021.1", "title": ["T"], "author": [3]}})
                     .encode()), "Crossref does not answer in its documented form"),
    "another work": ((200, {}, json.dumps({"message": {"DOI": "10.1/x", "title": ["T"]}}).encode()),
                     "answers with the record of “10.1/x” instead of"),
    "no title": ((200, {}, json.dumps({"message": {"DOI": "10.9999/ROSES.2021.1"}}).encode()), "has no title"),
    "deep nesting": ((200, {}, b"[" * 200_000), "does not answer with a record"),
    "500": ((500, {}, b""), "answers 500 Internal Server Error"),
    "429": ((429, {"Retry-After": "30"}, b""), "asks you to come back in 30 seconds"),
    "a loop": ((302, {"Location": WORK}, b""), "redirects from one address to the next"),
    "no end": (endless, "answers with more than 5 MB"),
    "cut off": (cut_off, "broke off before the end of its answer"),
    "404": ((404, {}, b"Resource not found."), "no registry has a record of"),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("options", [(), ("--check",)], ids=["add", "check"])
def test_a_nonsense_answer_changes_nothing(
    desk: Desk, site: Site, registry: Registry, wrong: str, options: tuple[str, ...]
) -> None:
    answer, message = WRONG[wrong]
    registry.answers[WORK] = answer
    if options:
        (site.root / "bibliography.bib").write_text(ENTRY, encoding="utf-8")
    before = bib(site)
    done = desk(*options, *([] if options else ["10.9999/ROSES.2021.1"]))
    assert message in done.output, done.output
    assert done.exit_code == (1 if options and wrong == "404" else 2)
    assert "Traceback" not in done.output
    assert bib(site) == before


def test_offline_is_said(desk: Desk, site: Site, registry: Registry) -> None:
    registry.close()
    before = bib(site)
    done = desk("10.9999/ROSES.2021.1")
    assert done.exit_code == 2 and "cannot be reached (are you online? If not, see “Without a record”" in done.stderr
    assert bib(site) == before


def test_a_comparison_goes_on_where_it_ended(desk: Desk, site: Site, registry: Registry) -> None:
    """What was answered for before the network was lost is confirmed; the next run begins with the rest."""
    works = [ENTRY.replace("{beique2021", f"{{beique{n}").replace("2021.1}", f"2021.{n}}}")
             .replace("2026-11-22", f"2026-11-0{n}") for n in range(1, 6)]
    record = {name: value for name, value in CROSSREF["message"].items() if name != "updated-by"}  # type: ignore[attr-defined]
    (site.root / "bibliography.bib").write_text("\n".join(works), encoding="utf-8")
    for n in (1, 2):
        registry.json(f"/works/10.9999%2FROSES.2021.{n}", {"message": {**record, "DOI": f"10.9999/roses.2021.{n}"}})
    registry.answers |= {f"/works/10.9999%2FROSES.2021.{n}": (503, {}, b"") for n in (3, 4, 5)}
    done = desk("--check", "--confirm")
    assert done.exit_code == 2 and [path[-1] for path in registry.asked] == ["1", "2", "3", "4"]
    assert "Confirmed on 22 November 2026: beique1, beique2" in done.output
    assert ("answers 503 Service Unavailable. Not compared: “beique3”, “beique4” and “beique5”. Run the command again "
            "later") in done.output
    desk("--check", "--confirm")
    assert [path[-1] for path in registry.asked[4:]] == ["3", "4"]


def test_where_one_work_cannot_be_found_none_is_added(desk: Desk, site: Site) -> None:
    before = bib(site)
    done = desk("10.9999/ROSES.2021.1", "10.9999/nothing")
    assert done.exit_code == 2 and "no registry has a record of “10.9999/nothing”" in done.stderr
    assert bib(site) == before


def test_cite_leaves_an_unreadable_bibliography_alone(desk: Desk, site: Site) -> None:
    site.write({"bibliography.bib": "@article{a, title = {Open\n"})
    done = desk("10.9999/ROSES.2021.1")
    assert done.exit_code == 2 and "fix this first" in done.stderr
    assert bib(site) == "@article{a, title = {Open\n"


def test_a_crash_of_cite_changes_nothing(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*arguments: object) -> None:
        raise KeyError("boom")

    before = bib(site)
    monkeypatch.setattr("proofdesk.desk.commands.citing.add.replace_bibliography", crash)
    done = desk("10.9999/ROSES.2021.1")
    assert done.exit_code == 2 and done.stderr.splitlines()[-1].startswith("Internal error (KeyError: 'boom'). ")
    assert "Added to" not in done.stderr
    assert bib(site) == before


# --- Comparing

OTHERWISE = r"""
@article{one,
  author = {B{\'e}{\"\i}que, Calvin and others},
  title = {Straw \& rosa in {5-HT2A} mice: 50\% of it},
  journal = {J. Gard. Sci.}, year = 2021, volume = {109}, number = {16}, pages = {2535-44.e4},
  doi = {10.9999/ROSES.2021.1}, x-correction = {Told.}, keywords = {species:cell, design:rct},
  x-status = {unconfirmed}
}

@misc{by-hand, author = {Nobody, N.}, title = {No number}, year = {2020}, keywords = {species:cell}}
"""


def test_an_entry_in_another_form_agrees(
    desk: Desk, site: Site, registry: Registry
) -> None:
    text = OTHERWISE.replace("2535-44.e4", "2535--2544.e4")
    (site.root / "bibliography.bib").write_text(text, encoding="utf-8")
    done = desk("--check")
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert "1 of 1 entries agree with their records." in done.stderr
    assert "Compare by hand (no DOI, PubMed or arXiv number): by-hand." in done.stderr
    assert bib(site) == text
    done = desk("--check", "one", "--confirm")
    assert done.exit_code == 0 and "Confirmed on 22 November 2026: one." in done.stderr
    assert bib(site) == text.replace(
        "x-status = {unconfirmed}\n", "x-status = {record},\n  x-checked = {2026-11-22}\n")
    after = bib(site)
    desk("--check", "one", "--confirm")
    assert bib(site) == after
    read = after.replace("{record},\n  x-checked = {2026-11-22}", "{abstract}, x-checked = {2026-11-20}")
    (site.root / "bibliography.bib").write_text(read, encoding="utf-8")
    desk("--check", "one", "--confirm")
    assert bib(site) == read, "what was read says more than a comparison, and was read on its own day"


def test_differences_are_named_by_field_and_place(desk: Desk, site: Site) -> None:
    text = OTHERWISE.replace("{109}", "{19}").replace("Calvin and others", "Karl").replace(
        "J. Gard. Sci.", "Nature").replace("year = 2021", "year = 2012").replace("  x-correction = {Told.},", "")
    text = text.replace(" x-correction = {Told.},", "")
    (site.root / "bibliography.bib").write_text(text, encoding="utf-8")
    done = desk("--check", "--confirm")
    assert done.exit_code == 1
    see = "(check the work itself, and correct the entry if it is wrong)"
    assert done.stdout.splitlines() == [
        "bibliography.bib:2:1: differs: Crossref lists a correction of 2022-01-03 doi:10.9999/c for “one” "
        "(read it, and tell readers with x-retracted, x-correction or x-concern)",
        f"bibliography.bib:3:3: differs: the author of “one” is “1 authors”; Crossref has “4” {see}",
        "bibliography.bib:5:3: differs: the journal of “one” is “Nature”; Crossref has “Journal of Garden Science” "
        + see,
        f"bibliography.bib:5:23: differs: the year of “one” is “2012”; Crossref has “2021” {see}",
        f"bibliography.bib:5:36: differs: the volume of “one” is “19”; Crossref has “109” {see}",
        f"bibliography.bib:5:66: differs: the pages of “one” is “2535-44.e4”; Crossref has “2535--2544.e4” {see}",
    ]
    assert "0 of 1 entries agree" in done.stderr and bib(site) == text


def test_shortened_pages_and_a_missing_subtitle_agree(
    desk: Desk, site: Site, registry: Registry
) -> None:
    registry.json(WORK, {"message": {**CROSSREF["message"], "page": "1328-1334", "updated-by": [], "author": [],
                                     "title": ["Straw and roses in many gardens"], "subtitle": []}})
    entry = ("@article{one, author={A, B}, title={Straw and roses in many gardens: a story}, year={2021},\n"
             "  pages={1328-34}, doi={10.9999/ROSES.2021.1}}\n")
    site.write({"bibliography.bib": entry})
    assert desk("--check").stdout == ""
    site.write({"bibliography.bib": entry.replace("1328-34", "1328-35")})
    assert "is “1328-35”; Crossref has “1328--1334”" in desk("--check").stdout


def test_the_real_bibliographys_forms_compare(desk: Desk, site: Site) -> None:
    done = desk("--check", "nobody")
    assert done.exit_code == 2 and "the bibliography has no “nobody”" in done.stderr
    for arguments in (["--confirm"], ["--check", "--dry-run"], ["--check", "--key", "a"], []):
        assert desk(*arguments).exit_code == 2


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Proc Natl Acad Sci USA", "Proceedings of the National Academy of Sciences USA", True),
    ("Nat. Med.", "Nature Medicine", True), ("Neuroscience \\& Biobehavioral Reviews", "Neurosci Biobehav Rev", True),
    ("Am J Psychiatry", "American Journal of Psychiatry", True), ("Nature", "Nature Medicine", False),
    ("Science", "Nature", False), ("Nature", "NATURE", True), ("J Psychiatry", "Journal of Psychology", False),
])
def test_a_journal_and_its_abbreviation_are_the_same(one: str, other: str, same: bool) -> None:
    assert same_journal(one.replace("\\", ""), other) == same


@pytest.mark.parametrize(("given", "expected"), [
    ("Calvin", "C."), ("Jean-Claude Marie", "J.-C. M."), ("CMH", "C. M. H."), ("A. B.", "A. B."),
    ("A.-B. C", "A.-B. C."),
    ("Ölaf", "Ö."), ("", ""),
])
def test_given_names_become_initials(given: str, expected: str) -> None:
    assert initials(given) == expected


def test_the_registries_are_those_that_are_documented() -> None:
    """What is asked where nobody says otherwise; no test asks them."""
    options = {option.name: option.default for option in cite.params}
    assert options["crossref"] == "https://api.crossref.org"
    assert options["datacite"] == "https://api.datacite.org"
    assert options["pubmed"] == "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    assert "DESK_CROSSREF" not in os.environ

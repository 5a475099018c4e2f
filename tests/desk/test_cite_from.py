"""``desk cite --from`` and ``--zotero``: works of a library become entries of the site's own bibliography."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from desk_site import Desk, desk
from loopback import Loopback, Quiet
from sites import BIB, Site, free_port, make_site

from proofdesk.common.errors import UserError
from proofdesk.desk.registries import zotero

__all__ = ["desk"]

LIBRARY = r"""
@string{cell = "Cell"}
@comment{jabref-meta: grouping}
@article{O'Brien2020,
  author = {O'Brien, Ann and {World Health Organization}}, title = {Straw \& roses in {5-HT2A} mice},
  journal = cell # " Reports", date = {2020-05-03}, month = may, doi = {10.9999/straw},
  abstract = {Long.}, file = {:/home/ann/straw.pdf:application/pdf}, keywords = {to read, species:mouse, roses},
  owner = {ann}, groups = {garden}}
@inproceedings{part2021, author = {Poe, Ed}, title = {A part}, crossref = {whole2021}}
@proceedings{whole2021, title = {The whole}, year = 2021, editor = {Doe, J.}, publisher = {P}}
@article{lost2022, author = {A, B}, title = {T}, year = {2022}, crossref = {nowhere}}
@article{twice2022, author = {A, B}, title = {T}, year = {2022}}
@article{twice2022, author = {A, B}, title = {U}, year = {2022}}
@article{broken2022, author = {A, B} title = {T}}
@article{ly2018, author = {Lyons, Bob}, title = {Another work}, year = {2018}, doi = {10.9999/another}}
@article{kwan2021, author = {Kwan}, title = {Psilocybin}, year = {2021}, doi = {10.1016/J.NEURON.2021.06.008}}
"""
STRAW = r"""@article{O'Brien2020,
  author = {O'Brien, Ann and {World Health Organization}},
  title = {Straw \& roses in {5-HT2A} mice},
  journal = {Cell Reports},
  date = {2020-05-03},
  month = may,
  doi = {10.9999/straw},
  keywords = {species:mouse, design:not-classified}
}
"""
PART = """@inproceedings{part2021,
  author = {Poe, Ed},
  title = {A part},
  keywords = {species:not-classified, design:not-classified},
  booktitle = {The whole},
  year = {2021},
  editor = {Doe, J.},
  publisher = {P}
}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "library.bib").write_text(LIBRARY, encoding="utf-8")
    return make_site(tmp_path / "site", {}, BIB)


def bib(site: Site) -> str:
    return (site.root / "bibliography.bib").read_text(encoding="utf-8")


def test_works_are_taken_over_whole(desk: Desk, site: Site) -> None:
    """Abbreviations and what is inherited are written out; what is the owner's alone is left there."""
    result = desk("cite", "--from", "../library.bib", "@O'Brien2020", "part2021")
    assert result.exit_code == 0 and result.stdout == f"{STRAW}\n{PART}\n"
    assert result.stderr == ("Added to bibliography.bib. Cite as [@{O'Brien2020}] [@part2021]. "
                             "Name the kind of evidence in keywords: O'Brien2020, part2021.\n")
    assert STRAW in bib(site) and PART in bib(site) and BIB.split("\n\n")[0] in bib(site)
    site.write({"docs/index.md": "---\ntitle: Home\ndescription: D.\n---\n\nOne [@{O'Brien2020}; @part2021].\n"})
    checked = desk("check")
    found = [line.split(": ", 1)[1] for line in checked.stdout.splitlines() if ": uncited-entry: " not in line]
    assert (checked.exit_code, found) == (1, [  # what an editor is told to name is all that is missing
        "unclassified-evidence: “O'Brien2020” does not state its design (add design:… to its keywords, or cite a work "
        "of which it is known)",
        "unclassified-evidence: “part2021” does not state its design and its species (add design:… and species:… to "
        "its keywords, or cite a work of which both are known)",
        "stale-snapshot: the bibliography was never compared with the retraction data (run `desk retractions`)"])


def test_a_dry_run_shows_the_entry_and_writes_nothing(desk: Desk, site: Site) -> None:
    result = desk("cite", "--from", "../library.bib", "O'Brien2020", "--dry-run")
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{STRAW}\n", "") and bib(site) == BIB


@pytest.mark.parametrize(("keys", "message"), [
    ("part2021 part2012x", "../library.bib has no “part2012x” (did you mean “part2021”?)"),
    ("part2021 broken2022", "the entry of “broken2022” cannot be read: ../library.bib:14"),
    ("part2021 twice2022", "“twice2022” cannot be taken over: ../library.bib:13:1: duplicate-key: “twice2022” is "
     "already the key of line 12 (delete one of the two, or give it another key)"),
    ("part2021 ly2018", "the key “ly2018” is in use for another work (bibliography.bib:1): nothing was added (give one "
     "of the two another key)"),
])
def test_all_works_are_taken_over_or_none(desk: Desk, site: Site, keys: str, message: str) -> None:
    result = desk("cite", "--from", "../library.bib", *keys.split())
    assert result.exit_code == 2 and result.stderr.splitlines()[-1] == f"Error: {message}"
    assert bib(site) == BIB


def test_a_work_that_is_there_is_named(desk: Desk, site: Site) -> None:
    result = desk("cite", "--from", "../library.bib", "kwan2021")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == ("bibliography.bib:9: “kwan2021” is in the bibliography already; cite it as [@shao2021]\n")
    assert bib(site) == BIB


def test_fields_of_a_missing_entry_are_told(desk: Desk) -> None:
    result = desk("cite", "--from", "../library.bib", "lost2022")
    assert result.exit_code == 0 and result.stderr.startswith(
        "“lost2022” takes fields from “nowhere”, which ../library.bib does not have: see whether something is "
        "missing\n")


def test_evidence_beside_the_bibliography_is_not_asked_for(desk: Desk, site: Site) -> None:
    """A library of the site, of which a work with its evidence in `evidence.yml` is taken over."""
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": f"{config}extra: {{libraries: [../library.bib]}}\n",
                "evidence.yml": "O'Brien2020:\n  design: rct\n"})
    result = desk("cite", "--from", "../library.bib", "O'Brien2020")
    assert result.stderr == "Added to bibliography.bib. Cite as [@{O'Brien2020}].\n"
    assert "keywords = {species:mouse}" in bib(site)
    assert "bad-evidence" not in desk("check").stdout


@pytest.mark.parametrize(("arguments", "message"), [
    ("--from none.bib a", "“none.bib” cannot be read: there is no such file"),
    ("--from ../library.bib", "name the keys of the works behind the file"),
    ("--from ../library.bib a --check", "give --from or --check, not both"),
    ("--from ../library.bib a --zotero", "give --from or --zotero, not both"),
    ("--from ../library.bib a --key b", "--from goes without --key and --confirm"),
    ("--zotero a", "--zotero takes no works; you choose them in Zotero"),
    ("--zotero --zotero-address http://example.org:23119", "“http://example.org:23119” is no address of this machine"),
    ("--zotero --zotero-address http://127.0.0.1.example.org", "is no address of this machine"),
    ("--zotero --zotero-address http://10.0.0.1:23119", "is no address of this machine"),
])
def test_what_cannot_be_done_is_said(desk: Desk, site: Site, arguments: str, message: str) -> None:
    result = desk("cite", *arguments.split())
    assert result.exit_code == 2 and message in result.stderr and bib(site) == BIB


Answers = dict[str, Any]


def picked(*keys: str, name: str = "citekey") -> str:
    return json.dumps([{"id": number, "locator": "", "prefix": "", name: key} for number, key in enumerate(keys)])


def rpc(result: Any = None, error: Any = None) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 1, **({"error": error} if error else {"result": result})})


@contextmanager
def zotero_with(answers: Answers) -> Iterator[tuple[str, list[Any]]]:
    """A Zotero on a free port that gives these answers, and what it was asked. One that is None never comes."""
    asked: list[Any] = []
    ended = threading.Event()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(self.path, None)

        def do_POST(self) -> None:
            self._answer(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, path: str, question: Any) -> None:
            asked.append(question or path)
            assert not self.headers["User-Agent"].startswith("Mozilla") and self.headers["Host"].startswith("127.0.0.1")
            found = answers.get(path.removeprefix("/better-bibtex/"), (404, "No endpoint found"))
            if found is None:
                ended.wait()
                return
            status, text = found if isinstance(found, tuple) else (200, found)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode("utf-8"))

    with Loopback(Handler) as server:
        try:
            yield server.url, asked
        finally:
            ended.set()


READY: Answers = {"cayw?probe=true": "ready", "cayw?format=json": picked("O'Brien2020", "part2021"),
                  "json-rpc": rpc(LIBRARY)}


@pytest.fixture
def ask(desk: Desk) -> Callable[[Answers], Any]:
    def run(answers: Answers) -> Any:
        with zotero_with(answers) as (url, asked):
            result = desk("cite", "--zotero", "--zotero-address", url)
        return result, asked

    return run


def test_works_chosen_in_zotero_are_added(ask: Callable[[Answers], Any], site: Site) -> None:
    result, asked = ask(READY)
    assert result.exit_code == 0, result.output
    assert STRAW in bib(site) and PART in bib(site)
    assert asked[-1] == {"jsonrpc": "2.0", "id": 1, "method": "item.export",
                         "params": [["O'Brien2020", "part2021"], "Better BibLaTeX"]}
    assert result.stderr.startswith(
        "Choose works in Zotero's window, and press Enter there. This waits up to 5 minutes.\n"
        "Added to bibliography.bib. Cite as [@{O'Brien2020}] [@part2021].")


def test_older_forms_of_answers_are_read(ask: Callable[[Answers], Any], site: Site) -> None:
    result, _ = ask({**READY, "cayw?format=json": picked("part2021", name="citationKey"),
                     "json-rpc": rpc([200, "text/plain", LIBRARY])})
    assert result.exit_code == 0 and PART in bib(site)


@pytest.mark.parametrize(("changed", "message"), [
    ({"cayw?probe=true": (404, "No endpoint found")},
     "this Zotero has no Better BibTeX (install the plugin from https://retorque.re/zotero-better-bibtex/, start "
     "Zotero again, and try again)"),
    ({"cayw?probe=true": "starting"},
     "Better BibTeX is not ready yet (wait until Zotero has started, then try again)"),
    ({"cayw?format=json": ""}, "nothing was chosen in Zotero, so nothing was changed"),
    ({"cayw?format=json": "[]"}, "nothing was chosen in Zotero, so nothing was changed"),
    ({"cayw?format=json": (500, "oops")}, "Zotero answers 500 where works are chosen (see whether Zotero and Better "
                                          "BibTeX are up to date)"),
    ({"cayw?format=json": "{"}, "Better BibTeX answers in a form that this program does not know (bring both up to "
                                "date)"),
    ({"cayw?format=json": '[{"id": 1}]'}, "a work that you chose has no citation key in Zotero (choose Better BibTeX "
                                          "and then Refresh in the work's menu there)"),
    ({"json-rpc": rpc(error={"code": -32603, "message": "no item found"})},
     "Better BibTeX cannot export “O'Brien2020”, “part2021”: no item found (export works of a group's library to a "
     "file, and name it: desk cite --from FILE KEY...)"),
    ({"json-rpc": rpc(3)}, "Better BibTeX answers in a form that this program does not know (bring both up to date)"),
    ({"json-rpc": "[" * 100_000}, "Better BibTeX answers in a form that this program does not know (bring both up to "
                                  "date)"),
    ({"json-rpc": rpc("@article{other, title = {T}}")}, "Zotero has no “O'Brien2020” (known are: other)"),
    ({"json-rpc": "x" * (zotero.MAX_BYTES + 1)}, "Zotero answers with more than 5 MB (choose fewer works)"),
])
def test_what_zotero_cannot_give_is_said(
    ask: Callable[[Answers], Any], site: Site, changed: Answers, message: str
) -> None:
    result, _ = ask({**READY, **changed})
    assert result.exit_code == 2 and result.stderr.splitlines()[-1] == f"Error: {message}"
    assert bib(site) == BIB


def test_without_zotero_a_sentence_says_what_to_start(desk: Desk, site: Site) -> None:
    port = free_port()
    result = desk("cite", "--zotero", "--zotero-address", f"http://127.0.0.1:{port}")
    assert (result.exit_code, result.stderr) == (2, (
        f"Error: Zotero does not answer at 127.0.0.1:{port} (start Zotero on this machine, and try again)\n"))
    assert bib(site) == BIB


def test_a_choice_that_never_comes_ends() -> None:
    """The window in Zotero stays open, and nobody presses Enter there."""
    with (zotero_with({**READY, "cayw?format=json": None}) as (url, _),
          pytest.raises(UserError, match="nothing was chosen in Zotero within 1 minute, so nothing was changed")):
        zotero.picked_keys(url, seconds=0.1)

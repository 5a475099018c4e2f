"""``desk retractions``: what it reads from a file or an address, stores, prints and answers."""

import contextlib
import gzip
import http.server
import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from conftest import ROOT
from desk_site import PAGE, Desk, desk, site
from loopback import Loopback, Quiet
from retraction_csv import JEROME, JEROME_BIB, JEROME_NOTICE, notice, retraction_csv
from sites import BIB, EPOCH, Site, article, environment

from proofdesk.bibliography.retraction_data import SNAPSHOT, Snapshot, read_snapshot
from proofdesk.desk.commands import retractions
from proofdesk.desk.network import http as desk_http

__all__ = ["desk", "site"]

RETRACTED = (
    "bibliography.bib:22:3: retracted-work: “jerome2020” was retracted on 10 August 2024 (Concerns/Issues About Data; "
    f"Ethical Violations by Author); it is cited in {PAGE}:12 (cite another work, or, if the retraction is the "
    "subject, add retraction-acknowledged = {2026-11-22} and retraction-reason = {…})"
)
NEW = (
    "New: Retraction of 10 August 2024 on “jerome2020”, Jerome and colleagues (Concerns/Issues About Data; Ethical "
    "Violations by Author)"
)
ACKNOWLEDGED = "  retraction-acknowledged = {2026-11-22}, retraction-reason = {It is the subject.},\n  pmid ="


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., str]:
    """A file of the retraction data with these rows; its path."""

    def write(*rows: dict[str, str]) -> str:
        file = tmp_path / "retraction_watch.csv"
        file.write_bytes(retraction_csv(*rows))
        return str(file)

    return write


def stored(site: Site) -> Snapshot:
    """The site's snapshot, which can be read."""
    snapshot, problems = read_snapshot(site.root / SNAPSHOT, SNAPSHOT)
    assert problems == []
    return snapshot


# --- From a file


def test_a_new_notice_on_a_cited_work_fails(
    desk: Desk, site: Site, data: Callable[..., str]
) -> None:
    result = desk("retractions", data(notice(), JEROME, notice()), "--date", "2026-11-21")
    assert result.stdout.splitlines() == [
        "3 notices of 21 November 2026 read; 1 concerns bibliography.bib.", NEW, RETRACTED,
    ]
    assert (result.exit_code, result.stderr) == (1, "")
    assert stored(site) == Snapshot(date(2026, 11, 21), [JEROME_NOTICE])


@pytest.mark.build
def test_what_is_kept_is_what_the_build_reads(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert RETRACTED in site.build().problems


@pytest.mark.parametrize("changes", [{"OriginalPaperPubMedID": "0", "OriginalPaperDOI": JEROME_NOTICE.doi.upper()},
                                     {"OriginalPaperDOI": "unavailable"}], ids=["by DOI", "by PubMed id"])
def test_a_work_is_found_by_either_name(
    desk: Desk, data: Callable[..., str], changes: dict[str, str]
) -> None:
    assert RETRACTED in desk("retractions", data(JEROME | changes), "--date", "2026-11-21").stdout.splitlines()


def test_a_decision_to_cite_it_passes(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    site.write({"bibliography.bib": BIB + JEROME_BIB.replace("  pmid =", ACKNOWLEDGED)})
    result = desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert result.stdout.splitlines()[1:] == [NEW]
    assert result.exit_code == 0


def test_a_retracted_work_that_no_page_cites_passes(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    site.write({PAGE: article("Only this [@ly2018], `[@jerome2020]` and [a link @jerome2020](../index.md).\n")})
    result = desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (0, [NEW])


def test_the_same_data_again_brings_nothing_new(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    file = data(JEROME)
    desk("retractions", file, "--date", "2026-11-21")
    result = desk("retractions", file, "--date", "2026-11-22")
    assert result.stdout.splitlines()[1:] == ["No new notices.", RETRACTED]
    assert stored(site) == Snapshot(date(2026, 11, 22), [JEROME_NOTICE])


def test_changes_are_named_and_a_reinstatement_clears(desk: Desk, data: Callable[..., str]) -> None:
    desk("retractions", data(JEROME), "--date", "2026-11-21")
    cleared = JEROME | {"Record ID": "60000", "RetractionNature": "Reinstatement", "RetractionDate": "9/2/2024 0:00",
                        "Reason": ""}
    result = desk("retractions", data(JEROME, cleared), "--date", "2026-11-22")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (
        0, ["New: Reinstatement of 2 September 2024 on “jerome2020”, Jerome and colleagues"]
    )
    result = desk("retractions", data(cleared), "--date", "2026-11-22")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (0, [NEW.replace("New:", "No longer there:")])


@pytest.mark.parametrize(("nature", "rule"), [("Expression of concern", "expression-of-concern"),
                                              ("Correction", "corrected-work")])
def test_concerns_and_corrections_are_said_and_pass(
    desk: Desk, data: Callable[..., str], nature: str, rule: str
) -> None:
    result = desk("retractions", data(JEROME | {"RetractionNature": nature}), "--date", "2026-11-21")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2].startswith(f"bibliography.bib:22:3: {rule}: ")


def test_an_unknown_kind_is_stored_and_decides_nothing(
    desk: Desk, site: Site, data: Callable[..., str]
) -> None:
    result = desk("retractions", data(JEROME | {"RetractionNature": "Removal", "Reason": ""}), "--date", "2026-11-21")
    said = "Removal of 10 August 2024 on “jerome2020”, Jerome and colleagues"
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (
        0, [f"New: {said}", f"Ignored, of an unknown kind: {said}"]
    )
    assert [row.nature for row in stored(site).rows] == ["Removal"]


def test_rows_that_cannot_be_trusted_are_counted(desk: Desk, tmp_path: Path, data: Callable[..., str]) -> None:
    file = Path(data(notice(), JEROME))
    first, *others = file.read_bytes().split(b"\r\n")
    file.write_bytes(b"\r\n".join([first, b"1,Cut", *others]))
    assert desk("retractions", str(file), "--date", "2026-11-21").stdout.splitlines()[:2] == [
        "3 notices of 21 November 2026 read; 1 concerns bibliography.bib.",
        "1 row of the data cannot be used, having too many or too few columns; the first begins on line 2.",
    ]


def test_the_day_of_the_data_is_the_files_own(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    file = data(notice())
    os.utime(file, (int(EPOCH) - 86400,) * 2)
    assert desk("retractions", file).stdout.splitlines() == [
        "1 notice of 21 November 2026 read; 0 concern bibliography.bib.", "No new notices.",
    ]
    assert stored(site).taken == date(2026, 11, 21)


def test_a_clock_ahead_makes_no_data_of_the_future(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    file = data(notice())
    os.utime(file, (int(EPOCH) + 10 * 86400,) * 2)
    assert desk("retractions", file).exit_code == 0
    assert stored(site).taken == date(2026, 11, 22)


def refused(site: Site, result: Result) -> str:
    """What a command said that refused to work: nothing was changed, and it answers 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert stored(site) == Snapshot(date(2026, 11, 20))
    assert not list(site.root.glob(".*.new"))
    return result.stderr.splitlines()[-1].removeprefix("Error: ")


@pytest.mark.parametrize(("content", "message"), [
    (b"<!DOCTYPE html>", "FILE is not the Retraction Watch data: it has no column Record ID, Title, RetractionDate, "
     "RetractionDOI, OriginalPaperDOI, OriginalPaperPubMedID, RetractionNature, Reason"),
    (retraction_csv(), "FILE is not the Retraction Watch data: it contains no notice"),
    (retraction_csv(JEROME)[:-40],
     "FILE is not the Retraction Watch data: it ends in the middle of the row that begins on line 2"),
    (None, "“FILE” cannot be read: there is no such file (see whether it was renamed, moved or deleted, and try "
     "again)"),
], ids=["a web page", "no rows", "cut off", "no file"])
def test_a_file_that_is_not_the_data_changes_nothing(
    desk: Desk, site: Site, tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "other.csv"
    if content is not None:
        file.write_bytes(content)
    assert refused(site, desk("retractions", str(file))) == message.replace("FILE", str(file))


def test_data_older_than_the_snapshot_changes_nothing(desk: Desk, site: Site, data: Callable[..., str]) -> None:
    assert refused(site, desk("retractions", data(JEROME), "--date", "2026-11-19")) == (
        "the data is of 19 November 2026, older than that of 20 November 2026 in retractions.json (if its date is "
        "wrong, give the right one with --date)"
    )


@pytest.mark.parametrize(("day", "message"), [
    ("22.11.2026", "“22.11.2026” is not a day (write it as 2026-11-22)"),
    ("2999-01-01", "1 January 2999 is in the future"),
])
def test_a_day_that_cannot_be_changes_nothing(
    desk: Desk, site: Site, data: Callable[..., str], day: str, message: str
) -> None:
    assert refused(site, desk("retractions", data(JEROME), "--date", day)) == (
        f"Invalid value for '--date': {message}"
    )


def test_an_unreadable_bibliography_changes_nothing(
    desk: Desk, site: Site, data: Callable[..., str]
) -> None:
    """An entry that is passed over would be a work that nobody compares."""
    site.write({"bibliography.bib": BIB + JEROME_BIB.replace("year = {2020},", "year = {2020}")})
    said = refused(site, desk("retractions", data(JEROME), "--date", "2026-11-21"))
    assert said.startswith("the bibliography cannot be read as a whole; fix this first: bibliography.bib:")
    assert ": bib-syntax: the entry that begins on line 17 cannot be read: " in said


def test_an_unreadable_snapshot_is_left_alone(
    desk: Desk, site: Site, data: Callable[..., str]
) -> None:
    site.write({SNAPSHOT: "<<<<<<< ours\n"})
    result = desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert (result.exit_code, result.stderr) == (2, (
        "Error: retractions.json:1:1: bad-snapshot: the retraction snapshot cannot be read: Expecting value (delete "
        "the file and create it again with `desk retractions`)\n"
    ))
    assert (site.root / SNAPSHOT).read_text(encoding="utf-8") == "<<<<<<< ours\n"


# --- From an address


@dataclass
class Answer:
    """What the server says. ``stated`` is the length that it promises; ``hold`` lets it wait before it answers."""

    body: bytes = field(default_factory=lambda: retraction_csv(notice(), JEROME))
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stated: int | None = None
    hold: threading.Event | None = None


class Server(Loopback):
    """A server on this machine that gives one answer to everything."""

    def __init__(self) -> None:
        self.answer = Answer()
        here = self

        class Handler(Quiet, http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = here.answer
                if answer.hold:
                    answer.hold.wait()
                    return
                self.send_response(answer.status)
                if answer.stated != -1:
                    length = len(answer.body) if answer.stated is None else answer.stated
                    self.send_header("Content-Length", str(length))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # the other side may have heard enough
                    self.wfile.write(answer.body)

        super().__init__(Handler)
        self.url += "/retraction_watch.csv"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


MODIFIED = {"Last-Modified": "Sat, 21 Nov 2026 23:30:00 GMT"}
PACKED = gzip.compress(retraction_csv(notice(), JEROME))


@pytest.mark.parametrize(("answer", "day"), [
    (Answer(headers=MODIFIED), date(2026, 11, 21)),
    (Answer(), date(2026, 11, 22)),
    (Answer(headers={"Last-Modified": "yesterday"}), date(2026, 11, 22)),
    (Answer(headers=MODIFIED, stated=-1), date(2026, 11, 21)),
    (Answer(PACKED, headers={"Content-Encoding": "gzip", **MODIFIED}), date(2026, 11, 21)),
], ids=["dated", "undated", "misdated", "of unknown length", "packed"])
def test_fetched_data_has_the_servers_date_or_todays(
    desk: Desk, site: Site, server: Server, answer: Answer, day: date
) -> None:
    server.answer = answer
    result = desk("retractions", server.url)
    assert (result.exit_code, result.stderr) == (1, "")
    assert stored(site) == Snapshot(day, [JEROME_NOTICE])


def test_the_published_data_is_the_default(
    desk: Desk, site: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address itself is Crossref's; here it leads to this machine."""
    option = next(p for p in retractions.retractions.params if p.name == "source")
    assert option.default == "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
    monkeypatch.setattr(option, "default", server.url)
    assert desk("retractions").exit_code == 1
    assert stored(site).rows == [JEROME_NOTICE]


BY_HAND = "try again later, or fetch the file in a browser, and name it"
ONLINE = "are you online? Else fetch the file in a browser, and name it"


@pytest.mark.parametrize(("answer", "message"), [
    (Answer(status=404), f"URL answers 404 Not Found ({BY_HAND})"),
    (Answer(status=503, body=b""), f"URL answers 503 Service Unavailable ({BY_HAND})"),
    (Answer(b"<title>Sign in</title>", headers={"Content-Type": "text/html; charset=utf-8"}),
     f"URL answers with a web page, perhaps of a network that wants you to sign in ({BY_HAND})"),
    (Answer(b"<title>Sign in</title>"), "URL is not the Retraction Watch data: it has no column Record ID, Title, "
     "RetractionDate, RetractionDOI, OriginalPaperDOI, OriginalPaperPubMedID, RetractionNature, Reason"),
    (Answer(stated=9999), "URL broke off before the end (run the command again)"),
    (Answer(stated=200_000_001), "URL is larger than 200 MB, which the retraction data is not"),
    (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
     "URL broke off before the end, or is packed wrongly (run the command again)"),
    (Answer(status=302, headers={"Location": "/"}),
     f"URL leads from one address to the next without an end ({BY_HAND})"),
], ids=["missing", "out of service", "a page to sign in", "a web page", "cut off", "said to be too large",
        "badly packed", "in a circle"])
def test_what_does_not_arrive_whole_changes_nothing(
    desk: Desk, site: Site, server: Server, answer: Answer, message: str
) -> None:
    server.answer = answer
    said = refused(site, desk("retractions", server.url))
    assert said == message.replace("URL", server.url)


@pytest.mark.parametrize("answer", [
    Answer(b"x" * 1_000_001, stated=-1), Answer(gzip.compress(b"x" * 1_000_001), headers={"Content-Encoding": "gzip"}),
], ids=["of unknown length", "packed"])
def test_too_large_a_file_is_not_read_to_its_end(
    desk: Desk, site: Site, server: Server, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retractions, "MAX_BYTES", 1_000_000)
    server.answer = answer
    assert refused(site, desk("retractions", server.url)) == (
        f"{server.url} is larger than 1 MB, which the retraction data is not"
    )


def test_a_server_that_is_not_there_changes_nothing(desk: Desk, site: Site) -> None:
    with Server() as gone:
        pass
    assert refused(site, desk("retractions", gone.url)) == f"{gone.url} cannot be reached ({ONLINE})"


def test_a_server_that_never_answers_changes_nothing(
    desk: Desk, site: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_http, "TIMEOUT", (5, 0.1))
    server.answer = Answer(hold=threading.Event())
    try:
        assert refused(site, desk("retractions", server.url)) == f"{server.url} does not answer in time ({ONLINE})"
    finally:
        server.answer.hold.set()  # type: ignore[union-attr]


@pytest.mark.parametrize("url", ["ftp://example.org/data.csv", "http://", "https://[::1/data.csv", "http://x..example/a"])
def test_an_address_that_is_none_changes_nothing(desk: Desk, site: Site, url: str) -> None:
    assert refused(site, desk("retractions", url)) == f"{url} is not an address that can be fetched"


@pytest.mark.build
def test_a_terminal_shows_how_far_the_fetching_is(site: Site, server: Server) -> None:
    terminal, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-m", "proofdesk.desk", "retractions", server.url], cwd=site.root,
                          stderr=theirs, stdout=subprocess.PIPE,
                          env=environment({"SOURCE_DATE_EPOCH": EPOCH, "TERM": "xterm"}),
                          timeout=60, check=False)
    os.close(theirs)
    shown = os.read(terminal, 100_000).decode("utf-8")
    os.close(terminal)
    assert done.returncode == 1
    assert "Fetching" in shown and "100%" in shown


def test_the_snapshot_of_the_site_itself_can_be_read() -> None:
    assert json.loads((ROOT / SNAPSHOT).read_text(encoding="utf-8")).keys() == {"taken", "rows"}
    assert read_snapshot(ROOT / SNAPSHOT, SNAPSHOT)[1] == []

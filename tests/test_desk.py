"""The editors' commands as an editor runs them, in a site of their own: what they print, change and answer."""

from __future__ import annotations

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

import click
import pytest
from click.testing import CliRunner, Result
from conftest import KINDS
from retraction_csv import JEROME, JEROME_BIB, notice, retraction_csv
from sites import BIB, EPOCH, Site, article, environment, make_site

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.bibliography.retraction_data import SNAPSHOT, Notice, Snapshot, read_snapshot
from proofdesk.desk import http as desk_http
from proofdesk.desk.cli import main
from proofdesk.desk.commands import retractions

EditorialData = Callable[..., Result]
PAGE = "docs/articles/page.md"
KEPT = Notice("58021", "Long-term follow-up outcomes of MDMA-assisted psychotherapy", "Retraction", "2024-08-10",
           "10.1007/s00213-020-05548-2", "32500209", "",
           "Concerns/Issues About Data; Ethical Violations by Author")
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
def site(tmp_path: Path) -> Site:
    """A site that cites three works, one of them retracted, whose snapshot is two days old and knows nothing of it."""
    page = article("First [@ly2018].\n\nThen [see @jerome2020, p. 3; @shao2021], and @jerome2020 again.\n")
    site = make_site(tmp_path / "site", {PAGE: page}, BIB + JEROME_BIB)
    Snapshot(date(2026, 11, 20)).write(site.root / SNAPSHOT)
    return site


@pytest.fixture
def desk(site: Site, monkeypatch: pytest.MonkeyPatch) -> EditorialData:
    """Run ``desk`` in a folder of the site at noon of 22 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    def run(*arguments: str, within: str = ".") -> Result:
        monkeypatch.chdir(site.root / within)
        return CliRunner().invoke(main, arguments, prog_name="desk", catch_exceptions=False)

    return run


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., str]:
    """A file of the retraction data with these rows; its path."""

    def write(*rows: dict[str, str]) -> str:
        file = tmp_path / "retraction_watch.csv"
        file.write_bytes(retraction_csv(*rows))
        return str(file)

    return write


def kept(site: Site) -> Snapshot:
    """The site's snapshot, which can be read."""
    snapshot, problems = read_snapshot(site.root / SNAPSHOT, SNAPSHOT)
    assert problems == []
    return snapshot


# Finding the site


def test_the_site_is_found_from_any_of_its_folders(desk: EditorialData) -> None:
    here = desk("check", "--affected", "ly2018")
    assert here.stdout == "docs/articles/page.md:10:8: cites “ly2018”\ndocs/index.md:8:28: cites “ly2018”\n"
    assert desk("check", "--affected", "ly2018", within="docs/articles").stdout == here.stdout


def test_where_there_is_no_site_every_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"import": ["a.txt"], "new": ["Title"], "cite": ["10.1000/182"], "headers": ["nginx"]}
    for command in main.commands:
        result = CliRunner().invoke(main, [command, *given.get(command, [])])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "Error: there is no mkdocs.yml in this folder or any above it; go to the site's folder first\n"
        )


@pytest.mark.parametrize(("settings", "reason"), [
    ("site_name: [unclosed\n", "MkDocs encountered an error parsing the configuration file: while parsing"),
    ("- site_name\n", "it is no list of settings, each as `name: value`"),
    ("INHERIT: nowhere.yml\n", "Inherited config file '"),
])
def test_settings_that_cannot_be_read_are_refused(desk: EditorialData, site: Site, settings: str, reason: str) -> None:
    site.write({"mkdocs.yml": settings})
    result = desk("check")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: mkdocs.yml cannot be read: {reason}")


def test_settings_may_be_mappings_and_name_other_files(desk: EditorialData, site: Site) -> None:
    """As MkDocs allows; what a page may be is read from there too."""
    (site.root / "docs").rename(site.root / "pages")
    (site.root / "bibliography.bib").rename(site.root / "works.bib")
    site.write({"mkdocs.yml": "docs_dir: pages\nplugins: {bibtex: {bib_file: works.bib, csl_file: references.csl}}\n"
                "markdown_extensions: {toc: {permalink: true}, def_list: }\n"})
    assert desk("check", "--affected", "shao2021").stdout == (
        "pages/articles/page.md:12:30: cites “shao2021”\npages/index.md:8:37: cites “shao2021”\n"
    )
    assert (desk("check").exit_code, desk("check").stdout) == (0, "")


def all_commands() -> list[tuple[str, click.Command]]:
    return [("desk", main), *((f"desk {name}", command) for name, command in main.commands.items())]


@pytest.mark.parametrize(("name", "command"), all_commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_has_help_with_an_example(name: str, command: click.Command) -> None:
    result = CliRunner().invoke(command, ["--help"], prog_name=name)
    assert result.exit_code == 0
    example = result.stdout.partition("  Example")[2].splitlines()[1]
    assert example.startswith(f"    {name}")


def test_help_shows_each_summary_whole() -> None:
    """As a terminal of 80 columns shows it: each command in one line, and no sentence cut off."""
    result = CliRunner().invoke(main, ["--help"], prog_name="desk", terminal_width=80)
    listed = result.stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == sorted(main.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_the_command_runs_as_a_program(site: Site) -> None:
    """As ``python -m proofdesk.desk``, from a folder where none of its code lies."""
    done = subprocess.run([sys.executable, "-P", "-m", "proofdesk.desk", "check", "--affected", "shao2021"],
                          cwd=site.root / "docs", env=environment(), encoding="utf-8", capture_output=True, timeout=60,
                          check=False)
    assert (done.returncode, done.stdout) == (
        0, "docs/articles/page.md:12:30: cites “shao2021”\ndocs/index.md:8:37: cites “shao2021”\n"
    )
    assert done.stderr == "2 pages cite “shao2021”.\n"


# desk retractions FILE


def test_a_new_notice_is_named_kept_and_fails_where_the_work_is_cited(
    desk: EditorialData, site: Site, data: Callable[..., str]
) -> None:
    result = desk("retractions", data(notice(), JEROME, notice()), "--date", "2026-11-21")
    assert result.stdout.splitlines() == [
        "3 notices of 21 November 2026 read; 1 concerns bibliography.bib.", NEW, RETRACTED,
    ]
    assert (result.exit_code, result.stderr) == (1, "")
    assert kept(site) == Snapshot(date(2026, 11, 21), [KEPT])


def test_what_is_kept_is_what_the_build_reads(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert RETRACTED in site.build().problems


@pytest.mark.parametrize("changes", [{"OriginalPaperPubMedID": "0", "OriginalPaperDOI": KEPT.doi.upper()},
                                     {"OriginalPaperDOI": "unavailable"}], ids=["by DOI", "by PubMed id"])
def test_a_work_is_found_by_either_name(
    desk: EditorialData, data: Callable[..., str], changes: dict[str, str]
) -> None:
    assert RETRACTED in desk("retractions", data(JEROME | changes), "--date", "2026-11-21").stdout.splitlines()


def test_a_decision_to_cite_it_passes(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    site.write({"bibliography.bib": BIB + JEROME_BIB.replace("  pmid =", ACKNOWLEDGED)})
    result = desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert result.stdout.splitlines()[1:] == [NEW]
    assert result.exit_code == 0


def test_a_retracted_work_that_no_page_cites_passes(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    site.write({PAGE: article("Only this [@ly2018], `[@jerome2020]` and [a link @jerome2020](../index.md).\n")})
    result = desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (0, [NEW])


def test_the_same_data_again_brings_nothing_new(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    file = data(JEROME)
    desk("retractions", file, "--date", "2026-11-21")
    result = desk("retractions", file, "--date", "2026-11-22")
    assert result.stdout.splitlines()[1:] == ["No new notices.", RETRACTED]
    assert kept(site) == Snapshot(date(2026, 11, 22), [KEPT])


def test_what_changed_is_said_and_a_reinstatement_clears(desk: EditorialData, data: Callable[..., str]) -> None:
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
    desk: EditorialData, data: Callable[..., str], nature: str, rule: str
) -> None:
    result = desk("retractions", data(JEROME | {"RetractionNature": nature}), "--date", "2026-11-21")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2].startswith(f"bibliography.bib:22:3: {rule}: ")


def test_an_unknown_nature_is_named_and_kept_and_decides_nothing(
    desk: EditorialData, site: Site, data: Callable[..., str]
) -> None:
    result = desk("retractions", data(JEROME | {"RetractionNature": "Removal", "Reason": ""}), "--date", "2026-11-21")
    said = "Removal of 10 August 2024 on “jerome2020”, Jerome and colleagues"
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (
        0, [f"New: {said}", f"Ignored, of an unknown kind: {said}"]
    )
    assert [row.nature for row in kept(site).rows] == ["Removal"]


def test_rows_that_cannot_be_trusted_are_counted(desk: EditorialData, tmp_path: Path, data: Callable[..., str]) -> None:
    file = Path(data(notice(), JEROME))
    first, *others = file.read_bytes().split(b"\r\n")
    file.write_bytes(b"\r\n".join([first, b"1,Cut", *others]))
    assert desk("retractions", str(file), "--date", "2026-11-21").stdout.splitlines()[:2] == [
        "3 notices of 21 November 2026 read; 1 concerns bibliography.bib.",
        "1 row of the data cannot be used, having too many or too few columns; the first begins on line 2.",
    ]


def test_the_day_of_the_data_is_the_files_own(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    file = data(notice())
    os.utime(file, (int(EPOCH) - 86400,) * 2)
    assert desk("retractions", file).stdout.splitlines() == [
        "1 notice of 21 November 2026 read; 0 concern bibliography.bib.", "No new notices.",
    ]
    assert kept(site).taken == date(2026, 11, 21)


def test_a_clock_that_is_ahead_makes_no_data_of_the_future(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    file = data(notice())
    os.utime(file, (int(EPOCH) + 10 * 86400,) * 2)
    assert desk("retractions", file).exit_code == 0
    assert kept(site).taken == date(2026, 11, 22)


def refused(site: Site, result: Result) -> str:
    """What a command said that refused to work: nothing was changed, and it answers 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert kept(site) == Snapshot(date(2026, 11, 20))
    assert not list(site.root.glob(".*.new"))
    return result.stderr.splitlines()[-1].removeprefix("Error: ")


@pytest.mark.parametrize(("content", "message"), [
    (b"<!DOCTYPE html>", "FILE is not the Retraction Watch data: it has no column Record ID, Title, RetractionDate, "
     "RetractionDOI, OriginalPaperDOI, OriginalPaperPubMedID, RetractionNature, Reason"),
    (retraction_csv(), "FILE is not the Retraction Watch data: it contains no notice"),
    (retraction_csv(JEROME)[:-40], "FILE is not the Retraction Watch data: it ends in the middle of the row that begins on line 2"),
    (None, "FILE cannot be read: No such file or directory"),
], ids=["a web page", "no rows", "cut off", "no file"])
def test_a_file_that_is_not_the_data_changes_nothing(
    desk: EditorialData, site: Site, tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "other.csv"
    if content is not None:
        file.write_bytes(content)
    assert refused(site, desk("retractions", str(file))) == message.replace("FILE", str(file))


def test_data_older_than_the_snapshot_changes_nothing(desk: EditorialData, site: Site, data: Callable[..., str]) -> None:
    assert refused(site, desk("retractions", data(JEROME), "--date", "2026-11-19")) == (
        "the data is of 19 November 2026, older than that of 20 November 2026 in retractions.json (if its date is "
        "wrong, give the right one with --date)"
    )


@pytest.mark.parametrize(("day", "message"), [
    ("22.11.2026", "“22.11.2026” is not a day (write it as 2026-11-22)"),
    ("2026-11-23", "23 November 2026 is in the future"),
])
def test_a_day_that_cannot_be_changes_nothing(
    desk: EditorialData, site: Site, data: Callable[..., str], day: str, message: str
) -> None:
    assert refused(site, desk("retractions", data(JEROME), "--date", day)) == (
        f"Invalid value for '--date': {message}"
    )


def test_a_bibliography_that_cannot_be_read_whole_changes_nothing(
    desk: EditorialData, site: Site, data: Callable[..., str]
) -> None:
    """An entry that is passed over would be a work that nobody compares."""
    site.write({"bibliography.bib": BIB + JEROME_BIB.replace("year = {2020},", "year = {2020}")})
    said = refused(site, desk("retractions", data(JEROME), "--date", "2026-11-21"))
    assert said.startswith("the bibliography cannot be read as a whole; fix this first: bibliography.bib:")
    assert ": bib-syntax: the entry that begins on line 17 cannot be read: " in said


def test_a_snapshot_that_cannot_be_read_is_left_for_the_editor(
    desk: EditorialData, site: Site, data: Callable[..., str]
) -> None:
    site.write({SNAPSHOT: "<<<<<<< ours\n"})
    result = desk("retractions", data(JEROME), "--date", "2026-11-21")
    assert (result.exit_code, result.stderr) == (2, (
        "Error: retractions.json:1:1: bad-snapshot: the retraction snapshot cannot be read: Expecting value (delete "
        "the file and create it again with `desk retractions`)\n"
    ))
    assert (site.root / SNAPSHOT).read_text(encoding="utf-8") == "<<<<<<< ours\n"


# desk retractions URL


@dataclass
class Answer:
    """What the server says. ``stated`` is the length that it promises; ``hold`` lets it wait before it answers."""

    body: bytes = field(default_factory=lambda: retraction_csv(notice(), JEROME))
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stated: int | None = None
    hold: threading.Event | None = None


class Server(http.server.ThreadingHTTPServer):
    """A server on this machine that gives one answer to everything."""

    answer = Answer()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/retraction_watch.csv"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        answer = self.server.answer
        if answer.hold:
            answer.hold.wait()
            return
        self.send_response(answer.status)
        if answer.stated != -1:
            self.send_header("Content-Length", str(len(answer.body) if answer.stated is None else answer.stated))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the other side may have heard enough
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


MODIFIED = {"Last-Modified": "Sat, 21 Nov 2026 23:30:00 GMT"}
PACKED = gzip.compress(retraction_csv(notice(), JEROME))


@pytest.mark.parametrize(("answer", "day"), [
    (Answer(headers=MODIFIED), date(2026, 11, 21)),
    (Answer(), date(2026, 11, 22)),
    (Answer(headers={"Last-Modified": "yesterday"}), date(2026, 11, 22)),
    (Answer(headers=MODIFIED, stated=-1), date(2026, 11, 21)),
    (Answer(PACKED, headers={"Content-Encoding": "gzip", **MODIFIED}), date(2026, 11, 21)),
], ids=["dated", "undated", "misdated", "of unknown length", "packed"])
def test_data_is_fetched_with_the_servers_date_or_todays(
    desk: EditorialData, site: Site, server: Server, answer: Answer, day: date
) -> None:
    server.answer = answer
    result = desk("retractions", server.url)
    assert (result.exit_code, result.stderr) == (1, "")
    assert kept(site) == Snapshot(day, [KEPT])


def test_without_an_argument_the_published_data_is_fetched(
    desk: EditorialData, site: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address itself is Crossref's; here it leads to this machine."""
    option = next(p for p in retractions.retractions.params if p.name == "source")
    assert option.default == "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
    monkeypatch.setattr(option, "default", server.url)
    assert desk("retractions").exit_code == 1
    assert kept(site).rows == [KEPT]


@pytest.mark.parametrize(("answer", "message"), [
    (Answer(status=404), "URL answers 404 Not Found"),
    (Answer(status=503, body=b""), "URL answers 503 Service Unavailable"),
    (Answer(b"<title>Sign in</title>"), "URL is not the Retraction Watch data: it has no column Record ID, Title, "
     "RetractionDate, RetractionDOI, OriginalPaperDOI, OriginalPaperPubMedID, RetractionNature, Reason"),
    (Answer(stated=9999), "URL broke off before the end"),
    (Answer(stated=200_000_001), "URL is larger than 200 MB, which the retraction data is not"),
    (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "URL cannot be fetched: "),
], ids=["missing", "out of service", "a web page", "cut off", "said to be too large", "badly packed"])
def test_what_does_not_arrive_whole_changes_nothing(
    desk: EditorialData, site: Site, server: Server, answer: Answer, message: str
) -> None:
    server.answer = answer
    said = refused(site, desk("retractions", server.url))
    expected = message.replace("URL", server.url)
    assert said.startswith(expected) if expected.endswith(": ") else said == expected


@pytest.mark.parametrize("answer", [
    Answer(b"x" * 1_000_001, stated=-1), Answer(gzip.compress(b"x" * 1_000_001), headers={"Content-Encoding": "gzip"}),
], ids=["of unknown length", "packed"])
def test_what_turns_out_too_large_is_not_read_to_its_end(
    desk: EditorialData, site: Site, server: Server, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retractions, "MAX_BYTES", 1_000_000)
    server.answer = answer
    assert refused(site, desk("retractions", server.url)) == (
        f"{server.url} is larger than 1 MB, which the retraction data is not"
    )


def test_a_server_that_is_not_there_changes_nothing(desk: EditorialData, site: Site) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Handler) as gone:
        url = f"http://127.0.0.1:{gone.server_port}/retraction_watch.csv"
    assert refused(site, desk("retractions", url)) == f"{url} cannot be reached"


def test_a_server_that_never_answers_changes_nothing(
    desk: EditorialData, site: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_http, "TIMEOUT", (5, 0.1))
    server.answer = Answer(hold=threading.Event())
    try:
        assert refused(site, desk("retractions", server.url)) == f"{server.url} does not answer in time"
    finally:
        server.answer.hold.set()  # type: ignore[union-attr]


@pytest.mark.parametrize("url", ["ftp://example.org/data.csv", "http://", "https://[::1/data.csv", "http://x..example/a"])
def test_an_address_that_is_none_changes_nothing(desk: EditorialData, site: Site, url: str) -> None:
    assert refused(site, desk("retractions", url)) == f"{url} is not an address that can be fetched"


def test_a_terminal_shows_how_far_the_fetching_is(site: Site, server: Server) -> None:
    terminal, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-m", "proofdesk.desk", "retractions", server.url], cwd=site.root, stderr=theirs,
                          stdout=subprocess.PIPE, env=environment({"SOURCE_DATE_EPOCH": EPOCH, "TERM": "xterm"}),
                          timeout=60, check=False)
    os.close(theirs)
    shown = os.read(terminal, 100_000).decode("utf-8")
    os.close(terminal)
    assert done.returncode == 1
    assert "Fetching" in shown and "100%" in shown


# desk check


FAULTY = """\
Unknown [@jerom2020].

/// faq | Is it?
    shape: round
    certainty: high
It is [@shao2021].
///

/// myth | It cures
    verdict: overstated
It does not.
///

A trial [@ly2018; @shao2021], and @jerome2020.
"""


def test_every_problem_is_a_line_with_place_rule_and_remedy(desk: EditorialData, site: Site) -> None:
    site.write({PAGE: article(FAULTY), "docs/about/index.md": "---\ntitle: About\n---\n\nWithout a description.\n",
                "docs/about/bytes.md": b"---\ntitle: B\ndescription: B\n---\n\nCaf\xe9.\n"})
    Snapshot(date(2026, 11, 20), [KEPT]).write(site.root / SNAPSHOT)
    result = desk("check")
    *_, summary = result.stderr.splitlines()
    lines = result.stdout.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["bibliography.bib:22:3", "retracted-work"],
        ["docs/about/bytes.md:6:4", "not-utf8"],
        ["docs/about/index.md:1:1", "missing-front-matter"],
        ["docs/articles/page.md:10:10", "unknown-citation"],
        ["docs/articles/page.md:13:5", "unknown-option"],
        ["docs/articles/page.md:14:5", "overstated-certainty"],
        ["docs/articles/page.md:18:1", "uncited-claim"],
    ]
    assert lines[3] == (
        "docs/articles/page.md:10:10: unknown-citation: the bibliography has no “jerom2020” (did you mean "
        "“jerome2020”?)"
    )
    assert summary == "6 errors, 1 warning in 4 pages and the bibliography."
    assert result.exit_code == 1
    assert lines == site.build().problems, "the build says the same"


def test_warnings_and_reminders_are_said_and_pass(desk: EditorialData, site: Site) -> None:
    (site.root / SNAPSHOT).unlink()
    site.write({PAGE: article("Only this [@ly2018; @shao2021].\n")})
    result = desk("check")
    assert result.stdout.splitlines() == [
        "bibliography.bib:17:1: uncited-entry: no page cites “jerome2020” (cite it, or delete the entry)",
        "retractions.json:1:1: stale-snapshot: the bibliography was never compared with the retraction data (run `desk "
        "retractions`)",
    ]
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        0, "1 warning, 1 reminder in 2 pages and the bibliography."
    )


def test_a_site_in_order_has_nothing_to_mend(desk: EditorialData) -> None:
    result = desk("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1] == "No problems in 2 pages and the bibliography."


def test_pages_that_are_not_published_are_not_checked(desk: EditorialData, site: Site) -> None:
    fault = "---\ntitle: T\ndescription: D\n---\n\n[@nobody1999]\n"
    site.write({"docs/decisions/0001.md": fault, "docs/.hidden/a.md": fault, "docs/README.md": fault})
    assert desk("check").exit_code == 0
    site.write({"docs/about/README.md": fault})
    assert desk("check").stdout.startswith("docs/about/README.md:6:2: unknown-citation: ")


def test_without_the_citation_style_nothing_can_be_checked(desk: EditorialData, site: Site) -> None:
    (site.root / "references.csl").unlink()
    result = desk("check")
    assert (result.exit_code, result.stderr) == (
        2, "Error: there is no file “references.csl”, which mkdocs.yml names as the citation style\n"
    )


# desk check --affected


def test_a_work_names_the_pages_that_cite_it_with_its_first_citation(desk: EditorialData) -> None:
    result = desk("check", "--affected", "jerome2020", "@ly2018")
    assert result.stdout.splitlines() == [
        "docs/articles/page.md:10:8: cites “ly2018”",
        "docs/articles/page.md:12:11: cites “jerome2020”",
        "docs/index.md:8:28: cites “ly2018”",
    ]
    assert (result.exit_code, result.stderr) == (0, "2 pages cite “jerome2020”, “ly2018”.\n")


def test_only_what_is_a_citation_counts(desk: EditorialData, site: Site) -> None:
    """Not code, not a link's words, not a handle, not an address, not a longer key."""
    site.write({PAGE: article(
        "`[@jerome2020]`, [see @jerome2020](../index.md), \\@jerome2020, me@jerome2020, @jerome2020b.\n"
    )})
    result = desk("check", "--affected", "jerome2020")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No page cites “jerome2020”.\n")


def test_a_citation_that_begins_a_page_is_found(desk: EditorialData, site: Site) -> None:
    site.write({PAGE: article("@jerome2020 followed them. So did @{ly2018}.\n")})
    assert desk("check", "--affected", "jerome2020", "ly2018").stdout.splitlines() == [
        "docs/articles/page.md:10:1: cites “jerome2020”", "docs/articles/page.md:10:35: cites “ly2018”",
        "docs/index.md:8:28: cites “ly2018”",
    ]


def test_a_page_made_from_the_blocks_own_examples_is_named_where_they_are_asked_for(desk: EditorialData, site: Site) -> None:
    """The guide shows each kind of block by its example, which cites."""
    example = KINDS["faq"].example
    key = next(match.group(2) for match in ITEM.finditer(example))
    facts = "---\ntitle: Blocks\ndescription: Blocks.\n---\n"
    site.write({"docs/contributing/blocks.md": f"{facts}\nText.\n\n<!-- guide: blocks -->\n",
                "bibliography.bib": BIB.replace("ly2018", key)})
    assert desk("check", "--affected", key).stdout == f"docs/contributing/blocks.md:8:1: cites “{key}”\n"


@pytest.mark.parametrize(("arguments", "message"), [
    (["--affected", "jerome202"], "bibliography.bib has no “jerome202” (did you mean “jerome2020”?)"),
    (["jerome2020"],
     "there is no file or folder “jerome2020” (the pages that cite it: desk check --affected jerome2020)"),
    (["--affected", "ly2018", "--affected-since", "HEAD"], "give --affected or --affected-since, not both"),
    (["--affected-since", "HEAD"], "the site is not in a git repository"),
    (["--affected-since", "--output=x"], "“--output=x” is not a git revision"),
])
def test_what_cannot_be_looked_up_is_refused(desk: EditorialData, arguments: list[str], message: str) -> None:
    result = desk("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


@pytest.fixture
def repository(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The site as a git repository with one commit; call it for git's own commands."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "An Editor")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "editor@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=site.root, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", "-A")
    git("commit", "--quiet", "-m", "First")
    return git


def test_since_a_revision_means_what_changed_in_the_bibliography(
    desk: EditorialData, site: Site, repository: Callable[..., None]
) -> None:
    result = desk("check", "--affected-since", "HEAD")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No work in bibliography.bib has changed since HEAD.\n"
    laid_out_anew = BIB.replace("  ", "\t").replace("species:mouse", "species:rat")
    site.write({"bibliography.bib": laid_out_anew})  # one changed, one gone, one as it was
    result = desk("check", "--affected-since", "HEAD", within="docs")
    assert result.stdout.splitlines() == [
        "docs/articles/page.md:12:11: cites “jerome2020”", "docs/articles/page.md:12:30: cites “shao2021”",
        "docs/index.md:8:37: cites “shao2021”",
    ]
    repository("commit", "--quiet", "-am", "Second")
    assert desk("check", "--affected-since", "HEAD~1").stdout == result.stdout
    assert desk("check", "--affected-since", "HEAD").stdout == ""


def test_a_bibliography_that_was_not_there_yet_is_all_new(
    desk: EditorialData, site: Site, repository: Callable[..., None]
) -> None:
    repository("rm", "--quiet", "--cached", "bibliography.bib")
    repository("commit", "--quiet", "-m", "Without")
    assert desk("check", "--affected-since", "HEAD").stderr == "2 pages cite “ly2018”, “shao2021”, “jerome2020”.\n"


def test_a_revision_that_git_does_not_know_is_refused(desk: EditorialData, repository: Callable[..., None]) -> None:
    result = desk("check", "--affected-since", "v0.9")
    assert (result.exit_code, result.stderr) == (2, "Error: git knows no revision “v0.9”\n")


def test_without_git_it_is_said(desk: EditorialData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = desk("check", "--affected-since", "HEAD")
    assert (result.exit_code, result.stderr) == (2, "Error: git is not installed\n")


def test_a_site_within_a_repository_is_compared_with_itself(
    desk: EditorialData, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Callable[..., None]
) -> None:
    """The bibliography is named from the site's folder, which need not be the repository's."""
    (site.root / ".git").rename(tmp_path / ".git")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run(["git", "commit", "--quiet", "-m", "Moved"], cwd=tmp_path, check=True, capture_output=True)
    site.write({"bibliography.bib": BIB + JEROME_BIB.replace("2020}, key", "2021}, key")})
    assert desk("check", "--affected-since", "HEAD").stdout == "docs/articles/page.md:12:11: cites “jerome2020”\n"


def test_the_snapshot_of_the_site_itself_can_be_read() -> None:
    root = Path(__file__).resolve().parent.parent
    assert json.loads((root / SNAPSHOT).read_text(encoding="utf-8")).keys() == {"taken", "rows"}
    assert read_snapshot(root / SNAPSHOT, SNAPSHOT)[1] == []


LOST = ("mkdocs.yml:{}: lost-address: “docs/articles/page.md” was a page, and its address leads nowhere now (add "
        "`articles/page.md: articles/other.md` to redirect_maps, or the page that replaces it)\n")


def test_a_renamed_page_must_leave_its_address_behind(
    desk: EditorialData, site: Site, repository: Callable[..., None]
) -> None:
    """Nobody sees it in a build: all that is left is in order. Git knows what there was."""
    assert "lost-address" not in desk("check").stdout
    repository("mv", "docs/articles/page.md", "docs/articles/other.md")
    assert LOST.format("1:1") in desk("check", within="docs").stdout
    assert "lost-address" not in desk("check", "docs/index.md").stdout
    repository("commit", "--quiet", "-am", "Rename")
    assert "lost-address" not in desk("check").stdout
    assert LOST.format("1:1") in desk("check", "--since", "HEAD~1").stdout
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    moves = "plugins:\n  redirects:\n    redirect_maps:\n      articles/page.md: articles/other.md\n"
    site.write({"mkdocs.yml": config + moves, "docs/decisions/a.md": "A"})
    assert "lost-address" not in desk("check", "--since", "HEAD~1").stdout
    repository("add", "-A")
    repository("commit", "--quiet", "-m", "Not for the site")
    repository("rm", "--quiet", "docs/decisions/a.md")
    assert "lost-address" not in desk("check").stdout


def test_a_page_that_was_lost_since_no_one_knows_when(
    desk: EditorialData, site: Site, repository: Callable[..., None]
) -> None:
    result = desk("check", "--since", "v0.9")
    assert (result.exit_code, result.stderr) == (2, "Error: git knows no revision “v0.9”\n")


def test_a_crash_is_one_sentence_and_a_report(
    desk: EditorialData, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(site: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr("proofdesk.desk.convert.read_site", crash)
    result = desk("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Internal error (KeyError: 'boom'). Nothing else was changed. Please report it and attach .cache/crash.txt.\n"
    )
    report = (site.root / ".cache" / "crash.txt").read_text(encoding="utf-8")
    assert "Traceback" in report and "KeyError: 'boom'" in report


def test_a_crash_without_a_report_asks_for_none(
    desk: EditorialData, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(site: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr("proofdesk.desk.convert.read_site", crash)
    site.write({".cache": "A file where the folder belongs."})
    result = desk("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Internal error (KeyError: 'boom'). Nothing else was changed. Please report it.\n"


def test_a_reader_who_leaves_is_no_crash(site: Site) -> None:
    """As in `desk check | head`: the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "proofdesk.desk", "check", "--affected", "shao2021"], cwd=site.root,
                          env=environment(), stdout=writing, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
                          check=False)
    os.close(writing)
    assert done.returncode == 1
    assert "Internal error" not in done.stderr and "Traceback" not in done.stderr
    assert not (site.root / ".cache" / "crash.txt").exists()

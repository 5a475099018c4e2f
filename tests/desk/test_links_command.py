"""``desk links`` against a real HTTP server on loopback that answers as good, moved, guarded and dead sites do."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Quiet
from sites import EPOCH, article, make_site

from proofdesk.desk.cli import main
from proofdesk.desk.linkcheck.client import is_web_address

PAGE = "docs/articles/page.md"
Answer = tuple[int, dict[str, str]]


class Web(Loopback):
    """A server on loopback that stands for all others; ``answers`` are by method and path, or by path alone."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.before: Callable[[str], None] = lambda question: None  # called before an answer
        web = self

        class Handler(Quiet, BaseHTTPRequestHandler):
            def answer(self) -> None:
                web.asked.append(f"{self.command} {self.path}")
                web.agents.add(self.headers["User-Agent"])
                web.before(f"{self.headers['Host'].split(':')[0]} {self.command} {self.path}")
                status, headers = (web.answers.get(f"{self.command} {self.path}") or
                                   web.answers.get(self.path) or (200, {}))
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_HEAD = answer

        super().__init__(Handler)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


Desk = Callable[..., Result]


@pytest.fixture
def desk(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """``desk links`` in a site of one page with this body; DOIs are resolved by the loopback server."""

    def run(body: str, *arguments: str, bib: str = "", files: dict[str, str | bytes] | None = None) -> Result:
        site = make_site(tmp_path / "site", {PAGE: article(body), **(files or {})}, bib)
        (site.root / "safety.yml").unlink()  # the real site's
        monkeypatch.chdir(site.root)
        monkeypatch.setenv("PWD", str(site.root))
        monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        monkeypatch.setenv("DESK_DOI", f"{web.url}/doi")
        monkeypatch.setenv("DESK_LOCAL", "1")
        return CliRunner().invoke(main, ["links", "--pause", "0", *arguments], catch_exceptions=False)

    return run


def place(text: str) -> str:
    return text.split(": ")[0]


# --- What is asked


def test_every_address_is_listed_with_its_place(desk: Desk, web: Web) -> None:
    body = (
        "A [link](https://a.org/x_(y)?b=1&c=2#part) and <https://b.org/>, cited [@ly2018].\n\n"
        "/// myth | It is so\n    verdict: overstated\nNo [@ly2018]. See <a href='http://c.org'>c</a>.\n///\n\n"
        "Not `https://code.org`, [home](../index.md), [mail](mailto:a@b.org), <https://example.org/>.\n\n"
        "Again [the first](https://a.org/x_(y)?b=1&c=2), and [one without its beginning](//f.org/a).\n"
    )
    bib = ("@article{ly2018, title = {T}, author = {A}, year = {2018}, keywords = {species:cell, design:rct},\n"
           "  doi = {10.1000/a<b>(1)},\n  url = {https://d.org/p}\n}\n")
    facts = article(body).replace("source: {title: A source}", "source: {url: 'https://e.org/post', doi: 10.1000/182}")
    done = desk("", "--list", bib=bib, files={PAGE: facts})
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"bibliography.bib:2:3: {web.url}/doi/10.1000/a%3Cb%3E(1)",
        "bibliography.bib:3:3: https://d.org/p",
        f"{PAGE}:7:16: https://e.org/post",
        f"{PAGE}:7:42: {web.url}/doi/10.1000/182",
        f"{PAGE}:10:10: https://a.org/x_(y)?b=1&c=2",
        f"{PAGE}:10:49: https://b.org/",
        f"{PAGE}:14:28: http://c.org",
        f"{PAGE}:19:19: https://a.org/x_(y)?b=1&c=2",
        f"{PAGE}:19:81: https://f.org/a",
    ]
    assert web.asked == []


def test_a_good_link_is_requested_once_without_a_body(desk: Desk, web: Web) -> None:
    done = desk(f"[a]({web.url}/good) [b]({web.url}/good#part) [c]({web.url}/other)\n")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "2 of 2 work.\n"
    assert web.asked == ["HEAD /good", "HEAD /other"]
    assert all("proofdesk-desk" in agent for agent in web.agents)


def test_a_server_that_knows_no_head_is_asked_with_get(desk: Desk, web: Web) -> None:
    web.answers["HEAD /a"] = (405, {})
    web.answers["HEAD /b"] = (404, {})
    done = desk(f"[a]({web.url}/a) [b]({web.url}/b)\n")
    assert (done.exit_code, done.stdout) == (0, "")
    assert web.asked == ["HEAD /a", "GET /a", "HEAD /b", "GET /b"]


# --- What is found


@pytest.mark.parametrize(("status", "headers", "rule", "words"), [
    (404, {}, "dead-link", "leads nowhere: {host} answers 404 Not Found (find where"),
    (410, {}, "dead-link", "leads nowhere: {host} answers 410 Gone"),
    (403, {}, "guarded-link", "{host} answers 403 Forbidden; the site may block automated requests (open it"),
    (429, {"Retry-After": "9"}, "guarded-link", "answers 429"),
    (503, {}, "no-answer", "{host} answers 503 Service Unavailable (try again"),
    (301, {"Location": "/new?a=b"}, "moved-link", "has moved for good (write {url}/new?a=b)"),
    (308, {"Location": "/new"}, "moved-link", "(write {url}/new)"),
    (302, {"Location": "/new"}, "", ""),
    (302, {"Location": "/x"}, "no-answer", "from one address to the next without an end"),
    (302, {"Location": "javascript:alert(1)"}, "no-answer", "something that is no web address"),
])
def test_what_an_answer_means(desk: Desk, web: Web, status: int, headers: dict[str, str], rule: str,
                              words: str) -> None:
    web.answers["/x"] = (status, headers)
    done = desk(f"Text, and [x]({web.url}/x).\n")
    assert done.exit_code == (1 if rule == "dead-link" else 0), done.output
    if not rule:
        assert done.stdout == ""
        return
    [line] = done.stdout.splitlines()
    assert line.startswith(f"{PAGE}:10:15: {rule}: “{web.url}/x”"), line
    assert words.format(host=f"127.0.0.1:{web.port}", url=web.url) in line
    assert "Traceback" not in done.output


def test_a_move_to_nowhere_is_dead_a_brief_one_fine(desk: Desk, web: Web) -> None:
    web.answers |= {"/old": (301, {"Location": "/gone"}), "/gone": (404, {}),
                    "/a": (302, {"Location": "/b"}), "/b": (301, {"Location": "/c"})}
    done = desk(f"[x]({web.url}/old)\n\n[y]({web.url}/a)\n")
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["dead-link"]
    assert done.exit_code == 1


@pytest.mark.parametrize(("number", "online", "rule", "code"), [
    (socket.EAI_NONAME, True, "dead-link", 1), (socket.EAI_AGAIN, True, "no-answer", 0),
    (socket.EAI_NONAME, False, "no-answer", 0)])  # the network was lost meanwhile: doi.org is unknown as well
def test_an_unknown_host_is_dead_a_failed_lookup_not(
    desk: Desk, web: Web, monkeypatch: pytest.MonkeyPatch, number: int, online: bool, rule: str, code: int
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr("proofdesk.desk.commands.links.is_known", lambda _: online)

    def look_up(host: str, *rest: Any, **more: Any) -> Any:
        if host == "gone.plasticity.org":
            raise socket.gaierror(number, "as a resolver says it")
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    done = desk(f"[x](https://gone.plasticity.org/a) [y]({web.url}/)\n")
    assert done.exit_code == code
    assert f"{PAGE}:10:5: {rule}: “https://gone.plasticity.org/a”" in done.stdout


def test_a_server_down_or_without_tls_gives_no_answer(desk: Desk, web: Web) -> None:
    with socket.socket() as taken:  # bound and not listening: refused
        taken.bind(("127.0.0.1", 0))
        done = desk(f"[x](http://127.0.0.1:{taken.getsockname()[1]}/) [y](https://127.0.0.1:{web.port}/) "
                    f"[z]({web.url}/)\n")
    assert done.exit_code == 0
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["no-answer", "no-answer"]
    assert "cannot be reached" in done.stdout


def test_offline_is_said_and_no_link_is_called_dead(desk: Desk, web: Web) -> None:
    web.close()
    done = desk(f"[x]({web.url}/)\n")
    assert done.exit_code == 2 and "no server at all answered (are you online?)" in done.stderr
    assert done.stdout == ""


# --- DOIs

DOIS = ("@article{known, title = {T}, author = {A}, year = {2018}, keywords = {species:cell, design:rct},\n"
        "  doi = {10.1000/known}}\n"
        "@article{unknown, title = {T}, author = {A}, year = {2018}, keywords = {species:cell, design:rct},\n"
        "  doi = {10.1000/unknown}}\n")


@pytest.mark.parametrize(("publisher", "dead"), [(200, False), (403, False), (503, False), (429, False), (404, True)])
def test_a_doi_is_registered_if_its_site_blocks_us(
    desk: Desk, web: Web, publisher: int, dead: bool
) -> None:
    web.answers |= {"/doi/10.1000/known": (301, {"Location": f"http://localhost:{web.port}/paper"}),
                    "/doi/10.1000/unknown": (404, {}), "/paper": (publisher, {})}
    done = desk("", bib=DOIS)
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert lines[-1].startswith(
        f"bibliography.bib:4:3: dead-link: “10.1000/unknown”: 127.0.0.1:{web.port} answers 404 Not Found (compare")
    assert [place(line) for line in lines[:-1]] == (["bibliography.bib:2:3"] if dead else [])


# --- Politeness and bounds


def test_a_server_that_wants_fewer_requests_is_skipped(desk: Desk, web: Web) -> None:
    web.answers["/1"] = (429, {})
    done = desk("\n\n".join(f"[x]({web.url}/{n})" for n in range(5)) + "\n")
    assert web.asked == ["HEAD /0", "HEAD /1"]
    assert done.exit_code == 0
    assert done.stderr == "1 of 5 work, 1 block automated requests, 3 were not checked.\n"


def test_a_server_gets_one_request_at_a_time(desk: Desk, web: Web) -> None:
    other, before = threading.Event(), []

    def wait(question: str) -> None:
        if question == "127.0.0.1 HEAD /1":
            assert other.wait(30), "the other server was never asked"
            before.extend(web.asked)
        elif question == "localhost HEAD /other":
            other.set()

    web.before = wait
    desk(f"[a]({web.url}/1) [b]({web.url}/2) [c]({web.url}/3) [d](http://localhost:{web.port}/other)\n")
    assert sorted(before) == ["HEAD /1", "HEAD /other"]
    assert sorted(web.asked) == ["HEAD /1", "HEAD /2", "HEAD /3", "HEAD /other"]


def test_there_is_a_pause_between_two_requests(
    desk: Desk, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("proofdesk.desk.linkcheck.client.time.sleep", waits.append)
    web.answers["/2"] = (302, {"Location": "/3"})
    desk(f"[a]({web.url}/1) [b]({web.url}/2) [d](http://localhost:{web.port}/other)\n", "--pause", "100")
    assert len(web.asked) == 4
    assert sorted(round(wait, -1) for wait in waits) == [0, 0, 100, 100]


def test_each_week_checks_the_next_share_of_addresses(
    desk: Desk, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "\n\n".join(f"[x]({web.url}/{n})" for n in range(6)) + "\n"
    first = desk(body, "--most", "4")
    week, web.asked = web.asked, []
    assert len(week) == 4 and first.stderr == "4 of 6 work, 2 were not checked.\n"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(EPOCH) + 7 * 86400))
    CliRunner().invoke(main, ["links", "--pause", "0", "--most", "4"], catch_exceptions=False)
    assert len(web.asked) == 4 and {*week, *web.asked} == {f"HEAD /{n}" for n in range(6)}


def test_when_the_time_is_up_nobody_is_asked(desk: Desk, web: Web) -> None:
    done = desk(f"[x]({web.url}/)\n", "--minutes", "0")
    assert web.asked == [] and done.exit_code == 2


@pytest.mark.parametrize(("url", "is_one"), [
    ("https://a.org/", True), ("http://93.184.215.14/", True), ("ftp://a.org/", False), ("mailto:a@b.org", False),
    ("http://127.0.0.1:8000/", False), ("http://localhost/", False), ("http://10.0.0.1/", False),
    ("http://169.254.169.254/", False), ("http://[::1]/", False), ("http://[::1", False),
    ("https://example.org", False), ("https://www.example.com/", False), ("http:///x", False),
])
def test_only_other_sites_are_asked(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one


def test_what_only_a_person_can_tell_can_be_left_out(desk: Desk, web: Web) -> None:
    web.answers |= {"/a": (403, {}), "/b": (301, {"Location": "/c"}), "/d": (503, {})}
    body = f"[a]({web.url}/a) [b]({web.url}/b) [d]({web.url}/d)\n"
    assert len(desk(body).stdout.splitlines()) == 3
    done = CliRunner().invoke(main, ["links", "--pause", "0", "--no-advice"], catch_exceptions=False)
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["no-answer"]


# --- For programs


def test_for_programs_and_for_github(desk: Desk, web: Web) -> None:
    web.answers["/x"] = (404, {})
    [found] = json.loads(desk(f"[x]({web.url}/x)\n", "--format", "json").stdout)
    assert (found["path"], found["line"], found["column"], found["rule"]) == (PAGE, 10, 5, "dead-link")
    done = CliRunner().invoke(main, ["links", "--pause", "0", "--format", "github"], catch_exceptions=False)
    assert done.stdout.startswith(f"::notice file={PAGE},line=10,col=5,title=dead-link::")

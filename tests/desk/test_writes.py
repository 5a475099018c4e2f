"""Commands that change files: two at once lose nothing, a saved page is never lost, a killed import leaves nothing."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from preloaded import Running
from sites import EPOCH, ROOT, Built, Site, article, make_site, run, start
from test_cite_command import CROSSREF, Registry

from proofdesk.bibliography.parser import read_bibliography
from proofdesk.desk.bib_editor import entry_text
from proofdesk.desk.cli import main
from proofdesk.desk.importing.references.parser import parse_reference

pytestmark = pytest.mark.build
DESK = [sys.executable, "-m", "proofdesk.desk"]
ROUNDS = int(os.environ.get("CITE_ROUNDS", "5"))


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {})


def known(site: Site, registry: Registry | None = None) -> dict[str, str]:
    """What a command knows beside its arguments: its folder, the day, and where the registries are."""
    services = {f"DESK_{name}": registry.url for name in ("CROSSREF", "DATACITE", "PUBMED")} if registry else {}
    return {"PWD": str(site.root), "SOURCE_DATE_EPOCH": EPOCH, **services}


def environment(site: Site) -> dict[str, str]:
    return {**os.environ, **known(site), "PYTHONPATH": str(ROOT)}


def started(site: Site, registry: Registry, *arguments: str) -> Running:
    """A command that runs while others do."""
    return start([*arguments], site.root, known(site, registry), "proofdesk.desk")


def work(doi: str, **differing: Any) -> dict[str, Any]:
    return {"message": {**CROSSREF["message"], "DOI": doi, "updated-by": [], **differing}}


def keys(site: Site) -> list[str]:
    found = read_bibliography(site.root / "bibliography.bib", "bibliography.bib")
    assert not found.problems
    return list(found.entries)


# --- Two at once


def test_eight_cites_at_once_lose_no_work(site: Site, registry: Registry) -> None:
    """`CITE_ROUNDS=50` for the fault drill. All works have the same author and year, so the keys meet too."""
    for number in range(ROUNDS):
        site.write({"bibliography.bib": "@misc{one, author={A, B}, title={T}, year={2020}}\n"})
        dois = [f"10.9999/r{number}.{each}" for each in range(8)]
        for doi in dois:
            registry.json(f"/works/{doi.replace('/', '%2F')}", work(doi, title=[f"Straw {doi}"]))
        running = [started(site, registry, "cite", doi) for doi in dois]
        said = []
        for each in running:
            code, printed = each.wait()
            assert code == 0 and "Added to bibliography.bib" in printed, printed
            said += re.findall(r"Cite as \[@(\w+)\]", printed)
        assert len(set(said)) == 8 and sorted(keys(site)) == sorted(["one", *said])
        text = (site.root / "bibliography.bib").read_text(encoding="utf-8")
        assert all(f"doi = {{{doi}}}" in text for doi in dois)


def test_the_same_work_twice_at_once_is_added_once(site: Site, registry: Registry) -> None:
    registry.json("/works/10.9999%2Fsame", work("10.9999/same"))
    running = [started(site, registry, "cite", "10.9999/same") for _ in range(4)]
    assert [each.wait()[0] for each in running] == [0] * 4
    assert (site.root / "bibliography.bib").read_text(encoding="utf-8").count("10.9999/same") == 1


def test_an_entry_saved_while_the_registry_answers_is_kept(site: Site, registry: Registry) -> None:
    """Both for a new work and for `--check --confirm`, which asks for minutes."""
    file = site.root / "bibliography.bib"

    def saving(old: str, new: str) -> Callable[[BaseHTTPRequestHandler], None]:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            body = json.dumps(work("10.9999/slow")).encode()
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        return answer

    mine = "@misc{mine, author={M, N}, title={Mine}, year={2020}}\n\n@article{ly2018"
    registry.answers["/works/10.9999%2Fslow"] = saving("@article{ly2018", mine)
    done = desk(site, registry, "cite", "10.9999/slow")
    assert done.code == 0 and {"mine", "beique2021"} <= set(keys(site)), done.output

    registry.answers["/works/10.9999%2Fslow"] = saving("volume = {109}", "volume = {110}")
    before = file.read_text(encoding="utf-8")
    done = desk(site, registry, "cite", "--check", "beique2021", "--confirm")
    assert file.read_text(encoding="utf-8") == before.replace("volume = {109}", "volume = {110}")
    assert "Not confirmed, because the file no longer has them as they were compared: beique2021" in done.output


def desk(site: Site, registry: Registry | None, *arguments: str) -> Built:
    return run([*arguments], site.root, site.root, known(site, registry), "proofdesk.desk")


# --- What a registry answers


@pytest.mark.parametrize(("field", "value"), [
    ("author", [{"family": "Smi{th", "given": "J"}]), ("title", ["Straw } and hay"]), ("volume", "1{"),
    ("author", [{"family": "Smith}}, note = {x} } @article{evil2020, title = {{Evil", "given": "J"}]),
    ("author", [{"name": "Group}}, note={{"}]), ("author", [{"family": "Smith\\{", "given": "J"}]),
])
def test_a_brace_without_its_partner_is_refused(site: Site, registry: Registry, field: str, value: Any) -> None:
    registry.json("/works/10.9999%2Fbad", work("10.9999/bad", **{field: value}))
    before = (site.root / "bibliography.bib").read_bytes()
    done = desk(site, registry, "cite", "10.9999/bad")
    assert done.code == 2 and "holds a brace without its partner" in done.output, done.output
    assert "Traceback" not in done.output and (site.root / "bibliography.bib").read_bytes() == before


@pytest.mark.parametrize(("field", "value"), [
    ("title", ["Straw {in} 50% \\ of #1_$"]),
    ("author", [{"family": "O\\Neill", "given": "J"}, {"name": "G {x} & Co"}]),
    ("title", ['"Straw", @article{x, y} ']), ("issue", 'a"b'), ("author", [{"name": "Group}, note={"}]),
    ("title", ["Straw\u0000\u001b[31m red"]),
])
def test_what_is_odd_is_escaped_and_read_back(site: Site, registry: Registry, field: str, value: Any) -> None:
    registry.json("/works/10.9999%2Fodd", work("10.9999/odd", **{field: value}))
    before = keys(site)
    done = desk(site, registry, "cite", "10.9999/odd")
    assert done.code == 0 and len(keys(site)) == len(before) + 1, done.output
    assert "\x1b" not in done.output and "\x00" not in done.output


@pytest.mark.parametrize("year", ["Infinity", "NaN", '"soon"', "-1"])
def test_a_year_that_is_none_is_left_out(site: Site, registry: Registry, year: str) -> None:
    registry.json("/works/10.9999%2Fyear", work("10.9999/year", **{"published-print": {"date-parts": [["YEAR"]]},
                                                                   "published-online": None}))
    status, headers, body = registry.answers["/works/10.9999%2Fyear"]  # type: ignore[misc]
    registry.answers["/works/10.9999%2Fyear"] = (status, headers, body.replace(b'"YEAR"', year.encode()))
    done = desk(site, registry, "cite", "10.9999/year")
    assert done.code == 0 and "has no year for" in done.output and "year =" not in done.output


def test_a_reference_with_an_open_brace_stays_text() -> None:
    assert not parse_reference("Smith AB. Straw {and hay. J Gard Sci. 2020;1(2):3-4.").is_complete
    assert parse_reference("Smith AB. Straw {and} hay. J Gard Sci. 2020;1(2):3-4.").is_complete


def test_capitals_are_kept_as_before() -> None:
    title = r"A 5-HT2A and mTOR-based \textit-LSD -DNA--x of Roses"
    assert "{A {5-HT2A} and {mTOR-based} " in entry_text("misc", "k", {"title": title})
    assert "{-DNA--x} of Roses}" in entry_text("misc", "k", {"title": title})


# --- A page that is saved while a question stands


def test_fix_keeps_what_was_saved_at_the_question(site: Site) -> None:
    page = site.root / "docs" / "articles" / "one.md"
    site.write({"docs/articles/one.md": article("Text [@LY2018].\n")})
    main_end, other_end = pty.openpty()
    running = subprocess.Popen([*DESK, "check", "--fix", str(page)], cwd=site.root, env=environment(site),
                               stdin=other_end, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(other_end)
    assert running.stderr and running.stdout
    said = b""
    while b"Apply these changes?" not in said:
        piece = running.stderr.read1(4096)  # type: ignore[attr-defined]
        assert piece, said
        said += piece
    saved = page.read_text(encoding="utf-8") + "\nA new paragraph.\n"
    page.write_text(saved, encoding="utf-8")
    os.write(main_end, b"y\n")
    _, rest = running.communicate(timeout=60)
    os.close(main_end)
    assert running.returncode == 2 and "one.md” was saved meanwhile, so nothing was changed" in rest.decode()
    assert page.read_text(encoding="utf-8") == saved
    assert desk(site, None, "check", "--fix", "--yes", str(page)).code == 0
    assert page.read_text(encoding="utf-8") == saved.replace("LY2018", "ly2018")


# --- A bibliography that is a link, and an import that is killed


def test_a_linked_bibliography_stays_a_link(site: Site, registry: Registry, tmp_path: Path) -> None:
    library = tmp_path / "zotero" / "library.bib"
    library.parent.mkdir()
    (site.root / "bibliography.bib").rename(library)
    (site.root / "bibliography.bib").symlink_to(library)
    registry.json("/works/10.9999%2Fone", work("10.9999/one"))
    assert desk(site, registry, "cite", "10.9999/one").code == 0
    assert (site.root / "bibliography.bib").is_symlink() and "10.9999/one" in library.read_text(encoding="utf-8")


KILLED = """
import os, signal, sys
last, count = STEPS, 0
def ended(of):
    def call(*arguments, **options):
        global count
        if sys._getframe(1).f_globals["__name__"].startswith("proofdesk.common."):
            count += 1
            if count > last:
                os.kill(os.getpid(), signal.SIGKILL)
        return of(*arguments, **options)
    return call
for name in ("replace", "unlink", "fsync", "close"):
    setattr(os, name, ended(getattr(os, name)))
"""


def files(site: Site) -> dict[str, bytes]:
    return {file.relative_to(site.root).as_posix(): file.read_bytes() for file in sorted(site.root.rglob("*"))
            if file.is_file() and "__pycache__" not in file.parts and file.name != "write.lock"
            and (".cache" not in file.parts or file.name == "write.journal")}


def test_a_killed_import_leaves_nothing_or_everything(tmp_path: Path) -> None:
    """Killed at each step; then the next command undoes what was begun, and a second import works."""
    whole: dict[str, bytes] = {}
    killed, nothing = 0, 0
    for steps in (*range(0, 40, 3), 1000):
        site = make_site(tmp_path / str(steps), {})
        before = files(site)
        arguments = ["import", str(ROOT / "tests/manuscripts/guide.txt"), "--slug", "guide"]
        code, printed = start(arguments, site.root, known(site), "proofdesk.desk",
                              KILLED.replace("STEPS", str(steps))).wait()
        if code == 0:
            whole = files(site)
            break
        assert code == -signal.SIGKILL, printed
        killed += 1
        assert invoke(site, "check", "docs/index.md").exit_code in (0, 1)
        if files(site) == before:
            nothing += 1
            again = invoke(site, *arguments)
            assert again.exit_code == 0, again.output
        else:
            assert "exists already" in invoke(site, *arguments).output
        whole = whole or files(site)
        assert files(site) == whole
    assert whole and "docs/articles/guide.md" in whole and killed >= 5 and nothing >= 3


def invoke(site: Site, *arguments: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(site.root)
        patch.setenv("PWD", str(site.root))
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return CliRunner().invoke(main, [*arguments], catch_exceptions=False)

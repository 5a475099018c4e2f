"""Work that several processes share: all of it is done or known to be left, and a site made so is the same site."""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from records import records
from sites import EPOCH, MKDOCS, ROOT, article, empty_cache, environment, make_site, snapshot

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.pandoc import formatting, items, program
from proofdesk.bibliography.pandoc.formatting import format_entries
from proofdesk.bibliography.pandoc.style import read_style
from proofdesk.common.parallel import workers
from proofdesk.common.parallel.workers import MIN_TASKS, run_in_workers


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the tests run."""
    monkeypatch.setattr(workers, "_cores", lambda: 3)


def run_single_threaded(body: Callable[[], None]) -> None:
    """Run in a process that has no other thread, as a build has none: those of a browser may live on in this one."""
    child = os.fork()
    if not child:
        code = 1
        try:
            body()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.build
def test_every_task_is_done_once_and_counted(tmp_path: Path) -> None:
    def work(number: int) -> None:
        with (tmp_path / str(number)).open("x") as file:
            file.write(str(os.getpid()))
        time.sleep(0.002)  # a worker whose tasks are long leaves the others more of them

    def shared() -> None:
        counted: list[int] = []
        assert run_in_workers(range(100), work, lambda: counted.append(1))
        assert len(counted) == 100

    run_single_threaded(shared)
    processes = {(tmp_path / str(number)).read_text() for number in range(100)}
    assert len(processes) == 3


def test_worker_that_has_grown_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What gathers in a process's memory goes with it."""
    monkeypatch.setattr(workers, "_GROWTH", 10)
    held: list[bytes] = []

    def work(number: int) -> None:
        held.append(bytes([number]) * 40_000_000)
        (tmp_path / str(number)).write_text(str(os.getpid()), encoding="utf-8")

    def shared() -> None:
        counted: list[int] = []
        assert run_in_workers(range(60), work, lambda: counted.append(1))
        assert len(counted) == 60 and not held

    run_single_threaded(shared)
    done = Counter((tmp_path / str(number)).read_text(encoding="utf-8") for number in range(60))
    assert max(done.values()) < 10, "of tasks of 40 MB, all 60 of which three processes would share"


def test_failed_task_is_silent_and_loses_no_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def work(number: int) -> None:
        logging.getLogger("mkdocs").error("said where it is done again")
        if number % 10 == 0:
            raise ValueError(number)
        (tmp_path / str(number)).touch()

    def shared() -> None:
        assert run_in_workers(range(100), work, lambda: None)
        assert logging.getLogger("mkdocs").isEnabledFor(logging.ERROR), "here, logs are as they were"

    run_single_threaded(shared)
    assert len(list(tmp_path.iterdir())) == 90
    assert capfd.readouterr() == ("", "")


@pytest.mark.build
def test_killed_worker_leaves_its_task_undone(tmp_path: Path) -> None:
    def work(number: int) -> None:
        if number == 30:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / str(number)).touch()

    def shared() -> None:
        assert run_in_workers(range(90), work, lambda: None)

    run_single_threaded(shared)
    done = {int(path.name) for path in tmp_path.iterdir()}
    assert done == {*range(90)} - {30}


def test_workers_that_all_die_end_the_wait(tmp_path: Path) -> None:
    def work(number: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def shared() -> None:
        assert run_in_workers(range(90), work, lambda: pytest.fail("nobody did it"))

    run_single_threaded(shared)


def test_long_task_holds_up_no_other(tmp_path: Path) -> None:
    def work(number: int) -> None:
        while not number and len(list(tmp_path.iterdir())) < 89:
            time.sleep(0.002)
        (tmp_path / str(number)).touch()

    run_single_threaded(lambda: None if run_in_workers(range(90), work, lambda: None) else pytest.fail("not run"))
    assert len(list(tmp_path.iterdir())) == 90


def test_worker_stops_if_its_parent_dies(tmp_path: Path) -> None:
    asker = os.fork()
    if not asker:
        asking = os.getpid()

        def work(number: int) -> None:
            (tmp_path / str(number)).touch()
            if number < 3:
                os.kill(asking, signal.SIGKILL)

        run_in_workers(range(3000), work, lambda: None)
        os._exit(0)
    _, status = os.waitpid(asker, 0)
    assert os.WIFSIGNALED(status)
    assert len(list(tmp_path.iterdir())) < 3000


def test_small_or_unsafe_work_is_not_parallelised(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(number: int) -> None:
        raise AssertionError

    def shared() -> None:
        assert not run_in_workers(range(MIN_TASKS - 1), work, lambda: None)
        waiting = threading.Event()
        other = threading.Thread(target=waiting.wait)
        other.start()
        # A copy of this process would be without the other thread.
        assert not run_in_workers(range(100), work, lambda: None)
        waiting.set()
        other.join()
        monkeypatch.setattr(workers, "_cores", lambda: 1)
        assert not run_in_workers(range(100), work, lambda: None)

    run_single_threaded(shared)


def test_works_are_formatted_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works = [Entry(f"w{number}", "book", {"author": f"Name{number}, A.", "title": f"Title {number}", "year": "2020"},
                   "", number) for number in range(1, 21)]
    style = read_style(ROOT / "references.csl")
    alone = format_entries(works, style, tmp_path / "alone")
    for module in (formatting, items):
        monkeypatch.setattr(module, "GROUP", 4)

    def shared() -> None:
        asked: list[str] = []  # by this process; what the others ask is in their memory
        pandoc = program.convert_text
        monkeypatch.setattr(program, "convert_text", lambda *given: asked.append(given[0]) or pandoc(*given))
        assert format_entries(works, style, tmp_path / "shared") == alone
        assert not asked

    run_single_threaded(shared)
    assert len(alone.html) == 20
    kept_alone, kept_shared = (records(tmp_path / name) for name in ("alone", "shared"))
    assert len(kept_shared) == len(kept_alone) + 1, "all together once more, and no group of them"


def test_failed_fork_loses_no_task() -> None:
    def none() -> int:
        raise BlockingIOError

    def shared() -> None:
        os.fork = none
        assert run_in_workers(range(100), lambda number: None, lambda: pytest.fail("nobody did it"))

    run_single_threaded(shared)


@pytest.mark.build
def test_parallel_build_matches_serial_build(tmp_path: Path) -> None:
    """Pages that can be kept and pages that cannot, among them one with a fault."""
    pages = {f"docs/articles/p{n}.md": article(
        f"Text {n} [@ly2018], see [next](p{(n + 1) % 64}.md).\n\n/// faq | Is {n} so?\nYes [@shao2021].\n///\n",
        f"Page {n}") for n in range(64)}
    pages["docs/articles/p35.md"] = article("Text [@nobody].", "Page 35")
    site = make_site(tmp_path / "site", {**pages}, settings="site_url: https://example.org/\n")
    one = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))]
    found = []
    for command in ([*MKDOCS, "build"], [*one, *MKDOCS, "build"]):
        empty_cache(site.root)
        built = subprocess.run(command, cwd=site.root, env=environment({"SOURCE_DATE_EPOCH": EPOCH}), encoding="utf-8",
                               capture_output=True, check=False, timeout=120)
        output = built.stdout + built.stderr
        assert built.returncode == 0 and output.count("unknown-citation: ") == 1, output
        assert "Traceback" not in output
        found.append(snapshot(site.root / "site"))
    assert found[0] == found[1]
    assert len([name for name in found[0] if re.fullmatch(r"articles/p\d+/index\.html", name)]) == 64

"""Run tasks in several processes to fill a cache.

Nothing comes back from a worker: a failed task is simply not cached, so the main process repeats it and reports the
error.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

Task = TypeVar("Task")
# Tasks below which a second process is not worth its start.
MIN_TASKS = 50
# Each worker holds a part of the site in memory.
_MAX_PROCESSES = 8


def run_in_workers(tasks: Sequence[Task], work: Callable[[Task], None], done: Callable[[], None]) -> bool:
    """Run ``work`` on each task in as many processes as there are cores; call ``done`` after each.

    Returns False, with nothing run, on one core, without fork(2), if another thread runs (a fork would lack it), or for
    fewer than ``MIN_TASKS`` tasks.
    """
    processes = min(_cores(), _MAX_PROCESSES)
    if len(tasks) < MIN_TASKS or processes < 2 or not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    parent, children = os.getpid(), []
    reader, writer = os.pipe()
    for number in range(processes):
        try:
            child = os.fork()
        except OSError:  # no more processes: the main process does this part
            break
        if not child:
            os.close(reader)
            _run_worker(tasks[number::processes], work, writer, parent)
        children.append(child)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb", buffering=0) as progress:
            while some := progress.read(4096):
                for _ in some:
                    done()
    finally:
        for child in children:
            os.waitpid(child, 0)
    return True


def _run_worker(tasks: Sequence[Task], work: Callable[[Task], None], writer: int, parent: int) -> NoReturn:
    """Do one worker's tasks as long as the main process lives; write a byte after each."""
    try:
        logging.disable(logging.CRITICAL)
        for task in tasks:
            if os.getppid() != parent:
                break
            with suppress(Exception):
                work(task)
            os.write(writer, b".")
    finally:
        os._exit(0)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

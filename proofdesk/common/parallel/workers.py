"""Run tasks in several processes to fill a cache.

Nothing comes back from a worker: a failed task is simply not cached, so the main process repeats it and reports the
error.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import NoReturn, TypeVar

from proofdesk.common.packs.folder import note_workers_ended

Task = TypeVar("Task")
# Tasks below which a second process is not worth its start.
MIN_TASKS = 50
# Each worker holds a part of the site in memory.
_MAX_PROCESSES = 8
# MB by which a worker may become larger than the main process ever was, before another one takes its place, without
# what has gathered in its memory: 60 KB for each page. A worker itself begins with nothing on some systems.
_GROWTH = 40
# Tasks that wait in the queue for each worker, and the bytes of a task's number in it.
_AHEAD, _SIZE = 2, 4
_GROWN = 3  # with which a worker ends whose place another one takes


def run_in_groups(items: Sequence[Task], work: Callable[[Sequence[Task]], object], size: int) -> bool:
    """Run ``work`` on so many items at a time, in several processes; return whether it was run, for more than two."""
    groups = [items[start : start + size] for start in range(0, len(items), size)]
    return run_in_workers(groups, work, at_least=3)


def run_in_workers(
    tasks: Sequence[Task], work: Callable[[Task], object], done: Callable[[], object] = lambda: None, at_least: int = 0
) -> bool:
    """Run ``work`` on each task, in their order, in as many processes as there are cores; call ``done`` after each.

    Returns False, with nothing run, on one core, without fork(2), if another thread runs (a fork would lack it), or for
    fewer tasks than ``MIN_TASKS``, or than ``at_least`` if they are long.
    """
    processes = min(_cores(), _MAX_PROCESSES, len(tasks))
    if len(tasks) < (at_least or MIN_TASKS) or processes < 2 or not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    children = []
    most = _memory() + _GROWTH
    queue, feed = os.pipe()
    progress, report = os.pipe()
    for _ in range(processes):
        try:
            child = os.fork()
        except OSError:  # no more processes: the others do it all, or the main process
            break
        if not child:
            os.close(feed)
            os.close(progress)
            _run_workers(tasks, work, queue, report, most)
        children.append(child)
    os.close(queue)
    os.close(report)
    try:
        _feed_workers(len(tasks), _AHEAD * processes, feed, progress, done)
    finally:
        os.close(progress)
        for child in children:
            os.waitpid(child, 0)
        note_workers_ended()
    return True


def _feed_workers(total: int, ahead: int, feed: int, progress: int, done: Callable[[], object]) -> None:
    """Write the number of each task into the queue, ``ahead`` of them before the first is reported."""
    numbers = iter(range(total))
    with os.fdopen(feed, "wb", buffering=0) as queue, suppress(BrokenPipeError):  # all workers were killed
        queue.write(_numbered(numbers, ahead))
        while some := os.read(progress, 4096):
            for _ in some:
                done()
            more = _numbered(numbers, len(some))
            if more:
                queue.write(more)
            else:
                queue.close()


def _numbered(numbers: Iterator[int], many: int) -> bytes:
    return b"".join(number.to_bytes(_SIZE, "big") for number in islice(numbers, many))


def _run_workers(
    tasks: Sequence[Task], work: Callable[[Task], object], queue: int, report: int, most: int
) -> NoReturn:
    """Have one worker after the other do tasks, and end when one ends for another reason than its size."""
    try:
        while child := os.fork():
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != _GROWN:
                break
        else:
            _run_worker(tasks, work, queue, report, most)
    finally:
        os._exit(0)


def _run_worker(
    tasks: Sequence[Task], work: Callable[[Task], object], queue: int, report: int, most: int
) -> NoReturn:
    """Do tasks as long as the queue has any, which ends if the main process does; write a byte after each.

    One that has more than ``most`` MB ends too.
    """
    code = 0
    try:
        logging.disable(logging.CRITICAL)
        while number := os.read(queue, _SIZE):
            with suppress(Exception):
                work(tasks[int.from_bytes(number, "big")])
            os.write(report, b".")
            if _memory() > most:
                code = _GROWN
                break
    finally:
        os._exit(code)


def _memory() -> int:
    """Return the most memory that this process has had at once, in MB."""
    import resource  # Windows has none, and no fork(2)

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1_000_000 if sys.platform == "darwin" else 1_000)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

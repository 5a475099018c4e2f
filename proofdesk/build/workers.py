"""Work that several processes share, where what comes of it is kept on disk.

Nothing else comes back from them: a piece that failed, or whose process was killed, is as one that nobody did, and who
asked for it does it again, where its failure is said. Knows neither pages nor MkDocs.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

Piece = TypeVar("Piece")
# Pieces below which two processes are not worth their start.
FEWEST = 50
# Each holds a part of the site in memory.
_MOST_PROCESSES = 8


def share(pieces: Sequence[Piece], work: Callable[[Piece], None], done: Callable[[], None]) -> bool:
    """Do ``work`` on each of the pieces, in as many processes as there are cores, and wait for them.

    ``done`` is called after each piece. False, with nothing done, where there is one core, where the system has no
    fork(2), where another thread runs, which a copy of this process would be without, or where the pieces are few.
    """
    processes = min(_cores(), _MOST_PROCESSES)
    if len(pieces) < FEWEST or processes < 2 or not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    parent, children = os.getpid(), []
    ours, theirs = os.pipe()
    for number in range(processes):
        try:
            child = os.fork()
        except OSError:  # no more processes; whoever asked does that part
            break
        if not child:
            os.close(ours)
            _work(pieces[number::processes], work, theirs, parent)
        children.append(child)
    os.close(theirs)
    try:
        with os.fdopen(ours, "rb", buffering=0) as said:
            while some := said.read(4096):
                for _ in some:
                    done()
    finally:
        for child in children:
            os.waitpid(child, 0)
    return True


def _work(pieces: Sequence[Piece], work: Callable[[Piece], None], said: int, parent: int) -> NoReturn:
    """What one process does: its part, as long as somebody waits for it."""
    try:
        logging.disable(logging.CRITICAL)
        for piece in pieces:
            if os.getppid() != parent:
                break
            with suppress(Exception):
                work(piece)
            os.write(said, b".")
    finally:
        os._exit(0)


def _cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

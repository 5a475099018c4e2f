"""How much faster more cores make a cold build, by what each task of it took: ``python bench/cores.py SITE [CORES …]``.

Builds the folder SITE once, without its caches, with all tasks of several processes in one process beside the main
one, so that nothing else runs while a task is measured. Then the tasks are given out again on paper, in their order,
each to the core that is free first. What the main process does alone takes as long on any number of cores. A core of
many is taken to be as fast as one alone, which is kind to a machine whose cores share their memory.
"""

from __future__ import annotations

import heapq
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Stretch = list[float]  # seconds on the clock of the tasks that are shared, in their order


def main() -> None:
    site, cores = Path(sys.argv[1]), [*map(int, sys.argv[2:])] or [1, 2, 4, 8]
    shutil.rmtree(site / ".cache", ignore_errors=True)
    total, stretches = measured(site)
    tasks = sum(map(sum, stretches))
    alone = total - tasks
    print(f"{total:.1f} s on one core, of which {alone:.1f} ({alone / total:.0%}) are the main process's alone. "
          f"{sum(map(len, stretches)):,} tasks in {len(stretches)} stretches, the longest "
          f"{max(map(max, stretches)):.2f} s.")
    for number in cores:
        clock = alone + sum(shared(stretch, number) for stretch in stretches)
        print(f"{number} cores: {clock:.1f} s, {total / clock:.1f} times as fast as one; "
              f"the main process alone {alone / clock:.0%}")


def measured(site: Path) -> tuple[float, list[Stretch]]:
    """Build the site; return the seconds that it took, and those of all tasks."""
    from proofdesk.common.packs.folder import note_workers_ended
    from proofdesk.common.parallel import workers

    stretches: list[Stretch] = []

    def in_one_process(
        tasks: Sequence[Any], work: Callable[[Any], object], done: object = None, at_least: int = 0
    ) -> bool:
        if len(tasks) < (at_least or workers.MIN_TASKS):
            return False
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder, "seconds")
            child = os.fork()
            if not child:
                _run(tasks, work, kept)
            os.waitpid(child, 0)
            note_workers_ended()
            stretches.append(json.loads(kept.read_text()))
        return True

    workers.run_in_workers = in_one_process  # before the modules that take it from there are loaded
    os.chdir(site)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        config = load_config(site_dir=out)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return time.perf_counter() - start, stretches


def _run(tasks: Sequence[Any], work: Callable[[Any], object], kept: Path) -> None:
    """Do all tasks, write the seconds of each, and end the process."""
    seconds = []
    try:
        for task in tasks:
            start = time.perf_counter()
            work(task)
            seconds.append(time.perf_counter() - start)
        kept.write_text(json.dumps(seconds))
    finally:
        os._exit(0)


def shared(tasks: Stretch, cores: int) -> float:
    """Return the seconds until so many cores have done these tasks."""
    free = [0.0] * cores
    for seconds in tasks:
        heapq.heapreplace(free, free[0] + seconds)
    return max(free)


if __name__ == "__main__":
    main()

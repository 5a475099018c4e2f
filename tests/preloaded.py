"""Run ``mkdocs`` and ``desk`` in processes that have their modules loaded already.

Loading MkDocs, its plugins and the generator takes a second, and the tests run these programs many hundred times. One
process loads all of it and forks for each run. What runs is the same program, in a process and a folder of its own,
with an environment of its own.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

_MODULES = ("mkdocs.commands.build", "mkdocs.config.defaults", "material.plugins.search.plugin", "mkdocs_bibtex.plugin",
            "mkdocs_redirects.plugin", "mkdocs_rss_plugin.plugin", "pymdownx.blocks.html", "markdown.extensions.toc",
            "proofdesk.build.run", "proofdesk.desk.cli")
SECONDS = 120


class Preloaded:
    """The process that forks, started with the first run and ended with the tests."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         encoding="utf-8", env=env)

    def run(self, program: str, arguments: list[str], root: Path, env: dict[str, str]) -> tuple[int, str]:
        """Run ``python -m program`` in ``root`` and return its exit code and what it printed."""
        assert self._process.stdin and self._process.stdout
        with tempfile.NamedTemporaryFile(prefix="printed-") as printed:
            asked = {"program": program, "arguments": arguments, "root": str(root), "env": env, "out": printed.name}
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            return code, Path(printed.name).read_text(encoding="utf-8")


def _serve() -> None:
    for name in _MODULES:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(program: str, arguments: list[str], root: str, env: dict[str, str], out: str) -> NoReturn:
    signal.alarm(SECONDS)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(env)
    printed, nothing = os.open(out, os.O_WRONLY | os.O_APPEND), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    sys.path[0] = root
    sys.argv = [program, *arguments]
    code = 1
    try:
        runpy.run_module(program, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if end.code is not None and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    with suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()

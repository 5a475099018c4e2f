"""Run the build, or another command, as a program of its own in this terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

# Hides the notices of Material and two plugins about MkDocs 2, which editors cannot act on
# (docs/decisions/0001-ground.md).
_VARIABLES = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1"}


def environment() -> Mapping[str, str]:
    """Return the environment of a build. What a person has set stays."""
    return {**_VARIABLES, **os.environ}


def run(root: Path, module: str, arguments: Sequence[str]) -> int:
    """Run one of our programs in a site's folder and return its exit code."""
    sys.stdout.flush()
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=root, env=environment(), check=False).returncode


def become(root: Path, module: str, arguments: Sequence[str]) -> NoReturn:
    """End as another program, which gets this one's signals: Ctrl+C, or the end of a service."""
    command = [sys.executable, "-m", module, *arguments]
    if os.name == "posix":
        os.chdir(root)
        sys.stdout.flush()
        os.execve(sys.executable, command, dict(environment()))
    process = subprocess.Popen(command, cwd=root, env=environment())  # pragma: no cover: Windows has no exec
    while True:  # pragma: no cover
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:  # the other program has it too, and ends by it
            continue

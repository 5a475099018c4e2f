"""Hold finished pages against the standard of HTML, by html-validate, where a site has it in ``node_modules``.

It is a program for Node, which a site need not have: without it nothing is said, and the pages are opened all the same.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from proofdesk.common.problems import Problem

PROGRAM = Path("node_modules/html-validate/bin/html-validate.mjs")
# The standard and what readers with a screen reader need; no rules of style.
_RULES = {"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}
_PATIENCE = 300  # seconds


def invalid_html(
    root: Path, folder: Path, addresses: Sequence[str], name_of: Callable[[str], str]
) -> list[Problem] | None:
    """Return what is no valid HTML in the pages at these addresses of the site in ``folder``; None if nobody can say.

    ``name_of`` returns the file of a page, as problems print it.
    """
    # Node of this environment first: that of the machine may be too old.
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    files = {str(file): each for each in addresses if (file := _file(folder, each)).is_file()}
    if node is None or not (root / PROGRAM).is_file() or not files:
        return None
    with tempfile.TemporaryDirectory() as kept:
        rules, said = Path(kept, "rules.json"), Path(kept, "said.json")
        rules.write_text(json.dumps(_RULES), encoding="utf-8")
        with said.open("wb") as out:  # into a pipe it writes 64 KB and stops
            done = subprocess.run([node, str(root / PROGRAM), "--config", str(rules), "--formatter", "json", *files],
                                  stdout=out, stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False)
        if done.returncode not in (0, 1):
            return None
        pages = json.loads(said.read_text(encoding="utf-8") or "[]")
    return [
        Problem(name_of(files[page["filePath"]]), 1, 1, "invalid-html",
                f"line {found['line']} of the finished page: {found['message']} ({found['ruleId']})",
                "correct the HTML that stands in the page; if none does, report it with the page")
        for page in pages for found in page["messages"]]


def _file(folder: Path, address: str) -> Path:
    return folder / address if address.endswith(".html") else folder / address / "index.html"

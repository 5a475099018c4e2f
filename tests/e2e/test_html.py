"""Every page is valid HTML, by html-validate: the rules of the standard and of accessibility, none of style.

Nothing is let through: the theme's skeleton, which had errors, is replaced by proofdesk/theme/base.html.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from sites import ROOT, Built, page_files, sample_site

__all__ = ["sample_site"]

PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = ROOT / "tests" / "html-validate.json"


class Fault(NamedTuple):
    """An error that html-validate found: its rule, the element (as a CSS selector), the page and the words."""

    rule: str
    selector: str
    place: str
    message: str


def node() -> str:
    """The Node of this environment, or the machine's."""
    found = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None or not PROGRAM.is_file():
        pytest.fail("html-validate is not installed; get it with: make node_modules/.stamp", pytrace=False)
    return found


def validate(*places: Path) -> list[Fault]:
    """Every fault of the pages at these places: files, or folders with all that is in them."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:  # into a pipe it writes 64 KB and stops
        done = subprocess.run(
            [node(), str(PROGRAM), "--config", str(RULES), "--formatter", "json", *map(str, places)],
            cwd=ROOT, encoding="utf-8", stdout=out, stderr=subprocess.PIPE, timeout=120, check=False,
        )
        out.seek(0)
        said = out.read()
    assert done.returncode in (0, 1) and said.startswith("["), said + done.stderr
    return [
        Fault(found["ruleId"], found.get("selector") or "", f"{page['filePath']}:{found['line']}", found["message"])
        for page in json.loads(said) for found in page["messages"]
    ]


def test_every_page_is_valid_html(sample_site: Built) -> None:
    assert sample_site.code == 0, sample_site.output
    pages = page_files(sample_site.folder)
    assert len(pages) >= 12
    assert validate(*pages) == []


def test_validator_reports_invalid_html(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><head><title>A</title></head>'
        '<body><ul><p>A</p></ul><img src="a.png"></body></html>', encoding="utf-8",
    )
    assert {fault.rule for fault in validate(page)} == {"element-permitted-content", "wcag/h37"}

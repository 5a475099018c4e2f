"""New sites as `desk init` writes them, and as one of the version before is found whose maintainers changed it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import EPOCH

from proofdesk.desk.cli import main
from proofdesk.desk.starting.shipped import digest

MANIFEST = ".proofdesk.json"


def desk(folder: Path, *arguments: str, answers: str | None = None) -> Result:
    """Run `desk` in a folder at noon of 22 November 2026, with what somebody types."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PWD", str(folder))
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return CliRunner().invoke(main, arguments, input=answers, prog_name="desk", catch_exceptions=False)


def new_site(root: Path, *options: str) -> Path:
    """A site that was made with these options."""
    made = desk(root.parent, "init", root.name, *options, "--yes")
    assert made.exit_code == 0, made.output
    return root


def age(root: Path, files: dict[str, str], templates: tuple[str, ...] = ()) -> None:
    """Make a site one of the version before: these files were written then, and these templates were others."""
    manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        manifest["files"][path] = digest(text.encode("utf-8"))
    manifest |= {"version": "0.0.9", "changelog": "another", "templates": {
        **manifest["templates"], **dict.fromkeys(templates, "another")}}
    (root / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def change(root: Path, path: str, text: str = "") -> str:
    """Add a line to a file, as somebody does who changes what is theirs; return the whole."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(before + text, encoding="utf-8")
    return before + text

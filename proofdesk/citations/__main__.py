"""Write the style and the script of citations: ``python -m proofdesk.citations docs/assets``."""

from __future__ import annotations

import sys
from pathlib import Path

from proofdesk.citations.alone.options import NAME
from proofdesk.common.errors import UserError
from proofdesk.content.hosts.styles import standalone_css, standalone_script, write_assets

_HERE = Path(__file__).parent
_SHEETS, _SCRIPTS = ("citations.css", "evidence_line.css", "popover.css"), ("popover.js",)


def main(arguments: list[str]) -> int:
    """Write both files, and say what the settings need; return the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(f"usage: python -m {NAME} FOLDER (in which citations.css and citations.js are written, as docs/assets)")
        return 0 if arguments in (["-h"], ["--help"]) else 2
    files = {"citations.css": standalone_css(_read(_SHEETS)), "citations.js": standalone_script(_read(_SCRIPTS))}
    try:
        print(write_assets(Path(arguments[0]), files, NAME))
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _read(names: tuple[str, ...]) -> list[str]:
    return [_HERE.joinpath(name).read_text(encoding="utf-8") for name in names]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

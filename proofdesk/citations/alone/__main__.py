"""Write the style and the script of citations: ``python -m proofdesk.citations.alone docs/assets``."""

from __future__ import annotations

import sys
from pathlib import Path

from proofdesk.citations.alone.options import NAME
from proofdesk.common.errors import UserError
from proofdesk.content.hosts.styles import standalone_css, standalone_script, write_assets

_ROOM = Path(__file__).parents[1]
_SHEETS, _SCRIPT = ("citations.css", "evidence_line.css", "popover.css"), "popover.js"
# The element that holds a page's text: on our pages, and on those of any theme.
_OURS = 'document.getElementById("content")'
_ANY = f'({_OURS} ?? document.querySelector("article") ?? document.body)'


def main(arguments: list[str]) -> int:
    """Write both files, and say what the settings need; return the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(f"usage: python -m {NAME}.alone FOLDER (in which citations.css and citations.js are written, as "
              "docs/assets)")
        return 0 if arguments in (["-h"], ["--help"]) else 2
    script = _read(_SCRIPT)[0].replace(_OURS, _ANY)
    files = {"citations.css": standalone_css(_read(*_SHEETS)), "citations.js": standalone_script(script)}
    try:
        print(write_assets(Path(arguments[0]), files, NAME))
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _read(*names: str) -> list[str]:
    return [_ROOM.joinpath(name).read_text(encoding="utf-8") for name in names]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

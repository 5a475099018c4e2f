"""Write the style of kinds of block: ``python -m proofdesk.blocks.alone hooks/blocks docs/assets``."""

from __future__ import annotations

import sys
from pathlib import Path

from proofdesk.blocks.installed import NAME, chosen_kinds
from proofdesk.common.errors import UserError
from proofdesk.content.hosts.styles import standalone_css, write_assets


def main(arguments: list[str]) -> int:
    """Write the file, and say what the settings need; return the exit code."""
    if len(arguments) != 2 or arguments[0].startswith("-"):
        print(f"usage: python -m {NAME}.alone KINDS FOLDER (the folder of the kinds, as hooks/blocks, and the one "
              "in which blocks.css is written, as docs/assets)")
        return 0 if arguments in (["-h"], ["--help"]) else 2
    kinds, faults = chosen_kinds((arguments[0],), (), Path.cwd())
    if faults:
        print(f"{faults[0].message} ({faults[0].remedy})", file=sys.stderr)
        return 2
    drawn = Path(__file__).parents[1].joinpath("drawn_tables.css").read_text(encoding="utf-8")
    sheets = [*(kind.style for kind in kinds.values()), drawn]
    try:
        print(write_assets(Path(arguments[1]), {"blocks.css": standalone_css(sheets)}, NAME))
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

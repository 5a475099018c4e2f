"""``python -m proofdesk.build``: ``mkdocs`` with the same arguments, after its settings were read within limits.

``make site`` and ``make serve`` call it. MkDocs reads its settings before any hook can run, without limits.
"""

from __future__ import annotations

import sys

from proofdesk._interrupts import end_quietly


def main(arguments: list[str]) -> None:
    """Run MkDocs. Ends the program with a sentence if its settings cannot be read."""
    end_quietly()
    import argparse
    from pathlib import Path

    from mkdocs.__main__ import cli

    from proofdesk.build.private_apis.plugins import load_gitpython
    from proofdesk.common.problems import FaultyFile
    from proofdesk.site.config_file import read_config

    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-f", "--config-file", type=Path, default=Path("mkdocs.yml"))
    file = parser.parse_known_args(arguments)[0].config_file
    try:
        read_config(file.absolute())
    except FaultyFile as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    load_gitpython()
    cli.main(arguments, prog_name="mkdocs")


if __name__ == "__main__":
    main(sys.argv[1:])

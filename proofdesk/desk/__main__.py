"""Run ``desk``, also as ``python -m proofdesk.desk``."""

from __future__ import annotations

from proofdesk._interrupts import end_quietly


def main(name: str | None = None) -> None:
    """Run the command, which help calls by this name; without one, by that of the program that was called."""
    end_quietly()
    from proofdesk.desk.cli import main as desk

    desk(prog_name=name)


if __name__ == "__main__":
    main("desk")

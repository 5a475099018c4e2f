"""Run ``desk`` as ``python -m proofdesk.desk``."""

from __future__ import annotations

from proofdesk.desk.cli import main

main(prog_name="desk")

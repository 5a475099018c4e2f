"""Run Pandoc sandboxed: it reads a manuscript and nothing else, so a manuscript can fetch nothing."""

from __future__ import annotations

import subprocess

import pypandoc

from proofdesk.common.errors import UserError

_TIMEOUT = 120  # seconds


def run_pandoc(options: list[str], name: str, stdin: str | None = None) -> str:
    """Return what Pandoc writes. Raise UserError that gives its reason if it cannot read the file ``name``."""
    # A manuscript may be anything, so memory and time are limited.
    command = [pypandoc.get_pandoc_path(), "+RTS", "-M1500M", "-RTS", "--sandbox", "--quiet", "--wrap=none", *options]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", errors="replace",
                              timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise UserError(f"“{name}” takes longer than {_TIMEOUT} seconds to read; split it into parts") from None
    if done.returncode:
        reason = next((line.strip() for line in done.stderr.splitlines() if line.strip()), "for no stated reason")
        raise UserError(f"“{name}” cannot be read: {reason} (is it whole, and of the kind that its ending says? "
                      "Open it in its program and save it again)")
    return done.stdout

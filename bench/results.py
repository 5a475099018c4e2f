"""Keeps what was measured in ``bench/RESULTS.md``, each measure between marks of its own."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).resolve().parent / "RESULTS.md"


def keep(name: str, text: str, file: Path = FILE) -> None:
    """Write ``text`` between the marks ``<!-- name -->`` and ``<!-- /name -->``; the rest of the file stays."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = file.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if found and not closed:
        raise ValueError(f"{file}: “{begin}” has no “{end}”")
    parts = [before.strip(), f"{begin}\n{text.strip()}\n{end}", after.strip()]
    file.write_text("\n\n".join(filter(None, parts)) + "\n", encoding="utf-8")

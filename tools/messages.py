"""Write the list of all messages of the pages, and bring the catalogues up to date with it (`make messages`).

Usage: messages.py. New messages stand in a catalogue without words, and those that are gone are taken out.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Write the template and the catalogues, and tell how many messages lack words. Return how many do."""
    sys.path.insert(0, str(ROOT))
    from proofdesk.common.language.catalogue import LOCALE, TEMPLATE
    from proofdesk.common.language.extract import as_text, collect, sources, updated

    template = collect(sources(ROOT / "hooks" / "blocks"))
    TEMPLATE.write_text(as_text(template), encoding="utf-8", newline="\n")
    lacking = 0
    for file in sorted(LOCALE.glob("*.po")):
        catalogue = updated(template, file, file.stem)
        file.write_text(as_text(catalogue), encoding="utf-8", newline="\n")
        empty = [message for message in catalogue if message.id and not (
            all(message.string) if isinstance(message.string, tuple) else message.string)]
        lacking += len(empty)
        print(f"{file.relative_to(ROOT)}: {len(catalogue)} messages, {len(empty)} without words")
    return lacking


if __name__ == "__main__":
    main()

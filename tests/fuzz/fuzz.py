"""Looks for texts that a parser cannot take, guided by coverage: ``python tests/fuzz/fuzz.py TARGET [SECONDS]``.

Needs atheris (`make fuzz`). A text that fails is left in ``tests/fuzz/corpus/TARGET/``, where the tests ask it again;
name it for what it shows, and mend what it found.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent), str(ROOT)]

with atheris.instrument_imports(include=["proofdesk", "hooks", "pymdownx", "markdown"]):
    from fuzz.targets import TARGETS
    from fuzz.test_fuzz import SEEDS


def main() -> None:
    name, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "60"
    found = HERE / "corpus" / name
    seen = ROOT / ".cache" / "fuzz" / name
    for folder in (found, seen):
        folder.mkdir(parents=True, exist_ok=True)
    whole = [*ROOT.glob("docs/articles/*.md"), *ROOT.glob("docs/contributing/*.md"), *HERE.parent.glob("manuscripts/*"),
             *ROOT.glob("hooks/blocks/*/*.md"), ROOT / "bibliography.bib"]
    texts = [file.read_text(encoding="utf-8", errors="replace")[:2000] for file in whole]
    for seed in [*SEEDS, *texts]:
        (seen / hashlib.sha256(seed.encode("utf-8")).hexdigest()[:12]).write_text(seed, encoding="utf-8", newline="")

    def one(data: bytes) -> None:
        text = data.decode("utf-8", errors="replace")
        try:
            TARGETS[name](text)
        except Exception:
            (found / f"{hashlib.sha256(data).hexdigest()[:12]}.txt").write_bytes(text.encode("utf-8"))
            raise

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=2000", "-timeout=20", str(seen)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

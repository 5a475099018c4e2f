"""Where what a new site begins with is found: in ``proofdesk/starter/``, or, in a clone, in the clone's own site.

``setup.py`` copies the second kind into the wheel, so that the repository has each file once.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from proofdesk.common.language.language import known_languages

PACKAGE = Path(__file__).parent.parent.parent
STARTER = PACKAGE / "starter"
_IN_CLONE = {
    "blocks": "hooks/blocks", "events.py": "hooks/events.py", "changelog.md": "CHANGELOG.md",
    "locked.txt": "requirements/site.txt", "locked-browser.txt": "requirements/browser.txt",
}


def shipped(name: str) -> Path:
    """Return the place of a file or folder of the starter."""
    packed = STARTER / name
    return packed if name not in _IN_CLONE or packed.exists() else PACKAGE.parent / _IN_CLONE[name]


@cache
def kinds() -> tuple[str, ...]:
    """Return the names of the kinds of block that a new site may have, in alphabetical order."""
    return tuple(sorted(each.name for each in shipped("blocks").iterdir() if (each / f"{each.name}.py").is_file()))


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages in which there are the first pages of a new site, and the words around them."""
    return tuple(sorted({file.stem for file in (STARTER / "words").glob("*.yml")} & {*known_languages()}))


def digest(content: bytes) -> str:
    """Return a file's hash, the same whether git gave its lines the ends of Windows or not."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:16]


def templates() -> dict[str, str]:
    """Return the hash of each template that a site may override, by the path that its own file would have.

    A template of the theme, or of a feature that has its template beside its Python.
    """
    found = {}
    for folder in (PACKAGE, PACKAGE / "theme"):
        for file in sorted(folder.rglob("*.html")):
            name = file.relative_to(folder).as_posix()
            if not name.startswith(("theme/", "starter/", "desk/")):
                found[name] = digest(file.read_bytes())
    return found

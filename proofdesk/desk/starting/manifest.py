"""The manifest of a site, ``.proofdesk.json``: which version it is of, what was answered, and what was written.

By the hashes ``desk upgrade`` tells a file that nobody changed, which it may replace, from one that somebody did.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from proofdesk.common.errors import UserError
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.desk.starting.answers import Answers

MANIFEST = ".proofdesk.json"
_ABOUT = ("`desk init` and `desk upgrade` write this file. Keep it with the others: by it an upgrade knows what you "
          "changed.")


class Manifest(BaseModel):
    """What a site is of. ``files`` and ``templates`` have a hash for each path."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: str
    changelog: str = ""  # the hash of the list of changes that its maintainer has been shown
    answers: Answers
    files: dict[str, str] = {}
    templates: dict[str, str] = {}

    def text(self) -> bytes:
        """Return the file's content."""
        stated: dict[str, Any] = {"about": _ABOUT, **self.model_dump(mode="json")}
        return (json.dumps(stated, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_manifest(root: Path) -> Manifest | None:
    """Return a site's manifest, or None if it has none. Raises UserError if it cannot be read."""
    file = root / MANIFEST
    if not file.exists():
        return None
    try:
        return Manifest.model_validate_json(read_ordinary(file, MAX_LIST_BYTES))
    except (OSError, ValidationError) as error:
        raise UserError(f"{MANIFEST} cannot be read ({type(error).__name__}), so nobody can tell what you changed "
                        "(take the file from your repository, or from a copy)") from None

"""Find the site's folder, without loading anything that reads the site.

``mkdocs.yml`` is looked for from the working directory upwards, never from where this code is installed.
"""

from __future__ import annotations

import os
from pathlib import Path

CONFIG = "mkdocs.yml"


def find_root() -> Path | None:
    """Return the nearest folder with a ``mkdocs.yml``, from the working directory upwards, or None."""
    # Not resolved: files are named as they are reached, through symbolic links too.
    here = Path(os.path.abspath(os.environ.get("PWD") or "."))
    here = here if here.exists() and here.samefile(".") else Path.cwd()
    return next((folder for folder in (here, *here.parents) if os.path.lexists(folder / CONFIG)), None)

"""Find the site's folder, without loading anything that reads the site.

``mkdocs.yml`` is looked for from the working directory upwards, never from where this code is installed.
"""

from __future__ import annotations

import os
from pathlib import Path

from proofdesk.common.errors import UserError

CONFIG = "mkdocs.yml"


def find_root() -> Path | None:
    """Return the nearest folder with a ``mkdocs.yml``, from the working directory upwards, or None."""
    # Not resolved: files are named as they are reached, through symbolic links too.
    here = Path(os.path.abspath(os.environ.get("PWD") or "."))
    here = here if here.exists() and here.samefile(".") else Path.cwd()
    return next((folder for folder in (here, *here.parents) if os.path.lexists(folder / CONFIG)), None)


def site_root() -> Path:
    """Return the folder of the site in which somebody works. Raises UserError if there is none."""
    if (root := find_root()) is None:
        raise UserError(f"there is no {CONFIG} in this folder or any above it; go to the site's folder first")
    return root

"""Read ``site.yml``: all that is wrong with it, each at its line and column."""

from __future__ import annotations

import os
from pathlib import Path

from proofdesk.common.problems import Problem
from proofdesk.common.yaml_files.lists import load_record
from proofdesk.content.site_data.model import SiteData


def load_site_data(path: Path, name: str) -> tuple[SiteData, list[Problem]]:
    """Return what the file states, and what is wrong with it; a site need not have the file."""
    if not os.path.lexists(path):
        return SiteData(), []
    facts, problems = load_record(path, name, SiteData, "bad-site", in_part=True)
    return facts or SiteData(), problems

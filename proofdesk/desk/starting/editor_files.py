"""The files for VS Code of a site that is not written yet."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from proofdesk.blocks.kind import BlockKind
from proofdesk.content.site_data import SITE, SiteData
from proofdesk.desk.starting.answers import Answers
from proofdesk.desk.starting.shipped import shipped
from proofdesk.desk.starting.site_files import SiteFile
from proofdesk.desk.vs_code.files import FOLDER, files


def editor_files(answers: Answers, site: Mapping[str, SiteFile]) -> dict[str, bytes]:
    """Return the files by their paths, as `desk editor` would write them."""
    kinds = {name: BlockKind(shipped("blocks") / name) for name in answers.kinds}
    facts = SiteData.model_validate(yaml.safe_load(site[SITE].content))
    return {f"{FOLDER}/{name}": text.encode("utf-8") for name, text in files(kinds, facts).items()}

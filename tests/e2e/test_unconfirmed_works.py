"""A work that nobody has confirmed is in the bibliography for its editors, and in no file of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import BIB, article, make_site

pytestmark = pytest.mark.build
RUMOUR = """
@article{rumour2020, author = {Quibble, N.}, year = {2020}, title = {Hearsay among hedges}, journal = {Gossipgarten},
  keywords = {species:not-classified, design:not-classified}, x-status = {unconfirmed}}
"""


def test_unconfirmed_work_is_in_no_published_file(tmp_path: Path) -> None:
    """What an import could not read whole has this status, so that it is neither cited nor listed."""
    site = make_site(tmp_path / "site", {
        "docs/articles/a.md": article("Text."), 
        "docs/references/index.md": "---\ntitle: Works\ndescription: All.\ntemplate: references.html\n---\n\nText.\n",
    }, BIB + RUMOUR)
    built = site.build("--strict")
    assert built.code == 0, built.output
    files = [file for file in built.folder.rglob("*") if file.is_file()]
    listed = [file.name for file in files if b"Shao" in file.read_bytes()]
    assert {"index.html", "references.bib", "references.ris", "references.json"} <= set(listed)
    words = (b"Hearsay", b"hearsay", b"Gossipgarten", b"gossipgarten", b"Quibble", b"quibble", b"rumour2020")
    assert [file for file in files if any(word in file.read_bytes() for word in words)] == []

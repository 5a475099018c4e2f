"""A second `desk check`: it converts only what changed, and says what a first one would."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from records import change_records
from sites import BIB, Site, article, make_site, run

pytestmark = pytest.mark.build

PAGE = article("Text [@ly2018] on a dendrite, see [two](two.md#text).\n\n## Text\n\n"
               "![A window](../assets/window.svg)\n\n"
               "/// faq | Is it so?\nYes [@ly2018].\n///\n", "One")
FILES: dict[str, str | bytes] = {
    "docs/articles/one.md": PAGE,
    "docs/articles/two.md": article("Two [@shao2021].\n\n## Text\n\nSee [one](one.md).", "Two"),
    "glossary.yml": "- term: dendrite\n  means: A branch of a nerve cell.\n",
    "docs/glossary/index.md": "---\ntitle: Words\ndescription: Words.\ntemplate: glossary.html\n---\n\n",
}


def replaced(site: Site, name: str, old: str, new: str) -> None:
    text = (site.root / name).read_text(encoding="utf-8")
    assert old in text
    site.write({name: text.replace(old, new)})


EDITS: tuple[Callable[[Site], object], ...] = (
    lambda site: None,
    lambda site: replaced(site, "docs/articles/two.md", "## Text", "## Words"),
    lambda site: replaced(site, "bibliography.bib", "shao2021", "shao2022"),
    lambda site: (site.root / "docs/assets/window.svg").unlink(),
    lambda site: (site.root / "docs/articles/two.md").unlink(),
    lambda site: replaced(site, "docs/articles/one.md", "Yes [@ly2018].", "Yes.\n    [x"),
)


def told(site: Site) -> list[str]:
    return run(["check", "--all"], site.root, site.root, program="proofdesk.desk").output.splitlines()


def test_second_check_says_what_a_first_one_would(tmp_path: Path) -> None:
    site, answers = make_site(tmp_path / "site", FILES, BIB), []
    for edit in EDITS:
        edit(site)
        first_or_again = told(site)
        shutil.rmtree(site.root / ".cache" / "checked")
        assert told(site) == first_or_again
        answers.append(first_or_again)
    assert len({*map(tuple, answers)}) == len(EDITS), "each edit is told"


def test_unchanged_page_is_not_converted_again(tmp_path: Path) -> None:
    """What is kept is what counts: here it has another link than the page."""
    site = make_site(tmp_path / "site", FILES, BIB)
    assert not any("broken-" in line for line in told(site))
    change_records(site.root / ".cache" / "checked", lambda kept: kept.replace(b'../two/#text', b'../two/#next'))
    assert [line.split(": ")[1] for line in told(site) if "#next" in line] == ["broken-anchor"]

"""The same content under what may come after MkDocs and Material: docs/decisions/0009-after-material.md.

ProperDocs is in tests/build/test_wheel.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement
from sites import BIB, ROOT, environment

ZENSICAL = """\
site_name: Window
site_url: https://example.org/
theme: {name: material}
markdown_extensions:
  - proofdesk.blocks
  - proofdesk.citations: {bib_file: bibliography.bib, csl_file: references.csl}
  - attr_list
  - def_list
  - tables
"""
PAGE = """\
# A page

Spines grew [@shao2021]. @ly2018 saw it first. Not so [@nobody2020].

/// myth | Plants listen
    verdict: unsupported
    certainty: very-low
    because: Two studies, in cells and in mice
They grow [@ly2018; @shao2021].
///

/// intervention | Watering
Concept
:   Water helps [@shao2021].

Example
:   A can.

Steps
:   1. Fill it.
///

/// nobody | knows
this
///
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[HtmlElement, str]:
    """A page built by Zensical, which runs Markdown extensions and knows neither hooks nor our plugins, and its log."""
    root = tmp_path_factory.mktemp("zensical")
    (root / "docs").mkdir()
    (root / "hooks").symlink_to(ROOT / "hooks")
    (root / "mkdocs.yml").write_text(ZENSICAL, encoding="utf-8")
    (root / "docs" / "index.md").write_text(PAGE, encoding="utf-8")
    (root / "bibliography.bib").write_text(BIB, encoding="utf-8")
    (root / "references.csl").write_bytes((ROOT / "references.csl").read_bytes())
    done = subprocess.run([Path(sys.executable).with_name("zensical"), "build"], cwd=root, env=environment(),
                          capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = lxml.html.document_fromstring((root / "site" / "index.html").read_text(encoding="utf-8"))
    return page, done.stdout + done.stderr


@pytest.fixture(scope="module")
def page(built: tuple[HtmlElement, str]) -> HtmlElement:
    """The page alone."""
    return built[0]


def test_zensical_renders_blocks_with_evidence(page: HtmlElement) -> None:
    assert [e.get("data-block") for e in page.xpath("//*[@data-block]")] == ["myth", "intervention"]
    rests = [" ".join(e.text_content().split()) for e in page.find_class("evidence")]
    assert rests[0] == "Animal and cell studies only: 1 study in mice and 1 study in cells in a dish"


def test_zensical_numbers_citations_and_lists_works(page: HtmlElement) -> None:
    text = " ".join(page.text_content().split())
    assert "Spines grew [1]. Ly and colleagues [2] saw it first." in text
    works = [" ".join(e.text_content().split()) for e in page.find_class("reference__text")]
    assert [work.split(".")[0] for work in works] == ["Shao L-X, Kwan AC", "Ly C, Greb AC, Olson DE"]


def test_zensical_leaks_no_syntax_and_shows_problems(page: HtmlElement) -> None:
    text = page.get_element_by_id("__content", page).text_content()
    assert "[@" not in text and "///" not in text
    assert [e.text_content() for e in page.find_class("citation-missing")] == ["unknown reference: nobody2020"]
    assert any("“nobody”" in e.text_content() for e in page.find_class("problem"))


def test_zensical_prints_problems_with_their_places(built: tuple[HtmlElement, str]) -> None:
    lines = [line.partition(" (")[0] for line in built[1].splitlines() if line.startswith("docs/")]
    assert lines == ["docs/index.md:3:56: unknown-citation: the bibliography has no “nobody2020”",
                     "docs/index.md:23:1: unknown-block: there is no kind of block “nobody”"]

"""Another site: a few files about soil, with no line of site.yml, build without a fault and without a word of ours."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import lxml.html
import pytest
from sites import ROOT, Built, Site

pytestmark = pytest.mark.build

CONFIG = """\
site_name: Soil Notes
theme: {name: material}
hooks: [hooks/events.py]
plugins:
  - bibtex: {bib_file: bibliography.bib}
"""
HOME = """\
---
title: Soil Notes
description: What lives in a garden bed.
---

# Soil Notes

Read [about worms](articles/worms.md).
"""
WORMS = """\
---
title: Worms and rain
description: What earthworms do to the water in a bed.
published: 2026-11-20
reviewed: 2026-11-21
topics: [worms, garden-work]
authors: [Ann Spade]
---

After rain the beds with worms drained sooner. [@spade2020]
"""
BIB = """\
@article{spade2020, author = {Spade, Ann}, title = {Worms in forty beds}, journal = {Bed Letters}, year = {2020},
  keywords = {species:none, design:guideline}, url = {https://example.org/worms}}
"""
GUIDE = "---\ntitle: Blocks\ndescription: Each kind of block, with an example.\n---\n\n<!-- guide: blocks -->\n"
# Words of the site that the program comes from, and of what only a site about health says.
OURS = re.compile(r"psychedel|psilocybin|plasticity|mdma|ketamine|clinician|illegal|medicin|medical|doctor|drug|"
                  r"\bthe law\b|in danger|emergency|help now", re.I)


def make(root: Path) -> Site:
    """A folder as an adopter begins it: six files, and the kinds of block that come with the program."""
    site = Site(root).write({"mkdocs.yml": CONFIG, "docs/index.md": HOME, "docs/articles/worms.md": WORMS,
                             "bibliography.bib": BIB, "docs/contributing/blocks.md": GUIDE})
    shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    return site


@pytest.fixture(scope="module")
def soil(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Built]:
    site = make(tmp_path_factory.mktemp("soil") / "site")
    return site, site.build("--strict")


def test_a_site_of_a_few_files_builds_strictly(soil: tuple[Site, Built]) -> None:
    assert (soil[1].code, soil[1].problems) == (0, []), soil[1].output


def test_its_pages_have_no_word_of_another_site(soil: tuple[Site, Built]) -> None:
    pages = [file for file in soil[1].folder.rglob("*.html")]
    assert len(pages) >= 4
    for file in pages:
        text = lxml.html.document_fromstring(file.read_text(encoding="utf-8")).text_content()
        said = OURS.findall(text) if "contributing" not in file.parts else []  # the guide says what harms are
        assert said == [], file
    assert "medical" not in (soil[1].folder / "llms.txt").read_text(encoding="utf-8")


def test_its_parts_are_those_that_it_has(soil: tuple[Site, Built]) -> None:
    page = soil[1].page("articles/worms")
    assert page.find_class("safety") == page.find_class("help-line") == page.find_class("to-doctor") == []
    assert not (soil[1].folder / "articles/worms/doctor").exists()
    assert "Topics: Worms, Garden work" in " ".join(page.find_class("topics")[0].text_content().split())
    graph = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
    assert {"WebPage", "Article"} <= {node["@type"] for node in graph}
    assert "MedicalWebPage" not in {node["@type"] for node in graph}


def test_the_guides_invented_works_are_in_the_guide_alone(soil: tuple[Site, Built]) -> None:
    guide = soil[1].page("contributing/blocks")
    assert len(guide.xpath("//*[@data-block='myth']")) == 1
    assert "Invented Works for Examples" in guide.text_content()
    others = [file for file in soil[1].folder.rglob("*") if file.is_file() and "contributing" not in file.parts]
    assert [file for file in others if b"Invented Works" in file.read_bytes()] == []
    assert "spade2020" in (soil[1].folder / "references.bib").read_text(encoding="utf-8")


def test_no_other_page_may_cite_an_invented_work(soil: tuple[Site, Built], tmp_path: Path) -> None:
    site = make(tmp_path / "site").write({"docs/articles/worms.md": WORMS.replace("@spade2020", "@vole2021")})
    built = site.build("--strict")
    assert built.code != 0 and not built.folder.exists()
    assert ("docs/articles/worms.md:10:49: unknown-citation: “vole2021” is an invented work of the guide's examples "
            "(cite a work of the bibliography)") in built.problems


def test_lists_that_are_empty_are_no_fault(soil: tuple[Site, Built]) -> None:
    """The same pages come of a site whose lists are there and hold nothing."""
    site, built = soil
    before = built.html("articles/worms")
    site.write(dict.fromkeys(("site.yml", "safety.yml", "wording.yml", "glossary.yml", "harms.yml", "synonyms.yml",
                              "crisis.yml"), "# Nothing yet.\n"))
    again = site.build("--strict")
    assert (again.code, again.problems) == (0, []), again.output
    assert again.html("articles/worms") == before

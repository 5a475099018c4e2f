"""Citations and blocks in stock MkDocs with Material and in ProperDocs, without the rest of the generator.

Zensical is in test_after_mkdocs.py.
"""

from __future__ import annotations

import pytest
from sites import BIB, ROOT, Built, run

SETTINGS = f"""\
site_name: Beds
site_url: https://example.org/
theme: {{name: material, font: false}}
plugins: [search]
markdown_extensions:
  - footnotes
  - proofdesk.blocks:
      folder: {ROOT / "hooks" / "blocks"}
      kinds: [faq]
  - proofdesk.citations:
      bib_file: [bib/works.bib, bib/gone.bib]
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "bib/works.bib": BIB,
    "docs/index.md": "---\ntitle: Home\n---\n\n# Home\n\nSpines grew [@shao2021; @nope2020].[^n]\n\n"
                     "/// faq | Do they?\n    verdict: wrong\nYes, @ly2018 say.\n///\n\n## Sources\n\n"
                     "\\bibliography\n\n[^n]: A note.\n",
    "docs/deep/page.md": "# Deep\n\nNothing is cited.\n",
}


@pytest.fixture(scope="module", params=["mkdocs", "properdocs"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A strict build with two faults of a page and one of the settings, started from another folder."""
    root = tmp_path_factory.mktemp(request.param)
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return run(["build", "--strict", "-f", str(root / "mkdocs.yml")], root / "docs", root / "site", None,
               str(request.param))


def test_strict_build_counts_our_warnings(built: Built) -> None:
    """Each with its place, relative to the settings."""
    assert built.code == 1 and "with 3 warnings in strict mode" in built.output
    assert [problem.partition(" (")[0] for problem in built.problems] == [
        "docs/index.md:7:25: unknown-citation: the bibliography has no “nope2020”",
        "docs/index.md:10:5: unknown-option: the faq block has no option “verdict”",
        "mkdocs.yml:11:7: bad-settings: proofdesk.citations: bib_file: there is no file “bib/gone.bib”",
    ]


def test_pages_of_a_stock_site(built: Built) -> None:
    """Citations lead to a list below the author's heading, in a block too, and the page keeps its own notes."""
    page = built.page("")
    groups = [" ".join(group.text_content().split()) for group in page.find_class("citations")]
    assert groups == ["[1; unknown reference: nope2020]", "[2]"]
    (references,) = page.find_class("references")
    assert references.getprevious().text_content().startswith("Sources") and not references.xpath("./h2")
    assert [each.get("id") for each in page.find_class("reference")] == ["ref-shao2021", "ref-ly2018"]
    assert "growth of dendritic spines. Neuron. 2021." in references.text_content()
    assert page.xpath("//div[@class='footnote']//li/@id") == ["fn:n"]
    assert not built.page("deep/page").find_class("references")

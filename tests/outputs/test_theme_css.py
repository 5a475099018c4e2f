"""What is kept of Material's style sheet: all that a page of ours can use, and little else."""

from __future__ import annotations

import gzip
from pathlib import Path

import material
import pytest

from proofdesk.outputs.theme_css import find_sheet, prune, pruned_sheet

SHEET = find_sheet([str(Path(material.__file__).parent / "templates")])
CASES = [
    # As it stands, what is kept.
    (".md-typeset a{color:red}.md-search{top:0}", ".md-typeset a{color:red}"),
    (".md-search__form,.md-grid{margin:0 auto}", ".md-grid{margin:0 auto}"),
    ("@media print{.md-tabs{display:none}}@media screen{.md-main{top:0}.md-top{top:0}}",
     "@media screen{.md-main{top:0}}"),
    (".md-typeset p:not(.md-sidebar p){top:0}", ".md-typeset p:not(.md-sidebar p){top:0}"),
    ("[data-md-toggle=search]:checked~.md-header{top:0}[data-md-color-scheme=slate]{top:1px}",
     "[data-md-color-scheme=slate]{top:1px}"),
    (":root{--md-hue:2;--md-version-icon:url('data:image/svg+xml;charset=utf-8,<svg d=\"}\"/>')}.md-version{top:0}",
     ":root{--md-hue:2;}"),
    (":root{--md-a-icon:url(\"data:;{}\")}.md-icon:after{mask:var(--md-a-icon)}",
     ":root{--md-a-icon:url(\"data:;{}\")}.md-icon:after{mask:var(--md-a-icon)}"),
    (":root{--md-a-icon:url(\"data:<g d='rotate(1)'>\")}.b{content:\"b\"}.c{content:\"c\"}",
     ".b{content:\"b\"}.c{content:\"c\"}"),
    ("@keyframes a{to{top:0}}@keyframes b{to{top:0}}.md-icon{animation:b 1s}",
     "@keyframes b{to{top:0}}.md-icon{animation:b 1s}"),
    ("@charset \"UTF-8\";/* } */p{content:\"}\"}", "@charset \"UTF-8\";p{content:\"}\"}"),
    (".md-typeset .admonition-title,.md-typeset summary{top:0}", ".md-typeset summary{top:0}"),
]


@pytest.mark.parametrize(("css", "kept"), CASES)
def test_rules_that_match_no_page_are_left_out(css: str, kept: str) -> None:
    assert prune(css, []) == kept


def test_extension_of_markdown_keeps_its_rules() -> None:
    css = ".md-typeset .admonition-title{top:0}.md-typeset .keys span{top:0}"
    assert prune(css, ["pymdownx.details"]) == ".md-typeset .admonition-title{top:0}"
    assert prune(css, ["admonition", "pymdownx.keys"]) == css
    assert prune(css, ["markdown.extensions.admonition", "pymdownx.keys"]) == css
    tabs = ".md-typeset .tabbed-set>input{opacity:0}"  # without it every tab and a row of buttons is shown
    assert (prune(tabs, ["pymdownx.tabbed"]), prune(tabs, [])) == (tabs, "")


def test_sheet_of_material_is_a_third_and_named_by_content() -> None:
    name, css = pruned_sheet(SHEET, ["footnotes"])
    assert len(gzip.compress(css.encode("utf-8"))) < len(gzip.compress(SHEET.read_bytes())) / 3
    assert css.count("{") == css.count("}") > 100
    for used in (".md-typeset table", ".footnote", ".md-grid{", ".md-header__button", ".highlight", ".headerlink"):
        assert used in css
    assert ".md-search" not in css and ".tabbed-" not in css
    assert name.startswith("assets/stylesheets/base.") and name != pruned_sheet(SHEET, ["admonition"])[0]

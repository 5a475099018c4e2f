"""Settings of Material that do nothing here, and extensions that this site refuses, are named with their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from sites import article, make_site, run

from proofdesk.desk.checking.whole_site import read_site
from proofdesk.desk.project import Project
from proofdesk.site.material import EXTENSIONS, unused_settings

# As a site of Material may have it.
SETTINGS = """\
theme:
  features: [navigation.tabs]
  palette:
    - {scheme: default, primary: indigo, toggle: {icon: x}}
  logo: logo.png
  font: {text: Roboto}
extra:
  social: [{icon: x, link: "https://example.org"}]
  analytics: {provider: google}
plugins:
  - search
  - bibtex: {bib_file: bibliography.bib, csl_file: references.csl}
  - tags:
      enabled: true
markdown_extensions:
  - tables
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.superfences:
      custom_fences:
        - {name: mermaid, class: mermaid}
"""
NAMED = [
    "4:25: unused-setting: “theme.palette.primary” does nothing here",
    "4:42: unused-setting: “theme.palette.toggle” does nothing here",
    "5:3: unused-setting: “theme.logo” does nothing here",
    "6:3: unused-setting: “theme.font” does nothing here",
    "8:3: unused-setting: “extra.social” does nothing here",
    "9:3: unused-setting: “extra.analytics” does nothing here",
    "11:5: unused-setting: “plugins.search” does nothing here",
    "13:5: unused-setting: “plugins.tags” does nothing here",
    "2:14: unused-setting: “navigation.tabs” of theme.features does nothing here",
    "17:5: refused-extension: this site does not use the extension “pymdownx.tabbed”",
    "20:7: refused-extension: no script draws “mermaid” here",
]


def test_each_setting_is_named_at_its_place() -> None:
    found = [str(each) for each in unused_settings(yaml_load(SETTINGS, get_yaml_loader()), SETTINGS, "mkdocs.yml")]
    assert [each.removeprefix("mkdocs.yml:").partition(" (")[0] for each in found] == NAMED
    assert all("(write " in each or "(take it out" in each for each in found)


@pytest.mark.build
def test_a_setting_that_is_stated_twice_is_named(tmp_path: Path) -> None:
    """An alias repeats nothing, and what another file states may be stated anew."""
    text = "site_name: A\nextra: &e\n  publisher: {name: B}\n  publisher: {name: C}\nplugins:\n  - rss: {a: 1, a: 2}\n"
    text += "other: [*e, *e]\nsite_name: D\n"
    found = [str(each).partition(" (")[0] for each in unused_settings({}, text, "mkdocs.yml")]
    said = "is stated twice, and MkDocs takes the last alone"
    assert found == [f"mkdocs.yml:8:1: unused-setting: “site_name” {said}",
                     f"mkdocs.yml:4:3: unused-setting: “publisher” {said}",
                     f"mkdocs.yml:6:17: unused-setting: “a” {said}"]
    site = make_site(tmp_path, {}, settings="site_name: A\nsite_name: B\n")
    built = site.build("--strict")
    assert (built.code, [each.partition(" (")[0] for each in built.problems]) == (
        1, [f"mkdocs.yml:5:1: unused-setting: “site_name” {said}"])
    problems = [str(each).partition(" (")[0] for each in read_site(Project(site.root)).problems]
    assert f"mkdocs.yml:5:1: unused-setting: “site_name” {said}" in problems


@pytest.mark.build
def test_settings_larger_than_a_megabyte_are_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path, {}, settings=f"site_name: {'x' * 1_000_000}\n")
    said = "mkdocs.yml:1:1: unreadable-file: this file cannot be read: it is larger than this program reads"
    built, desk = site.build("--strict"), run(["check"], site.root, site.root, program="proofdesk.desk")
    assert (built.code, said in built.output, "Traceback" in built.output) == (1, True, False)
    assert (desk.code, said in desk.output) == (2, True)


def test_the_settings_of_this_site_all_do_something() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert unused_settings(yaml_load(text, get_yaml_loader()), text, "mkdocs.yml") == []


def test_each_extension_that_is_on_is_in_the_settings() -> None:
    """The guide says so; Python-Markdown and the program itself bring two of them."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = [each if isinstance(each, str) else next(iter(each))
              for each in yaml_load(text, get_yaml_loader())["markdown_extensions"]]
    on = [name for each in EXTENSIONS if each.is_on for name in each.names]
    assert sorted(on) == sorted([*listed, "fenced_code", "sane_lists"])


@pytest.mark.build
def test_build_and_desk_name_the_same(tmp_path: Path) -> None:
    settings = ("theme: {features: [toc.integrate], logo: logo.png}\nrepo_url: https://example.org/\n"
                "markdown_extensions: [toc: {permalink: true}, admonition]\n")
    site = make_site(tmp_path, {"docs/articles/a.md": article("All [@ly2018; @shao2021].")}, settings=settings)
    checked = [str(each) for each in read_site(Project(site.root)).problems if each.path == "mkdocs.yml"]
    built = site.build("--strict")
    assert (built.code, built.of("mkdocs.yml")) == (1, checked)
    assert [each.split(": ")[1] for each in checked] == [*["unused-setting"] * 3, "refused-extension"]

"""Errors of files name their own cause and remedy, in a build and at the desk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from sites import HOME, Site, article, make_site, run

from proofdesk.common.errors import explain

NUMBERS = ("ENOSPC", "EDQUOT", "EFBIG", "EACCES", "EPERM", "EROFS", "ENAMETOOLONG", "ENOENT", "EISDIR", "ENOTDIR",
           "EEXIST", "ELOOP", "EMFILE", "ENFILE", "EBUSY", "EIO", "EINVAL")
UNCHANGED = "; the published site is unchanged)"


@pytest.mark.parametrize("name", NUMBERS)
def test_error_has_its_own_words(name: str) -> None:
    number = getattr(errno, name)
    what, remedy = explain(OSError(number, os.strerror(number)))
    assert what != os.strerror(number) and remedy
    assert ("disk is full" in what) == (name == "ENOSPC")


def test_unknown_error_keeps_the_words_of_the_system() -> None:
    assert explain(OSError(errno.ENOTTY, "Inappropriate ioctl"))[0] == "Inappropriate ioctl"
    assert explain(OSError("no number"))[0] == "no number"


def folder_for_page(site: Site) -> str:
    (site.root / "docs/articles/x.md").mkdir(parents=True)
    return ""  # a folder may have any name


def file_for_cache(site: Site) -> str:
    (site.root / ".cache").write_text("", encoding="utf-8")
    return ".cache"


def loop(site: Site) -> str:
    (site.root / "docs/articles").mkdir(parents=True)
    (site.root / "docs/articles/a.md").symlink_to("a.md")
    return "docs/articles/a.md"


def no_template(site: Site) -> str:
    site.write({"docs/index.md": HOME.replace("description:", "template: gone.html\ndescription:")})
    return "There is no template “gone.html” (write it in overrides/"


def broken_template(site: Site) -> str:
    (site.root / "overrides").unlink()
    site.write({"overrides/main.html": "{% extends 'base.html' %}\n{% if %}\n"})
    return "overrides/main.html:2: this line is no template: "


def style_is_folder(site: Site) -> str:
    (site.root / "references.csl").unlink()
    (site.root / "references.csl").mkdir()
    return "plugins.bibtex.csl_file: "


def bibliography_is_folder(site: Site) -> str:
    (site.root / "bibliography.bib").unlink()
    (site.root / "bibliography.bib").mkdir()
    return "bibliography.bib:1:1: bib-syntax: the file cannot be read: it is a folder, and a file should be there ("


def site_is_file(site: Site) -> str:
    (site.root / "site").write_text("mine", encoding="utf-8")
    return "site_dir: another file is where the folder of the site is to be ("


@pytest.mark.build
@pytest.mark.parametrize("fault", [folder_for_page, file_for_cache, loop, no_template, broken_template, style_is_folder,
                                   bibliography_is_folder, site_is_file], ids=lambda fault: fault.__name__)
def test_fault_of_a_file_ends_a_build_in_its_own_words(tmp_path: Path, fault: object) -> None:
    site = make_site(tmp_path / "site", {"docs/articles.md": article("Text.")})
    (site.root / "docs/articles.md").unlink()
    expected = fault(site)  # type: ignore[operator]
    built = site.build("--strict")
    assert "Traceback" not in built.output and "Internal error" not in built.output, built.output
    assert "disk is full" not in built.output
    assert built.code == bool(expected), built.output
    assert expected in built.output, built.output
    desk = run(["check"], site.root, site.root, program="proofdesk.desk")
    assert "Traceback" not in desk.output, desk.output

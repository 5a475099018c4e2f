"""What becomes of the address of a page that was renamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import Site, article, make_site

from proofdesk.checks.redirects import check_redirects
from proofdesk.outputs.redirects import redirect_page
from proofdesk.outputs.security_headers import inline_scripts

ADDRESS = "https://example.org/window/"


def site_with_redirect(root: Path, old: str, new: str) -> Site:
    files: dict[str, str | bytes] = {"docs/articles/new.md": article("Text [@ly2018; @shao2021].\n")}
    settings = (f"plugins:\n  redirects:\n    redirect_maps:\n      {old}: {new}\n"
                "  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n  rss: {use_git: false}\n")
    return make_site(root, files, settings=settings)


@pytest.mark.build
def test_redirect_page_leads_to_new_address(tmp_path: Path) -> None:
    site = site_with_redirect(tmp_path, "articles/old.md", "articles/new.md")
    built = site.build("--strict", env={"SITE_URL": ADDRESS})
    assert built.code == 0, built.output
    html, page = built.html("articles/old"), built.page("articles/old")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../new/"]
    assert page.xpath("//a/@href") == ["../new/"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}articles/new/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//script/@src") == ["../../assets/redirect.js"]
    assert list(inline_scripts(html)) == []
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']")
    assert "articles/old/" not in (built.folder / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.build
@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("articles/old.md", "articles/nwe.md",
         "mkdocs.yml:7:24: bad-redirect: “articles/old.md” leads to “articles/nwe.md”, which is not a page "
         "(did you mean “articles/new.md”?)"),
        ("articles/new.md", "index.md",
         "mkdocs.yml:7:7: redirect-over-page: “articles/new.md” is a page, which the redirect would replace "
         "(delete the redirect, or rename the page)"),
        ("articles/old/", "articles/new.md",
         "mkdocs.yml:7:7: bad-redirect: “articles/old/” is not the file of a page "
         "(write its old path from docs/, as in `articles/old-name.md`)"),
    ],
)
def test_bad_redirect_is_reported(tmp_path: Path, old: str, new: str, problem: str) -> None:
    built = site_with_redirect(tmp_path, old, new).build("--strict")
    assert built.code != 0
    assert built.problems == [problem]


def test_redirect_problem_without_line_names_the_file() -> None:
    """It may stand in a file that mkdocs.yml inherits from."""
    (problem,) = check_redirects({"old.md": "gone.md"}, ["new.md"], "INHERIT: base.yml\n# gone.md\n", "mkdocs.yml")
    assert str(problem).startswith("mkdocs.yml:1:1: bad-redirect: “old.md” leads to “gone.md”, which is not a page")


def test_no_site_url_keeps_canonical_link() -> None:
    page = '<html><head><link rel="canonical" href="../new/"></head><body></body></html>'
    assert 'href="../new/"' in redirect_page(page, "articles/old/index.html", "")

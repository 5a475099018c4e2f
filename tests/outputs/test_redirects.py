"""What becomes of the address of a page that was renamed."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from sites import Site, article, make_site

from proofdesk.checks.navigation import check_redirects
from proofdesk.common.language import load_language, speaking
from proofdesk.outputs.redirects import redirect_page
from proofdesk.outputs.security_headers import inline_scripts

ADDRESS = "https://example.org/window/"
# The names that the theme links to.
FEEDS = ("  rss: {use_git: false, feeds_filenames: {rss_created: feed.xml, rss_updated: feed-updated.xml, "
         "json_created: feed.json, json_updated: feed-updated.json}}\n")


def site_with_redirect(root: Path, old: str, new: str) -> Site:
    files: dict[str, str | bytes] = {"docs/articles/new.md": article("Text [@ly2018; @shao2021].\n")}
    settings = (f"plugins:\n  redirects:\n    redirect_maps:\n      {old}: {new}\n"
                "  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n" + FEEDS)
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
    assert '<link rel="canonical" href="../new/">' in redirect_page("articles/new/", "articles/old/", "")
    with speaking(load_language("ar")):
        assert '<html lang="ar" dir="rtl">' in redirect_page("articles/new/", "articles/old/", "")


def test_redirect_target_is_escaped() -> None:
    page = redirect_page('https://example.org/?a=1&b="><script>alert(1)</script>', "old/", ADDRESS)
    html = lxml.html.document_fromstring(page)
    assert html.xpath("//a/@href") == ['https://example.org/?a=1&b="><script>alert(1)</script>']
    assert html.xpath("//script/@src") == ["../assets/redirect.js"] and len(html.xpath("//script")) == 1


@pytest.mark.build
def test_redirects_lead_from_and_to_any_name(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"docs/articles/neu & groß.md": article("Text [@ly2018; @shao2021].\n")}
    settings = ("plugins:\n  redirects:\n    redirect_maps:\n"
                "      'articles/alt ü/a?.md': 'articles/neu & groß.md#references'\n"
                "  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n" + FEEDS)
    built = make_site(tmp_path, files, settings=settings).build("--strict", env={"SITE_URL": ADDRESS})
    assert built.code == 0, built.output
    page = built.page("articles/alt ü/a?")
    assert page.xpath("//a/@href") == ["../../neu%20%26%20gro%C3%9F/#references"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}articles/neu%20%26%20gro%C3%9F/#references"]


def test_redirects_that_many_disks_confuse_are_told() -> None:
    found = check_redirects({"Old.md": "new.md", "old.md": "new.md"}, ["new.md"], "Old.md:\nold.md:\n", "mkdocs.yml")
    assert [str(each) for each in found] == [
        "mkdocs.yml:2:1: bad-redirect: “old.md” differs from “Old.md” in capitals alone, and many disks take both for "
        "one (keep the one that others have linked to)"]


@pytest.mark.parametrize(("old", "rule"), [
    ("../../up.md", "bad-redirect"), ("/etc/x.md", "bad-redirect"), ("a/./b.md", "bad-redirect"), (3, "bad-redirect"),
    ("new/index.md", "redirect-over-page"), ("new.md", "redirect-over-page"),
    ("New.md", "redirect-over-page"),  # many disks take both for one file
])
def test_redirect_stays_within_the_site_and_off_its_pages(old: str, rule: str) -> None:
    (problem,) = check_redirects({old: "new.md"}, ["new.md"], "", "mkdocs.yml", one_case=True)
    assert problem.rule == rule


def test_a_page_renamed_in_capitals_may_have_a_redirect() -> None:
    """Where the disk tells the two apart; `desk check` asks for one, as the older address is gone."""
    assert check_redirects({"New.md": "new.md"}, ["new.md"], "", "mkdocs.yml") == []
    (problem,) = check_redirects({"New.md": "other.md"}, ["new.md", "other.md"], "", "mkdocs.yml")
    assert problem.rule == "redirect-over-page"

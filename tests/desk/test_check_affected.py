"""``desk check`` against the bibliography and git: affected pages, and addresses that are lost."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import KINDS
from desk_site import PAGE, Desk, desk, site
from retraction_csv import JEROME_BIB
from sites import BIB, Site, article

from proofdesk.bibliography.citation_syntax import ITEM

__all__ = ["desk", "site"]


def test_affected_names_the_first_citation_of_a_page(desk: Desk) -> None:
    result = desk("check", "--affected", "jerome2020", "@ly2018")
    assert result.stdout.splitlines() == [
        "docs/articles/page.md:10:8: cites “ly2018”",
        "docs/articles/page.md:12:11: cites “jerome2020”",
        "docs/index.md:8:28: cites “ly2018”",
    ]
    assert (result.exit_code, result.stderr) == (0, "2 pages cite “jerome2020”, “ly2018”.\n")


def test_only_what_is_a_citation_counts(desk: Desk, site: Site) -> None:
    """Not code, not a link's words, not a handle, not an address, not a longer key."""
    site.write({PAGE: article(
        "`[@jerome2020]`, [see @jerome2020](../index.md), \\@jerome2020, me@jerome2020, @jerome2020b.\n"
    )})
    result = desk("check", "--affected", "jerome2020")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No page cites “jerome2020”.\n")


def test_a_citation_that_begins_a_page_is_found(desk: Desk, site: Site) -> None:
    site.write({PAGE: article("@jerome2020 followed them. So did @{ly2018}.\n")})
    assert desk("check", "--affected", "jerome2020", "ly2018").stdout.splitlines() == [
        "docs/articles/page.md:10:1: cites “jerome2020”", "docs/articles/page.md:10:35: cites “ly2018”",
        "docs/index.md:8:28: cites “ly2018”",
    ]


def test_affected_finds_the_examples_in_the_guide(desk: Desk, site: Site) -> None:
    """The guide shows each kind of block by its example, which cites."""
    example = KINDS["faq"].example
    key = next(match.group(2) for match in ITEM.finditer(example))
    facts = "---\ntitle: Blocks\ndescription: Blocks.\n---\n"
    site.write({"docs/contributing/blocks.md": f"{facts}\nText.\n\n<!-- guide: blocks -->\n",
                "bibliography.bib": BIB.replace("ly2018", key)})
    assert desk("check", "--affected", key).stdout == f"docs/contributing/blocks.md:8:1: cites “{key}”\n"


@pytest.mark.parametrize(("arguments", "message"), [
    (["--affected", "jerome202"], "bibliography.bib has no “jerome202” (did you mean “jerome2020”?)"),
    (["jerome2020"],
     "there is no file or folder “jerome2020” (the pages that cite it: desk check --affected jerome2020)"),
    (["--affected", "ly2018", "--affected-since", "HEAD"], "give --affected or --affected-since, not both"),
    (["--affected-since", "HEAD"], "the site is not in a git repository"),
    (["--affected-since", "--output=x"], "“--output=x” is not a git revision"),
])
def test_what_cannot_be_looked_up_is_refused(desk: Desk, arguments: list[str], message: str) -> None:
    result = desk("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


@pytest.fixture
def repository(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The site as a git repository with one commit; call it for git's own commands."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "An Editor")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "editor@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=site.root, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", "-A")
    git("commit", "--quiet", "-m", "First")
    return git


@pytest.mark.build
def test_affected_since_names_what_a_revision_changed(
    desk: Desk, site: Site, repository: Callable[..., None]
) -> None:
    result = desk("check", "--affected-since", "HEAD")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No work in bibliography.bib has changed since HEAD.\n"
    laid_out_anew = BIB.replace("  ", "\t").replace("species:mouse", "species:rat")
    site.write({"bibliography.bib": laid_out_anew})  # one changed, one gone, one as it was
    result = desk("check", "--affected-since", "HEAD", within="docs")
    assert result.stdout.splitlines() == [
        "docs/articles/page.md:12:11: cites “jerome2020”", "docs/articles/page.md:12:30: cites “shao2021”",
        "docs/index.md:8:37: cites “shao2021”",
    ]
    repository("commit", "--quiet", "-am", "Second")
    assert desk("check", "--affected-since", "HEAD~1").stdout == result.stdout
    assert desk("check", "--affected-since", "HEAD").stdout == ""


def test_affected_since_takes_a_new_bibliography_whole(
    desk: Desk, site: Site, repository: Callable[..., None]
) -> None:
    repository("rm", "--quiet", "--cached", "bibliography.bib")
    repository("commit", "--quiet", "-m", "Without")
    assert desk("check", "--affected-since", "HEAD").stderr == "2 pages cite “ly2018”, “shao2021”, “jerome2020”.\n"


def test_a_revision_that_git_does_not_know_is_refused(desk: Desk, repository: Callable[..., None]) -> None:
    result = desk("check", "--affected-since", "v0.9")
    assert (result.exit_code, result.stderr) == (2, "Error: git knows no revision “v0.9”\n")


def test_without_git_it_is_said(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = desk("check", "--affected-since", "HEAD")
    assert (result.exit_code, result.stderr) == (2, "Error: git is not installed\n")


def test_affected_since_works_below_the_repository(
    desk: Desk, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Callable[..., None]
) -> None:
    """The bibliography is named from the site's folder, which need not be the repository's."""
    (site.root / ".git").rename(tmp_path / ".git")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run(["git", "commit", "--quiet", "-m", "Moved"], cwd=tmp_path, check=True, capture_output=True)
    site.write({"bibliography.bib": BIB + JEROME_BIB.replace("2020}, key", "2021}, key")})
    assert desk("check", "--affected-since", "HEAD").stdout == "docs/articles/page.md:12:11: cites “jerome2020”\n"


LOST = ("mkdocs.yml:{}: lost-address: “docs/articles/page.md” was a page, and its address leads nowhere now (add "
        "`articles/page.md: articles/other.md` to redirect_maps, or the page that replaces it)\n")


@pytest.mark.build
def test_a_renamed_page_must_leave_its_address_behind(
    desk: Desk, site: Site, repository: Callable[..., None]
) -> None:
    """Nobody sees it in a build: all that is left is in order. Git knows what there was."""
    assert "lost-address" not in desk("check").stdout
    repository("mv", "docs/articles/page.md", "docs/articles/other.md")
    assert LOST.format("1:1") in desk("check", within="docs").stdout
    assert "lost-address" not in desk("check", "docs/index.md").stdout
    repository("commit", "--quiet", "-am", "Rename")
    assert "lost-address" not in desk("check").stdout
    assert LOST.format("1:1") in desk("check", "--since", "HEAD~1").stdout
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    moves = "plugins:\n  redirects:\n    redirect_maps:\n      articles/page.md: articles/other.md\n"
    site.write({"mkdocs.yml": config + moves, "docs/decisions/a.md": "A"})
    assert "lost-address" not in desk("check", "--since", "HEAD~1").stdout
    repository("add", "-A")
    repository("commit", "--quiet", "-m", "Not for the site")
    repository("rm", "--quiet", "docs/decisions/a.md")
    assert "lost-address" not in desk("check").stdout


@pytest.mark.build
@pytest.mark.parametrize("is_outside", [True, False], ids=["outside of the repository", "beside the site"])
def test_pages_elsewhere_are_compared_if_git_has_them(
    desk: Desk, site: Site, tmp_path: Path, is_outside: bool, repository: Callable[..., None]
) -> None:
    (site.root / "docs").rename(tmp_path / "pages")
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": f"{config}docs_dir: ../pages\n"})
    if not is_outside:
        (site.root / ".git").rename(tmp_path / ".git")
    subprocess.run(["git", "add", "-A"], cwd=site.root if is_outside else tmp_path, check=True, capture_output=True)
    subprocess.run(["git", "commit", "--quiet", "-m", "Moved"], cwd=site.root, check=True, capture_output=True)
    (tmp_path / "pages" / "articles" / "page.md").rename(tmp_path / "pages" / "articles" / "other.md")
    said = desk("check")
    assert said.exit_code == 0, said.output
    assert said.stdout.count("lost-address") == 0 if is_outside else "“../pages/articles/page.md” was" in said.stdout


@pytest.mark.build
def test_page_that_becomes_a_draft_loses_its_address(
    desk: Desk, site: Site, repository: Callable[..., None]
) -> None:
    """A draft never had readers, so its address is nobody's loss."""
    draft = (site.root / PAGE).read_text(encoding="utf-8").replace("topics:", "status: draft\ntopics:")
    site.write({PAGE: draft})
    assert (f"{PAGE}:1:1: lost-address: readers had this page, and its address leads nowhere now: it says that it is a "
            "draft, or that its day is still to come (publish it again, or write the new text into a page of its own "
            "until it is ready)\n") in desk("check").stdout
    repository("commit", "--quiet", "-am", "Draft")
    assert "lost-address" not in desk("check").stdout
    repository("rm", "--quiet", PAGE)
    assert "lost-address" not in desk("check").stdout


@pytest.mark.build
def test_a_page_that_was_lost_since_no_one_knows_when(
    desk: Desk, site: Site, repository: Callable[..., None]
) -> None:
    result = desk("check", "--since", "v0.9")
    assert (result.exit_code, result.stderr) == (2, "Error: git knows no revision “v0.9”\n")

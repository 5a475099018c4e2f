"""``desk check`` of a whole site: every problem in its line, and the summary."""

from datetime import date

import pytest
from desk_site import PAGE, Desk, desk, site
from retraction_csv import JEROME_NOTICE
from sites import Site, article

from proofdesk.bibliography.retraction_data import SNAPSHOT, Snapshot

__all__ = ["desk", "site"]


FAULTY = """\
Unknown [@jerom2020].

/// faq | Is it?
    shape: round
    certainty: high
    because: One study
It is [@shao2021].
///

/// myth | It cures
    verdict: overstated
It does not.
///

A trial [@ly2018; @shao2021], and @jerome2020.
"""


DRAFT = """\
---
title: Sown
description:
status: draft
topics: []
---

Only this [@ly2018; @shao2021; @jerome2020].
"""


@pytest.mark.build
def test_a_problem_line_has_place_rule_and_remedy(desk: Desk, site: Site) -> None:
    site.write({PAGE: article(FAULTY), "docs/about/index.md": "---\ntitle: About\n---\n\nWithout a description.\n",
                "docs/about/bytes.md": b"---\ntitle: B\ndescription: B\n---\n\nCaf\xe9.\n"})
    Snapshot(date(2026, 11, 20), [JEROME_NOTICE]).write(site.root / SNAPSHOT)
    result = desk("check")
    *_, summary = result.stderr.splitlines()
    lines = result.stdout.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["bibliography.bib:22:3", "retracted-work"],
        ["docs/about/bytes.md:6:4", "not-utf8"],
        ["docs/about/index.md:1:1", "missing-front-matter"],
        ["docs/articles/page.md:10:10", "unknown-citation"],
        ["docs/articles/page.md:13:5", "unknown-option"],
        ["docs/articles/page.md:14:5", "overstated-certainty"],
        ["docs/articles/page.md:19:1", "uncited-claim"],
    ]
    assert lines[3] == (
        "docs/articles/page.md:10:10: unknown-citation: the bibliography has no “jerom2020” (did you mean "
        "“jerome2020”?)"
    )
    assert summary == "6 errors, 1 warning in 4 pages and the bibliography."
    assert result.exit_code == 1
    assert lines == site.build().problems, "the build says the same"


def test_check_of_a_draft_says_all_that_is_left(desk: Desk, site: Site) -> None:
    """What only a draft cites is needed, and nobody learns its faults after the page was called ready."""
    bibliography = site.root / "bibliography.bib"
    text = bibliography.read_text(encoding="utf-8")
    jerome = text.index("{jerome2020")
    bibliography.write_text(text[:jerome] + text[jerome:].replace("design:", "x-design:", 1), encoding="utf-8")
    site.write({"docs/articles/sown.md": DRAFT, PAGE: article("Only this [@ly2018; @shao2021].\n")})
    path = "docs/articles/sown.md"
    assert [line.split(" (")[0] for line in desk("check", path, "--no-advice").stdout.splitlines()] == [
        "bibliography.bib:21:18: unclassified-evidence: “jerome2020” does not state its design",
        f"{path}:1:1: to-write: the page does not state its published",
        f"{path}:1:1: to-write: the page does not state its reviewed",
        f"{path}:3:1: to-write: the page does not state its description",
        f"{path}:4:1: draft: this page is a draft, so readers do not have it",
        f"{path}:5:1: to-write: the page does not state its topics",
    ]
    assert "jerome2020" not in desk("check").stdout


def test_reminders_are_said_and_pass(desk: Desk, site: Site) -> None:
    (site.root / SNAPSHOT).unlink()
    site.write({PAGE: article("Only this [@ly2018; @shao2021].\n")})
    result = desk("check")
    assert result.stdout.splitlines() == [
        "bibliography.bib:17:1: uncited-entry: no page cites “jerome2020” (nothing needs to be done; "
        "delete what nobody will cite)",
        "retractions.json:1:1: stale-snapshot: the bibliography was never compared with the retraction data (run `desk "
        "retractions`)",
    ]
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        0, "2 reminders in 2 pages and the bibliography."
    )


def test_a_site_in_order_has_no_problems(desk: Desk) -> None:
    result = desk("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1] == "No problems in 2 pages and the bibliography."


@pytest.mark.build
def test_pages_that_are_not_published_are_not_checked(desk: Desk, site: Site) -> None:
    fault = "---\ntitle: T\ndescription: D\n---\n\n[@nobody1999]\n"
    site.write({"docs/decisions/0001.md": fault, "docs/.hidden/a.md": fault})
    assert desk("check").exit_code == 0
    site.write({"docs/README.md": fault})
    assert [line.split(": ")[:2] for line in desk("check").stdout.splitlines()] == [
        ["docs/index.md:1:1", "same-address"]], "MkDocs publishes the index, and not the README beside it"
    (site.root / "docs" / "README.md").unlink()
    site.write({"docs/about/README.md": fault})
    assert desk("check").stdout.startswith("docs/about/README.md:6:2: unknown-citation: ")


def test_nothing_is_checked_without_the_citation_style(desk: Desk, site: Site) -> None:
    (site.root / "references.csl").unlink()
    result = desk("check")
    assert (result.exit_code, result.stderr) == (
        2, "Error: there is no file “references.csl”, which mkdocs.yml names as the citation style\n"
    )

"""A site that several machines build in parts is to the byte the one that a single build makes."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from preloaded import Running
from records import records
from sites import EPOCH, Site, article, make_site, snapshot, start

from proofdesk.common.parallel.parts import CONVERT, RENDER, Part
from proofdesk.desk.cli import main

PARTS = 2
QUESTIONS = "---\ntitle: Questions\ndescription: All questions.\ntemplate: listing.html\nblock: faq\n---\n\nAll.\n"
REFERENCES = "---\ntitle: References\ndescription: All works.\ntemplate: references.html\n---\n\n"


def _page(number: int) -> str:
    asked = "\n\n".join(f"/// faq | Is it so {number}, and {n}?\nYes [@ly2018].\n///" for n in range(12))
    return article(f"Text [@ly2018; @shao2021], see [another](page-{(number + 1) % 6}.md).\n\n{asked}\n",
                   f"Page {number}")


FILES: dict[str, str | bytes] = {
    **{f"docs/articles/page-{number}.md": _page(number) for number in range(6)},
    "docs/questions/index.md": QUESTIONS, "docs/references/index.md": REFERENCES,
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", FILES, settings="site_url: https://example.org/\n")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one build makes of the site."""
    site = make_site(tmp_path_factory.mktemp("whole") / "site", FILES, settings="site_url: https://example.org/\n")
    built = site.build()
    assert (built.code, built.problems) == (0, []), built.output
    return snapshot(built.folder)


def machine(site: Site, name: str, store: Path | None = None) -> Site:
    """The same site elsewhere, with a copy of what is in the store."""
    other = site.root.parent / name
    shutil.copytree(site.root, other, symlinks=True, ignore=shutil.ignore_patterns(".cache", "site"))
    if store:
        shutil.copytree(store, other / ".cache")
    return Site(other)


def build_part(site: Site, stage: str, number: int) -> None:
    built = site.build("--strict", env={stage: f"{number}/{PARTS}"})
    assert (built.code, built.problems) == (0, []), built.output
    assert f"Part {number}/{PARTS}: " in built.output and not built.folder.exists()


def build_in_parts(site: Site, store: Path) -> None:
    """Each stage on machines of its own, whose caches are put together in the store."""
    for stage in (CONVERT, RENDER):
        machines = [machine(site, f"{stage}-{number + 1}", store if store.exists() else None)
                    for number in range(PARTS)]
        for number, each in enumerate(machines, 1):
            build_part(each, stage, number)
        for each in machines:
            shutil.copytree(each.root / ".cache", store, dirs_exist_ok=True)


def pages_in(cache: Path) -> set[tuple[str, bytes]]:
    return {(name, record) for name in ("converted", "rendered", "outputs", "lists", "cards")
            for record in records(cache / name)}


@pytest.mark.build
def test_parts_make_the_same_site(site: Site, whole: dict[str, bytes], tmp_path: Path) -> None:
    """The build that publishes makes no page anew."""
    build_in_parts(site, tmp_path / "store")
    last = machine(site, "last", tmp_path / "store")
    before = pages_in(last.root / ".cache")
    built = last.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    assert snapshot(built.folder) == whole
    made = {each for each in pages_in(last.root / ".cache") - before if each[0] != "cards"}
    assert len([name for name, _ in before if name == "outputs"]) == 2 * 9 and not made


@pytest.mark.build
def test_parts_at_once_share_a_store(site: Site, whole: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    machines = [machine(site, str(number + 1)) for number in range(PARTS)]
    for each in (*machines, site):
        (each.root / ".cache").symlink_to(tmp_path / "store")
    for stage in (CONVERT, RENDER):
        started = [_start(each, stage, number) for number, each in enumerate(machines, 1)]
        assert [process.wait() for process in started] == [(0, ""), (0, "")]
    assert snapshot(site.build().folder) == whole


def _start(site: Site, stage: str, number: int) -> Running:
    return start(["build", "-q"], site.root, {"SOURCE_DATE_EPOCH": EPOCH, stage: f"{number}/{PARTS}"})


@pytest.mark.build
def test_killed_part_is_run_again(site: Site, whole: dict[str, bytes], tmp_path: Path) -> None:
    part = _start(site, CONVERT, 1)
    converted = site.root / ".cache" / "converted"
    while part.poll() is None and not (converted.exists() and any(converted.iterdir())):
        pass  # until the first page is there
    assert part.end(signal.SIGKILL) in (0, -signal.SIGKILL)
    for stage in (CONVERT, RENDER):
        for number in range(PARTS):
            build_part(site, stage, number + 1)
    assert snapshot(site.build().folder) == whole


def _of_another_text(site: Site) -> None:
    site.write({"docs/articles/page-1.md": article("Another text [@ly2018].", "Page 1")})


def _of_another_program(site: Site) -> None:
    (site.root / "overrides").unlink()
    template = "{% extends 'main.html' %}{% block content %}Poor{{ super() }}{% endblock %}"
    site.write({"overrides/article.html": template})


def _of_other_works(site: Site) -> None:
    file = site.root / "bibliography.bib"
    site.write({"bibliography.bib": file.read_text(encoding="utf-8").replace("Cell Reports", "Cell Notes")})


@pytest.mark.parametrize("change", [_of_another_text, _of_another_program, _of_other_works])
@pytest.mark.build
def test_part_of_another_site_is_not_used(site: Site, whole: dict[str, bytes], tmp_path: Path,
                                          change: Callable[[Site], None]) -> None:
    other = machine(site, "other")
    change(other)
    build_in_parts(other, tmp_path / "store")
    assert snapshot(machine(site, "last", tmp_path / "store").build().folder) == whole


@pytest.mark.build
def test_exchanged_entries_are_not_used(site: Site, whole: dict[str, bytes], tmp_path: Path) -> None:
    build_in_parts(site, tmp_path / "store")
    for name in ("converted", "rendered", "outputs", "lists"):
        first, *_, last = sorted((tmp_path / "store" / name).iterdir())
        content = first.read_bytes()
        first.write_bytes(last.read_bytes())
        last.write_bytes(content)
    assert snapshot(machine(site, "last", tmp_path / "store").build().folder) == whole


@pytest.mark.parametrize(("stage", "text", "expected"), [
    (CONVERT, "It is known [@nobody2020].", [[], ["unknown-citation"]]),
    (RENDER, "See [there](gone.md).", [[], ["broken-link"]]),
])
@pytest.mark.build
def test_fault_fails_one_part(site: Site, stage: str, text: str, expected: list[list[str]]) -> None:
    """With the message of a whole build, so that nobody waits for the others."""
    site.write({"docs/articles/page-1.md": article(text, "Page 1")})
    whole = site.build("--strict", "--site-dir", "whole")
    built = [site.build("--strict", env={stage: f"{number + 1}/{PARTS}"}) for number in range(PARTS)]
    assert sorted([problem.split(": ")[1] for problem in each.problems] for each in built) == expected
    assert [problem for each in built for problem in each.problems] == whole.problems
    assert [each.code for each in built] == [int(bool(each.problems)) for each in built]
    assert not (site.root / "site").exists()


def test_each_page_is_in_one_part() -> None:
    names = [f"articles/page-{number}.md" for number in range(1000)]
    shares = [[name for name in names if Part(number, 4).has(name)] for number in range(1, 5)]
    assert sorted(name for share in shares for name in share) == sorted(names)
    assert all(200 < len(share) < 300 for share in shares)


@pytest.mark.parametrize("stated", ["0/4", "5/4", "4", "a/b", "-1/4", "1/0", "½"])
def test_no_part_is_refused(stated: str) -> None:
    done = CliRunner().invoke(main, ["site", "--convert", stated])
    assert done.exit_code == 2
    assert f"“{stated}” names no part of a site (write “2/4” for the second of four)" in " ".join(done.output.split())


def test_stages_are_run_one_after_the_other() -> None:
    done = CliRunner().invoke(main, ["site", "--convert", "1/2", "--render", "1/2"])
    assert done.exit_code == 2 and "are two stages (run one after the other)" in " ".join(done.output.split())


@pytest.fixture(autouse=True)
def _no_part() -> Iterator[None]:
    yield
    os.environ.pop(CONVERT, None)

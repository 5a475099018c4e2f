"""Builds that overlap: at each moment, and in the end, the published site is one of the two, whole."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path

import pytest
from preloaded import Running
from sites import EPOCH, MKDOCS, Site, article, environment, free_port, make_site, snapshot, start, unfinished_beside

pytestmark = pytest.mark.build

# How many pairs of builds are tried. All of them: OVERLAPS=200 make test TESTS=tests/e2e/test_overlap.py
OVERLAPS = int(os.environ.get("OVERLAPS", "6"))
PAGE = "docs/articles/one.md"
OLD, NEW = article("Old [@ly2018]."), article("New [@shao2021].")
# Holds a site's lock as a build does, until it is ended.
HOLD = """\
import sys, time
from pathlib import Path
from proofdesk.common.file_lock import FileLock
FileLock(Path(sys.argv[1])).acquire(0)
print("held", flush=True)
time.sleep(60)
"""


def building(site: Site) -> Running:
    """A build that runs while others do, with its modules loaded."""
    return start(["build"], site.root, {"SOURCE_DATE_EPOCH": EPOCH})


def opened(site: Site, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*MKDOCS, *arguments], cwd=site.root, encoding="utf-8", stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, env=environment({"SOURCE_DATE_EPOCH": EPOCH}))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {PAGE: OLD, "docs/articles/two.md": article("Two [@shao2021].", "Two")})


def both(site: Site) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The site before and after the edit; it is left as before."""
    assert site.write({PAGE: NEW}).build().code == 0
    new = snapshot(site.root / "site")
    assert site.write({PAGE: OLD}).build().code == 0
    old = snapshot(site.root / "site")
    assert old != new
    return old, new


def test_overlapping_builds_publish_a_whole_site(site: Site) -> None:
    """An edit and two builds, the second at a random moment of the first; every second two pairs without a cache."""
    old, new = both(site)
    chance = random.Random(17)
    for number in range(OVERLAPS):
        page, expected = ((NEW, new), (OLD, old))[number % 2]
        is_cold = number % 4 > 1
        if is_cold:
            shutil.rmtree(site.root / ".cache")
        first = building(site)
        time.sleep(chance.uniform(0, 0.9 if is_cold else 0.5))
        site.write({PAGE: page})
        second = building(site)
        ended = [build.wait() for build in (first, second)]
        assert [code for code, _ in ended] == [0, 0], ended
        assert snapshot(site.root / "site") == expected, f"pair {number}"
        assert unfinished_beside(site.root / "site") == [], f"pair {number}"


def test_overlapping_build_and_serve_leave_site_whole(site: Site) -> None:
    old, new = both(site)
    server = start(["serve", "--dev-addr", f"127.0.0.1:{free_port()}", "-q"], site.root, {"SOURCE_DATE_EPOCH": EPOCH})
    chance = random.Random(18)
    try:
        for number in range(max(2, OVERLAPS // 2)):
            page, expected = ((NEW, new), (OLD, old))[number % 2]
            site.write({PAGE: page})
            time.sleep(chance.uniform(0, 0.8))
            code, output = building(site).wait()
            assert code == 0, output
            assert snapshot(site.root / "site") == expected, f"overlap {number}"
        assert server.poll() is None
    finally:
        server.end()


def test_waiting_build_names_the_other_and_goes_on(site: Site) -> None:
    assert site.build().code == 0
    with subprocess.Popen([sys.executable, "-c", HOLD, str(site.root / ".cache" / "build.lock")],
                          stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout
        other.stdout.readline()
        refused = site.write({PAGE: NEW}).build(env={"PROOFDESK_BUILD_WAIT": "0.5"})
        assert refused.code == 1
        refusal = rf"Another build of this site has not ended in 0\.5 seconds \(process {other.pid}, since 20.*\)\. "
        assert re.search(refusal + r"The published site is unchanged\.", refused.output)
        assert "Old" in refused.html("articles/one")
        waiting = opened(site, "build")
        assert waiting.stdout
        told = f"Another build of this site is running (process {other.pid}, since 20"
        said = list(takewhile(lambda line: told not in line, waiting.stdout))
        assert waiting.poll() is None, said
        other.kill()
        output = waiting.communicate(timeout=60)[0]
    assert waiting.returncode == 0, output
    assert "New" in refused.html("articles/one")


# Builds a site again and again as `mkdocs serve` does, and ends each build at one of its checkpoints.
GIVES_WAY = """\
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from proofdesk.build.entry.events import run
from proofdesk.build.serving.watcher import GaveWay

def built_until(last):
    config, reached = load_config(dev_addr=sys.argv[1]), 0

    def checkpoint():
        nonlocal reached
        reached += 1
        if reached == last:
            raise GaveWay

    run.checkpoint, before = checkpoint, run.phase
    try:
        build(config)
    except GaveWay:
        run.abandon()
        run.phase = before
    return reached

load_config().plugins.on_startup(command="serve", dirty=False)
built_until(0)
steps = built_until(0)  # with the caches that the first one filled
assert steps > 20, steps
for last in {1, 2, *range(3, steps, 5), steps}:
    assert built_until(last) == last
assert built_until(0) == steps
"""


def test_a_build_may_give_way_at_any_checkpoint(site: Site) -> None:
    """From the reading of the settings to the last file: what is served stays, and the next build is whole."""
    def built_by(script: str) -> dict[str, bytes]:
        done = subprocess.run([sys.executable, "-c", script, f"127.0.0.1:{free_port()}"], cwd=site.root, check=False,
                              env=environment({"SOURCE_DATE_EPOCH": EPOCH}), capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return snapshot(site.root / "site")

    served = built_by(GIVES_WAY)
    for folder in (".cache", "site"):
        shutil.rmtree(site.root / folder)
    assert served == built_by(GIVES_WAY.partition("steps = ")[0])
    assert unfinished_beside(site.root / "site") == []

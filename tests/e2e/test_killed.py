"""A build that is killed, or that the disk refuses: the published folder is the old one or the new one, whole."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sites import EPOCH, MKDOCS, ROOT, Site, article, environment, make_site, snapshot, start, unfinished_beside

# Runs in the build's own process, before it: counts what it does to the disk, and ends it at one of them; of what it
# keeps for the next build half is written then.
KILL_AT_STEP = """\
import os, runpy, signal, sys
done, last, report = 0, int(os.environ["KILL_AT"]), os.environ["COUNT_IN"]
where = os.environ["KILL_IN"].split(":")

def watch(event, given):
    paths = [str(each) for each in given if isinstance(each, (str, os.PathLike))]
    if not any(part in path + "," for path in paths for part in where):
        return
    if event == "open":
        if not set(str(given[1])) & set("wax+"):
            return
    elif event not in ("os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"):
        return
    step()

def step():
    global done
    done += 1
    if done == last:
        os.kill(os.getpid(), signal.SIGKILL)

def write_in_halves(descriptor, content, at):
    write(descriptor, content[: len(content) // 2], at)
    step()
    return write(descriptor, content, at)

if "/.cache" in where:
    write, os.pwrite = os.pwrite, write_in_halves

# A forked process does at its end nothing of what is registered for it, so it counts when the program has ended.
sys.addaudithook(watch)
run_module = runpy.run_module

def counted(*given, **named):
    try:
        return run_module(*given, **named)
    finally:
        with open(report, "w") as file:
            file.write(str(done))

runpy.run_module = counted
"""
# How many of the steps are tried besides the last six, while it publishes and while it keeps what it computed. To try
# every one, a matter of minutes: KILL_POINTS=1000 make test TESTS=tests/e2e/test_killed.py
POINTS, POINTS_CACHING = (int(os.environ.get("KILL_POINTS", usual)) for usual in ("9", "5"))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {"docs/articles/one.md": article("One [@ly2018]."),
                                         "docs/articles/two.md": article("Two [@shao2021].", "Two")})


PUBLISHING = "/.site.:/site,"
DEAD_STAGING = ".site.999999999.new"  # of a process that no system has
CACHING = "/.cache"


def build_killed_at(site: Site, tmp_path: Path, at: int, steps: str = PUBLISHING) -> int:
    """Build and kill at the ``at``-th of such steps; how many there were, 0 where it was killed."""
    count = tmp_path / "count"
    count.unlink(missing_ok=True)
    env = {"SOURCE_DATE_EPOCH": EPOCH, "KILL_AT": str(at), "COUNT_IN": str(count), "KILL_IN": steps}
    code, printed = start(["build", "-q"], site.root, env, before=KILL_AT_STEP).wait()
    assert code in (0, -signal.SIGKILL), printed
    return int(count.read_text()) if count.is_file() else 0


def test_kill_at_any_step_leaves_site_complete(site: Site, tmp_path: Path) -> None:
    gone = "docs/articles/gone.md"
    for body in ("First [@ly2018].", "One [@ly2018]."):  # of the second site most files are the first one's
        site.write({"docs/articles/one.md": article(body), gone: article("Gone [@ly2018].", "Gone")})
        assert site.build().code == 0
    old = snapshot(site.root / "site")
    for name in ("site", ".site.renew"):
        shutil.copytree(site.root / name, tmp_path / "old" / name, copy_function=os.link)
    shutil.copytree(site.root / ".cache", tmp_path / "old" / ".cache")
    shutil.copytree(tmp_path / "old" / "site", tmp_path / "old" / DEAD_STAGING, copy_function=os.link)
    site.write({"docs/articles/one.md": article("Changed [@ly2018].")})
    (site.root / gone).unlink()
    assert site.build().code == 0
    new = snapshot(site.root / "site")
    assert new.keys() < old.keys()

    def killed_from_old(at: int) -> int:
        """Always from the same folders, so that a step is the same one each time: the old site, the one before it, and
        a half of one that an earlier build left in the way."""
        for left in site.root.glob(".site.*"):
            shutil.rmtree(left)
        for name in ("site", ".site.renew", DEAD_STAGING):
            shutil.rmtree(site.root / name, ignore_errors=True)
            shutil.copytree(tmp_path / "old" / name, site.root / name, copy_function=os.link)
        shutil.rmtree(site.root / ".cache")
        shutil.copytree(tmp_path / "old" / ".cache", site.root / ".cache")
        return build_killed_at(site, tmp_path, at)

    steps = killed_from_old(0)
    assert steps > 50
    points = sorted({*range(1, steps + 1, max(1, steps // POINTS)), *range(steps - 5, steps + 1)})
    found = []
    for point in points:
        assert killed_from_old(point) == 0, f"step {point} of {steps} was never reached"
        found.append(snapshot(site.root / "site"))
        assert found[-1] in (old, new), f"killed at step {point} of {steps}"
    assert found[0] == old and found[-1] == new, "on both sides of the change"
    assert site.build().code == 0
    assert snapshot(site.root / "site") == new
    assert unfinished_beside(site.root / "site") == []


def test_kill_while_caching_leaves_next_build_correct(site: Site, tmp_path: Path) -> None:
    assert site.build().code == 0
    new = snapshot(site.root / "site")
    shutil.rmtree(site.root / ".cache")
    steps = build_killed_at(site, tmp_path, 0, CACHING)
    assert steps > 15
    points = range(1, steps + 1, max(1, steps // POINTS_CACHING))
    for point in points:
        shutil.rmtree(site.root / ".cache")
        assert build_killed_at(site, tmp_path, point, CACHING) == 0
        assert snapshot(site.root / "site") == new, f"killed at step {point} of {steps}"
        assert site.build().code == 0
        assert snapshot(site.root / "site") == new, f"killed at step {point} of {steps}"


def build_under_limit(site: Site, *limit: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """A build under a limit of the system: its exit code and what it printed. `make coverage` cannot write there."""
    env = environment({"SOURCE_DATE_EPOCH": EPOCH, "PYTHONDONTWRITEBYTECODE": "1"})
    unmeasured = {name: value for name, value in env.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([*limit, *MKDOCS, "build", *options], cwd=site.root, check=False, timeout=120,
                          encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=unmeasured)
    return done.returncode, done.stdout


# Even root may not read and write everything, once it has given that power away.
ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.getuid() == 0 else []


def test_full_disk_is_reported_in_words(site: Site) -> None:
    """A limit on the size of files stands in for a full disk: the system refuses a write in the middle."""
    assert site.build().code == 0
    before = snapshot(site.root / "site")
    site.write({"docs/articles/one.md": article("Changed [@ly2018].")})
    code, output = build_under_limit(site, "prlimit", "--fsize=9000")
    assert code == 1
    assert "Traceback" not in output
    # Which file it was is not always known; then the site's folder is named, which is on that disk.
    refusal = r"^(site|\.site\.\d+\.new/\S+): it would be larger than your system allows \(.+; the published site"
    assert re.search(refusal, output, re.MULTILINE)
    assert snapshot(site.root / "site") == before


def test_read_only_folder_is_reported_in_words(site: Site) -> None:
    assert site.build().code == 0
    before = snapshot(site.root / "site")
    site.write({"docs/articles/one.md": article("One more [@ly2018].")})  # or nothing would be written
    site.root.chmod(0o555)
    try:
        code, output = build_under_limit(site, *ANYBODY)
    finally:
        site.root.chmod(0o755)
    assert code == 1
    assert "Traceback" not in output
    assert "you may not read or write it (see who owns the file and its folder, and who may write there; the" in output
    assert snapshot(site.root / "site") == before


def test_what_may_not_be_read_is_named(site: Site) -> None:
    """Nothing else leads to a page of such a folder: without a word its readers would lose it."""
    site.write({"docs/articles/old/three.md": article("Three [@ly2018].", "Three")})
    assert site.build().code == 0
    before = snapshot(site.root / "site")
    places = ("docs/articles/old", "bibliography.bib", "site.yml")
    for place in places:
        (site.root / place).chmod(0)
    try:
        code, output = build_under_limit(site, *ANYBODY, options=("--strict",))
    finally:
        for place in places:
            (site.root / place).chmod(0o755)
    what = "cannot be read: you may not read or write it (see who owns the file and its folder, and who may write"
    for rule in ("docs/articles/old:1:1: unreadable-file: this folder", "bibliography.bib:1:1: bib-syntax: the file",
                 "site.yml:1:1: bad-site: the list"):
        assert f"{rule} {what}" in output, output
    assert code == 1 and snapshot(site.root / "site") == before


def test_error_in_a_site_s_own_template_is_placed(site: Site) -> None:
    shutil.copytree(site.root / "overrides", site.root / "own")
    (site.root / "own" / "partials" / "footer.html").write_text("{{ page.nowhere.at_all }}", encoding="utf-8")
    (site.root / "overrides").unlink()
    (site.root / "own").rename(site.root / "overrides")
    built = site.build()
    assert built.code == 1
    assert "Traceback" not in built.output
    assert "overrides/partials/footer.html:1: this line fails: " in built.output
    assert "has no attribute 'nowhere' (correct it; .cache/crash.txt has the whole report)" in built.output
    assert "Traceback" in (site.root / ".cache" / "crash.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("program", "loaded"), [
    ("-m proofdesk.build", "argparse"), ("-m proofdesk.build", "mkdocs"), ("-m proofdesk.desk", "click"),
    ("-c from proofdesk.desk.__main__ import main; main()", "proofdesk.common.errors")])
def test_who_stops_a_program_early_sees_no_traceback(tmp_path: Path, program: str, loaded: str) -> None:
    """As it begins: Ctrl+C comes while the program loads this module."""
    (tmp_path / "sitecustomize.py").write_text(
        # A program that a script starts behind itself does not heed Ctrl+C.
        "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"class Stop:\n    def find_spec(self, name, *_):\n        if name == {loaded!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\nsys.meta_path.insert(0, Stop())\n", encoding="utf-8")
    env = environment() | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run([sys.executable, *program.split(" ", 1), "build"], env=env, cwd=tmp_path,
                          capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "Aborted!\n")


def test_internal_error_is_saved_and_reported_briefly(site: Site) -> None:
    fault = "import proofdesk.build.run as run\nrun.start_rendering = lambda *given, **named: {}['boom']\n"
    code, output = start(["build"], site.root, before=fault).wait()
    assert code == 1
    assert "Traceback" not in output
    assert "Internal error (KeyError: 'boom')" in output
    assert "Please report it and attach .cache/crash.txt." in output
    assert "Traceback" in (site.root / ".cache" / "crash.txt").read_text(encoding="utf-8")

"""A site built as on Windows or macOS is the same site; neither system is at hand, so what they lack is taken away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sites import BIB, EPOCH, ROOT, article, environment, make_site, snapshot

from proofdesk.common.parallel import workers

# What Python has on Linux, and not on Windows or not on macOS.
WITHOUT = """import os, shutil, sys
shutil._use_fd_functions = False  # Python asks before the names below are gone
for name in ("fork", "forkpty", "link", "symlink", "register_at_fork", "sched_getaffinity", "getuid", "geteuid",
             "getgid", "mkfifo", "setsid", "killpg", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
    delattr(os, name)
sys.modules["resource"] = None
from proofdesk.build.__main__ import main
main(["build", "--strict"])
"""
PAGE = """Roots grow in wet soil [@ly2018], and in dry soil too[^1].

/// myth | Roots stop in winter
    verdict: wrong

They grow as long as the soil is not frozen [@shao2021].
///

- one

    and more of it

| Soil | Roots |
| --- | --- |
| wet | many |

```text
a  line
```

[^1]: Less of them.
"""
LISTS = {
    "safety.yml": (ROOT / "safety.yml").read_text(encoding="utf-8"),
    "wording.yml": (ROOT / "wording.yml").read_text(encoding="utf-8"),
    "glossary.yml": "- term: root\n  means: |\n    What holds a plant,\n    and feeds it.\n",
    "docs/glossary/index.md": "---\ntitle: Glossary\ndescription: Words.\ntemplate: glossary.html\n---\n\n# Glossary\n",
    "docs/articles/roots.md": article(PAGE, "Roots"),
    "docs/articles/leaves.md": article("See [roots](roots.md#references) [@ly2018].\n", "Leaves"),
}


def own_site(folder: Path, line_end: str) -> Path:
    site = make_site(folder, {}, BIB.replace("\n", line_end))
    for name in ("safety.yml", "wording.yml"):  # links to the real ones
        (folder / name).unlink()
    return site.write({name: text.replace("\n", line_end) for name, text in LISTS.items()}).root


@pytest.mark.build
def test_line_ends_and_the_system_change_no_byte(tmp_path: Path) -> None:
    """Built from files with the line ends of Windows, without fork, links, and flags that only Linux has."""
    unix, windows = own_site(tmp_path / "unix", "\n"), own_site(tmp_path / "windows", "\r\n")
    for root, code in ((unix, "from proofdesk.build.__main__ import main\nmain(['build', '--strict'])"),
                       (windows, WITHOUT)):
        done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False,
                              env=environment({"SOURCE_DATE_EPOCH": EPOCH, "SITE_URL": "https://example.org/a/"}))
        assert done.returncode == 0, done.stdout + done.stderr
    expected, made = snapshot(unix / "site"), snapshot(windows / "site")
    assert made.keys() == expected.keys() and len(made) > 60
    assert [name for name in made if made[name] != expected[name]] == []
    texts = (".html", ".md", ".json", ".xml", ".txt", ".bib")
    assert [name for name, content in made.items() if name.endswith(texts) and b"\r" in content] == []


@pytest.mark.parametrize("missing", ["fork", "sched_getaffinity"])
def test_work_is_not_shared_where_it_cannot_be(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(workers.os, missing)
    if missing == "fork":
        assert not workers.run_in_workers(range(1000), lambda task: None, lambda: None)
    else:
        assert workers._cores() >= 1

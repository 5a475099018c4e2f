"""``desk publish`` in repositories that are damaged, shared in parts, or saved by other systems: nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from git_site import BEDS, GitSite, changed, git_site, run_git
from sites import article, picture

from proofdesk.desk.publishing import checking
from proofdesk.desk.publishing.repository import Repository

pytestmark = pytest.mark.build
SENT = "publish/beds"
CHECK = checking.check_proposal
PONDS = "docs/articles/ponds.md"


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitSite:
    return git_site(tmp_path_factory, tmp_path, monkeypatch)


def script(file: Path, *lines: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    file.chmod(0o755)


def others_share_pictures(place: GitSite, tmp_path: Path) -> Path:
    """Another editor adds a repository of pictures within the site's."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "bed.png").write_bytes(picture("PNG"))
    run_git(pictures, "init", "-q", "-b", "trunk")
    run_git(pictures, "add", "-A")
    run_git(pictures, "-c", "user.name=Jo", "-c", "user.email=jo@example.org", "commit", "-qm", "A picture")
    run_git(place.other, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(pictures), "docs/common")
    place.others_publish({})
    return pictures


def test_a_repository_within_the_site_s_stays_one(place: GitSite, tmp_path: Path) -> None:
    pictures = others_share_pictures(place, tmp_path)
    place.write(BEDS, changed(1))
    said = place.desk("publish", "--yes", "--directly").output
    assert "gone" not in said and place.git("status", "--porcelain") == ""
    assert place.at_server("diff", "--name-only", "trunk~1", "trunk") == BEDS
    # A newer version of it, which others published, is not put back to the one that this folder has.
    place.git("-c", "protocol.file.allow=always", "submodule", "update", "--init", "-q")
    (pictures / "pond.png").write_bytes(picture("PNG"))
    run_git(pictures, "add", "-A")
    run_git(pictures, "-c", "user.name=Jo", "-c", "user.email=jo@example.org", "commit", "-qm", "Another")
    run_git(place.other / "docs/common", "pull", "-q", "origin", "trunk")
    place.others_publish({})
    place.write(BEDS, changed(2))
    place.desk("publish", "--yes", "--directly")
    newer = place.at_server("ls-tree", "trunk", "docs/common")
    assert run_git(pictures, "rev-parse", "HEAD") in newer
    # Others remove it again: what this folder has of it may be work, and stays.
    run_git(place.other, "rm", "-q", "-f", "docs/common")
    place.others_publish({})
    place.desk("publish")
    assert (place.site.root / "docs/common/bed.png").exists()


def test_a_page_shows_what_another_repository_holds(place: GitSite, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    others_share_pictures(place, tmp_path)
    place.desk("publish")
    place.git("-c", "protocol.file.allow=always", "submodule", "update", "--init", "-q")
    place.write(BEDS, changed(1) + "\n![A bed](../common/bed.png)\n")
    monkeypatch.setattr(checking, "check_proposal", CHECK)
    assert f"Sent as “{SENT}”." in place.desk("publish", "--yes").output


def test_a_new_repository_within_is_left_here(place: GitSite) -> None:
    """Its files are not in the site's repository, so others would get an empty folder."""
    shutil.copytree(place.other, place.site.root / "docs" / "notes")
    place.write(BEDS, changed(1))
    said = place.desk("publish", "--yes").output
    assert "  docs/notes: a repository of its own, which whoever set the site up adds\n" in said
    assert place.at_server("diff", "--name-only", "trunk", SENT) == BEDS


def test_a_page_that_is_not_sent_is_no_lost_address(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    place.others_publish({PONDS: article("A pond.\n", "Ponds")})
    place.desk("publish")
    place.git("sparse-checkout", "set", "--no-cone", "/*", f"!/{PONDS}")
    assert not (place.site.root / PONDS).exists()
    place.write(BEDS, changed(1))
    monkeypatch.setattr(checking, "check_proposal", CHECK)
    assert f"Sent as “{SENT}”." in place.desk("publish", "--yes").output
    place.git("sparse-checkout", "disable")
    (place.site.root / PONDS).unlink()
    said = place.desk("publish", "--yes", BEDS).output
    assert "lost-address" not in said
    assert f"“{PONDS}” was a page, and its address leads nowhere now" in place.desk("publish", "--yes", code=1).output


def test_lines_that_end_as_on_windows_are_merged(place: GitSite) -> None:
    (place.site.root / BEDS).write_bytes(changed(1).replace("\n", "\r\n").encode())
    (place.site.root / "bibliography.bib").write_bytes(b"@misc{b2020}\r\n")
    place.others_publish({BEDS: changed(8), "bibliography.bib": "@misc{a2019}\n"})
    said = place.desk("publish", "--yes", "--mine", "bibliography.bib").output
    assert f"Taken in from others: changed {BEDS}" in said
    both = changed(1).replace("Bed 8 was dug in spring.", "Bed 8 was dug in autumn.")
    assert (place.site.root / BEDS).read_bytes().decode() == both.replace("\n", "\r\n")


def test_the_index_never_undoes_what_others_wrote(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is staged would be committed by whoever uses git beside the desk."""
    place.write(BEDS, changed(1))
    place.others_publish({BEDS: changed(8)})
    lock = place.site.root / ".git" / "index.lock"
    lock.touch()
    assert "another program changes the repository" in place.desk("publish", "--yes", code=2).output
    lock.unlink()
    assert place.git("diff", "--cached", "--name-only") == ""
    whole = Repository.run

    def run(self: Repository, *arguments: str, **named: object) -> bytes:
        if arguments[0] == "update-ref":
            raise KeyboardInterrupt
        return whole(self, *arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "run", run)
        place.desk("publish", "--yes", code=1)
    place.desk("publish", "--yes")
    assert place.git("diff", "--cached", "--name-only") == ""
    assert place.git("rev-parse", "HEAD") == place.at_server("rev-parse", "trunk")


def test_a_folder_takes_a_file_s_place(place: GitSite) -> None:
    place.others_publish({"docs/plan.md/one.md": article("One.\n", "One")})
    place.desk("publish")
    place.others_publish({"docs/plan.md/one.md": None, "docs/zone.md": article("Zone.\n", "Zone")})
    (place.other / "docs/plan.md").mkdir(exist_ok=True)
    (place.other / "docs/plan.md").rmdir()
    place.others_publish({"docs/plan.md": article("Plan.\n", "Plan")})
    place.desk("publish")
    assert (place.site.root / "docs/plan.md").is_file() and place.git("status", "--porcelain") == ""


DAMAGED = "the repository of this folder is damaged, so nothing was changed (keep a copy of the folder, and ask"


@pytest.mark.parametrize(("damage", "told"), [
    ({".git/config": "[broken\n"}, "a file with settings of git cannot be read, so nothing was changed (correct"),
    ({".git/index": "not an index" * 20}, DAMAGED),
    ({".git/refs/heads/trunk": ""}, "the last version of this folder cannot be read, though its repository has"),
], ids=["settings", "index", "branch"])
def test_a_damaged_repository_is_called_so(place: GitSite, damage: dict[str, str], told: str) -> None:
    place.write(BEDS, changed(1))
    place.site.write(dict(damage))
    said = place.desk("publish", "--yes", code=2).output
    assert told in said and "git commit" not in said
    assert place.read(BEDS) == changed(1)


def test_work_that_cannot_be_signed_is_not_sent(place: GitSite) -> None:
    place.write(BEDS, changed(1))
    place.git("config", "commit.gpgsign", "true")
    for name, value in (("gpg.program", "false"), ("gpg.format", "ssh"), ("user.signingkey", "/nowhere/key")):
        place.git("config", name, value)
        said = place.desk("publish", "--yes", code=2).output
        assert "git is told to sign what is sent, and cannot, so nothing was sent (unlock your key, or say" in said
    assert place.at_server("branch", "--list", "publish/*") == ""


def test_the_hook_that_refuses_is_named(place: GitSite) -> None:
    script(place.site.root / ".git" / "hooks" / "pre-push", "echo 'Write to the list first.' >&2", "exit 1")
    place.write(BEDS, changed(1))
    said = place.desk("publish", "--yes", code=1).output
    assert ("It was not sent: a check of this computer's own, the hook “pre-push” of the repository, does not let it "
            "go: Write to the list first.\n") in said


def test_no_name_is_free_beside_branches(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    place.git("push", "-q", "origin", f"HEAD:refs/heads/{SENT}/by-hand")
    # A clone of one branch does not know what else the server has.
    place.git("config", "remote.origin.fetch", "+refs/heads/trunk:refs/remotes/origin/trunk")
    place.git("update-ref", "-d", f"refs/remotes/origin/{SENT}/by-hand", check=False)
    place.write(BEDS, changed(1))
    assert f"Sent as “{SENT}-2”." in place.desk("publish", "--yes").output
    place.git("push", "-q", "origin", f":{SENT}-2", f":{SENT}/by-hand", "HEAD:refs/heads/publish")
    place.git("update-ref", "-d", "refs/remotes/origin/publish", check=False)
    said = place.desk("publish", "--yes", code=1).output
    assert "the server has a branch “publish”, and git can have none below it (ask whoever looks after the site" in said
    place.git("branch", "-D", "-q", f"{SENT}-2")
    for name in ("publish", "to-publish"):
        place.git("branch", name)
    said = place.desk("publish", "--yes", code=2).output
    assert "there are branches that are called “publish” and “to-publish”, beside which git can have no branch" in said


def test_an_author_alone_is_not_enough(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git wants to know who commits, too."""
    place.write(BEDS, changed(1))
    for name in ("name", "email"):
        place.git("config", "--unset", f"user.{name}")
        monkeypatch.setenv(f"GIT_AUTHOR_{name.upper()}", "ann@example.org")
    assert "git does not know who you are (say it once: " in place.desk("publish", "--yes", code=2).output
    for name in ("name", "email"):
        monkeypatch.setenv(f"GIT_COMMITTER_{name.upper()}", "ann@example.org")
    assert f"Sent as “{SENT}”." in place.desk("publish", "--yes").output


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_a_page_that_git_overlooks_is_told_and_kept(place: GitSite, mark: str) -> None:
    place.git("update-index", mark, BEDS)
    place.write(BEDS, changed(1))
    assert f"{BEDS}  “Beds”\n      changed on this computer, and not sent\n" in place.desk("status").output
    said = place.desk("publish", "--yes").output
    assert f"  {BEDS}: git is told to overlook its changes (name the page to send it: desk publish PAGE)\n" in said
    assert said.endswith("There is nothing else to publish.\n")
    place.others_publish({BEDS: changed(8)})
    place.desk("publish", "--yes")
    assert "Bed 1 was dug in autumn." in place.read(BEDS) and "Bed 8 was dug in autumn." in place.read(BEDS)
    place.desk("publish", "--yes", "--directly", BEDS)
    assert place.at_server("show", f"trunk:{BEDS}") == place.read(BEDS).strip()
    assert place.git("ls-files", "-v", BEDS)[0] in "hS"


@pytest.mark.parametrize(("settings", "told"), [
    ("[user\nname = Ed\n", "{}/gitconfig”, or ask whoever wrote it): fatal: bad config line 1 in file "),
    ("[core]\ncompression = many\n", "core.compression”, or ask whoever wrote it): fatal: bad numeric config value"),
], ids=["form", "value"])
def test_settings_of_git_that_are_broken_are_named(place: GitSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                   settings: str, told: str) -> None:
    (tmp_path / "gitconfig").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    start = "Error: a file with settings of git cannot be read, so nothing was changed (correct “"
    for command in (["publish", "--yes"], ["check", "--affected-since", "HEAD"]):
        said = place.desk(*command, code=2).output
        assert said.startswith(start + told.format(tmp_path)) and said.count("\n") == 1


def test_another_user_s_repository_is_named(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for command in (["publish", "--yes"], ["check", "--affected-since", "HEAD"]):
        assert place.desk(*command, code=2).output == (
            "Error: git reads no repository of another user's, so nothing was changed (if you trust who wrote it: git "
            f"config --global --add safe.directory '{place.site.root}')\n")


def test_the_branch_of_the_site_has_a_new_name(place: GitSite) -> None:
    """As “master” became “main” on many servers: a clone knows the old name for ever."""
    place.git("remote", "set-head", "origin", "trunk")
    place.at_server("branch", "-m", "trunk", "main")
    place.write(BEDS, changed(1))
    said = place.desk("publish", "--yes", "--directly").output
    assert "Published: it is in “main”, from which the site is made." in said
    assert place.at_server("branch", "--format=%(refname:short)") == "main"
    # Whoever tells git another one, which is there, means it.
    place.at_server("branch", "site")
    place.git("fetch", "-q")
    place.git("remote", "set-head", "origin", "site")
    place.write(BEDS, changed(2))
    assert "Published: it is in “site”" in place.desk("publish", "--yes", "--directly").output

"""``desk publish``: what was written reaches the server on a branch of its own, and the folder stays as it is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from git_site import BEDS, TEXT, GitSite, changed, git_site, run_git
from sites import article, picture

from proofdesk.desk.git import GitFailure
from proofdesk.desk.publishing import builds, checking, taking_in
from proofdesk.desk.publishing.proposal import Setting
from proofdesk.desk.publishing.repository import Repository

pytestmark = pytest.mark.build
SENT = "publish/beds"
CHECK = checking.check_proposal


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitSite:
    return git_site(tmp_path_factory, tmp_path, monkeypatch)


def test_a_change_is_sent_on_a_branch_of_its_own(place: GitSite) -> None:
    place.write(BEDS, changed(1))
    head = place.git("rev-parse", "HEAD")
    said = place.desk("publish", "--yes").output
    assert f"  changed  {BEDS}  “Beds”\n" in said and f"Sent as “{SENT}”." in said
    assert "Tell whoever looks after the site that “publish/beds” is to be merged into “trunk”" in said
    assert place.at_server("show", f"{SENT}:{BEDS}") == changed(1).rstrip("\n")
    assert place.at_server("log", "-1", "--format=%an <%ae> %s", SENT) == "Ed Itor <someone@example.org> Changed: Beds"
    # The folder, its branch and what is staged are as they were.
    assert (place.git("rev-parse", "HEAD"), place.git("branch", "--show-current")) == (head, "trunk")
    assert place.git("status", "--porcelain") == f"M {BEDS}" and place.read(BEDS) == changed(1)
    assert place.at_server("rev-parse", "trunk") == head
    assert "Everything is sent already" in place.desk("publish", "--yes").output
    # What is written next goes the same way.
    place.write(BEDS, changed(1).replace("Bed 8 was", "Bed 8 is"))
    assert place.desk("publish", "--yes", "-m", "Bed 8 too").exit_code == 0
    assert place.at_server("log", "--format=%s", f"trunk..{SENT}") == "Bed 8 too\nChanged: Beds"
    assert not list((place.site.root / ".git").glob("desk-*"))


def test_what_was_merged_is_published_no_more(place: GitSite) -> None:
    place.write("docs/articles/new.md", article("A pond.\n", "Ponds"))
    place.write("docs/articles/draft.md", article("A bog.\n", "Bogs").replace("topics:", "status: draft\ntopics:"))
    said = place.desk("publish", "--yes", "docs/articles/new.md", "docs/articles/draft.md").output
    assert "  new      docs/articles/draft.md  “Bogs” (a draft: readers do not see it)\n" in said
    place.server_merges("publish/new", squash=True)
    # Written since: it is all that is left to publish.
    place.write("docs/articles/new.md", article("A pond, and a bog.\n", "Ponds"))
    place.others_publish({BEDS: changed(2)})
    said = place.desk("publish", "--yes").output
    assert f"Taken in from others: changed {BEDS}" in said and place.read(BEDS) == changed(2)
    assert "  changed  docs/articles/new.md" in said and "Sent as “publish/new-2”." in said
    assert place.git("rev-parse", "HEAD") == place.at_server("rev-parse", "trunk")
    assert place.git("status", "--porcelain") == "M docs/articles/new.md"
    place.server_merges("publish/new-2")
    assert "There is nothing to publish: everything is as readers have it." in place.desk("publish").output
    assert place.git("status", "--porcelain") == ""


def test_lines_that_changed_since_they_were_merged_are_taken_in(place: GitSite) -> None:
    """No conflict with oneself, however the branch was merged, and whoever changed the same line since."""
    place.write(BEDS, changed(2))
    place.desk("publish", "--yes")
    place.server_merges("publish/beds", squash=True)
    later = changed(2).replace("dug in autumn", "dug in late autumn")
    place.others_publish({BEDS: later})
    assert "There is nothing to publish" in place.desk("publish", "--yes").output
    assert place.read(BEDS) == later and place.desk("status").stdout == "1 published page with nothing to do.\n"


def test_a_branch_that_was_deleted_unpublished_is_sent_again(place: GitSite) -> None:
    place.write(BEDS, changed(2))
    place.desk("publish", "--yes")
    place.at_server("branch", "-D", "publish/beds")
    assert "“publish/beds” is on this computer only" in place.desk("status", "--ask").stdout
    assert "Sent as “publish/beds”" in place.desk("publish", "--yes").output
    assert place.at_server("show", f"{SENT}:{BEDS}") == changed(2).strip()


def test_a_folder_that_follows_one_branch_gets_reviews_too(place: GitSite) -> None:
    place.git("config", "remote.origin.fetch", "+refs/heads/trunk:refs/remotes/origin/trunk")
    place.write(BEDS, changed(2))
    place.desk("publish", "--yes")
    assert "Everything is sent already" in place.desk("publish", "--yes").output
    place.others_publish({"docs/articles/more.md": article("More.\n", "More")}, "publish/beds")
    place.write(BEDS, changed(3))
    assert "Taken in from others: new docs/articles/more.md" in place.desk("publish", "--yes").output
    assert place.at_server("show", f"{SENT}:{BEDS}") == changed(3).strip()


def test_what_reviewers_wrote_on_a_branch_is_taken_in(place: GitSite) -> None:
    place.write("docs/articles/new.md", article(TEXT, "Ponds"))
    place.desk("publish", "--yes")
    place.others_publish({"docs/articles/new.md": changed(3).replace("Beds", "Ponds")}, "publish/new")
    place.write("docs/articles/new.md", changed(7).replace("Beds", "Ponds"))
    said = place.desk("publish", "--yes").output
    assert "Taken in from others: changed docs/articles/new.md" in said
    both = place.read("docs/articles/new.md")
    assert "Bed 3 was dug in autumn" in both and "Bed 7 was dug in autumn" in both
    assert place.at_server("show", "publish/new:docs/articles/new.md") == both.rstrip("\n")
    assert "Their change" in place.at_server("log", "--format=%s", "publish/new")


def test_link_is_a_text_where_there_are_no_links(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """As git itself has it on Windows."""
    def refuse(*_: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    place.git("config", "core.symlinks", "false")
    (place.other / "docs").joinpath("link.md").symlink_to("index.md")
    place.others_publish({"docs/old/page.md": article("Old.\n", "Old")})
    monkeypatch.setattr(os, "symlink", refuse)
    place.desk("publish")
    assert place.read("docs/link.md") == "index.md" and not (place.site.root / "docs/link.md").is_symlink()
    assert place.git("status", "--porcelain", "docs/link.md") == ""


def test_two_editors_can_add_works_at_once(place: GitSite) -> None:
    before = place.read("bibliography.bib")
    place.others_publish({"bibliography.bib": before + "\n@book{doe2020, title = {Ponds}}\n"})
    place.write("bibliography.bib", before + "\n@book{roe2021, title = {Bogs}}\n")
    place.desk("publish", "--yes")
    both = place.read("bibliography.bib")
    assert both == before + "\n@book{roe2021, title = {Bogs}}\n\n@book{doe2020, title = {Ponds}}\n"
    branch = place.git("branch", "--list", "publish/*").strip()
    assert branch == "publish/site-2026-11-22"
    assert place.at_server("show", f"{branch}:bibliography.bib") == both.strip()


def test_links_programs_and_deletions_are_taken_in(place: GitSite) -> None:
    (place.other / "docs").joinpath("link.md").symlink_to("index.md")
    program = place.other / "tool.sh"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    place.others_publish({"docs/old/page.md": article("Old.\n", "Old")})
    place.desk("publish")
    assert os.readlink(place.site.root / "docs/link.md") == "index.md"
    assert os.access(place.site.root / "tool.sh", os.X_OK) and place.read("docs/old/page.md")
    place.others_publish({"docs/old/page.md": None, "docs/link.md": None, BEDS: None})
    place.write(BEDS, changed(1))
    said = place.desk("publish", code=2).output
    assert f"{BEDS}: you changed it, and somebody else deleted it (Jo Doe, " in said and place.read(BEDS) == changed(1)
    place.desk("publish", "--theirs", BEDS)
    assert not (place.site.root / "docs/old").exists() and not (place.site.root / "docs/link.md").is_symlink()
    assert not (place.site.root / BEDS).exists() and place.read(f".cache/mine/{BEDS}") == changed(1)
    assert place.git("status", "--porcelain") == ""


def test_lines_that_both_changed_are_told(place: GitSite) -> None:
    theirs = changed(2).replace("in autumn", "in winter")
    place.others_publish({BEDS: theirs})
    place.write(BEDS, changed(2))
    said = place.desk("publish", "--yes", code=2).output
    assert said.startswith(f"Error: {BEDS}: you and somebody else (Jo Doe, ") and "line 12 of yours among them" in said
    assert f"run `desk publish --theirs {BEDS}` to take theirs (yours is then kept in .cache/mine/)" in said
    assert place.read(BEDS) == changed(2) and place.read(f".cache/theirs/{BEDS}") == theirs
    assert place.at_server("branch", "--list", "publish/*") == ""
    place.desk("publish", "--yes", "--theirs", BEDS)
    assert place.read(BEDS) == theirs and place.read(f".cache/mine/{BEDS}") == changed(2)
    place.write(BEDS, changed(2))
    place.others_publish({BEDS: theirs.replace("in winter", "in May")})
    place.desk("publish", "--yes", "--theirs", BEDS)  # a second time: what was kept before stays
    assert place.read(".cache/mine/docs/articles/beds.md") == changed(2)
    place.write(BEDS, changed(2).replace("in autumn", "in June"))
    place.others_publish({BEDS: theirs})
    place.desk("publish", "--yes", "--theirs", BEDS)
    assert place.read(f".cache/mine/{BEDS}") == changed(2)
    assert "in June" in place.read(".cache/mine/docs/articles/beds-2.md")
    place.write(BEDS, changed(2))
    place.desk("publish", "--yes", "--mine", BEDS)
    assert place.at_server("show", f"{SENT}:{BEDS}") == changed(2).strip()


def test_without_a_network_the_work_is_kept(place: GitSite) -> None:
    place.write(BEDS, changed(1))
    place.server.rename(place.server.with_name("away.git"))
    said = place.desk("publish", "--yes", code=1).output
    assert "It was not sent: the server could not be reached (run the command again when you have a network)" in said
    assert f"Your work is kept on this computer as “{SENT}”, and your files are as they were." in said
    assert place.git("show", f"{SENT}:{BEDS}") == changed(1).strip()
    place.server.with_name("away.git").rename(place.server)
    place.desk("publish", "--yes")
    assert place.at_server("rev-parse", SENT) == place.git("rev-parse", SENT)


def test_a_branch_of_our_name_is_no_matter(place: GitSite) -> None:
    place.git("push", "-q", "origin", "HEAD:refs/heads/publish")
    place.write(BEDS, changed(1))
    assert "Sent as “to-publish/beds”." in place.desk("publish", "--yes").output
    assert "Everything is sent already" in place.desk("publish", "--yes").output


def test_a_server_that_refuses_is_quoted(place: GitSite) -> None:
    hook = place.server / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'Names begin with a ticket.' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    place.write(BEDS, changed(1))
    said = place.desk("publish", "--yes", code=1).output
    assert "It was not sent: the server refused it, by a rule of its own: Names begin with a ticket." in said


def test_publishing_directly_needs_no_request(place: GitSite) -> None:
    place.write(BEDS, changed(1))
    assert "Published: it is in “trunk”" in place.desk("publish", "--yes", "--directly").output
    assert place.at_server("show", f"trunk:{BEDS}") == changed(1).strip()
    assert place.git("rev-parse", "HEAD") == place.at_server("rev-parse", "trunk")
    assert place.git("status", "--porcelain") == ""


def test_named_pages_go_with_what_they_show(place: GitSite) -> None:
    place.site.write({"docs/articles/new.md": article("![A pond](der%20gr%c3%bcne.png)\n", "Ponds"),
                      "docs/articles/der gr\u00fcne.png": b"1", "docs/articles/bog.png": b"2",
                      "docs/articles/ponds/der gr\u00fcne.png": b"3", "docs/articles/.new.md.swp": b"4",
                      BEDS: changed(1), "docs/articles/new.review.yml": "",
                      "hooks2.py": "", ".gitignore": ".cache/\n"})
    said = place.desk("publish", "--yes", "new").output
    sent = place.at_server("diff", "--name-only", "-z", "trunk", "publish/new").split("\0")[:-1]
    assert sent == ["docs/articles/der gr\u00fcne.png", "docs/articles/new.md"]
    for line in (f"  {BEDS}: not named", "  docs/articles/bog.png: not named",
                 "  docs/articles/new.review.yml: what reviewers said, which others could read there (send it with "
                 "--with-reviews)", "  docs/articles/.new.md.swp: a hidden file, which no reader gets",
                 "  .gitignore: no part of the site's text"):
        assert f"{line}\n" in said
    place.desk("publish", "--yes", "docs/articles/new.md", "--with-reviews")
    assert "docs/articles/new.review.yml" in place.at_server("diff", "--name-only", "trunk", "publish/new").split()


def test_a_page_that_was_deleted_can_be_named(place: GitSite) -> None:
    place.site.write({"docs/articles/new.md": article("New.\n", "New")})
    (place.site.root / BEDS).unlink()
    assert f"gone     {BEDS}" in place.desk("publish", "--yes", BEDS).output
    assert place.at_server("diff", "--name-status", "trunk", SENT) == f"D\t{BEDS}"


def test_a_page_with_a_new_name_goes_with_its_old_one(place: GitSite) -> None:
    """Readers would have it twice, at two addresses."""
    (place.site.root / BEDS).rename(place.site.root / "docs/articles/borders.md")
    assert f"gone     {BEDS}" in place.desk("publish", "--yes", "borders").output
    listed = place.at_server("diff", "--no-renames", "--name-status", "trunk", "publish/borders").split("\n")
    assert listed == [f"D\t{BEDS}", "A\tdocs/articles/borders.md"]


def test_a_detached_head_and_a_subfolder_are_no_matter(place: GitSite, tmp_path: Path) -> None:
    place.git("checkout", "-q", "--detach")
    place.write(BEDS, changed(1))
    place.desk("publish", "--yes")
    assert place.at_server("show", f"{SENT}:{BEDS}") == changed(1).strip()
    place.git("remote", "set-url", "origin", str(place.server))
    top = place.site.root.rename(tmp_path / "git" / "docs-of-a-club") / "site"
    names = [each for each in top.parent.iterdir() if each.name not in (".git", "site")]
    top.mkdir()
    for each in names:
        each.rename(top / each.name)
    run_git(top, "add", "-A")
    run_git(top, "commit", "-qm", "Into a folder")
    run_git(top, "push", "-q", "origin", "HEAD:trunk")
    (top / BEDS).write_text(changed(5), encoding="utf-8")
    top.rename(place.site.root)
    (place.site.root.parent / "docs-of-a-club" / ".git").rename(place.site.root.parent / ".git")
    place.desk("publish", "--yes", "-m", "Within a folder", BEDS)
    assert place.at_server("diff", "--name-only", "trunk", SENT) == f"site/{BEDS}"


def test_nobody_is_asked_without_a_terminal(place: GitSite) -> None:
    place.write(BEDS, changed(1))
    assert "Add --yes to send it.\nNothing was sent.\n" in place.desk("publish", code=1).output
    assert place.git("branch", "--list", "publish/*") == place.at_server("branch", "--list", "publish/*") == ""


def test_ssh_leaves_a_silent_server(place: GitSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal too; but how a person has git call it stays."""
    program, called = tmp_path / "ssh", tmp_path / "called"
    program.write_text(f'#!/bin/sh\necho "$*" > {called}\nexit 255\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for name in ("GIT_SSH_COMMAND", "GIT_SSH"):
        monkeypatch.delenv(name, raising=False)

    def options(at_terminal: bool) -> str:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: at_terminal))
        Repository(place.site.root).attempt("ls-remote", "ssh://server.invalid/a.git")
        return called.read_text(encoding="utf-8").partition(" server.invalid")[0]

    assert options(True) == "-o ConnectTimeout=30 -o ServerAliveInterval=30 -o SendEnv=GIT_PROTOCOL"
    assert options(False).startswith("-o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=30")
    place.git("config", "core.sshCommand", f"{program} -i key")
    assert options(False).startswith("-i key") and options(True).startswith("-i key")


def test_git_learns_once_who_writes(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write(BEDS, changed(1))
    for name in ("name", "email"):
        place.git("config", "--unset", f"user.{name}")
    said = place.desk("publish", "--yes", code=2).output
    assert 'desk publish --name "Jane Roe" --email jane@example.org' in said
    place.desk("publish", "--yes", "--name", "Jane Roe", "--email", "jane@example.org")
    assert place.at_server("log", "-1", "--format=%an <%ae>", SENT) == "Jane Roe <jane@example.org>"
    assert place.git("config", "user.name") == "Jane Roe"


def test_what_stands_in_the_way_is_told(place: GitSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write(BEDS, changed(1))
    (place.site.root / ".git" / "MERGE_HEAD").write_text(place.git("rev-parse", "HEAD"), encoding="utf-8")
    assert "a “git merge” was begun here and is not finished" in place.desk("publish", "--yes", code=2).output
    (place.site.root / ".git" / "MERGE_HEAD").unlink()
    place.git("remote", "rename", "origin", "one")
    place.git("remote", "add", "two", str(place.server))
    place.git("config", "--unset", "branch.trunk.remote", check=False)
    assert "names several servers (one, two)" in place.desk("publish", "--yes", code=2).output
    place.git("remote", "remove", "one")
    place.git("remote", "remove", "two")
    said = place.desk("publish", "--yes", code=1).output
    assert f"kept on this computer as “{SENT}”. It cannot be sent: the repository names no server" in said
    (place.site.root / ".git").rename(tmp_path / "away")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    said = place.desk("publish", "--yes", code=2).output
    assert "is in no git repository" in said and "`git init`" in said
    assert "docs/" not in said, "a second site has none of this program's pages"
    place.git("init", "-q")
    assert "has no version yet" in place.desk("publish", "--yes", code=2).output


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("step", ["update-ref", "push"])
def test_a_run_that_was_killed_is_finished_by_the_next(place: GitSite, monkeypatch: pytest.MonkeyPatch,
                                                       step: str) -> None:
    place.write(BEDS, changed(1))
    with monkeypatch.context() as patch:
        for method in ("run", "attempt"):
            whole = getattr(Repository, method)

            def run(self: Repository, *arguments: str, _whole=whole, **named: object) -> object:  # type: ignore[no-untyped-def]
                if arguments[0] == step:
                    raise Killed
                return _whole(self, *arguments, **named)

            patch.setattr(Repository, method, run)
        with pytest.raises(Killed):
            place.desk("publish", "--yes")
    assert place.read(BEDS) == changed(1) and place.at_server("branch", "--list", "publish/*") == ""
    place.desk("publish", "--yes")
    assert place.at_server("show", f"{SENT}:{BEDS}") == changed(1).strip()
    assert place.at_server("log", "--format=%s", f"trunk..{SENT}") == "Changed: Beds"


def test_taking_in_that_was_killed_is_finished(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write(BEDS, changed(1))
    one, two = article("One.\n", "One"), article("Two.\n", "Two")
    place.others_publish({"docs/a.md": one, "docs/b.md": two, BEDS: changed(8)})
    with monkeypatch.context() as patch:
        whole = taking_in.replace_file

        def replace(file: Path, content: bytes) -> None:
            if file.name == "beds.md":
                raise Killed
            whole(file, content)

        patch.setattr(taking_in, "replace_file", replace)
        with pytest.raises(Killed):
            place.desk("publish", "--yes")
    assert place.read("docs/a.md") == one and place.read(BEDS) == changed(1)
    said = place.desk("publish", "--yes").output
    assert "To be published:\n  changed  docs/articles/beds.md" in said
    both = changed(1).replace("Bed 8 was dug in spring.", "Bed 8 was dug in autumn.")
    assert place.read(BEDS) == both and place.at_server("show", f"{SENT}:{BEDS}") == both.strip()
    assert place.at_server("diff", "--name-only", "trunk", SENT) == BEDS


def test_a_new_file_of_others_never_replaces_mine(place: GitSite) -> None:
    place.others_publish({"notes.txt": "Theirs.\n"})
    place.write("notes.txt", "Mine.\n")
    place.write(BEDS, changed(1))
    said = place.desk("publish", "--yes", code=2).output
    assert "“notes.txt” is new on the server, and there is another file of that name here (move yours away" in said
    assert place.read("notes.txt") == "Mine.\n"


def test_a_page_with_a_fault_is_not_sent(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "check_proposal", CHECK)
    place.site.write({BEDS: changed(1) + "\nCited [@nobody2020].\n\n![A bed](bed.png)\n",
                      "docs/articles/bed.png": picture("PNG"), ".git/info/exclude": "*.png\n"})
    said = place.desk("publish", "--yes", code=1).output
    assert f"{BEDS}:27:8: unknown-citation: " in said, said
    # A picture that git is told to ignore is on this computer alone.
    assert f"{BEDS}:29:" in said and "“bed.png”" in said
    assert "2 things have to be corrected first, so nothing was sent." in said
    assert place.at_server("branch", "--list", "publish/*") == ""


def test_a_fault_of_the_build_is_no_page_to_correct(place: GitSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "check_proposal", CHECK)
    said = ("ERROR   -  Error reading page 'articles/beds.md': boom\nInternal error (IndexError: boom). The published "
            "site is unchanged. Please report it and attach .cache/crash.txt.\n")
    monkeypatch.setattr(builds, "_build", lambda *_: subprocess.CompletedProcess([], 1, "", said))
    place.write(BEDS, changed(1))
    told = place.desk("publish", "--yes", code=2).output
    assert "the build itself has a fault, which is none of your pages': Internal error (IndexError: boom). The " in told
    full = "ERROR   -  Error building page 'articles/beds.md': [Errno 28] No space left on device\n"
    monkeypatch.setattr(builds, "_build", lambda *_: subprocess.CompletedProcess([], 1, "", full))
    assert "the site could not be built: the disk is full (delete " in place.desk("publish", "--yes", code=2).output
    assert place.at_server("branch", "--list", "publish/*") == ""


def test_git_that_finds_no_room_says_that_the_disk_is_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = "".join(f"error: unable to write file {tmp_path}/bed-{number}.md\n" for number in range(90))
    for free, told in ((4_096, "the disk is full, so nothing was changed ("), (10**9, "git said: error: unable")):
        monkeypatch.setattr("proofdesk.desk.git.shutil.disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        assert str(GitFailure(words)).startswith(told) and len(str(GitFailure(words))) < 700


def test_github_is_asked_by_its_own_program(place: GitSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho \"$@\" >> {tmp_path}/asked\n[ $2 = create ] && echo https://github.com/c/s/pull/7\n",
                       encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(Setting, "address", "https://github.com/c/s.git")
    place.write(BEDS, changed(1))
    assert "merged it:\nhttps://github.com/c/s/pull/7\n" in place.desk("publish", "--yes").output
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert asked.startswith("pr view publish/beds --json url,state --jq ")
    assert "pr create --base trunk --head publish/beds --title Changed: Beds --body - changed: `docs/" in asked

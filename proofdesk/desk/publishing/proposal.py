"""Make of what an editor wrote a commit on a branch of its own, without touching the folder, and send it.

Every step can be repeated: a run that was killed, or lost its network, is finished by the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from proofdesk.bibliography.libraries.sidecar import EVIDENCE
from proofdesk.common.dates import today
from proofdesk.content.editorial import LISTS
from proofdesk.content.front_matter.held_back import names_file
from proofdesk.content.review import is_review_file
from proofdesk.desk.project import Project
from proofdesk.desk.publishing.repository import Change, Repository
from proofdesk.desk.publishing.sending import fetch
from proofdesk.desk.publishing.taking_in import Site, TakenIn, contained, take_in
from proofdesk.desk.root import CONFIG

OVERLOOKED = "git is told to overlook its changes (name the page to send it: desk publish PAGE)"


def site_of(project: Project, repository: Repository) -> Site:
    """Return what of the repository is the site: its pages, its bibliography, its lists and its settings."""
    files = project.bibliography_files
    found = [project.docs, *files.watched, *(project.root / name for name in (*LISTS, EVIDENCE, CONFIG)),
             project.root / "overrides"]
    paths = [repository.prefix + each.relative_to(project.root).as_posix() for each in dict.fromkeys(found)
             if each.is_relative_to(project.root)]
    ignored = repository.ignored(paths)
    appended = {repository.prefix + project.path(each) for each in files.watched}
    return Site([path for path in paths if path not in ignored], [path for path in paths if path in appended])


@dataclass
class Setting:
    """Where a site is published to: the repository, its server, and the branch that readers get."""

    project: Project
    repository: Repository
    site: Site
    remote: str
    into: str  # the branch that the site is published from
    unreached: str  # why the server did not answer; empty if it did

    @property
    def base(self) -> str:
        """Return the commit that readers get, as far as this computer knows."""
        name = f"refs/remotes/{self.remote}/{self.into}" if self.remote and self.into else "HEAD"
        return self.repository.commit(name) or self.repository.commit("HEAD")

    @property
    def address(self) -> str:
        """Return the address of the server's repository; empty without one."""
        return self.repository.maybe("remote", "get-url", "--push", self.remote) if self.remote else ""

    def sent(self, branch: str) -> str:
        """Return the commit that the server has of a branch of ours, as far as this computer knows."""
        return self.repository.commit(f"refs/remotes/{self.remote}/{branch}") if self.remote else ""

    def open_branches(self) -> list[str]:
        """Return our branches that readers do not have yet, the newest first."""
        return [branch for branch in self.repository.our_branches()
                if not contained(self.repository, f"refs/heads/{branch}", self.base, self.site)]


def look(project: Project, ask: bool = True) -> Setting:
    """Return where a site is published to. With ``ask``, the server is asked what others sent."""
    repository = Repository(project.root)
    remote = repository.remote()
    unreached = fetch(repository, remote) if ask and remote else ""
    into = repository.default_branch(remote, ask and not unreached) if remote else repository.branch()
    return Setting(project, repository, site_of(project, repository), remote, into, unreached)


def catch_up(setting: Setting, mine: Sequence[str] = (), theirs: Sequence[str] = ()) -> TakenIn:
    """Take into the folder what others published, and what reviewers wrote into our branches."""
    changes = list(take_in(setting.repository, setting.base, setting.site, mine, theirs).changes)
    for branch in setting.open_branches():
        sent = setting.sent(branch)
        if sent and not setting.repository.is_ancestor(sent, f"refs/heads/{branch}"):
            changes += take_in(setting.repository, sent, setting.site, mine, theirs, follow=False).changes
    return TakenIn(changes)


@dataclass
class Proposal:
    """What is to be published: a tree, how it differs from what readers have, and the branch that takes it."""

    setting: Setting
    tree: str
    changes: list[Change]
    left: list[str]  # files that stay here, with the reason
    branch: str
    tip: str  # our commit on that branch; empty for a new one

    @property
    def is_committed(self) -> bool:
        return bool(self.tip) and self.setting.repository.tree(self.tip) == self.tree

    @property
    def is_sent(self) -> bool:
        sent = self.setting.sent(self.branch)
        return self.is_committed and bool(sent) and self.setting.repository.is_ancestor(self.tip, sent)

    def commit(self, message: str) -> str:
        """Return the commit on its branch, made if it is not there yet."""
        repository, base = self.setting.repository, self.setting.base
        if self.is_committed and repository.is_ancestor(base, self.tip):
            return self.tip
        parents = [self.tip] if self.tip else []
        sent = self.setting.sent(self.branch) if self.tip else ""
        parents += [each for each in (sent, base) if each and not any(
            repository.is_ancestor(each, parent) for parent in parents)]
        signed = ["-S"] if repository.maybe("config", "--type=bool", "commit.gpgsign") == "true" else []
        made = repository.run("commit-tree", self.tree, *signed, *(part for each in parents for part in ("-p", each)),
                              given=message.encode("utf-8")).decode("ascii").strip()
        # With the old value, so that two commands at once cannot lose one's commit.
        repository.run("update-ref", "-m", "desk publish", f"refs/heads/{self.branch}", made,
                       self.tip or "0" * len(made))
        return made


def changes_of(setting: Setting) -> list[Change]:
    """Return how the folder differs from what readers have."""
    repository = setting.repository
    return repository.changes(setting.base, repository.folder_tree(setting.base, setting.site.content))


def renamed_in(setting: Setting) -> dict[str, str]:
    """Return the path that readers have of each file that has another one in the folder, by the new path."""
    repository, base = setting.repository, setting.base
    listed = repository.run("diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", base,
                            repository.folder_tree(base, setting.site.content))
    parts = listed.decode("utf-8", "surrogateescape").split("\0")
    return dict(zip(parts[2::3], parts[1::3], strict=False))


def propose(setting: Setting, pages: Sequence[str], with_reviews: bool) -> Proposal:
    """Return what there is to publish: everything, or these pages with what they need. Paths are from the top."""
    repository, base = setting.repository, setting.base
    whole = repository.folder_tree(base, setting.site.content)
    changes = repository.changes(base, whole)
    left = {each.path: "what reviewers said, which others could read there (send it with --with-reviews)"
            for each in changes if is_review_file(each.path) and each.kind == "A" and not with_reviews}
    if pages:
        left |= {each.path: "not named" for each in changes if not _belongs(setting, each.path, pages)}
    left |= {each.path: "a hidden file, which no reader gets" for each in changes
             if each.kind == "A" and _is_hidden(setting, each.path)}
    overlooked = {path for paths in repository.overlooked.values() for path in paths}.difference(pages)
    left |= {each.path: OVERLOOKED for each in changes if each.path in overlooked}
    left |= {each: "a repository of its own, which whoever set the site up adds"
             for each in repository.submodules(whole).keys() - repository.submodules(base).keys()}
    tree = repository.folder_tree(base, setting.site.content, left) if left else whole
    changes = repository.changes(base, tree)
    branch = _branch(setting, [*pages] or [each.path for each in changes], bool(pages))
    tip = repository.commit(f"refs/heads/{branch}")
    return Proposal(setting, tree, changes, [f"{path}: {why}" for path, why in left.items()], branch, tip)


def _is_hidden(setting: Setting, path: str) -> bool:
    """Return whether a file is one that an editor's program or the system keeps beside the pages, such as a swap file.

    It may hold the text of a page, and no build publishes it.
    """
    docs = f"{setting.repository.prefix}{setting.project.path(setting.project.docs)}/"
    uri = path.removeprefix(docs)
    return path.startswith(docs) and any(part.startswith(".") for part in uri.split("/")) and not any(
        each.uri == uri and each.is_published for each in setting.project.source_files)


def _belongs(setting: Setting, path: str, pages: Sequence[str]) -> bool:
    """Return whether a changed file goes along with some pages: one of them, what they show, or what all share."""
    docs = f"{setting.repository.prefix}{setting.project.path(setting.project.docs)}/"
    if path in pages or not path.startswith(docs):
        return True
    if is_review_file(path):
        return any(path == f"{page.removesuffix('.md')}.review.yml" for page in pages)
    if path.endswith(".md"):
        return False
    files = {docs + each.src_uri for each in setting.project.files}
    there = [(page, file) for page in pages if (file := setting.repository.top / page).is_file()]
    return any(names_file(file.read_bytes(), str(PurePosixPath(page).parent), path, files) for page, file in there)


def _branch(setting: Setting, paths: Iterable[str], named: bool) -> str:
    """Return the branch for a change of these files: one of ours that readers do not have yet, or a new one."""
    still_open = setting.open_branches()
    if still_open and not named:
        return still_open[0]
    pages = [PurePosixPath(path) for path in paths if path.endswith(".md")]
    stem = next((page.stem if page.stem != "index" else page.parent.name for page in pages), f"site-{today()}")
    name = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in stem)
    wanted = f"{setting.repository.our_prefix}{name}"
    there = setting.repository.text("for-each-ref", "--format=%(refname:lstrip=3)", f"refs/remotes/{setting.remote}/")
    taken, number, name = {*setting.repository.our_branches(), *there.split("\n")}, 1, wanted
    # Git can have no branch where other branches are below its name.
    while name not in still_open and any(f"{each}/".startswith(f"{name}/") for each in taken):
        number += 1
        name = f"{wanted}-{number}"
    return name

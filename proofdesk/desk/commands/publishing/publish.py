"""``desk publish``: send what an editor wrote to be published, for people who know no git."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from proofdesk.common.errors import UserError
from proofdesk.common.file_lock import FileLock, LockTimeout
from proofdesk.common.problems import printable
from proofdesk.desk.commands.publishing.named import pages_named
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.publishing.proposal import Proposal, Setting, catch_up, changes_of, look, propose, renamed_in
from proofdesk.desk.publishing.sending import NotSent, send
from proofdesk.desk.publishing.told import body, describe, kind_of, say, tell_left, tell_request, title

MAX_LINES = 40  # problems that are listed


@click.command()
@click.option("-m", "--message", default="", help="What you changed, in a sentence (default: named after the pages).")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--directly", is_flag=True, help="Publish it at once, without anybody's look at it, if you may.")
@click.option("--with-reviews", is_flag=True, help="Send the review files too; others may read them there.")
@click.option("--mine", multiple=True, metavar="FILE", help="Where somebody changed the same lines: let yours stand.")
@click.option("--theirs", multiple=True, metavar="FILE", help="Where somebody changed the same lines: take theirs.")
@click.option("--name", default="", help="Your name, if git does not know it. Asked once.")
@click.option("--email", default="", help="Your mail address, if git does not know it. Asked once.")
@click.argument("pages", nargs=-1, metavar="[PAGE]...")
@click.pass_context
def publish(context: click.Context, message: str, yes: bool, directly: bool, with_reviews: bool, mine: tuple[str, ...],
            theirs: tuple[str, ...], name: str, email: str, pages: tuple[str, ...]) -> None:
    """Send what you wrote to be published: everything that changed, or some pages with what they show.

    First takes in what others published meanwhile, then checks and builds exactly what would be published, shows what
    it will send, and asks. It sends it as a branch of its own, and opens the request to publish it. Your files stay as
    they are. Drafts may go along: readers do not see them.

    Whatever stops it (no network, no room, a closed window) loses nothing: run it again. If something has to be
    corrected first, it says what, and the exit code is 1; 2 if it cannot work.

    \b
    Examples:
      desk publish
      desk publish docs/articles/sleep.md
      desk publish --message "New figures on sleep"
    """
    project = find_project()
    (project.root / ".cache").mkdir(exist_ok=True)
    lock = FileLock(project.root / ".cache" / "publish.lock")
    try:
        lock.acquire(5)
    except LockTimeout as timeout:
        raise UserError(f"another `desk publish` is running ({timeout.owner or 'process unknown'}); nothing was "
                        "changed (wait until it has ended, then try again)") from None
    try:
        context.exit(_publish(project, message, yes, directly, with_reviews, mine, theirs, (name, email), pages))
    finally:
        lock.release()


def _publish(project: Project, message: str, yes: bool, directly: bool, with_reviews: bool, mine: tuple[str, ...],
             theirs: tuple[str, ...], who: tuple[str, str], pages: tuple[str, ...]) -> int:
    setting = look(project)
    repository = setting.repository
    repository.refuse_unfinished()
    repository.clean()
    _introduce(setting, who)
    if setting.unreached:
        say(f"Not asked what others published: {setting.unreached}")
    elif setting.remote and not setting.into:
        raise UserError("the server's repository is still empty (whoever set the site up sends the first version: git "
                        f"push -u {setting.remote} {repository.branch() or 'HEAD'})")
    taken = catch_up(setting, [_path(setting, each) for each in mine], [_path(setting, each) for each in theirs])
    for change in taken.changes:
        say(f"Taken in from others: {kind_of(change)} {printable(change.path)}")
    project = Project(project.root) if taken.changes else project
    setting.project = project
    named = _named(setting, pages)
    proposal = propose(setting, named, with_reviews)
    if not proposal.changes:
        tell_left(proposal)
        say("There is nothing else to publish." if proposal.left else
            "There is nothing to publish: everything is as readers have it.")
        return 0
    if proposal.is_sent and not directly:
        say("Everything is sent already, and waits to be published.")
        tell_request(proposal, title(proposal, message), "", ask=False)
        return 0
    describe(proposal)
    if not _is_sound(proposal):
        return 1
    if not yes and not _confirmed():
        say("Nothing was sent.")
        return 1
    return _send(proposal, title(proposal, message), directly)


def _introduce(setting: Setting, who: tuple[str, str]) -> None:
    """Tell git who writes here, if it does not know. Raises UserError if nobody says."""
    repository = setting.repository
    if not repository.identity_missing() and not any(who):
        return
    name, email = who
    if sys.stdin.isatty() and not all(who):
        name = name or click.prompt("Your name, as others are to read it beside your changes", err=True)
        email = email or click.prompt("Your mail address", err=True)
    for each in (name, email):
        if any(sign in each for sign in "<>\n"):
            raise UserError(f"“{printable(each)}” is no name and no mail address")
    for key, value in (("name", name), ("email", email)):
        if value:
            repository.run("config", "--local", f"user.{key}", value.strip())
    if repository.identity_missing():
        raise UserError('git does not know who you are (say it once: desk publish --name "Jane Roe" --email '
                        "jane@example.org)")


def _named(setting: Setting, pages: Sequence[str]) -> list[str]:
    """Return the paths of the pages that an editor names, those among them that were deleted, and their old paths.

    A page that has a new name goes with its old one, or readers would have it twice.
    """
    gone = {change.path for change in changes_of(setting) if change.kind == "D"} if pages else set()
    deleted = [path for page in pages if (path := _path(setting, page)) in gone]
    there = [page for page in pages if _path(setting, page) not in gone]
    named = [*deleted, *(_path(setting, page.path) for page in (pages_named(setting.project, there) if there else []))]
    old = renamed_in(setting) if there else {}
    return [*named, *(old[path] for path in named if path in old and old[path] not in named)]


def _path(setting: Setting, text: str) -> str:
    """Return a file's path from the top of the repository."""
    root = setting.project.root
    file = Path(text) if Path(text).is_absolute() else root / text
    if not file.exists() and (Path.cwd() / text).exists():
        file = Path.cwd() / text
    if not file.is_relative_to(root):
        raise UserError(f"“{text}” is not in the site's folder")
    return setting.repository.prefix + file.relative_to(root).as_posix()


def _is_sound(proposal: Proposal) -> bool:
    """Check what is to be published, and list what is wrong with it."""
    from proofdesk.desk.publishing.checking import check_proposal

    say("Checking and building what readers would get …")
    problems = check_proposal(proposal)
    for line in problems[:MAX_LINES]:
        click.echo(printable(line))
    if len(problems) > MAX_LINES:
        say(f"… and {len(problems) - MAX_LINES} more.")
    if problems:
        number = "1 thing has" if len(problems) == 1 else f"{len(problems)} things have"
        say(f"{number} to be corrected first, so nothing was sent. A page that is not ready can go along as a draft: "
            "write `status: draft` at its top.")
    return not problems


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        say("Add --yes to send it.")
        return False
    return click.confirm("Send it?", default=True, err=True)


def _send(proposal: Proposal, named: str, directly: bool) -> int:
    setting = proposal.setting
    commit = proposal.commit(f"{named}\n\n{body(proposal)}\n")
    kept = f"Your work is kept on this computer as “{proposal.branch}”"
    if not setting.remote:
        say(f"{kept}. It cannot be sent: the repository names no server (ask whoever set the site up for its address, "
             "then: git remote add origin ADDRESS).")
        return 1
    try:
        options = [] if directly else _options(setting, named)
        said = send(setting.repository, setting.remote, commit, setting.into if directly else proposal.branch, options)
    except NotSent as error:
        say(f"It was not sent: {error}.")
        say(f"{kept}, and your files are as they were. Run `desk publish` again.")
        return 1
    if directly:
        catch_up(setting)
        say(f"Published: it is in “{setting.into}”, from which the site is made.")
        return 0
    say(f"Sent as “{proposal.branch}”.")
    tell_request(proposal, named, said, ask=True)
    return 0


def _options(setting: Setting, title: str) -> list[str]:
    """Return what makes a server of GitLab open the request itself."""
    from proofdesk.desk.publishing.forges import place_of

    place = place_of(setting.address)
    if place is None or "gitlab" not in place.host:
        return []
    return ["merge_request.create", f"merge_request.target={setting.into}", f"merge_request.title={title}"]



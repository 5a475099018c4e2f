"""Say what is sent, what stays here, and how it goes on, in words of an editor."""

from __future__ import annotations

import sys
import webbrowser

import click

from proofdesk.common.dates import longdate, today
from proofdesk.common.problems import printable
from proofdesk.content.document import Document
from proofdesk.content.front_matter import ArticleFrontMatter, Status, is_held_back, read_front_matter
from proofdesk.desk.project import PageFile
from proofdesk.desk.publishing.forges import request_address, request_by_gh
from proofdesk.desk.publishing.proposal import Proposal
from proofdesk.desk.publishing.repository import Change

MAX_LEFT = 12  # files that are listed
_KINDS = {"A": "new", "D": "gone"}


def say(text: str) -> None:
    click.echo(text, err=True)


def kind_of(change: Change) -> str:
    return _KINDS.get(change.kind, "changed")


def describe(proposal: Proposal) -> None:
    say("To be published:")
    pages = _pages(proposal)
    for change in proposal.changes:
        page = pages.get(change.path)
        what = f"  {kind_of(change):<8} {printable(change.path)}"
        say(f"{what}{_standing(page) if page and change.kind != 'D' else ''}")
    tell_left(proposal)


def tell_left(proposal: Proposal) -> None:
    setting = proposal.setting
    whole = setting.repository.whole_tree(setting.site.content)
    ours = setting.repository.folder_tree(setting.base, setting.site.content)
    others = [f"{change.path}: no part of the site's text" for change in setting.repository.changes(ours, whole)
              if not setting.repository.prefix or change.path.startswith(setting.repository.prefix)]
    if left := [*proposal.left, *others]:
        say("Left here:")
        for line in left[:MAX_LEFT]:
            say(f"  {printable(line)}")
        if len(left) > MAX_LEFT:
            say(f"  … and {len(left) - MAX_LEFT} more")


def _pages(proposal: Proposal) -> dict[str, PageFile]:
    """Return the pages that a proposal changes, by their paths from the top of the repository."""
    setting = proposal.setting
    changed = {change.path for change in proposal.changes}
    found = ((setting.repository.prefix + page.path, page) for page in setting.project.pages())
    return {path: page for path, page in found if path in changed}


def _standing(page: PageFile) -> str:
    """Return a page's title, and whether readers will see it."""
    document = Document(page.source)
    facts = read_front_matter(document, ArticleFrontMatter)
    title = str(document.stated.get("title") or "")
    words = f"  “{title}”" if title else ""
    if not is_held_back(document, facts, today()):
        return words
    if facts is None:
        return f"{words} (its facts cannot be read: readers do not see it)"
    if facts.status is Status.DRAFT:
        return f"{words} (a draft: readers do not see it)"
    return f"{words} (readers see it from {longdate(facts.publish_on)} on)" if facts.publish_on else words


def title(proposal: Proposal, message: str) -> str:
    if message.strip():
        return " ".join(message.split())
    known = _pages(proposal)
    pages = [(change, known[change.path]) for change in proposal.changes if change.path in known]
    pages.sort(key=lambda each: each[0].kind != "A")
    if not pages:
        return "Changes to the bibliography" if any(change.path.endswith(".bib") for change in proposal.changes) \
            else "Changes to the site"
    change, page = pages[0]
    document = Document(page.source)
    read_front_matter(document, ArticleFrontMatter)
    title = str(document.stated.get("title") or page.path)
    more = f", and {len(pages) - 1} more" if len(pages) > 1 else ""
    return f"{'New' if change.kind == 'A' else 'Changed'}: {title}{more}"


def body(proposal: Proposal) -> str:
    lines = [f"- {kind_of(change)}: `{change.path}`" for change in proposal.changes]
    return "\n".join([*lines, "", "Sent by `desk publish`, after a strict build of exactly this without a problem."])


def tell_request(proposal: Proposal, title: str, said: str, ask: bool) -> None:
    """Say where the request to publish is, or how else it goes on; open it if somebody is there."""
    setting = proposal.setting
    there = (setting.project.root, setting.address, setting.into, proposal.branch, title)
    made = request_by_gh(*there, body(proposal))
    if made:
        say("It is published when somebody has looked at it and merged it:")
        click.echo(made)
    elif where := request_address(*there[1:], said):
        say("Open this address, and press the button that opens the request:" if ask else
             "If you have not opened the request yet, open this address:")
        click.echo(where)
        if ask and sys.stdin.isatty():
            webbrowser.open(where)
    elif ask:
        say(f"Tell whoever looks after the site that “{proposal.branch}” is to be merged into “{setting.into}”; or "
            "publish it yourself: desk publish --directly")

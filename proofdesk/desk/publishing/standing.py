"""Say how far each page is: draft or published, due, waiting for a reviewer, changed here and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from proofdesk.common.dates import longdate, today
from proofdesk.common.errors import UserError
from proofdesk.common.text import counted
from proofdesk.content.document import Document
from proofdesk.content.front_matter import (
    ArticleFrontMatter,
    FrontMatter,
    Status,
    is_article,
    is_published,
    read_front_matter,
)
from proofdesk.content.markup import REVIEW_OPEN
from proofdesk.content.review import is_review_file, load_review, review_file, text_version
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.publishing.proposal import Setting, look

SOON = timedelta(days=30)
DRAFT, LATER, PUBLISHED, UNREAD = "draft", "later", "published", "unreadable"


@dataclass
class Standing:
    """How far a page is, and what waits for somebody; nothing waits if ``waiting`` is empty."""

    path: str
    title: str
    state: str
    day: date | None = None  # from which it is published, if that is still to come
    waiting: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"path": self.path, "title": self.title, "state": self.state, "waiting": self.waiting,
                **({"from": self.day.isoformat()} if self.day else {})}


@dataclass(frozen=True)
class Elsewhere:
    """What git knows: per page what is not published yet, and what concerns the whole site."""

    pages: Mapping[str, str]
    site: list[str]


def standings(project: Project, elsewhere: Elsewhere) -> list[Standing]:
    """Return how far each page is that states its days, or that somebody reviewed."""
    found = (_standing(project, page, elsewhere.pages) for page in project.pages())
    return [each for each in found if each]


def _standing(project: Project, page: PageFile, elsewhere: Mapping[str, str]) -> Standing | None:
    document, day = Document(page.source), today()
    facts = read_front_matter(document, ArticleFrontMatter if is_article(page.uri) else FrontMatter,
                              project.site.vocabulary)
    here = Standing(page.path, str(document.stated.get("title") or page.path), PUBLISHED)
    if facts is None:
        here.state = UNREAD
        here.waiting.append(f"the facts at its top are not complete, or wrong (desk check {page.path})")
    elif not is_published(facts, day):
        here.state, here.day = (DRAFT, None) if facts.status is Status.DRAFT else (LATER, facts.publish_on)
    here.waiting += [*(_left_to_do(page) if is_article(page.uri) else []), *_reviews(project, page, facts)]
    if facts and here.state != DRAFT:
        here.waiting += _due(facts, day)
    if page.path in elsewhere:
        here.waiting.append(elsewhere[page.path])
    concerns = is_article(page.uri) or (facts and (facts.check_due or facts.status is Status.DRAFT or facts.publish_on))
    return here if concerns or here.waiting else None


def _left_to_do(page: PageFile) -> list[str]:
    found = []
    if marks := page.source.body.count(REVIEW_OPEN):
        found.append(f"{counted(marks, 'place')} marked {REVIEW_OPEN} by an import to decide")
    if comments := page.source.body.count("<!-- to write"):
        found.append(f"{counted(comments, 'part')} to write")
    return found


def _reviews(project: Project, page: PageFile, facts: FrontMatter | None) -> list[str]:
    found = []
    file = review_file(project.root / page.path)
    items, problems = load_review(file, project.path(file))
    if problems:
        found.append(f"its review file cannot be read ({problems[0]})")
    if waiting := sum(item.is_open for item, _ in items):
        found.append(f"{counted(waiting, 'remark')} of reviewers to answer (desk review {page.path})")
    version = text_version(page.source)
    signed = [review for review in getattr(facts, "reviewed_by", ()) if review.version]
    if old := dict.fromkeys(review.name for review in signed if not review.is_of(version)):
        found.append(f"changed since {' and '.join(old)} reviewed it")
    return found


def _due(facts: FrontMatter, day: date) -> list[str]:
    due = facts.check_due
    if due is None or due > day + SOON:
        return []
    return [f"its check is overdue since {longdate(due)}" if due < day else f"its check is due on {longdate(due)}"]


def ask_git(project: Project, server: bool) -> Elsewhere:
    """Return what git knows of what is not published. With ``server``, what others published is asked first."""
    try:
        setting = look(project, server)
        return _elsewhere(setting)
    except UserError as error:
        return Elsewhere({}, [f"Nothing is known of what was sent: {error}."])


def _elsewhere(setting: Setting) -> Elsewhere:
    repository, base, prefix = setting.repository, setting.base, setting.repository.prefix
    folder = repository.folder_tree(base, setting.site.content)
    site = [f"Not asked: {setting.unreached}."] if setting.unreached else []
    behind = repository.text("rev-list", "--count", f"HEAD..{base}")
    if behind != "0":
        site.append(f"Others published {counted(int(behind), 'change')} that you do not have yet; `desk publish` takes "
                    f"{'it' if behind == '1' else 'them'} in.")
    sent: dict[str, str] = {}
    for branch in setting.open_branches():
        where = setting.sent(branch)
        there = bool(where) and repository.is_ancestor(f"refs/heads/{branch}", where)
        name = f"“{branch}”"
        site.append(f"{name} is sent, and waits to be published." if there else
                    f"{name} is on this computer only: run `desk publish` again.")
        for change in repository.changes(f"refs/heads/{branch}", folder, *setting.site.content):
            sent.setdefault(change.path, "changed again since it was sent")
        for change in repository.changes(base, f"refs/heads/{branch}", *setting.site.content):
            sent.setdefault(change.path, f"sent as {name}, and waits to be published" if there else
                            f"kept as {name}, and not sent")
    pages = {change.path: sent.get(change.path, "changed on this computer, and not sent")
             for change in repository.changes(base, folder)}
    if others := [path for path in pages if not path.endswith(".md") and "not sent" in pages[path]
              and not is_review_file(path)]:
        site.append(f"Changed on this computer, and not sent: {', '.join(others[:5])}"
                    + (f" and {len(others) - 5} more" if len(others) > 5 else "") + ".")
    return Elsewhere({path.removeprefix(prefix): what for path, what in pages.items()}, site)

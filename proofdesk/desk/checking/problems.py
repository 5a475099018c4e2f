"""Find what is wrong with some pages, or with all, without a build."""

from __future__ import annotations

from proofdesk.checks.harms.check import advise_on_denominators
from proofdesk.checks.structure.identifiers import advise_on_addresses
from proofdesk.checks.structure.translations import advice_on_translations
from proofdesk.common.language import speaking
from proofdesk.common.problems import Problem
from proofdesk.desk.convert import read_pages
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.readability import advice
from proofdesk.site.library import Library


def find_problems(project: Project, selected: list[PageFile], bibliography: bool, with_advice: bool,
                  others: list[Problem]) -> list[Problem]:
    """Return everything that is wrong with these pages, and with the ``bibliography``, and ``others``; sorted."""
    if bibliography:
        from proofdesk.desk.checking.whole_site import read_site  # loads what a check of some pages does not need

        checked = read_site(project)
        whole = len(selected) == sum(1 for _ in project.pages())
        drafts = [page for page in selected if page.url in project.held_back]
        paths = {page.path for page in selected} | {project.path(file) for file in project.bibliography_files.watched}
        problems = [p for p in checked.problems if whole or p.path in paths]
        pages = [page for page in checked.pages if page.document.source.path in paths]
        if drafts and not whole:
            of_drafts = read_pages(project, drafts)
            problems, pages = [*{*problems, *of_drafts.problems}], [*pages, *of_drafts.pages]
    else:
        checked = read_pages(project, selected)
        problems, pages = checked.problems, checked.pages
    hints: list[Problem] = []
    if with_advice:
        openings = [kind.name for kind in project.kinds.values() if kind.record.opens_article]
        for page in pages:
            with speaking(page.language):
                hints += advice(page, checked.data.wording.all_hedges, openings)
            hints += [*advise_on_denominators(page, checked.data.references), *advise_on_addresses(page)]
        named = {page.document.source.path for page in pages}
        hints += [each for each in advice_on_translations(Library(checked.pages, checked.data.references))
                  if each.path in named]
    return sorted([*problems, *others, *hints])

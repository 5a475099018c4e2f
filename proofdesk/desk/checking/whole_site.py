"""Check a whole site without MkDocs.

A check of all pages reports what a build does, apart from what only the finished site can show
(``tests/e2e/test_same_problems.py`` has the list). It is apart from ``convert``, as it needs modules that a check of
one page does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from proofdesk.checks.files import check_addresses, is_in_navigation, is_published
from proofdesk.checks.links import broken_links, template_ids
from proofdesk.checks.navigation import check_navigation, check_reached, check_redirects
from proofdesk.checks.site import check_site
from proofdesk.common.cache import code_fingerprint, fingerprint
from proofdesk.common.files import takes_capitals_for_small
from proofdesk.common.language import spoken
from proofdesk.common.language.gaps import check_words
from proofdesk.common.problems import Problem
from proofdesk.content.front_matter import is_article
from proofdesk.desk import convert
from proofdesk.desk.project import Project
from proofdesk.desk.root import CONFIG
from proofdesk.desk.site_links import SiteLinks
from proofdesk.outputs.beside import EXPORTS_OF_SITE, files_beside
from proofdesk.site.library import Library
from proofdesk.site.material import unused_settings
from proofdesk.site.page_cache.converted import ConversionCache


def read_site(project: Project) -> convert.CheckedPages:
    """Convert a site and return all of its problems. Raises UserError if a setting does not fit.

    Of a draft it says only that it is one; a page whose day is still to come must be right by then.
    """
    settings = project.check_settings()
    data = convert.editorial_data(project, project.csl_file, with_drafts=False)
    held_back = project.held_back
    files = [page for page in project.pages() if page.url not in held_back or not held_back[page.url].is_draft]
    placeholders = {*EXPORTS_OF_SITE, *(name for page in files if is_article(page.uri) and page.url not in held_back
                                        for name in files_beside(page.url, data.site))}
    links = SiteLinks(project, placeholders)
    own = code_fingerprint("desk/linkcheck"), fingerprint(Path(__file__), Path(convert.__file__))
    cache = ConversionCache(project.root / ".cache" / "checked", data, project.kinds,
                            (*project.markdown_extensions, own), links.address, project.docs)
    pages = convert.convert_all(project, data, files, links, cache)
    library = Library(pages, data.references, data.site.vocabulary)
    made = {*EXPORTS_OF_SITE, *(name for article in library.articles if article.url not in held_back
                                for name in files_beside(article.url, data.site))}
    faults, refused = project.file_faults
    problems = [
        *(each.reminder for each in held_back.values() if each.reminder),
        *settings, *check_words(spoken(), project.path), *faults,
        *unused_settings(project.settings, project.config.text, CONFIG),
        *_check_config(project, placeholders),
        *check_reached(project.settings.get("nav"), library.pages, project.config.text, CONFIG),
        *check_addresses((each for each in project.source_files if each.path not in refused), placeholders,
                         lambda path: project.path(Path(path))),
        *check_site(library, data, held_back.values()),
        *broken_links(library.pages, links.others, template_ids(data.safety), left_out=links.left_out,
                      held_back=held_back, made=made),
    ]
    return convert.CheckedPages(pages, sorted(set(problems)), data)


def _check_config(project: Project, placeholders: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with the navigation and the redirects of ``mkdocs.yml``."""
    config, refused = project.config.text, project.file_faults[1]
    held_back = {page.uri: project.held_back[page.url] for page in project.pages() if page.url in project.held_back}
    files = [each for each in project.files if each.abs_src_path not in refused and is_published(each)
             and each.src_uri not in held_back]
    pages = {each.src_uri: project.path(project.docs / each.src_uri) for each in files if each.is_documentation_page()}
    listed = {each.src_uri: pages[each.src_uri] for each in files
              if each.src_uri in pages and is_in_navigation(each)}
    yield from check_redirects(project.redirects, pages, config, CONFIG, held_back,
                               takes_capitals_for_small(project.root / CONFIG))
    left_out = {each.src_uri for each in project.files if not is_published(each)}
    published = {*(each.src_uri for each in files), *placeholders}
    yield from check_navigation(project.settings.get("nav"), published, left_out, listed, config, CONFIG,
                                held_back).problems

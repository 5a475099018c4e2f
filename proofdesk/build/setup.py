"""What is done before the first page is read: the settings are completed, and every file has its place.

Knows MkDocs and the plugins beside it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import File, Files

from proofdesk.bibliography.parser import read_bibliography
from proofdesk.build.assets import add_template_folders, register_assets
from proofdesk.build.conversion_cache import ConversionCache
from proofdesk.build.state import EXPORTS_OF_SITE, Build
from proofdesk.checks.redirects import check
from proofdesk.checks.symlinks import files_outside_project, problem_of
from proofdesk.content.editorial import load_editorial_data
from proofdesk.outputs.cite_this_page.citation import names_beside
from proofdesk.site.pipeline import is_article, markdown_extensions


def configure(build: Build) -> None:
    """Read what editors keep beside the pages, and put our extensions, styles and the plugins beside us in order.

    Raises ``ConfigurationError`` where a setting does not go with this site.
    """
    config = build.config
    if not config.use_directory_urls:
        raise ConfigurationError("use_directory_urls: every page of this site has an address that ends in a slash; "
                                 "take the line out")
    bibtex: Any = config.plugins["bibtex"]
    bib_file = build.root / bibtex.config.bib_file
    csl_file = build.root / bibtex.config.csl_file
    if not csl_file.is_file():
        raise ConfigurationError(f"plugins.bibtex.csl_file: there is no file “{build.path(csl_file)}”")
    bibtex.config.csl_file = str(csl_file)
    bibliography = read_bibliography(bib_file, build.path(bib_file), build.kept / "bibliography")
    bibtex.config.bib_file = str(_empty_bibliography(build))
    # The plugin's own rewriting of pages loses text (it takes `[@key]` in code for a citation and deletes
    # an unknown one without a word), so pages never reach it: citations/ resolves them.
    handlers = config.plugins.events["page_markdown"]
    handlers[:] = [h for h in handlers if getattr(h, "__self__", None) is not bibtex]

    rss: Any = config.plugins["rss"]
    rss.config.enabled = bool(config.site_url)  # a feed without the site's address is none
    rss.config.cache_dir = str(build.kept / "rss")
    docs = Path(config.docs_dir)
    build.desk = load_editorial_data(build.root, docs, build.path(docs), bibliography, csl_file)
    extensions: list[Any] = config.markdown_extensions
    extensions[:] = [e for e in extensions if isinstance(e, str)]
    extensions += markdown_extensions(build.desk, build.kinds, build.current)
    add_template_folders(config.theme)
    config.extra_css += ["assets/site.css", "assets/blocks.css", "assets/article-end.css"]


def _empty_bibliography(build: Build) -> Path:
    """What the plugin loads. It would read the whole file a second time, to no use, and stop at its first fault."""
    empty = build.kept / "bibliography.bib"
    empty.parent.mkdir(exist_ok=True)
    empty.write_text("% hooks/references.py reads the bibliography\n", encoding="utf-8")
    return empty


def register_files(build: Build, files: Files) -> None:
    """Take out what may not be published, and put in what comes of the pages, so that pages can link to it."""
    config = build.config
    for file in [f for f in files if f.src_uri.startswith("assets/javascripts/")]:
        files.remove(file)  # the theme's programs, which theme/base.html does without
    docs = Path(config.docs_dir)
    own = {file.abs_src_path: file for file in files if file.abs_src_path and Path(file.src_dir or "") == docs}
    for path in files_outside_project(own, docs, build.root):
        build.problems.append(problem_of(build.path(path)))
        files.remove(own[path])
    _check_redirects(build, files)
    register_assets(config, files, [kind.style for kind in build.kinds.values()])
    # The files for other programs have their places now; they are written at the end.
    articles = [file for file in files.documentation_pages() if is_article(file.src_uri)]
    build.promised = {*EXPORTS_OF_SITE, *(name for file in articles for name in names_beside(file.url))}
    for uri in sorted(build.promised):
        files.append(File.generated(config, uri, content=""))


def _check_redirects(build: Build, files: Files) -> None:
    moves: dict[str, str] = build.config.plugins["redirects"].config["redirect_maps"]
    file = Path(build.config.config_file_path)
    pages = {each.src_uri for each in files.documentation_pages()}
    found = check(moves, pages, file.read_text(encoding="utf-8"), build.path(file))
    build.problems += found
    if found:
        moves.clear()  # the plugin would say the same once more, without the place


def converted_pages(build: Build, files: Files) -> ConversionCache | None:
    """The pages that were converted before; None where MkDocs itself would speak of a page while it converts it."""
    config = build.config
    if any(level > logging.DEBUG for level in config.validation.links.values()):
        return None

    def target(path: str) -> list[str] | None:
        file = files.get_file_from_path(path)
        return [file.url, file.inclusion.name] if file else None

    assert build.desk is not None
    names = [each for each in config.markdown_extensions if isinstance(each, str)]
    return ConversionCache(build.kept / "pages", build.desk, build.kinds, names, config.mdx_configs, target)

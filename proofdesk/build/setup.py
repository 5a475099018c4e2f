"""First phase: complete MkDocs' settings, read the editors' lists, and register the files to publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import File, Files

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.evidence.own_words import MEDICINE
from proofdesk.bibliography.libraries.files import read_bibliographies
from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE
from proofdesk.blocks.installed import site_kinds
from proofdesk.blocks.kind import BlockKind
from proofdesk.build.assets import add_template_folders, register_assets, register_icons
from proofdesk.build.held_back import Withheld, check_navigation_of, check_redirects_of, hold_back
from proofdesk.build.private_apis.mkdocs import remove_handlers, silence_warnings, skip_hidden_templates
from proofdesk.build.private_apis.plugins import configure_rss
from proofdesk.build.settings import Settings
from proofdesk.checks.files import check_addresses, check_source_files, compose_names, source_files
from proofdesk.common.files import endless_links
from proofdesk.common.language.gaps import check_words
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext
from proofdesk.content.editorial import EditorialData, load_editorial_data
from proofdesk.content.front_matter import is_article
from proofdesk.content.site_data import SITE, load_site_data
from proofdesk.outputs.assets import is_unused
from proofdesk.outputs.beside import EXPORTS_OF_SITE, files_beside
from proofdesk.outputs.icons.mark import MarkError
from proofdesk.outputs.icons.site_mark import SiteMark, site_mark
from proofdesk.outputs.theme_css import find_sheet, pruned_sheet
from proofdesk.site.material import unused_settings, with_always_on
from proofdesk.site.pipeline import markdown_extensions


@dataclass(frozen=True)
class Setup:
    """All that is known before the first page is read."""

    settings: Settings
    data: EditorialData
    kinds: dict[str, BlockKind]
    context: ConversionContext
    mark: SiteMark
    sheet: tuple[str, str]  # what is kept of Material's style sheet: its address, and the text


@dataclass(frozen=True)
class RegisteredFiles:
    """The files to publish, those written at the end, what is wrong with any, and what is ``withheld`` from readers.

    ``beside`` are the paths of the files beside each article, by its address; ``placeholders`` are those of all, and of
    the files that a site has once. ``misleading`` are the entries of the navigation of which a problem is told.
    """

    files: Files
    beside: Mapping[str, list[str]]
    placeholders: frozenset[str]
    problems: list[Problem]
    withheld: Withheld
    misleading: frozenset[str] = frozenset()


def configure(settings: Settings, step: Callable[[], None]) -> Setup:
    """Complete MkDocs' settings with our extensions, styles and plugins. ``step`` may end it, by raising.

    Raises ``ConfigurationError`` if a file that they name is missing.
    """
    config, root = settings.config, settings.root
    if not config.theme.get("palette"):
        config.theme["palette"] = [{"scheme": "default", "primary": "custom", "accent": "custom"}]
    csl_file = settings.bibliography.csl_file
    if csl_file != DEFAULT_STYLE and not csl_file.is_file():
        raise ConfigurationError(f"plugins.bibtex.csl_file: there is no file “{settings.path(csl_file)}” (put the "
                                 "style of the references there, name another, or none for Pandoc's)")
    if loops := endless_links(Path(config.docs_dir), settings.path):
        raise ConfigurationError(loops)
    bibliography = _take_bibliography(settings)
    configure_rss(config, settings.cache_dir / "rss")
    silence_warnings(config)
    skip_hidden_templates(config)
    if "redirects" in config.plugins:  # outputs/redirects.py writes the pages
        remove_handlers(config, "post_build", config.plugins["redirects"])
    docs = Path(config.docs_dir)
    data = load_editorial_data(root, docs, settings.path(docs), bibliography, csl_file,
                               with_drafts=settings.shows_drafts, step=step)
    kinds = site_kinds(root, data.site.block_words)
    try:
        mark = site_mark(data.site.mark or str(config.theme.get("favicon") or ""),
                         (config.docs_dir, config.theme.custom_dir), config.site_name)
    except MarkError as error:
        raise ConfigurationError(str(error)) from None
    extensions: list[Any] = config.markdown_extensions
    extensions[:] = with_always_on([each for each in extensions if isinstance(each, str)])
    setup = Setup(settings, data, kinds, ConversionContext(docs), mark,
                  pruned_sheet(find_sheet(config.theme.dirs), extensions))
    extensions += markdown_extensions(data, kinds, setup.context)
    add_template_folders(config.theme)
    config.extra_css += ["assets/site.css", "assets/blocks.css", "assets/article-end.css"]
    config.site_dir = str(settings.staging_dir)
    return setup


def _take_bibliography(settings: Settings) -> Bibliography:
    """Read the bibliography ourselves, and have mkdocs-bibtex neither read it nor rewrite pages.

    The plugin would read the file a second time and stop at its first fault. Its rewriting of pages loses text: it
    takes ``[@key]`` in code for a citation and deletes unknown keys silently.
    """
    bibtex: Any = settings.config.plugins["bibtex"]
    words = MEDICINE
    if settings.bibliography.evidence:  # a file whose words are the site's
        words = load_site_data(settings.root / SITE, SITE)[0].words_of_evidence
    bibliography = read_bibliographies(settings.bibliography, settings.path, settings.cache_dir / "bibliography", words)
    for event in ("config", "page_markdown"):
        remove_handlers(settings.config, event, bibtex)
    return bibliography


def register_files(setup: Setup, files: Files) -> RegisteredFiles:
    """Take out what may not be published, and add what comes of the pages, so that pages can link to it."""
    settings, config, docs = setup.settings, setup.settings.config, Path(setup.settings.config.docs_dir)
    for file in [each for each in files if is_unused(each.src_uri) and Path(each.src_dir or "") != docs]:
        files.remove(file)
    compose_names(files, docs)
    sources = source_files(files, docs, config)
    problems, refused = check_source_files(sources, docs, settings.root, settings.path)
    for file in [each for each in files if each.abs_src_path in refused]:
        files.remove(file)
    withheld = hold_back(files, docs, settings.root, settings.path, shown=settings.shows_drafts)
    held_back = withheld.pages
    problems += [each.reminder for each in held_back.values() if each.reminder]
    problems += check_words(settings.language, settings.path)
    problems += [*check_redirects_of(settings, files, held_back), *_unused_settings(settings)]
    register_assets(config, files, [kind.style for kind in setup.kinds.values()],
                    setup.data.site.colours.css)
    files.append(File.generated(config, setup.sheet[0], content=setup.sheet[1]))
    register_icons(config, files, setup.mark, settings.cache_dir / "icons")
    articles = [file for file in files.documentation_pages() if is_article(file.src_uri)]
    beside = {file.url: files_beside(file.url, setup.data.site) for file in articles}
    placeholders = frozenset(EXPORTS_OF_SITE).union(*beside.values())
    problems += check_addresses((each for each in sources if each.path not in refused), placeholders, settings.path)
    checked = check_navigation_of(settings, files, placeholders, held_back)
    problems += checked.problems
    for uri in sorted(placeholders):
        files.append(File.generated(config, uri, content=""))
    return RegisteredFiles(files, beside, placeholders, problems, withheld, checked.misleading)


def _unused_settings(settings: Settings) -> list[Problem]:
    return unused_settings(settings.file.settings, settings.file.text, settings.path(settings.config.config_file_path))

"""The package's CSS, JS and templates, as MkDocs finds them.

A feature's files lie beside its Python, the theme's own in ``theme/``. A site overrides a template by a file of the
same path in its ``overrides/``, and a published file by one of the same address there or in its ``docs/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme

PACKAGE = Path(__file__).parent.parent
TEMPLATE_FOLDERS = (PACKAGE / "theme", PACKAGE)

BLOCKS_CSS = "assets/blocks.css"
# The parts of each published file in the package, in order; an empty line between two.
ASSETS: dict[str, tuple[str, ...]] = {
    "assets/site.css": (
        "theme/css/10-tokens.css",
        "theme/css/15-ground.css",
        "theme/css/20-help-line.css",
        "theme/css/25-header.css",
        "theme/css/30-page.css",
        "theme/css/35-text.css",
        "theme/css/40-heads.css",
        "theme/css/45-article-source.css",
        "theme/css/50-contents-inline.css",
        "theme/css/55-article-end.css",
        "theme/css/60-home.css",
        "theme/css/65-listings.css",
        "build/problem_panel/panel.css",
        "theme/css/80-footer.css",
        "theme/css/85-motion-and-code.css",
        "content/table_alignment.css",
    ),
    BLOCKS_CSS: ("citations/citations.css",),  # after the CSS of each kind of block
    "assets/article-end.css": (
        "outputs/cite_this_page/cite.css",
        "theme/css/article-end-lists.css",
        "content/glossary.css",
        "content/help_lines.css",
        "theme/css/article-end-print.css",
    ),
    "assets/evidence.css": (
        "citations/evidence_line.css",
        "site/notices.css",
        "citations/evidence_switch.css",
        "site/filters.css",
        "site/evidence_chart/chart.css",
        "theme/css/evidence-print.css",
    ),
    "assets/print.css": ("theme/css/print.css",),
    "assets/references.css": ("citations/popover.css",),
    "assets/search.css": ("outputs/search/search.css",),
    "assets/cite.js": ("outputs/cite_this_page/cite.js",),
    "assets/contents.js": ("theme/js/contents.js",),
    "assets/evidence.js": ("citations/evidence_switch.js",),
    "assets/filters.js": ("site/filters.js",),
    "assets/print.js": ("theme/js/print.js",),
    "assets/redirect.js": ("outputs/redirect.js",),
    "assets/references.js": ("citations/popover.js",),
    "assets/scheme.js": ("theme/js/scheme.js",),
    "assets/search.js": ("outputs/search/search.js",),
}


def add_template_folders(theme: Theme) -> None:
    """Let templates be found in the package, after the site's own and before those of Material."""
    after_own = 1 if theme.custom_dir else 0
    theme.dirs[after_own:after_own] = map(str, TEMPLATE_FOLDERS)


def autoescapes(theme: Theme) -> Callable[[str | None], bool]:
    """Return whether Jinja escapes what a template prints: in the site's and the package's, not in Material's."""
    folders = [Path(folder) for folder in (theme.custom_dir, *TEMPLATE_FOLDERS) if folder]
    return lambda name: name is not None and any((folder / name).is_file() for folder in folders)


def register_assets(config: MkDocsConfig, files: Files, kind_styles: Iterable[str]) -> None:
    """Publish the assets, and nothing else of the package.

    MkDocs would publish every file beside a template. ``kind_styles`` is the CSS of each kind of block.
    """
    ours = set(map(str, TEMPLATE_FOLDERS))
    for file in [file for file in files if file.src_dir in ours]:
        files.remove(file)
    for name in ASSETS:
        if files.get_file_from_path(name) is None:
            files.append(_asset(config, name, kind_styles if name == BLOCKS_CSS else ()))


def _asset(config: MkDocsConfig, name: str, before: Iterable[str]) -> File:
    parts = [PACKAGE / part for part in ASSETS[name]]
    if len(parts) == 1 and not before:
        return File.generated(config, name, abs_src_path=str(parts[0]))
    texts = [part.read_text(encoding="utf-8") for part in parts]
    return File.generated(config, name, content="\n".join([*before, *texts]))

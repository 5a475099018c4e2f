"""The package's CSS, JS and templates, as MkDocs finds them.

A feature's files lie beside its Python, the theme's own in ``theme/``. A site overrides a template by a file of the
same path in its ``overrides/``, and a published file by one of the same address there or in its ``docs/``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme

from proofdesk.common.language.styles import in_words
from proofdesk.outputs.assets import ASSETS, BLOCKS_CSS, SITE_CSS
from proofdesk.outputs.icons.pictures import icon_files
from proofdesk.outputs.icons.site_mark import LETTER_MARK, SiteMark
from proofdesk.outputs.social_cards import PAPER

PACKAGE = Path(__file__).parent.parent
TEMPLATE_FOLDERS = (PACKAGE / "theme", PACKAGE)
_COMMENT_LINES = re.compile(
    r"^[ \t]*/\*(?!!)(?:(?!\*/|@(?:license|preserve)\b).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


def add_template_folders(theme: Theme) -> None:
    """Let templates be found in the package, after the site's own and before those of Material."""
    after_own = 1 if theme.custom_dir else 0
    theme.dirs[after_own:after_own] = map(str, TEMPLATE_FOLDERS)


def autoescapes(theme: Theme) -> Callable[[str | None], bool]:
    """Return whether Jinja escapes what a template prints: in the site's and the package's, not in Material's."""
    folders = [Path(folder) for folder in (theme.custom_dir, *TEMPLATE_FOLDERS) if folder]

    @cache  # asked again for each template that is included
    def is_ours(name: str | None) -> bool:
        return name is not None and any((folder / name).is_file() for folder in folders)

    return is_ours


def register_assets(
    config: MkDocsConfig, files: Files, kind_styles: Iterable[str], colours: str = "",
) -> None:
    """Publish the assets, and nothing else of the package.

    MkDocs would publish every file beside a template. ``kind_styles`` is the CSS of each kind of block,
    ``colours`` that of the site's own colours.
    """
    ours = set(map(str, TEMPLATE_FOLDERS))
    for file in [file for file in files if file.src_dir in ours]:
        files.remove(file)
    for name in ASSETS:
        if files.get_file_from_path(name) is None:
            files.append(_asset(config, name, kind_styles if name == BLOCKS_CSS else (),
                                colours if name == SITE_CSS else ""))


def register_icons(config: MkDocsConfig, files: Files, mark: SiteMark, cache: Path) -> None:
    """Publish the icons. A file of the same address in ``docs/`` takes the place of one."""
    drawn = icon_files(mark.mark, mark.picture, config.site_name, PAPER, cache)
    if not mark.is_own:
        drawn[LETTER_MARK] = mark.mark.svg().encode("utf-8")
        config.theme["favicon"] = LETTER_MARK
    for name, content in drawn.items():
        if files.get_file_from_path(name) is None:
            files.append(File.generated(config, name, content=content))


def _asset(config: MkDocsConfig, name: str, before: Iterable[str], after: str) -> File:
    parts = [PACKAGE / part for part in ASSETS[name]]
    texts = [*before, *(part.read_text(encoding="utf-8") for part in parts), *filter(None, [after])]
    whole = "\n".join(texts)
    return File.generated(config, name, content=published(in_words(whole) if name.endswith(".css") else whole))


def published(text: str) -> str:
    """Return CSS or JS without the comments that have lines of their own: a quarter of what a browser fetches of it.

    One that begins with ``/*!``, or has ``@license`` or ``@preserve``, stays, as licences ask. Our
    programs have no text of several lines, in which a comment would be none.
    """
    return _COMMENT_LINES.sub("", text)

"""Find out which program converts a page: MkDocs, ProperDocs, Zensical, or one that knows only Python-Markdown.

None of them is imported, so none has to be installed. Each leaves a processor of its own in the converter, and what
that says of the page is read with care: it is not promised to us.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown

# What MkDocs and ProperDocs register for links between pages, and Zensical for its own extensions.
_MKDOCS, _ZENSICAL = "relpath", "rendering_context"


@dataclass(frozen=True)
class Host:
    """A program, and what it says of the page that it converts. Plain Python-Markdown says nothing.

    ``root`` is the folder to which paths in the settings are relative, ``uri`` the page's path within ``docs``, ``log``
    the logger whose warnings ``--strict`` counts, ``language`` the code of the page's language. ``page`` and ``build``
    are the program's own objects.
    """

    root: Path
    log: str = "proofdesk"
    settings: Path | None = None
    docs: Path | None = None
    file: Path | None = None
    uri: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    plugins: frozenset[str] = frozenset()
    language: str = "en"
    page: object = None
    build: object = None

    def name(self, path: Path) -> str:
        """Return a path as problems print it: relative to the settings' folder, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def find_host(md: Markdown) -> Host:
    """Return the program that a converter belongs to, as far as it can be told once a conversion has begun."""
    if _MKDOCS in md.treeprocessors:
        return _mkdocs(md.treeprocessors[_MKDOCS])
    if _ZENSICAL in md.preprocessors:
        return _zensical(md.preprocessors[_ZENSICAL])
    return Host(Path.cwd())


def _mkdocs(links: Any) -> Host:
    """Return MkDocs, or ProperDocs, which goes on from it under its own name."""
    file, config = getattr(links, "file", None), getattr(links, "config", None)
    if file is None or config is None:
        return Host(Path.cwd())
    settings = _path(getattr(config, "config_file_path", None))
    docs = _path(config.get("docs_dir"))
    source = getattr(file, "abs_src_path", None)
    facts = getattr(getattr(file, "page", None), "meta", None)
    program = type(links).__module__.partition(".")[0]
    return Host(settings.parent if settings else Path.cwd(), f"{program}.proofdesk", settings, docs, _path(source),
                str(getattr(file, "src_uri", "")), facts if isinstance(facts, Mapping) else {},
                frozenset(config.get("plugins") or ()), _language(config.get("theme"), facts), file, config)


def _zensical(context: Any) -> Host:
    page, config = getattr(context, "page", None), getattr(context, "config", None)
    if page is None or not isinstance(config, Mapping):
        return Host(Path.cwd())
    root = _path(config.get("root_dir")) or Path.cwd()
    docs = root / str(config.get("docs_dir") or "docs")
    uri = str(getattr(page, "path", "")).replace(os.sep, "/")
    facts = getattr(page, "meta", None)
    names = ("zensical.toml", "mkdocs.yml", "mkdocs.yaml")
    settings = next((file for name in names if (file := root / name).is_file()), None)
    return Host(root, "proofdesk", settings, docs, docs / uri, uri, facts if isinstance(facts, Mapping) else {},
                language=_language(config.get("theme"), facts), page=page, build=config)


def _language(theme: Any, facts: Any) -> str:
    """Return the language of a page, which it states itself or has from its theme."""
    own = facts.get("lang") if isinstance(facts, Mapping) else None
    for name in ("language", "locale"):  # Material's, and that of the themes of MkDocs itself
        with suppress(KeyError, TypeError, AttributeError):
            own = own or theme[name]
    return str(own or "en").replace("_", "-")


def _path(value: Any) -> Path | None:
    return Path(os.path.abspath(value)) if value else None

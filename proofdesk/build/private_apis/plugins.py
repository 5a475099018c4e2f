"""Every use of what MkDocs' plugins do not promise to keep: mkdocs-redirects, mkdocs-rss-plugin and its GitPython.

Both are steered by their loaded settings. ``tests/build/test_mkdocs_private.py`` names what a new version takes away.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

# Without git GitPython refuses to load unless it is told to be quiet, and it calls git once, which refuses if a file of
# its settings cannot be read: neither this folder's nor a person's are then.
_NO_GIT = {"GIT_PYTHON_REFRESH": "quiet", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
           "GIT_DIR": os.devnull}


def load_gitpython() -> None:
    """Load GitPython, which mkdocs-rss-plugin imports, whatever git there is: a build asks it nothing."""
    stated = dict(os.environ)
    os.environ.update(_NO_GIT)
    try:
        with suppress(ImportError):  # a site without that plugin may do without it
            import git  # noqa: F401
    finally:
        for name in _NO_GIT:
            os.environ.pop(name)
        os.environ.update({name: stated[name] for name in _NO_GIT if name in stated})


def redirects_of(config: MkDocsConfig) -> dict[str, str]:
    """Return the redirects of mkdocs-redirects' settings, old file to new: the dictionary that the plugin reads."""
    plugin: Any = config.plugins.get("redirects")
    moves: dict[str, str] = plugin.config["redirect_maps"] if plugin else {}
    return moves


def configure_rss(config: MkDocsConfig, cache_dir: Path) -> None:
    """Switch mkdocs-rss-plugin off if the site has no address, and give it a folder for its own cache.

    Under ``mkdocs serve`` it keeps the pages of every build, and its feeds would list each once more after each.
    """
    rss: Any = config.plugins.get("rss")
    if rss:
        rss.pages_to_filter = []
        rss.config.enabled = bool(config.site_url)
        rss.config.cache_dir = str(cache_dir)


def escape_feeds(config: MkDocsConfig) -> None:
    """Escape what mkdocs-rss-plugin writes into its RSS as it is. ``Markup`` is not escaped twice."""
    rss: Any = config.plugins.get("rss")
    if rss and rss.config.enabled:
        for feed in (rss.feed_created, rss.feed_updated):
            for name in ("title", "html_url", "rss_url"):
                setattr(feed, name, escape(getattr(feed, name)))
        for page in rss.pages_to_filter:
            page.guid, page.title = escape(page.guid), escape(page.title)


def feed_names(config: MkDocsConfig) -> dict[str, str]:
    """Return the feeds that mkdocs-rss-plugin will write, file by name of its setting; none without an address."""
    plugin: Any = config.plugins.get("rss")
    if not plugin:
        return {}
    rss = plugin.config
    kinds = {"rss": rss.rss_feed_enabled, "json": rss.json_feed_enabled}
    return {f"{kind}_{which}": str(rss.feeds_filenames[f"{kind}_{which}"])
            for kind, is_on in kinds.items() if rss.enabled and is_on for which in ("created", "updated")}


def feed_files(config: MkDocsConfig) -> set[str]:
    """Return the files that mkdocs-rss-plugin will write, from the site's root."""
    plugin: Any = config.plugins.get("rss")
    if not plugin:
        return set()
    rss = plugin.config
    return {*feed_names(config).values(), *(["rss.xsl"] if rss.enabled and rss.stylesheet == "auto" else [])}

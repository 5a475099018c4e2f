"""The plugin ``proofdesk``: in ``plugins:`` of ``mkdocs.yml`` it does what ``hooks: [hooks/events.py]`` does."""

from __future__ import annotations

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin

from proofdesk.build.entry import events


class NoSettings(Config):  # type: ignore[no-untyped-call]
    """Settings of the plugin: there are none."""


class ProofdeskPlugin(BasePlugin[NoSettings]):  # type: ignore[no-untyped-call]
    """MkDocs' events, each passed on by the very function that the hook has.

    It has no settings: all are in ``site.yml``, and in ``extra`` of ``mkdocs.yml``.
    """

    def __init__(self) -> None:
        for name in events.__all__:
            setattr(self, name, getattr(events, name))

"""A build's phases in order, one method for each of MkDocs' events.

    configure -> register_files -> Conversion (each page) -> Rendering (all pages) -> write, publish

A phase takes what the one before it returned. ``Run`` holds the phase that the build is in, and nothing else.
"""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from proofdesk.blocks.extension import BlocksExtension
from proofdesk.blocks.installed import folders_of_kinds
from proofdesk.build import setup
from proofdesk.build.conversion import Conversion
from proofdesk.build.fill_caches import convert_part, prerender, render_part
from proofdesk.build.held_back import prune_navigation
from proofdesk.build.log import (
    WarningCounter,
    count_warnings,
    explain_failure,
    log,
    make_log_printable,
    remind,
    reminders,
)
from proofdesk.build.private_apis.mkdocs import forgive_first_build
from proofdesk.build.private_apis.plugins import escape_feeds
from proofdesk.build.rendering import Rendering, start_rendering
from proofdesk.build.serving.live_reload import check_port, serve_without_site, watch
from proofdesk.build.settings import Settings, project_root, settings_of, site_folder
from proofdesk.build.site_folder import publish
from proofdesk.build.unchanged import LastBuild
from proofdesk.build.write_outputs import check_finished, start_writing, write_outputs
from proofdesk.common.file_lock import FileLock, LockOwner, LockTimeout
from proofdesk.common.language import ENGLISH, speak
from proofdesk.common.packs.folder import prune_all
from proofdesk.common.packs.pack import this_hour
from proofdesk.common.parallel.parts import CONVERT, RENDER, part_of
from proofdesk.common.problems import printable
from proofdesk.common.transaction import recover
from proofdesk.content.editorial import LISTS

Phase = TypeVar("Phase")
# Seconds that a build waits for another one of the same site.
MAX_WAIT = float(os.environ.get("PROOFDESK_BUILD_WAIT", "600"))


class Run:
    """One build after another of one MkDocs process."""

    def __init__(self) -> None:
        self.phase: Any = None
        self._command, self._is_dirty = "", False  # a program that calls MkDocs' functions may name no command
        make_log_printable()  # before MkDocs logs what is wrong with its settings
        self._port_is_ours = False
        self._warnings = WarningCounter()
        self._lock: FileLock | None = None
        self._last_build: LastBuild | None = None  # of a build of the whole site
        self._root, self.site_dir = Path(), Path()
        self.started = 0  # in nanoseconds
        self._began = 0  # in hours, of each build
        self.watched: list[Path] = []
        self.failure = ""  # a sentence on the last build; empty if it succeeded
        self.checkpoint: Callable[[], None] = lambda: None  # under serve it ends a build whose turn has not come

    def start(self, command: str, dirty: bool) -> None:
        self._command, self._is_dirty, self.started = command, dirty, time.time_ns()
        if not os.environ.get("SOURCE_DATE_EPOCH", "unset"):  # CI systems set what they do not know to nothing
            del os.environ["SOURCE_DATE_EPOCH"]  # which MkDocs reads as a number
        if command == "serve":
            forgive_first_build(partial(serve_without_site, self))

    def configure(self, config: MkDocsConfig) -> MkDocsConfig:
        if _is_set_up(config):
            raise ConfigurationError("plugins: “proofdesk” does what “hooks/events.py” of `hooks` does already (take "
                                     "one of the two out)")
        if config.strict:
            count_warnings()
        self._warnings = WarningCounter()
        self._warnings.start()
        self.phase, self.failure = None, ""
        reminders.clear()
        self._root, self.site_dir = project_root(config), site_folder(config)
        recover(self._root)
        self._began = this_hour()
        if self._command == "serve" and not self._port_is_ours:
            check_port(config)
            self._port_is_ours = True  # the server takes it after the first build
        settings = settings_of(config, self._command)
        speak(settings.language)
        self.watched = [*settings.bibliography.watched, *folders_of_kinds(settings.root),
                        *(settings.root / name for name in LISTS)]
        if not (part_of(CONVERT) or part_of(RENDER)):  # which write nothing but the cache, where parts meet
            self._lock_site()
            publish.clean_staging(self.site_dir)
            if self._command == "build":  # what another one does with the site comes after its build
                self._spare_what_is_built(settings)
        self.phase = setup.configure(settings, self.checkpoint)
        return config

    def _lock_site(self) -> None:
        """Wait until no other build of this site runs. Raises ``Abort`` if that takes too long."""
        folder = self._root / ".cache"
        folder.mkdir(exist_ok=True)
        self._lock = self._lock or FileLock(folder / "build.lock")
        try:
            self._lock.acquire(MAX_WAIT, _say_waiting)
        except LockTimeout as error:
            raise Abort(f"Another build of this site has not ended in {MAX_WAIT:g} seconds{_in_brackets(error.owner)}. "
                        "The published site is unchanged. Wait until it ends, or end it, and build again.") from None

    def _spare_what_is_built(self, settings: Settings) -> None:
        """End the process with 0 if the published site is what this build would make of it."""
        self._last_build = LastBuild(settings)
        told = self._last_build.reminders()
        if told is None:
            return
        remind(told)
        log.info("Nothing has changed since this site was built, so it stays as it is.")
        self._warnings.stop()
        self._release()
        raise SystemExit(0)

    def register_files(self, files: Files) -> Files:
        self.phase = (self.phase, setup.register_files(self._current(setup.Setup), files))
        return files

    def start_conversion(self, nav: Navigation) -> Navigation:
        prepared, registered = self.phase
        if not prepared.settings.shows_drafts:
            prune_navigation(nav, registered.withheld.pages)
        self.phase = Conversion(prepared, registered, nav, self.checkpoint)
        if part := part_of(CONVERT):
            convert_part(self.conversion, part)
            self._end_early(prepared.settings.config)
        return nav

    def start_rendering(self, env: Any, files: Files) -> Any:
        rendering = self.phase = start_rendering(self.conversion, files, env)
        escape_feeds(rendering.settings.config)
        if part := part_of(RENDER):
            render_part(rendering, part)
            self._end_early(rendering.settings.config)
        prerender(rendering)
        # With --dirty MkDocs leaves pages out whose file is there already.
        start_writing(rendering, begins_anew=self._is_dirty)
        return env

    def _end_early(self, config: MkDocsConfig) -> NoReturn:
        """End the process before anything is written: with 1 if a strict build would not be published."""
        self._warnings.stop()
        prune_all()
        raise SystemExit(int(bool(config.strict and self._warnings.count)))

    @property
    def conversion(self) -> Conversion:
        return self._current(Conversion)

    @property
    def rendering(self) -> Rendering:
        return self._current(Rendering)

    def _current(self, phase: type[Phase]) -> Phase:
        if not isinstance(self.phase, phase):
            raise TypeError(f"MkDocs' events came out of order: {phase.__name__} is needed, not {self.phase!r}")
        return self.phase

    def finish(self, config: MkDocsConfig) -> None:
        """Write the files beside the pages, and publish unless the build was strict and something is wrong."""
        rendering = self.rendering
        settings = rendering.settings
        write_outputs(rendering)
        if not settings.serving:
            check_finished(rendering)
        self._warnings.stop()
        config.site_dir = str(settings.site_dir)
        if config.strict and self._warnings.count and not settings.serving:
            publish.set_aside(settings.staging_dir, settings.site_dir)
            log.info("The new site was not published; the published one is unchanged.")
        else:
            publish.publish(settings.site_dir)
            rendering.staging.note_published()
            if self._last_build and not self._warnings.count:
                self._last_build.store(reminders, rendering.staging.states)
        self._release(self._began)
        if not settings.serving:
            speak(ENGLISH)  # what the process does next is no page
            gc.freeze()  # the process ends here; without it Python walks a large site's pages three times more

    def _release(self, needed: int | None = None) -> None:
        prune_all(needed)  # after a build that failed, too: each may have stored what the next one reads
        if self._lock:
            self._lock.release()

    def abandon(self) -> None:
        """Set the unfinished site aside, with what the next one takes over, and let others build."""
        self._warnings.stop()
        if (unfinished := publish.staging_dir(self.site_dir)).is_dir():
            publish.set_aside(unfinished, self.site_dir)
        self._release()

    def fail(self, error: Exception) -> None:
        """Remove the unfinished site, and turn errors that no editor can read into a sentence."""
        publish.clean_staging(self.site_dir)  # the disk may be full
        self.abandon()
        speak(ENGLISH)
        self.phase = None  # under serve, the next edit builds the whole site
        self.failure = printable(explain_failure(error, self._root, self.site_dir))
        if not isinstance(error, MkDocsException):
            raise Abort(self.failure) from None

    def shut_down(self) -> None:
        """Leave nothing beside the folder of `mkdocs serve`, which MkDocs removes."""
        if self._command == "serve" and self.site_dir.name:
            shutil.rmtree(publish.renewable_dir(self.site_dir), ignore_errors=True)

    def serve(self, server: Any, config: MkDocsConfig, build_site: Callable[[], None]) -> Any:
        """Rebuild an edited page at once, and the rest of the site when the editor pauses."""
        watch(self, server, build_site, config)
        return server


def _is_set_up(config: MkDocsConfig) -> bool:
    """Return whether ``configure`` has completed these settings already."""
    extensions: list[Any] = config.markdown_extensions
    return any(isinstance(each, BlocksExtension) for each in extensions)


def _say_waiting(owner: LockOwner | None) -> None:
    log.info("Another build of this site is running%s; waiting for it, up to %g seconds.",
             _in_brackets(owner), MAX_WAIT)


def _in_brackets(owner: LockOwner | None) -> str:
    return f" ({owner})" if owner else ""

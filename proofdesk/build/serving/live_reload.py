"""Under ``mkdocs serve``: rebuild edited pages at once; the rest of the site follows when the editor pauses."""

from __future__ import annotations

import errno
import os
import re
import socket
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from proofdesk.build.conversion import broken_links_of
from proofdesk.build.held_back import find_held_back
from proofdesk.build.log import ConfigErrors, explain_failure, log, log_problems
from proofdesk.build.private_apis.mkdocs import (
    Requests,
    convert_page,
    refuse_impossible_paths,
    render_page,
    replace_builder,
    take_over_watching,
    wrap_live_reload,
    wrap_served_html,
)
from proofdesk.build.rendering import Rendering
from proofdesk.build.serving.system_events import Told, tell_of_changes
from proofdesk.build.serving.watcher import ChangeWatcher, GaveWay
from proofdesk.checks.finished.check import NOT_FOUND
from proofdesk.checks.page import check_page
from proofdesk.common.language import speak
from proofdesk.outputs.security_headers import allow_script
from proofdesk.site.config_file import read_config
from proofdesk.site.library import Library

POLL = 0.5  # seconds between two looks at all watched files, where the system tells of no change
SETTLING, MAX_SETTLING = 0.05, 20  # seconds without a change after which all are looked at, and how often at most
_NO_SITE = ('<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>The site could not be built</title>'
            "</head>\n<body></body>\n</html>\n")
_BODY = re.compile(rb"<body[^>]*>|\Z")


class PortTaken(ConfigurationError):
    """Another program has the port of `mkdocs serve`, so nothing can be served."""


def check_port(config: MkDocsConfig) -> None:
    """Raise ``PortTaken`` if another program has the port that `mkdocs serve` is to have."""
    host, port = config.dev_addr
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(
                    f"dev_addr: another program uses port {port} of this machine, perhaps another preview (end it, or "
                    f"choose another: desk serve -a {host}:{port + 1})") from None


class HasPhase(Protocol):
    """The build that MkDocs' events go to: its phase, what ended it, its folder, and what the settings name besides.

    ``started`` is when it first began, in nanoseconds.
    """

    phase: Any
    checkpoint: Callable[[], None]
    failure: str
    site_dir: Path
    started: int
    watched: list[Path]

    def abandon(self) -> None: ...


def watch(run: HasPhase, server: Any, build_site: Callable[[], None], config: MkDocsConfig) -> None:
    """Have the server rebuild pages one by one, and the rest of the site when the editor pauses."""
    requests = Requests(server)
    watcher = ChangeWatcher(
        partial(_rebuild_site, run, build_site, config), partial(rebuild_pages, run), requests, run.started)
    run.checkpoint = watcher.checkpoint
    replace_builder(server, lambda: build_or_explain(run, watcher.build, config))
    own = [*map(Path, config.theme.dirs[:1]), *run.watched]
    Thread(target=_await_changes, args=(server, own, watcher, requests), daemon=True).start()
    refuse_impossible_paths(server)
    wrap_live_reload(server, allow_script)
    wrap_served_html(server, lambda html: show_failure(html, run.failure))


def _await_changes(server: Any, own: list[Path], watcher: ChangeWatcher, requests: Requests) -> None:
    """Ask for a build when a file has changed: as soon as the system tells of it, or else at the next look.

    ``own`` are files and folders to watch besides those that the server was told of.
    """
    while not server.observer.is_alive():  # until then MkDocs and plugins add to what is watched
        time.sleep(POLL / 10)
    watched = [*take_over_watching(server), *own]
    watcher.watch(watched)
    told, tells = tell_of_changes(watched), False
    while server.observer.should_keep_running():
        if told.wait(POLL):
            tells = True
            _wait_for_the_last(told)
            requests.ask()  # the build looks for what it was
        # Beside a build each file that is looked at waits for Python's lock, up to 5 ms: a look takes seconds.
        elif not (tells and watcher.is_building) and watcher.is_behind():
            time.sleep(SETTLING)
            requests.ask()


def _wait_for_the_last(told: Told) -> None:
    """Wait until a file is written, or the system tells of no more: many programs empty a file before, or move it."""
    for _ in range(MAX_SETTLING):
        told.clear()
        if told.is_whole or not told.wait(SETTLING):
            return


def _rebuild_site(run: HasPhase, build_site: Callable[[], None], config: MkDocsConfig) -> bool:
    """Build the whole site; return False if that ended for an edit, with all as it was.

    Raises what ends a build, as a fault of the settings: not before, or it would be asked for again and again.
    """
    before = run.phase
    read_config(Path(config.config_file_path))  # MkDocs reads it without limits
    try:
        build_site()
    except GaveWay:
        run.abandon()
        run.phase = before
        if isinstance(before, Rendering):
            speak(before.settings.language)
        log.info("A page was edited; it comes first, and the rest of the site after it.")
        return False
    return True


def build_or_explain(run: HasPhase, build: Callable[[], bool], config: MkDocsConfig) -> bool:
    """Build, and say what went wrong; return False if there was nothing to do, and what was said last is still so.

    An error that reached MkDocs would leave browsers waiting for the next build.
    """
    said, run.failure, errors = run.failure, "", ConfigErrors()
    try:
        with errors:
            if build():
                return True
        run.failure = said
        return False
    except (Exception, SystemExit) as error:  # MkDocs' Abort is both
        run.phase = None
        if not run.failure:
            root = Path(config.config_file_path).parent
            run.failure = errors.first or explain_failure(error, root, Path(config.site_dir))
        log.error("%s", run.failure)
        log.error("The site could not be built; the last one is served, and your next edit builds it again.")
        return True


def serve_without_site(run: HasPhase, error: BaseException, config: MkDocsConfig) -> None:
    """Say why the first build failed, and give each address a page for the message. Raises what no edit can mend."""
    if isinstance(error, PortTaken):
        raise error
    run.phase = None
    if not run.failure:
        run.failure = explain_failure(error, Path(config.config_file_path).parent, run.site_dir)
    log.error("%s", run.failure)
    log.error("The site could not be built; every address shows this message until an edit mends it.")
    run.site_dir.mkdir(parents=True, exist_ok=True)
    for name in ("index.html", NOT_FOUND):
        (run.site_dir / name).write_text(_NO_SITE, encoding="utf-8")


def show_failure(html: bytes, failure: str) -> bytes:
    """Return a page with what ended the last build at its top."""
    if not failure:
        return html
    state = "" if html == _NO_SITE.encode() else " This is its last state."
    panel = ('<aside class="problems" lang="en" dir="ltr" role="alert"><p class="problems__title">'
             f"The site could not be built.{state}</p><p>{escape(failure)}</p></aside>").encode()
    return _BODY.sub(lambda body: body[0] + panel, html, count=1)


def rebuild_pages(run: HasPhase, changed: list[Path]) -> bool:
    """Rebuild the pages of these files in the site that is served. Returns False if other files changed too."""
    before = run.phase
    if not isinstance(before, Rendering):  # the last build failed before its pages were rendered
        return False
    conversion, settings, files = before.conversion, before.settings, before.files
    by_path = {file.abs_src_path: file for file in files.documentation_pages()}
    pages = [by_path[path].page for path in map(os.path.abspath, changed) if path in by_path]
    edited = [page for page in pages if page]
    if len(edited) < len(changed):
        return False
    start = time.monotonic()
    run.phase = conversion
    for page in edited:
        convert_page(page, settings.config, files)
    states = [conversion.pages[page.file.src_uri] for page in edited]
    own = [state.page for state in states if state.page]
    paths = {state.document.source.path for state in states}
    library = Library(conversion.collected(), before.data.references, before.data.site.vocabulary, before.library)
    held_back = find_held_back((page.file for page in edited), settings.path).values()
    found = [*(each.reminder for each in held_back if each.reminder),
             *(problem for page in own for problem in check_page(page, before.data)),
             *(problem for _, _, problem in broken_links_of(library, files, own, conversion))]
    log_problems(found)
    problems = [problem for problem in before.problems if problem.path not in paths] + found
    # An article leads to the lists as they are published; the rest of the site brings what is to be in them.
    lists = None if any(map(before.lists.holds, own)) else before.lists
    run.phase = Rendering(conversion, library, problems, files, before.env, lists=lists, alone=True)
    for page in edited:
        html = render_page(page, settings.config, files, conversion.nav, before.env)
        _replace(settings.site_dir / page.file.dest_uri, html)
    log.info("Built %s in %.2f seconds; the rest of the site follows.", ", ".join(sorted(paths)),
             time.monotonic() - start)
    return True


def _replace(file: Path, html: str) -> None:
    half = file.with_name(f"{file.name}.new")
    half.write_text(html, encoding="utf-8")
    half.replace(file)

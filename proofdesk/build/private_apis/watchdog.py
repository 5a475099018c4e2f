"""Every use of what watchdog does not promise to keep, with which `mkdocs serve` looks for changes.

- An emitter of the server's observer has ``queue_events``, which compares what it watches with what it was.

``tests/build/test_private_apis.py`` notices if a new version takes it away.
"""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Event
from typing import Any

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_CHANGES = [FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]  # and no reading


def tell_of_changes(server: Any) -> Event:
    """Return what is set when the system tells of a change in a watched folder; never, where it does not.

    MkDocs only looks now and then, as folders of a network or of a virtual machine tell nothing.
    """
    told, observer = Event(), Observer()
    handler = FileSystemEventHandler()
    handler.on_any_event = lambda event: told.set()  # type: ignore[method-assign]
    with suppress(OSError):  # the system's limit of watched folders
        for path in filter(os.path.isdir, server._watched_paths):  # not every system tells of single files
            observer.schedule(handler, path, recursive=True, event_filter=_CHANGES)
        observer.daemon = True
        observer.start()
    return told


def look_now(server: Any) -> None:
    """Have `mkdocs serve` look for changes before it would."""
    for emitter in server.observer.emitters:
        emitter.queue_events(0)

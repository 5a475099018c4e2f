"""The system's word that a watched file has changed, by watchdog: MkDocs itself only looks now and then."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_CHANGES = [FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]  # and no reading


class Told(Event):
    """Set when the system tells of a change. ``is_whole`` is whether the last was that a file has been written."""

    is_whole = False

    def note(self, event: FileSystemEvent) -> None:
        self.is_whole = False
        if isinstance(event, FileClosedEvent):
            with suppress(OSError):  # it is gone again
                self.is_whole = os.path.getsize(event.src_path) > 0
        self.set()


def tell_of_changes(watched: Iterable[Path]) -> Told:
    """Return what is set when the system tells of a change in one of these folders; never, where it does not.

    Folders of a network or of a virtual machine tell nothing.
    """
    told, observer = Told(), Observer()
    handler = FileSystemEventHandler()
    handler.on_any_event = told.note  # type: ignore[method-assign]
    with suppress(OSError):  # the system's limit of watched folders
        for path in filter(os.path.isdir, watched):  # not every system tells of single files
            observer.schedule(handler, os.fspath(path), recursive=True, event_filter=_CHANGES)
        observer.daemon = True
        observer.start()
    return told

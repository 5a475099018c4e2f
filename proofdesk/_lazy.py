"""Public names of a room, imported when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def public(names: Mapping[str, Sequence[str]]) -> tuple[Callable[[str], Any], list[str]]:
    """Return a room's ``__getattr__`` (PEP 562) and ``__all__``.

    ``names`` lists the public names by the module that defines them. So ``from proofdesk.room import Name`` works,
    and importing one module of a room loads none of the others.
    """
    home = {name: module for module, listed in names.items() for name in listed}

    def get(name: str) -> Any:
        if name not in home:
            raise AttributeError(name)
        return getattr(import_module(home[name]), name)

    return get, sorted(home)

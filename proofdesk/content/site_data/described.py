"""Describe the facts of ``site.yml`` for the editors' guide, from the models that check them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from proofdesk.common.yaml_files.lists import model_in
from proofdesk.common.yaml_files.reading import written_name
from proofdesk.content.site_data.model import SiteData


class DescribedFact(NamedTuple):
    """A fact by its name, with what it is and what holds where a site does not state it, in Markdown."""

    name: str
    description: str
    default: str


def described_facts(kind: type[BaseModel] = SiteData, within: str = "") -> Iterator[DescribedFact]:
    """Yield every fact, each followed by the facts that it holds."""
    for name, field in kind.model_fields.items():
        path = f"{within}{written_name(name, field)}"
        yield DescribedFact(path, (field.description or "").replace("|", "\\|"), _default(field))
        inner = model_in(field.annotation)
        if inner:
            yield from described_facts(inner, f"{path}{_between(field.annotation)}.")


def _between(kind: Any) -> str:
    """Return the sign for the names that editors choose, or for each item of a list; empty for a single value."""
    origin = getattr(kind, "__origin__", None)
    return ".…" if origin is dict else "[]" if origin in (list, tuple) else ""


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True) if not field.is_required() else ""
    if field.is_required():
        return "it must be there"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"`{value}`"
    return "nothing"

"""Draw what every block that makes a claim says of it, in the same words and at the same place of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_TEMPLATE = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True).get_template("labels.html")


def draw_labels(fields: Mapping[str, Any]) -> Markup:
    """Return the labels of a block with these fields: its certainty, and the line that its citations fill."""
    return Markup(_TEMPLATE.render(fields))

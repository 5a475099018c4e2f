"""Draw what every block that makes a claim says of it, in the same words and at the same place of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from proofdesk.common.language.templates import give_words
from proofdesk.content.record.loading import OwnTemplates


def templates_of(folder: Path) -> Environment:
    """Return the templates of a folder, which speak the language of the page."""
    made: Environment = give_words(Environment(
        loader=OwnTemplates(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True))
    return made


_TEMPLATE = templates_of(Path(__file__).parent).get_template("labels.html")


def draw_labels(fields: Mapping[str, Any]) -> Markup:
    """Return the labels of a block with these fields: its certainty, and the line that its citations fill."""
    return Markup(_TEMPLATE.render(fields))

"""The colours that a site states in place of the program's, for the light scheme and the dark one.

Text in the accent, and text on it, must be readable: a contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import COLOUR

MIN_CONTRAST = 4.5


def _small(colour: str) -> str:
    return colour.lower() if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:].lower())


Colour = Annotated[str, Field(pattern=COLOUR.pattern), AfterValidator(_small)]


class SchemeColours(Written):
    """The colours of one scheme, each as #rrggbb; what is left out is the program's."""

    accent: Colour | None = Field(default=None, description="Of links and of what can be chosen, as `#0d5b62`.")
    accent_strong: Colour | None = Field(
        default=None, alias="accent-strong", description="Of a link below the pointer; as the accent if left out.")
    accent_ground: Colour | None = Field(
        default=None, alias="accent-ground", description="The ground of what is chosen, behind text and accent.")
    paper: Colour | None = Field(default=None, description="The ground of pages.")
    ink: Colour | None = Field(default=None, description="Of text.")
    wall: Colour | None = Field(default=None, description="Of the ground at the foot of pages, behind white text.")
    light: Colour | None = Field(default=None, description="Of the mark's own light.")


# What the style sheet has where a site states nothing (theme/css/10-tokens.css).
LIGHT = {"paper": "#fbfaf6", "ink": "#17212b", "ink-soft": "#46525d", "accent": "#0d5b62", "accent-strong": "#083f45",
         "accent-ground": "#e2eeed", "wall": "#0b444b", "wall-ink": "#ffffff", "light": "#f3d68d"}
DARK = {"paper": "#11181d", "ink": "#e7eaea", "ink-soft": "#adb8bc", "accent": "#86d3d9", "accent-strong": "#b4e6ea",
        "accent-ground": "#18323a", "wall": "#0a2c33", "wall-ink": "#eef3f2", "light": "#efcf87"}
# Which colour of text stands on which ground.
_PAIRS = (("accent", "paper"), ("accent-strong", "paper"), ("ink", "paper"), ("ink-soft", "paper"),
          ("ink", "accent-ground"), ("accent", "accent-ground"), ("wall-ink", "wall"))


class Colours(Written):
    """The site's colours in both schemes."""

    light: SchemeColours = Field(default=SchemeColours(), description="By day: `{accent: \"#0d5b62\"}`, and so on.")
    dark: SchemeColours = Field(default=SchemeColours(), description="By night, likewise.")

    @field_validator("light", "dark")
    @classmethod
    def _readable(cls, scheme: SchemeColours, info: ValidationInfo) -> SchemeColours:
        if faults := _unreadable(scheme, LIGHT if info.field_name == "light" else DARK):
            raise ValueError("; ".join(faults))
        return scheme

    @property
    def css(self) -> str:
        """Return the rules that set the stated colours; empty if there are none."""
        rules = [(':root,\n[data-md-color-scheme="default"]', _stated(self.light)),
                 ('[data-md-color-scheme="slate"]', _stated(self.dark))]
        return "\n".join(_rule(selector, stated) for selector, stated in rules if stated)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _stated(scheme: SchemeColours) -> dict[str, str]:
    found: dict[str, str] = scheme.model_dump(by_alias=True, exclude_none=True)
    if "accent" in found:
        found.setdefault("accent-strong", found["accent"])
    if "wall" in found:
        found["sill"] = found["wall"]
    return found


def _unreadable(scheme: SchemeColours, usual: dict[str, str]) -> list[str]:
    stated: dict[str, str] = scheme.model_dump(by_alias=True, exclude_none=True)
    all_of = {**usual, **_stated(scheme)}
    return [f"{text} {all_of[text]} on {ground} {all_of[ground]} has a contrast of "
            f"{contrast(all_of[text], all_of[ground]):.1f} to 1, and readers need {MIN_CONTRAST} to 1"
            for text, ground in _PAIRS if not stated.keys().isdisjoint((text, ground))
            and contrast(all_of[text], all_of[ground]) < MIN_CONTRAST]


def _rule(selector: str, stated: dict[str, str]) -> str:
    return f"{selector} {{\n" + "".join(f"  --{name}: {value};\n" for name, value in stated.items()) + "}\n"

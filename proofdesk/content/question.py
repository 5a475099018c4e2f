"""The type of a question that a reader asks a doctor, wherever editors write one."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field


def _ends(text: str) -> str:
    if not text.endswith("?"):
        raise ValueError(f"“{text}” does not end with a question mark")
    return text


Question = Annotated[str, Field(min_length=5, max_length=160), AfterValidator(_ends)]

"""Base class of published vocabularies."""

from __future__ import annotations

from enum import Enum


class LabelledEnum(str, Enum):  # noqa: UP042  (StrEnum would take the label for an encoding)
    """A vocabulary: what editors write, what readers see, what it means.

    A member is written ``NAME = "value", "Label", "meaning"``.
    """

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str = "") -> LabelledEnum:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word

    def __str__(self) -> str:
        return str(self.value)

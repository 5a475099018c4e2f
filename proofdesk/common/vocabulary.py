"""Base classes of vocabularies: one that the program has, and one that a site states."""

from __future__ import annotations

from enum import Enum

from proofdesk.common.language import pgettext


class LabelledEnum(str, Enum):  # noqa: UP042  (StrEnum would take the label for an encoding)
    """A vocabulary: what editors write, what readers see, what it means.

    A member is written ``NAME = "value", "Label", "meaning"``. What readers see is in the language that is spoken; the
    name of the class is the context of its words in a catalogue. ``english`` is the label for editors' messages.
    """

    english: str
    _meaning: str
    _own: tuple[str, str]  # what a site calls it, and says of it, instead; empty if it states nothing

    def __new__(cls, value: str, label: str, meaning: str = "") -> LabelledEnum:
        word = str.__new__(cls, value)
        word._value_ = value
        word.english = label
        word._meaning = meaning
        word._own = "", ""
        return word

    def rename(self, label: str, meaning: str) -> None:
        """Let readers see a site's own words, as they are written, in place of those that are not empty."""
        self._own = label, meaning

    @property
    def label(self) -> str:
        return self._own[0] or pgettext(type(self).__name__, self.english)

    @property
    def meaning(self) -> str:
        return self._own[1] or (pgettext(type(self).__name__, self._meaning) if self._meaning else "")

    def __str__(self) -> str:
        return str(self.value)


class LabelledWord(str):
    """A word of a vocabulary that a site states itself: what editors write, what readers see, what it means.

    It equals the plain word. Its ``repr`` has all that is known of it, because caches are keyed by that.
    """

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str = "") -> LabelledWord:
        word = super().__new__(cls, value)
        word.label, word.meaning = label, meaning
        return word

    @property
    def english(self) -> str:
        """Return the label, as messages name it."""
        return self.label

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, (str(self), *vars(self).values())))})"

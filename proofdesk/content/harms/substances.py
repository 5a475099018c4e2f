"""What a site lists harms of, such as weedkillers: by which names readers know it, and how a text speaks of it.

A site lists them in ``site.yml``. Without a list, whatever ``harms.yml`` names is one, and its name is its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from proofdesk.common.text import did_you_mean, folded
from proofdesk.common.vocabulary import LabelledWord
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import WORDS
from proofdesk.content.topics import SLUG, WordPattern

_Words = tuple[Annotated[str, Field(min_length=2, max_length=60, pattern=WORDS.pattern)], ...]


class StatedSubstance(Written):
    """One substance as ``site.yml`` states it. One that is also a topic of the site has the topic's name."""

    label: str | None = Field(default=None, min_length=1, max_length=60,
                              description="What readers see; its name if it is left out.")
    names: _Words = Field(default=(), description="Its everyday names, which stand below the label.")
    words: _Words = Field(
        default=(), description="The words by which a text speaks of it; its label if none are stated. A word in small "
        "letters is found in any letters, one with a capital as it stands; `*` stands for any ending.")
    family: str | None = Field(
        default=None, description="The substance of this list whose harms are its own too, as of `organophosphates`.")


def _labelled(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else {} if value is None else value


Stated = Annotated[StatedSubstance, BeforeValidator(_labelled)]


class Substance(LabelledWord):
    """A substance in the order of the table; ``meaning`` holds its everyday names."""


@dataclass(frozen=True)
class Substances:
    """What a site lists harms of, in its order; ``stated`` is empty if whatever the harms name is one."""

    stated: tuple[tuple[str, StatedSubstance], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Substance]:
        return {name: Substance(name, each.label or _as_label(name), ", ".join(each.names))
                for name, each in self.stated}

    def find(self, name: str) -> Substance:
        """Return a substance by its name. Raises ValueError if the site has none of that name."""
        if found := self.by_name.get(name):
            return found
        if self.stated:
            raise ValueError(f"“{name}” is not one of `substances` in site.yml; {did_you_mean(name, self.by_name)}")
        if not re.match(SLUG, name):
            raise ValueError(f"“{name}” cannot be a name in addresses: write it in small letters, digits and hyphens")
        return Substance(name, _as_label(name))

    def with_named(self, names: Iterable[str]) -> Substances:
        """Return these, or if the site lists none, the substances that its harms name."""
        return self if self.stated else Substances(
            tuple((str(name), StatedSubstance()) for name in dict.fromkeys(names)))

    def spoken_of(self, text: str, topics: list[str]) -> list[Substance]:
        """Return those of which a text speaks, by one mention of any of their words, and those among its topics."""
        plain = folded(text)
        found = {name for name, words in self._patterns.items()
                 if name in topics or (words.may_be_in(plain) and words.is_in(text, plain))}
        found |= {each.family for name, each in self.stated if name in found and each.family}
        return [substance for name, substance in self.by_name.items() if name in found]

    @cached_property
    def _patterns(self) -> dict[str, WordPattern]:
        found = {name: each.words or (each.label or _as_label(name),) for name, each in self.stated}
        return {name: WordPattern(filter(str.islower, words), (word for word in words if not word.islower()))
                for name, words in found.items()}


def substances_from(stated: Mapping[str, StatedSubstance]) -> Substances:
    """Return what ``site.yml`` lists."""
    return Substances(tuple(stated.items()))


def known_substances(info: ValidationInfo) -> Substances:
    """Return the substances by which a model is validated: those of the site, or else any."""
    return info.context if isinstance(info.context, Substances) else Substances()


def _as_label(name: str) -> str:
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]

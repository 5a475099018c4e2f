"""The site's topics, of which every article has one or more, and which of them a part of a page is about.

A block may state its topics. Otherwise they come from its own words and from the titles of the works that it cites,
never from its article: an article on compost and frost answers questions that are about neither.

A site lists its topics in ``site.yml``. Without a list its vocabulary is open: any word may be a topic, and is its own
label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from proofdesk.common.text import did_you_mean, folded
from proofdesk.common.yaml_files.value_faults import NAME, WORDS

SLUG = NAME.pattern  # a name in addresses
_ABOUT = 2  # mentions in a text that is about a topic


class Topic(BaseModel):
    """One topic as ``site.yml`` states it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    label: str | None = Field(default=None, min_length=1, max_length=60,
                              description="What readers see; its name if it is left out.")
    words: tuple[Annotated[str, Field(min_length=2, max_length=60, pattern=WORDS.pattern)], ...] = Field(
        default=(),
        description="Other words that speak of it, in any letters; `*` stands for any ending, as in `rot*`.")
    note: str | None = Field(default=None, min_length=1, description="For editors: what belongs to it.")


def _labelled(value: Any) -> Any:
    """Return a label alone, or nothing, as the topic that it stands for."""
    return {"label": value} if isinstance(value, str) else {} if value is None else value


StatedTopic = Annotated[Topic, BeforeValidator(_labelled)]


@dataclass(frozen=True)
class WordPattern:
    """A pattern for any of some words, and the letters that a text must have for it to be worth trying."""

    pattern: re.Pattern[str]
    stems: tuple[str, ...]

    def may_be_in(self, plain: str) -> bool:
        """Return whether the pattern may match a text, which is given as ``folded`` returns it."""
        return any(stem in plain for stem in self.stems)


def stems_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the longest part of each word that a text must have, whatever ending its ``*`` stands for."""
    return tuple(max(folded(word).split("*"), key=len) for word in words)


@dataclass(frozen=True)
class Topics:
    """The topics of a site in the order of its list; ``stated`` is empty if any word may be one."""

    stated: tuple[tuple[str, Topic], ...] = ()

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the label of each listed topic."""
        return {name: topic.label or _as_label(name) for name, topic in self.stated}

    def label(self, topic: str) -> str:
        return self.labels.get(topic) or _as_label(topic)

    def fault(self, topic: str) -> str:
        """Return why a word is no topic of the site; empty if it is one."""
        if topic in self.labels or (not self.stated and re.match(SLUG, topic)):
            return ""
        return f"“{topic}” is not a topic of the site" if self.stated else f"“{topic}” cannot be a topic"

    def remedy(self, topic: str) -> str:
        """Return what to write in place of a word that is none."""
        return did_you_mean(topic, self.labels) if self.stated else "write it in small letters, digits and hyphens"

    def among(self, topics: Iterable[str]) -> list[str]:
        """Return those that are topics of the site, each once, in the order of the list, else by their labels."""
        found = {topic for topic in topics if not self.fault(topic)}
        return [each for each in self.labels if each in found] if self.stated else sorted(found, key=self.label)

    def labels_of(self, topics: Iterable[str]) -> dict[str, str]:
        """Return the labels of the topics among these, in order."""
        return {topic: self.label(topic) for topic in self.among(topics)}

    def of(self, title: str, text: str, cited_titles: Iterable[str] = ()) -> list[str]:
        """Return the listed topics that a part of a page is about, in order.

        A word in its title tells the topic, and so do two mentions in its text; the title of a work that it cites
        counts as one of them.
        """
        works = list(cited_titles)
        plain = folded("\n".join((title, text, *works)))
        return [topic for topic, words in self._patterns.items()
                if words.may_be_in(plain) and _is_about(words.pattern, title, text, works)]

    def named(self, text: str) -> list[str]:
        """Return the listed topics whose label stands in a text."""
        return [topic for topic, label in self.labels.items() if re.search(rf"\b{re.escape(label)}\b", text, re.I)]

    @property
    def described(self) -> str:
        """Return what to write as a topic, for messages and the editors' guide."""
        listed = ": " + ", ".join(self.labels) if self.stated else ", each in small letters, digits and hyphens"
        return f"What it is about{listed}."

    @cached_property
    def _patterns(self) -> dict[str, WordPattern]:
        return {name: _pattern((self.labels[name], *topic.words)) for name, topic in self.stated}


def topics_from(stated: Mapping[str, Topic]) -> Topics:
    """Return the vocabulary that ``site.yml`` lists."""
    return Topics(tuple(stated.items()))


def known_topics(info: ValidationInfo) -> Topics:
    """Return the vocabulary by which a model is validated: that of the site, or else an open one."""
    return info.context if isinstance(info.context, Topics) else Topics()


def _as_label(topic: str) -> str:
    words = topic.replace("-", " ")
    return words[:1].upper() + words[1:]


def _pattern(words: tuple[str, ...]) -> WordPattern:
    each = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return WordPattern(re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?!\w)", re.I), stems_of(words))


def split_topics(stated: str) -> list[str]:
    """Return the topics of an option’s value, which are separated by commas."""
    return [topic for topic in map(str.strip, stated.split(",")) if topic]


def _is_about(words: re.Pattern[str], title: str, text: str, works: list[str]) -> bool:
    mentions = len(words.findall(text))
    return bool(words.search(title)) or (
        mentions > 0 and mentions + any(map(words.search, works)) >= _ABOUT)

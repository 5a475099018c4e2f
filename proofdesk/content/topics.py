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

from pydantic import BeforeValidator, Field, ValidationInfo

from proofdesk.common.text import did_you_mean, folded
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import NAME, WORDS

SLUG = NAME.pattern  # a name in addresses
_ABOUT = 2  # mentions in a text that is about a topic


class Topic(Written):
    """One topic as ``site.yml`` states it."""

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


class WordPattern:
    """Finds some words in a text, in any letters, and ``exact`` ones as they stand; ``*`` stands for any ending.

    ``plain`` is always the text as ``folded`` returns it. Letters that are small already need no pattern that ignores
    case, which is tried at each letter of a text; one that does not goes from one first letter to the next.
    """

    def __init__(self, words: Iterable[str], exact: Iterable[str] = ()) -> None:
        words, exact = [*words], [*exact]
        self._stems = [max(folded(word).split("*"), key=len) for word in (*words, *exact)]
        self._any_case, self._exact = _pattern(words, re.I), _pattern(exact)
        small = [*map(folded, words)]
        self._small = _pattern(small) if [*map(len, small)] == [*map(len, words)] else None

    def may_be_in(self, plain: str) -> bool:
        """Return whether a text has what one of the words must have, whatever its ending."""
        return any(stem in plain for stem in self._stems)

    def found(self, text: str, plain: str) -> list[str]:
        """Return every mention in a text of the words that may stand in any letters."""
        if not self._small or len(plain) != len(text):  # it has an “ß”, which is no “ss” here
            return self._any_case.findall(text)
        return self._small.findall(plain)

    def is_in(self, text: str, plain: str) -> bool:
        """Return whether a text has any of the words."""
        in_any = self._small if self._small and len(plain) == len(text) else None
        return bool((in_any.search(plain) if in_any else self._any_case.search(text)) or self._exact.search(text))


def _pattern(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    found = "|".join(_begun(re.escape(word[:1])) + re.escape(word[1:]).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?:{found})(?!\w)" if found else "(?!)", flags)


def _begun(first: str) -> str:
    """Return a pattern for the first sign of a word, which nothing of a word stands before."""
    return r"(?<![\w-])\w*" if first == r"\*" else rf"{first}(?<![\w-]{first})"


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
        said, *works = [(each, folded(each)) for each in (text, *cited_titles)]
        titled = title, folded(title)
        plain = "\n".join(each for _, each in (titled, said, *works))
        return [topic for topic, words in self._patterns.items()
                if words.may_be_in(plain) and _is_about(words, titled, said, works)]

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
        return {name: WordPattern((self.labels[name], *topic.words)) for name, topic in self.stated}


def topics_from(stated: Mapping[str, Topic]) -> Topics:
    """Return the vocabulary that ``site.yml`` lists."""
    return Topics(tuple(stated.items()))


def known_topics(info: ValidationInfo) -> Topics:
    """Return the vocabulary by which a model is validated: that of the site, or else an open one."""
    return info.context if isinstance(info.context, Topics) else Topics()


def _as_label(topic: str) -> str:
    words = topic.replace("-", " ")
    return words[:1].upper() + words[1:]


def split_topics(stated: str) -> list[str]:
    """Return the topics of an option’s value, which are separated by commas."""
    return [topic for topic in map(str.strip, stated.split(",")) if topic]


def _is_about(words: WordPattern, title: tuple[str, str], text: tuple[str, str], works: list[tuple[str, str]]) -> bool:
    if words.is_in(*title):
        return True
    mentions = len(words.found(*text))
    return mentions > 0 and (mentions >= _ABOUT or mentions + any(words.is_in(*each) for each in works) >= _ABOUT)

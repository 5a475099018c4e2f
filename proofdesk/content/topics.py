"""The site's topics, of which every article has one or more, and which of them a part of a page is about.

A block may state its topics. Otherwise they come from its own words and from the titles of the works that it cites,
never from its article: an article on LSD and depression answers questions that are about neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TOPICS = {
    "neuroplasticity": "Neuroplasticity",
    "psilocybin": "Psilocybin",
    "ketamine": "Ketamine",
    "lsd": "LSD",
    "mdma": "MDMA",
    "depression": "Depression",
    "ptsd": "PTSD",
    "addiction": "Addiction",
    "therapy": "Therapy",
    "safety": "Safety",
    "law": "Law",
    "everyday-habits": "Everyday habits",
    "research-methods": "Research methods",
}

# The words that speak of each topic besides its label, small; “*” stands for any ending. Words that many topics share,
# such as “brain” or “trial”, would put everything under one.
_WORDS = {
    "neuroplasticity": ("plasticity", "plastic", "neurogenesis", "synap*", "dendrit*", "dendritic spine*", "bdnf",
                        "new nerve cells", "new neurons", "new connections", "rewire*", "rewiring"),
    "psilocybin": ("psilocin", "magic mushroom*", "“magic” mushroom*", "shrooms"),
    "ketamine": ("esketamine", "spravato"),
    "lsd": ("lysergic acid", "lysergide"),
    "mdma": ("ecstasy", "midomafetamine"),
    "depression": ("depressed", "depressive", "antidepressant*"),
    "ptsd": ("post-traumatic stress", "posttraumatic stress", "trauma", "traumatic"),
    "addiction": ("addict*", "alcohol", "drinkers", "drinking", "smoking", "tobacco", "opioid*", "dependence",
                  "substance use"),
    "therapy": ("psychotherap*", "therapist*", "therapies", "therapeutic", "cognitive therapy", "coaching",
                "integration", "counselling"),
    "safety": ("safe", "safer", "unsafe", "danger*", "harm", "harms", "harmful", "risk", "risks", "risky",
               "side effect*", "adverse", "overdose*", "poison*", "pregnan*", "emergency", "lithium",
               "mao inhibitor*", "psychosis", "mania"),
    "law": ("legal", "legally", "illegal", "lawful", "lawfully", "laws", "licence*", "licensed", "license*",
            "approved", "approval", "approve", "fda", "ema", "tga", "regulator*", "prescri*", "schedule i"),
    "everyday-habits": ("habit", "habits", "everyday", "exercise", "exercising", "diet", "sleep", "walk", "walking",
                        "hobby", "hobbies", "newness"),
    "research-methods": ("blinding", "blinded", "unblinded", "placebo*", "bias", "preregist*", "control group",
                         "comparison group", "sample size", "retract*", "peer review", "preprint*", "effect size*"),
}
_ABOUT = 2  # mentions in a text that is about a topic


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    each = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?!\w)", re.I)


_PATTERNS = {topic: _pattern((label, *_WORDS[topic])) for topic, label in TOPICS.items()}


def split_topics(stated: str) -> list[str]:
    """Return the topics of an option’s value, which are separated by commas."""
    return [topic for topic in map(str.strip, stated.split(",")) if topic]


def topics_of(title: str, text: str, cited_titles: Iterable[str] = ()) -> list[str]:
    """Return the topics that a part of a page is about, in the order of the vocabulary.

    A word in its title tells the topic, and so do two mentions in its text; the title of a work that it cites counts as
    one of them.
    """
    works = list(cited_titles)
    return [topic for topic in TOPICS if _is_about(_PATTERNS[topic], title, text, works)]


def _is_about(words: re.Pattern[str], title: str, text: str, works: list[str]) -> bool:
    mentions = len(words.findall(text))
    return bool(words.search(title)) or (
        mentions > 0 and mentions + any(map(words.search, works)) >= _ABOUT)

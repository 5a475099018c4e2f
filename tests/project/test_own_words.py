"""Nothing of this site is in the program: its own words are taken from its settings, and looked for in the package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from sites import ROOT

from proofdesk.content.site_data import SITE, SiteData, load_site_data
from proofdesk.desk.starting.changes import changelog, changes_since

# Words of this site's topics that the program needs in their general sense: those of evidence, of harms, of law as a
# kind of source, of files and of programs. Whatever is not in this list is this site's alone.
GENERAL = frozenset((
    "adverse", "blinded", "blinding", "comparison group", "danger*", "emergency", "everyday", "harm", "harmful",
    "harms", "law", "laws", "legal", "licence*", "license*", "licensed", "placebo*", "poison*", "preprint*",
    "psychosis", "regulator*", "retract*", "risk", "risks", "safe", "safety", "sleep", "therapist*", "unblinded",
    "unsafe", "walk"))
_TOKEN = re.compile(r"[^\W_]+")
NOT_TEXT = (".pyc", ".mo", ".png")


@cache
def site() -> SiteData:
    return load_site_data(ROOT / SITE, SITE)[0]


def own_words(data: SiteData, name: str) -> set[str]:
    """The words of a site in small letters, and the names of the program's that would be made of its name."""
    found = {name, name.removeprefix("The "), data.publisher.name or name, "psychedelics", "psychedelic"}
    for slug, topic in data.topics.items():
        found |= {slug.replace("-", " "), topic.label or slug, *topic.words}
    for slug, substance in data.substances.items():
        found |= {slug, substance.label or slug, *substance.names, *substance.words}
    return {word.casefold() for word in found}


def occurrences(text: str, words: Iterable[str]) -> Iterator[str]:
    """Each of the words that stands in a text as a whole word; a blank in it may be a hyphen or a low line there."""
    there = set(_TOKEN.findall(text))
    for word in words:
        parts = _TOKEN.findall(word)
        # Most words are not there, and a set says so sooner than a pattern.
        if not there.issuperset(parts if "*" not in word else parts[:-1]):
            continue
        pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"[\s_-]+")
        if re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text):
            yield word


def test_the_program_has_no_word_of_this_site() -> None:
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        name = yaml_load(file, get_yaml_loader())["site_name"]
    words = own_words(site(), name) - GENERAL
    assert {"psilocybin", "shrooms", "ptsd", "the plasticity window", "plasticity window"} <= words
    files = [file for file in (ROOT / "proofdesk").rglob("*") if file.is_file() and file.suffix not in NOT_TEXT]
    assert len(files) > 300
    found = {file.relative_to(ROOT).as_posix(): [*occurrences(file.read_text(encoding="utf-8").casefold(), words)]
             for file in files}
    assert {file: own for file, own in found.items() if own} == {}


def test_news_of_this_site_are_marked_as_such() -> None:
    """`desk upgrade` tells other sites all the rest of the list of changes."""
    words = own_words(site(), "The Plasticity Window") - GENERAL
    assert [each for each in changes_since("0.0.0", changelog()) if [*occurrences(each.casefold(), words)]] == []


@pytest.mark.parametrize("word", sorted(GENERAL))
def test_each_general_word_is_one_of_the_sites(word: str) -> None:
    assert word in own_words(site(), "A site"), "the site has no such word any more: take it out of the list"


@pytest.mark.parametrize("text", ["class PtsdScale:\n# ptsd scores", "plasticity_window", "“magic mushrooms”"])
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    assert [*occurrences(text.casefold(), ("ptsd", "plasticity window", "magic mushroom*"))]

"""What somebody answers who makes a site, checked: its name, language, topics, kinds of block and help lines."""

from __future__ import annotations

import re
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from proofdesk.common.errors import UserError
from proofdesk.common.raw_markup import find_raw_markup
from proofdesk.common.text import did_you_mean, file_name
from proofdesk.content.markup import SYNTAX_MARKERS
from proofdesk.desk.starting.shipped import kinds, languages
from proofdesk.site.settings import SettingError, site_address

MAX_NAME, MAX_TOPICS = 80, 40
ALL = "all"
MEDICINE, FIELDS = "medicine", "fields"
EVIDENCE = (MEDICINE, FIELDS)  # whose words of evidence a site can begin with
# What a topic's name may be: it stands in addresses, which every program can write.
_IN_ADDRESSES = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Answers(BaseModel):
    """What a new site is to be. The manifest keeps it, so that an upgrade writes files for the same site."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    language: str = "en"
    topics: dict[str, str] = Field(default={}, description="The label of each topic, by the word that articles state.")
    kinds: tuple[str, ...] = ()
    help_lines: bool = True
    address: str = ""
    publisher: str = ""
    evidence: str = MEDICINE


def read_name(text: str) -> str:
    """Return a name on one line. Raises UserError if no page could show it."""
    name = " ".join(text.split())
    if not any(map(str.isalnum, name)):
        raise UserError("the site's name has no words (give it one, as in --name \"Soil Notes\")")
    if len(name) > MAX_NAME:
        raise UserError(f"the site's name has {len(name)} characters, and it stands in the head of every page (use at "
                        f"most {MAX_NAME})")
    return _plain("the site's name", name)


def read_publisher(text: str) -> str:
    """Return a publisher's name on one line; empty if none is given. Raises UserError if no page could show it."""
    return _plain("the publisher's name", " ".join(text.split()))


def _plain(what: str, text: str) -> str:
    """Return a text that pages show as it is. Raises UserError if it is none."""
    if not text.isprintable():
        raise UserError(f"{what} has a control character (type it again)")
    found = next((mark for mark in SYNTAX_MARKERS if mark in text), None) or next(
        (each.syntax for each in find_raw_markup(text, one_line=True)), None)
    if found:
        raise UserError(f"{what} is plain text, and “{found}” would reach the reader as it is (take the markup out)")
    return text


def read_language(text: str) -> str:
    """Return the code of a language. Raises UserError if the first pages are written in none such."""
    code = _named(text.strip().casefold()) or text.strip().replace("_", "-").lower()
    if code not in languages():
        raise UserError(f"“{text.strip()}” is no language that a site can begin in ({did_you_mean(code, languages())}; "
                        "for another, begin in one of them: in the site, `desk words CODE` writes the texts of its "
                        "pages into a file, to be translated)")
    return code


def _named(name: str) -> str:
    """Return the code of a language by the name that it has in English or in itself; empty if it is no such name."""
    from babel.core import Locale

    names = {str(shown).casefold(): code for code in languages()
             for shown in (Locale(code).get_display_name("en"), Locale(code).get_display_name(code))}
    return names.get(name, "")


def read_topics(text: str, language: str = "en") -> dict[str, str]:
    """Return topics from their labels, which are separated by commas or semicolons: “Soil life, Compost”.

    Their names are labels as they stand in the addresses of a site in this language.
    """
    found: dict[str, str] = {}
    labels = [" ".join(each.split()) for each in re.split("[,;،؛]", text)]
    for label in labels:
        if not label:
            continue
        if not any(map(str.isalnum, label)):
            raise UserError(f"“{label}” cannot be a topic, as it has no letter or digit (write words, and a comma "
                            "between two topics)")
        _plain(f"the topic “{label}”", label)
        name = file_name(label, language)
        if not _IN_ADDRESSES.fullmatch(name):  # once in site.yml it stays, whatever is added before it
            taken = {*found, *(file_name(each, language) for each in labels)}
            name = next(each for number in count(1) if (each := f"topic-{number}") not in taken)
        if name in found:
            raise UserError(f"the topics “{found[name]}” and “{label}” would have one address (take one out)")
        found[name] = label
    if not found:
        raise UserError("a site needs a topic, because each of its articles states one (as in --topics \"Soil life, "
                        "Compost\")")
    if len(found) > MAX_TOPICS:
        raise UserError(f"there are {len(found)} topics (begin with at most {MAX_TOPICS}; site.yml takes more)")
    return found


def read_kinds(text: str) -> tuple[str, ...]:
    """Return kinds of block from their names, which are separated by commas; ``all`` stands for every one."""
    stated = [each.strip().lower() for each in text.split(",") if each.strip()]
    for name in stated:
        if name not in (*kinds(), ALL):
            raise UserError(f"there is no kind of block “{name}” to begin with ({did_you_mean(name, kinds())}; your "
                            "own goes into hooks/blocks/)")
    return kinds() if ALL in stated else tuple(sorted(set(stated)))


def read_evidence(text: str) -> str:
    """Return whose words of evidence a site begins with. Raises UserError if there are none such."""
    name = text.strip().lower()
    if name not in EVIDENCE:
        raise UserError(f"there are no words of evidence “{text.strip()}” to begin with "
                        f"({did_you_mean(name, EVIDENCE)}; site.yml takes your own)")
    return name


def read_address(text: str) -> str:
    """Return a site's address with a slash at its end; empty if none is given. Raises UserError if it is none."""
    address = text.strip()
    if not address:
        return ""
    try:
        if not urlsplit(address).hostname or not address.isprintable():
            raise ValueError
        return site_address(address).rstrip("/") + "/"
    except SettingError as error:
        raise UserError(str(error).removeprefix("site_url: ")) from None
    except ValueError:
        raise UserError(f"“{address}” is no address of a site (write it as https://example.org/ or "
                        "https://example.org/notes/)") from None


def changed(before: Answers, after: Answers) -> list[str]:
    """Return the names of what somebody answers in another way than before."""
    then, now = before.model_dump(), after.model_dump()
    return [name for name, value in now.items() if value != then[name]]


def as_manifest(answers: Answers) -> dict[str, Any]:
    """Return the answers as the manifest has them."""
    return answers.model_dump(mode="json")

"""Read the facts at the head of a file: YAML of most tools, TOML and JSON of Hugo, properties of Obsidian."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.front_matter.authorship import is_orcid
from proofdesk.desk.importing.facts import MAX_DESCRIPTION, SOURCE_FACTS, DocumentFacts, WrittenBy, find_doi, is_address
from proofdesk.desk.importing.lines import strip_markup

_YAML = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"\A(\{\s*\n.*?^\})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_AND = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*;\s*")
# “^1,2^”, “<sup>a</sup>”, “$^{1}$” or “¹˒²” behind a name, with the comma before the next one.
_MARK = re.compile(r"\s*(?:\^[^\^\n]{1,40}\^|<sup>[^<\n]{1,40}</sup>|\$\^\{?[^${}\n]{1,40}\}?\$|[¹²³⁰⁴-⁹][¹²³⁰⁴-⁹˒,]*"
                   r"|(?:\\?[*†‡§])+)(?:,(?=\s))?")
_APART = "\ue000"
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")

# What tools call each of our facts. The first that states something is taken, the others are named.
_DESCRIPTION = ("description", "summary", "excerpt", "abstract", "teaser", "lead")
_AUTHORS = ("author", "authors", "by", "creator")
_TAGS = ("tags", "tag", "keywords", "categories", "category", "topics", "subjects")
_SOURCE = {
    "date": ("date", "published", "publishdate", "pubdate", "date_published", "created", "datecreated"),
    "doi": ("doi",),
    "url": ("canonical", "canonical_url", "canonicalurl", "original_url", "source_url", "url", "source", "link"),
    "publisher": ("publisher", "journal", "container-title", "publication"),
    "licence": ("license", "licence", "rights", "copyright"),
}


class Head(NamedTuple):
    """The facts at the head of a file, and the text below them.

    ``abstract`` is a text that is too long for a description. ``unread`` is a head that could not be read.
    """

    title: str
    facts: DocumentFacts
    abstract: str
    text: str
    unread: str = ""


def split_front_matter(text: str) -> Head:
    """Split the facts from the text below; a text without facts is all text."""
    readers: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
        (_YAML, lambda written: read_yaml(written)[1]), (_TOML, tomllib.loads), (_JSON, json.loads))
    for pattern, read in readers:
        match = pattern.match(text)
        if not match:
            continue
        rest = text[match.end() :]
        try:
            stated = read(match[1])
        except (yaml.YAMLError, ValueError, RecursionError):
            return Head("", DocumentFacts(), "", rest, match[1].strip())
        if stated is None:
            return Head("", DocumentFacts(), "", rest)
        if isinstance(stated, dict):
            return read_facts({str(name): value for name, value in stated.items()}, rest)
    return Head("", DocumentFacts(), "", text)


def read_facts(stated: dict[str, Any], text: str = "") -> Head:
    """Return the facts of a page as another tool states them, each in its place here or among the others."""
    left = dict(stated)
    facts = DocumentFacts()
    title = _take(left, ("title", "headline"), _as_markup)
    facts.description = _take(left, _DESCRIPTION, _words)
    abstract = ""
    if len(facts.description) > MAX_DESCRIPTION:
        abstract, facts.description = facts.description, ""
    for name in _AUTHORS:
        for written in _each(_pop(left, name)):
            facts.authors += _read_author(written, facts)
    for name in _TAGS:
        facts.tags += [tag for written in _each(_pop(left, name)) for tag in _split_tags(_words(written))]
    facts.tags = list(dict.fromkeys(facts.tags))
    for name in SOURCE_FACTS:
        read = {"doi": _read_doi, "url": _read_address}.get(name, _words)
        value = _take(left, _SOURCE.get(name, ()), read)
        if value:
            facts.source[name] = value
    facts.others += [(name, shown) for name, value in left.items() for shown in [_as_written(value)]]
    return Head(title, facts, abstract, text)


def _read_doi(value: Any) -> str:
    return find_doi(_words(value))


def _read_address(value: Any) -> str:
    words = _words(value)
    return words if is_address(words) else ""


def _pop(stated: dict[str, Any], wanted: str) -> Any:
    name = next((name for name in stated if name.casefold() == wanted), None)
    return None if name is None else stated.pop(name)


def _take(stated: dict[str, Any], names: tuple[str, ...], read: Callable[[Any], str]) -> str:
    """Return the first of these facts that can be read so, and take it from what is stated."""
    for wanted in names:
        name = next((name for name in stated if name.casefold() == wanted), None)
        value = read(stated[name]) if name is not None else ""
        if value and name is not None:
            del stated[name]
            return value
    return ""


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for inner in value:
            yield from _each(inner)
    elif value not in (None, "", {}):
        yield value


def _as_markup(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else _words(value)


def _words(value: Any) -> str:
    """Return a value as plain words on one line; empty for what is no text."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = " ".join(value)
    if value is None or isinstance(value, (dict, list)):
        return ""
    words = value.isoformat() if hasattr(value, "isoformat") else str(value)
    words = _TAG.sub("", words) if "</" in words else words
    return strip_markup(" ".join(_WIKI_LINK.sub(r"\1", words).split()))


def _split_tags(words: str) -> list[str]:
    return [tag.strip().lstrip("#") for tag in re.split(r"[,;]", words) if tag.strip()]


def _read_author(written: Any, facts: DocumentFacts) -> list[WrittenBy]:
    """Return the authors of one item; what else it says about them goes to the other facts."""
    if not isinstance(written, dict):
        names = [name for part in _AND.split(_unmarked(str(written), facts)) for name in part.split(_APART)]
        return [WrittenBy(name) for name in map(_words, names) if name]
    if len(written) == 1 and isinstance(next(iter(written.values())), dict):  # “- Jane Doe: {institute: …}”
        [(name, rest)] = written.items()
        written = {"name": name, **rest}
    left = {str(name): value for name, value in written.items()}
    if isinstance(left.get("name"), str):
        left["name"] = _unmarked(left["name"], facts)
    name = _take(left, ("name", "literal"), _words)
    named = left.pop("name", None)
    parts = {**left, **(named if isinstance(named, dict) else {})}
    if not name:
        name = " ".join(filter(None, (_take(parts, given, _words) for given in (
            ("given", "given-names", "first_name", "firstname", "first"), ("non-dropping-particle",),
            ("family", "surname", "last_name", "lastname", "last")))))
        left = parts
    if not name:
        facts.others.append(("author", _as_written(written)))
        return []
    orcid = next(((key, found) for key in ("orcid", "orcid_id", "orcid-id", "ORCID") for found in [
        _ORCID.fullmatch(_words(left.get(key)))] if found and is_orcid(found[1])), None)
    if orcid:
        del left[orcid[0]]
    url = _words(left.get("url"))
    if is_address(url):
        del left["url"]
    role = _take(left, ("role", "job", "jobtitle", "profession"), _words)
    facts.others += [(f"author {name}, {key}", _as_written(value)) for key, value in left.items()]
    return [WrittenBy(name, role, orcid[1][1] if orcid else "", url if is_address(url) else "")]


def _unmarked(written: str, facts: DocumentFacts) -> str:
    """Return names without the marks behind them that lead to where their authors work; each mark is among the facts.

    Of several names on one line, what parts those with marks is a sign that no name has.
    """
    pieces: list[str] = []
    end, name = 0, ""
    for found in _MARK.finditer(written):
        pieces += [written[end : found.start()], _APART if found[0].endswith(",") else ""]
        name = _words(_AND.split(pieces[-2])[-1]) or name  # which may have several marks
        facts.others.append((f"author {name}, mark", re.sub("</?sup>", "", found[0]).strip(" ,^${}\\")))
        end = found.end()
    return "".join([*pieces, written[end:]])


def _as_written(value: Any) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    return _words(value) or ("" if value in (None, "") else json.dumps(value, ensure_ascii=False, default=str))

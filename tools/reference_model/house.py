"""Print works in styles drawn at random: those of publishers, departments and authors that no file of styles describes.

A style is drawn once for a list: the order of names and what parts them, where the year stands, how titles and
containers are marked, and the forms of numbers and imprints. What stands in an entry besides the values of its work is
kept in the work (``x-dates``, ``x-outside``), so that it gets its label too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from reference_model.records import Person, Record

_WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "house.json").read_text(encoding="utf-8"))
_QUOTES = ("“{}”", "“{}”", "“{}”", "‘{}’", "‘{}’", "«{}»", "« {} »", "„{}“", "„{}”", "»{}«", '"{}"', "'{}'", "``{}''")
# How often which order of names is drawn: all or only the first by family name, with given names or initials.
_ORDERS = {"inverted": 5, "inverted-initials": 6, "bare": 4, "spaced": 2, "direct": 3, "direct-initials": 4, "first": 5,
           "first-initials": 2}
_RARE = (" / ", "/", " – ", " - ", " & ")  # between names
_KINDS_IN_ITALICS = ("book", "thesis", "report")


class House:
    """A style, and the works printed in it."""

    def __init__(self, random: Random, language: str) -> None:
        pick, chance = random.choice, random.random
        self.random = random
        self.words = {name: pick(words) if name in ("vol", "no") and isinstance(words, list) else words
                      for name, words in _WORDS["words"][language].items()}
        self.order = random.choices(list(_ORDERS), list(_ORDERS.values()))[0]
        self.between = pick((", ", ", ", ", ", "; ", "; ")) if chance() < 0.85 else pick(_RARE)
        is_alone = chance() < (0.8 if self.between in _RARE else 0.25)
        last = self.between if is_alone else pick((" {} ", " {} ", ", {} ", " & ", ", & "))
        self.last = last.format(self.words["and"])
        self.capitals = chance() < 0.1
        self.most = pick((99, 99, 99, 6, 3, 2))
        self.others = pick(self.words["others"])
        self.year_at = random.choices(("names", "imprint", "end"), (5, 5, 2))[0]
        self.year = pick((" ({y})", " ({y})", " ({y})", " {y}", ", {y}", ". {y}", " [{y}]"))
        self.behind_names = pick((". ", ". ", ", ", ", ", ": ", ": ", "; ", " ", " - ", ", "))
        self.quote = pick(_QUOTES) if chance() < 0.55 else "{}"
        self.quotes_all = chance() < 0.08
        self.title_in_italics = chance() < 0.12
        self.behind_title = pick((". ", ". ", ". ", ", ", ", ", ", ", "; ", " – ", " "))
        if self.behind_title in (" ", " – ") and self.quote == "{}":
            self.behind_title = ". "
        self.mark_within = chance() < 0.5
        self.marks_journal = pick(("{}", "{}", "{}", "{}", "{}", "«{}»", "“{}”", "‘{}’"))
        self.before_journal = pick(("", "", "", "", "", "{in}: ", "{in} "))
        self.numbers = pick(_WORDS["numbers"])
        self.before_pages = pick(self.words["pages"])
        self.dash = pick(("–", "–", "-", "--", "—"))
        self.imprint = pick(_WORDS["imprints"])
        self.chapter = pick(_WORDS["chapters"])
        self.meeting = pick(_WORDS["meetings"])
        self.thesis = pick(_WORDS["theses"])
        self.report = pick(_WORDS["reports"])
        self.page = pick(_WORDS["pages"])
        self.series = pick(_WORDS["series"])
        self.role = pick(self.words["editors"])
        self.role_before = pick(self.words["edited by"])
        self.editors_as_authors = chance() < 0.5
        self.edition_at = pick((", {e}", " ({e})", ". {e}"))
        self.in_figures = pick(("", "", "", "{d}.{m}.{y}", "{d:02d}.{m:02d}.{y}", "{d}/{m}/{y}"))
        self.stop = pick((".", ".", ".", ""))
        self.behind = pick(self.words["behind"]) if chance() < 0.04 else ""
        self.extent = pick(self.words["extents"]) if chance() < 0.1 else ""
        self.has_italics = chance() < 0.7
        self.access = pick(self.words["accessed"])

    def entries(self, records: Sequence[Record]) -> Iterator[tuple[Record, str, list[str]]]:
        """Yield each record with the text of its entry and the words in italics."""
        for record in records:
            record = {**record, "x-dates": [], "x-outside": []}
            yield record, *self.entry(record)

    def entry(self, record: Record) -> tuple[str, list[str]]:
        """Return the text of an entry, and its words in italics."""
        kind = record["x-kind"]
        date = record.get("issued", {}).get("date-parts", [[None]])[0]
        year = str(date[0]) if date[0] else self.random.choice(("n.d.", "s.d.", ""))
        people = self.people(record.get("author", ()))
        if not people and record.get("editor") and kind == "book":
            people = f"{self.people(record['editor'])}{self.role}"
        at_names = self.year_at == "names" and people and year
        head = people + (self.year.format(y=year) if at_names else "")
        mark = self.behind_names
        if head:
            head = head.rstrip(".") + mark if mark.startswith(".") else head + mark
        title, italics = self.title(record, kind)
        body, named = self.body(record, kind, "" if at_names else year)
        text = f"{head}{title}{body}".strip()
        if "," not in body and year and not at_names and year not in text:
            text = f"{text.rstrip('.')}, {year}"
        text = text.rstrip(" ,;") + self.stop + self.found_at(record) + self.behind
        if self.behind:
            record["x-outside"].append(self.behind.strip(" ."))
        text = re.sub(r"([.?!]”?)\.|,\.(?= )", r"\1", re.sub(r"\s+", " ", text)).replace(" ,", ",")
        return text, [*italics, *named] if self.has_italics else []

    def people(self, people: Sequence[Person]) -> str:
        """Return the names of persons and groups."""
        names = [self.name(person, number) for number, person in enumerate(people)]
        if len(names) > self.most:
            return f"{self.between.join(names[: max(1, self.most - 1)])}{self.others}"
        if len(names) < 2:
            return "".join(names)
        return f"{self.between.join(names[:-1])}{self.last}{names[-1]}"

    def name(self, person: Person, number: int) -> str:
        """Return a name in the order of the style."""
        if "literal" in person:
            return person["literal"]
        family = " ".join(person[part] for part in ("non-dropping-particle", "family") if part in person)
        given = " ".join(person[part] for part in ("given", "dropping-particle") if part in person)
        initials = " ".join(f"{word[0]}." for word in re.findall(r"[^\W\d_]+", given) if word[0].isupper())
        family = family.upper() if self.capitals else family
        tight = initials.replace(" ", "")
        if self.order == "inverted" or (self.order == "first" and not number):
            return f"{family}, {given}"
        if self.order == "inverted-initials" or (self.order == "first-initials" and not number):
            return f"{family}, {initials if self.most % 2 else tight}"
        if self.order == "bare":
            return f"{family} {tight.replace('.', '')}"
        if self.order == "spaced":
            return f"{family} {tight}"
        return f"{given if self.order in ('direct', 'first') else initials} {family}"

    def title(self, record: Record, kind: str) -> tuple[str, list[str]]:
        """Return the title with the mark behind it, and its words in italics."""
        title = record["title"]
        is_work = kind in _KINDS_IN_ITALICS
        italics = [title] if is_work or self.title_in_italics else []
        quote = "{}" if is_work and not self.quotes_all else self.quote
        mark = self.behind_title
        if title[-1] in "?!" and mark[0] in ".,":
            mark = " "
        if kind in _KINDS_IN_ITALICS and mark == " " and self.random.random() < 0.5:
            mark = ", "
        if quote != "{}" and self.mark_within and mark[0] in ".,":
            return quote.format(title + mark[0]) + " ", italics
        return quote.format(title) + mark, italics

    def body(self, record: Record, kind: str, year: str) -> tuple[str, list[str]]:
        """Return what is behind the title, and its words in italics."""
        holder = record.get("container-title", "")
        values = {
            "y": year, "J": self.marks_journal.format(holder), "B": holder, "v": record.get("volume", ""),
            "i": record.get("issue", ""), "p": self.pages(record), "P": record.get("publisher", ""),
            "L": record.get("publisher-place", ""), "g": record.get("genre", ""), "n": record.get("number", ""),
            "in": self.words["in"] if not self.behind_title.startswith(".") else self.words["In"],
            "vol": self.words["vol"], "no": self.words["no"], "d": "", "S": "", "e": ""}
        if "collection-title" in record:
            values["S"] = self.series.format(s=record["collection-title"])
        if "edition" in record:
            number = record["edition"]
            edition = f"{number}. {self.words['edition']}" if number.isdigit() else number
            values["e"] = self.edition_at.format(e=edition)
        if kind == "article" or (kind == "preprint" and holder):
            values["J"] = self.before_journal.replace("{in}", values["in"]) + values["J"]
            return _filled(self.numbers, values), [holder]
        if kind == "chapter":
            editors = record.get("editor", ())
            values["E"] = f"{self.people(editors)}{self.role}" if editors else ""
            values["D"] = f"{self.role_before} {self.people(editors)}" if editors else ""
            values["I"] = _filled(self.imprint, values)
            return _filled(self.chapter, values), [holder]
        if kind == "conference":
            values["d"] = self.days(record)
            return _filled(self.meeting, values), [holder] if self.random.random() < 0.6 else []
        if kind == "thesis":
            return _filled(self.thesis, values), []
        if kind == "report":
            values["I"] = _filled(self.imprint, values)
            return _filled(self.report, values), []
        if kind == "book":
            editors = record.get("editor", ()) if "author" in record else ()
            edited = f"{self.role_before} {self.people(editors)}. " if editors else ""
            volume = f"{self.words['vol']} {values['v']}. " if values["v"] else ""
            edition = f"{values['e'].lstrip(' ,.')}, " if values["e"] else ""
            extent = self.extent.format(record["number-of-pages"]) if "number-of-pages" in record else ""
            return f"{edited}{volume}{edition}{_filled(self.imprint, values)}{values['S']}{extent}", []
        return _filled(self.page, {**values, "d": self.date(record) or year}), [holder] if holder else []

    def pages(self, record: Record) -> str:
        """Return the pages with the word before them, if the style has one."""
        page = record.get("page", "")
        first, _, last = page.partition("-")
        before = self.before_pages
        if not last:
            before = re.sub(r"pp", "p", before)
        return f"{before}{first}{self.dash}{last}" if last else f"{before}{first}" if first else ""

    def days(self, record: Record) -> str:
        """Return the days of a meeting, which are in no field."""
        year, first = record.get("issued", {}).get("date-parts", [[2015]])[0][0], self.random.randint(1, 26)
        month = self.random.choice(self.words["months"])
        last = first + self.random.randint(1, 4)
        days = self.random.choice((f"{month} {first}{self.dash}{last}", f"{first}{self.dash}{last} {month}", month))
        record["x-dates"].append(days)
        return f"{days} {year}" if self.random.random() < 0.6 else days

    def date(self, record: Record) -> str:
        """Return the day of a page."""
        year, *day = record.get("issued", {}).get("date-parts", [[0]])[0]
        if len(day) < 2:
            return ""
        if self.in_figures:
            written = self.in_figures.format(d=day[1], m=day[0], y=year)
            record["x-dates"].append(written)
            return written
        month = self.words["months"][day[0] - 1]
        forms = ("{0} {1}", "{1} {0}", "{1} {0},", "{0}. {1}")
        written = self.random.choice(forms).format(day[1], month)
        record["x-dates"].append(written.strip(","))
        return f"{written} {year}"

    def found_at(self, record: Record) -> str:
        """Return the address of a work, and the day on which it was looked at."""
        if "DOI" in record:
            return self.random.choice((" https://doi.org/{}", " doi: {}", " DOI {}", " doi:{}.")).format(record["DOI"])
        if "URL" not in record:
            return ""
        year, month, day = record.get("accessed", {}).get("date-parts", [[0, 0, 0]])[0]
        if not year:
            return f" {record['URL']}"
        name = self.words["months"][month - 1]
        looked = self.random.choice((f"{day:02d}.{month:02d}.{year}", f"{day}/{month}/{year}", f"{day} {name} {year}",
                                     f"{name} {day}, {year}", f"{year}-{month:02d}-{day:02d}"))
        access: str = self.access.format(url=record["URL"], day=looked)
        said = re.sub(r"\{\w+\}", "", self.access)
        record["x-outside"] += [looked, *re.findall(r"[^\W\d_]{3,}", said)]
        return access


def _filled(form: str, values: dict[str, str]) -> str:
    """Return a form with its values. A part in braces that lacks one of its values is left out."""
    def part(found: re.Match[str]) -> str:
        names = re.findall(r"\{(\w+)\}", found[1])
        lacks = any(not values.get(name) for name in names if name not in ("in", "vol", "no"))
        return "" if lacks else re.sub(r"\{(\w+)\}", lambda name: values[name[1]], found[1])

    written = re.sub(r"\{(\w+)\}", lambda name: values[name[1]], re.sub(r"<([^<>]*)>", part, form))
    written = re.sub(r"(?<=\w)\((?=\w{4})", " (", written)
    return re.sub(r"^[\s,.;:]+|\(\s*\)", "", re.sub(r"([,:;])\s*(?=[,:;.)])", "", written)).strip()

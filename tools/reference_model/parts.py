"""Draw the parts of invented works: titles, people, numbers, publishers and addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

from reference_model.records import Person, Record, Stock

_WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
_GROUPS = {"article": 0.02, "book": 0.06, "report": 0.55, "page": 0.45, "preprint": 0.02}  # chance of a group as author
_BY_LETTER: dict[str, list[str]] = {}
for _name in _WORDS["given"]:
    _BY_LETTER.setdefault(_name[0], []).append(_name)


class Parts:
    """Parts of works. No two numbers of a work are the same, so that each is known by its value in the entry."""

    def __init__(self, stock: Stock, random: Random) -> None:
        self.stock, self.random = stock, random
        self.language, self.year = "en", 2000
        self.used: set[str] = set()

    def chance(self, share: float) -> bool:
        """Return whether what happens in this share of works happens."""
        return self.random.random() < share

    def one_of(self, name: str) -> str:
        """Return one of the words of this name, in the work's language if they have one."""
        words = _WORDS[name]
        return str(self.random.choice(words[self.language] if isinstance(words, dict) else words))

    def number(self, lowest: int, highest: int) -> str:
        """Return a number that the work does not have yet."""
        for _ in range(20):
            number = str(self.random.randint(lowest, highest))
            if number not in self.used:
                self.used.add(number)
                return number
        return str(highest + 7)

    def pages(self) -> str:
        """Return first and last page."""
        first = int(self.number(1, self.random.choice((60, 400, 3000))))
        return f"{first}-{first + self.random.randint(1, 30)}"

    def doi(self) -> str:
        """Return an identifier."""
        middle = self.random.choice(("s", "j.", "journal.pone.", "fpsyg.", "jneurosci.", ""))
        return f"10.{self.random.randint(1000, 9999)}/{middle}{self.random.randint(1000, 99999999)}"

    def day(self, kind: str) -> list[int]:
        """Return the year of a work of this kind, perhaps with month and day."""
        first = self.random.choice((1950, 2005, 2012))
        self.year = self.random.randint(first, 2026)
        day = [self.year]
        if (kind == "page" and self.chance(0.5)) or self.chance(0.12):
            day += [self.random.randint(1, 12)] + ([self.random.randint(1, 28)] if self.chance(0.7) else [])
        return day

    def last_month(self, day: list[int]) -> list[list[int]]:
        """Return perhaps the last month of a work that came out in several."""
        is_month = len(day) == 2 and day[1] < 12 and self.chance(0.25)
        return [[day[0], day[1] + 1]] if is_month else []

    def version(self) -> str:
        """Return the version of a program."""
        return self.one_of("versions").format(*(self.random.randint(0, most) for most in (9, 9, 200)))

    def title(self, kind: str, is_foreign: bool) -> str:
        """Return the title of a work of this kind."""
        title = self.foreign_title() if is_foreign else self.random.choice(self.stock.titles)
        if kind != "article" and self.chance(0.35) and len(title.split(":")[0]) > 5:
            title = title.split(":")[0]
        if self.chance(0.08):
            title = " ".join(word if word in _WORDS["small"] or not word.isalpha() else word[0].upper() + word[1:]
                             for word in title.split())
        other = self.random.choice(self.stock.titles).split(":")[0]
        bare = title.rstrip(".?!")
        letters = "".join(self.random.choices("ABCDEGHILMNOPRSTW", k=self.random.choice((3, 4, 5))))
        forms = (f"{title} ({letters})", f"{title} ({letters})", f"{title} ({self.one_of('behind_titles')})",
                 f"{title} ({self.one_of('behind_titles')})", f"{title} [{other}]", f"{bare}? {other}",
                 f"{bare}. {other}",
                 f"{bare}, {self.random.randint(1900, 2020)}–{self.random.randint(2021, 2030)}",
                 f"“{title.replace(':', '”:', 1)}" if ":" in title else title, f"{self.one_of('before_titles')}{title}")
        title = self.random.choice(forms) if self.chance(0.11) else title
        title = f"{self.one_of('programs')}: {title}" if kind == "page" and self.chance(0.08) else title
        return title.upper() if self.chance(0.03) else title

    def foreign_title(self) -> str:
        """Return a title in the work's language."""
        heads, subjects, places = _WORDS["titles"][self.language]
        pick = self.random.choice
        title = f"{pick(heads)} {pick(subjects)} {pick(places)}".strip()
        title = f"Zur {title}" if self.language == "de" and self.chance(0.3) else title
        behind = f"{_WORDS['studies'][self.language]}{pick(('', ' ' + pick(subjects)))}"
        return title + pick((": ", ". ", ". ", " – ")) + behind if self.chance(0.3) else title

    def authors(self, kind: str) -> list[Person]:
        """Return who wrote a work of this kind."""
        pick = self.random.choice
        if kind == "page" and self.chance(0.2):
            return []
        if self.chance(_GROUPS.get(kind, 0.0)):
            return [{"literal": self.one_of("groups")} for _ in range(1 + self.chance(0.1))]
        people = [dict(person) for person in pick(self.stock.authors)]
        if self.chance(0.25):
            people = [dict(pick(pick(self.stock.authors))) for _ in range(pick((1, 1, 2, 2, 3, 4, 5)))]
        most = 1 if kind == "thesis" else pick((1, 2, 2, 3)) if kind in ("book", "page") else pick((3, 6, 9, 14))
        if self.chance(0.03) and kind == "article":
            people = [dict(person) for _ in range(9) for person in pick(self.stock.authors)]
            most = pick((21, 25, 30))
        has_full_names = self.chance(0.6)
        people = [self.person(person, has_full_names) for person in people[:most]]
        if self.chance(0.02) and kind in ("article", "report"):
            people = [*people[:4], {"literal": self.one_of("groups")}]
        elif "family" in people[-1] and self.chance(0.02):
            people[-1]["suffix"] = pick(("Jr.", "III", "Sr."))
        return people

    def person(self, person: Person, has_full_name: bool) -> Person:
        """Return a person with perhaps a full given name, a particle or another family name."""
        pick, given = self.random.choice, person.get("given", "")
        if has_full_name and re.fullmatch(r"(?:[A-Z]\.?[ -]?)+", given):
            first, *others = re.findall(r"[A-Z]", given)
            names = [pick(_BY_LETTER.get(first, _WORDS["given"]))]
            if others and self.chance(0.7):
                names.append(f"{others[0]}." if self.chance(0.8) else pick(_BY_LETTER.get(others[0], _WORDS["given"])))
            elif self.chance(0.3):
                names.append(f"{pick('ABCDEFGHJKLMNPRSTW')}.")
            person["given"] = " ".join(names)
        if "family" in person and self.chance(0.025):
            person["family"] = pick(_WORDS["families"])
        if "family" in person and self.chance(0.03):
            person[pick(("non-dropping-particle", "dropping-particle"))] = pick(_WORDS["particles"])
        return person

    def editors(self) -> list[Person]:
        """Return who edited a work."""
        has_full_names = self.chance(0.6)
        pick = self.random.choice
        people = [pick(pick(self.stock.authors)) for _ in range(pick((1, 2, 2, 3, 4)))]
        return [self.person(dict(each), has_full_names) for each in people if "family" in each] or [
            {"family": "Fern", "given": "Ada"}]

    def address(self) -> Record:
        """Return an address, and perhaps the day on which it was looked at."""
        address = f"https://www.{self.one_of('hosts')}{self.one_of('domains')}/{self.one_of('paths')}"
        day = [self.random.randint(2021, 2025), self.random.randint(1, 12), self.random.randint(1, 28)]
        return {"URL": address} | ({"accessed": {"date-parts": [day]}} if self.chance(0.6) else {})

    def imprint(self) -> Record:
        """Return a publisher and its place."""
        own, stock = self.stock.publishers, self.stock.places
        publisher = self.one_of("publishers") if self.chance(0.65) else self.random.choice(own)
        publisher = self.named_after("publishers_named_after") if self.chance(0.3) else publisher
        place = self.one_of("places") if self.chance(0.85) else self.random.choice(stock)
        if self.chance(0.07):
            place += self.random.choice(("/", "/", ", ", " and ", " – ")) + self.one_of("places")
        elif self.language == "de" and self.chance(0.05):
            place += self.random.choice((" u. a.", " u.a.", " etc."))
        return {"publisher": publisher, "publisher-place": place}

    def named_after(self, forms: str) -> str:
        """Return a name that has a family name, a place or a word of a title in it."""
        people = [each["family"] for each in self.random.choice(self.stock.authors) if "family" in each] or ["Fern"]
        words = [word for word in self.random.choice(self.stock.titles).split() if word.isalpha() and len(word) > 4]
        word = self.random.choice(words or ["Garden"]).capitalize()
        return self.one_of(forms).format(
            family=people[0], other=people[-1] if len(people) > 1 else "Moss", place=self.one_of("places"), word=word,
            n="{n}", y="{y}")

    def shortened(self, name: str) -> str:
        """Return the name of a journal with its words abbreviated."""
        words, has_stops = name.split(), self.chance(0.6)
        if len(words) < 2 or re.search(r"[:(]", name):
            return name
        short = []
        for word in words:
            if word.lower() in _WORDS["small"]:
                continue
            known = _WORDS["short"].get(word.lower().strip(","))
            cut = word if len(word) < 6 else word[:4] if word[3] not in "aeiou" else word[: self.random.choice((3, 5))]
            part = known or cut
            short.append(part + ("." if has_stops and part.lower() != word.lower() else ""))
        return " ".join(short)

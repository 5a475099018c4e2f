"""Invent works from the parts of real records: their kind, their people and their numbers are drawn at random."""

from __future__ import annotations

from reference_model.parts import Parts
from reference_model.records import Person, Record

_LOCALES = {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "pt": "pt-BR", "it": "it-IT", "nl": "nl-NL"}
LANGUAGES = tuple(_LOCALES)
# How many of a hundred works are of each kind.
_KINDS = {"article": 42, "book": 16, "chapter": 13, "conference": 9, "thesis": 5, "report": 7, "page": 9, "preprint": 5}


def locale(language: str) -> str:
    """Return the locale in which a style prints its words."""
    return _LOCALES[language]


class Inventor(Parts):
    """Invents works of each kind."""

    def invent(self, language: str) -> Record:
        """Return a work, perhaps in this language."""
        is_foreign = language != "en" and self.chance(0.6)
        self.language = language if is_foreign else "en"
        [kind] = self.random.choices(list(_KINDS), list(_KINDS.values()))
        day = self.day(kind)
        self.used = set(map(str, day))
        record: Record = {"x-kind": kind, "title": self.title(kind, is_foreign), "language": locale(self.language)}
        people = self.authors(kind)
        record |= {"author": people} if people else {}
        if not (kind == "page" and self.chance(0.25)):
            record["issued"] = {"date-parts": [day, *self.last_month(day)]}
        record |= getattr(self, f"_{kind}")(is_foreign, people)
        if (kind in ("page", "report", "preprint") and self.chance(0.75)) or self.chance(0.08):
            record |= self.address()
        if kind == "book" and self.chance(0.15) and people:
            record["editor"] = record.pop("author")
        return record

    def _article(self, is_foreign: bool, people: list[Person]) -> Record:
        pick = self.random.choice
        journal = self.one_of("journals") if is_foreign or self.chance(0.12) else pick(self.stock.journals)
        journal = self.named_after("journals_named_after") if self.chance(0.25) else journal
        journal = self.shortened(journal) if self.chance(0.33) else journal
        record: Record = {"type": "article-journal", "container-title": journal,
                          "container-title-short": self.shortened(journal) if self.chance(0.6) else journal}
        if self.chance(0.74):
            record["volume"] = self.number(1, pick((30, 90, 400)))
        if "volume" in record and self.chance(0.65):
            record["issue"] = self.number(1, pick((4, 6, 12, 12, 30, 30, 9999))) if self.chance(0.9) else (
                self.one_of("issues"))
        if "volume" in record and self.chance(0.92):
            lone = (self.number(1, 99999), self.number(1, 60), self.number(1, 400), f"e{self.number(100, 99999)}",
                    f"e{self.number(1000000, 9999999)}", self.number(100000, 9999999),
                    f"S{self.number(1, 99)}-S{self.number(100, 199)}")
            record["page"] = self.pages() if self.chance(0.75) else pick(lone)
        elif self.chance(0.25):
            record["page"] = f"e{self.number(1000, 99999)}"
        if self.chance(0.25):
            record["publisher"] = self.one_of("publishers_of_journals")
        if self.chance(0.2):
            record["publisher-place"] = self.one_of("places")
        return record | ({"DOI": self.doi()} if self.chance(0.55 if "volume" in record else 0.9) else {})

    def _book(self, is_foreign: bool, people: list[Person]) -> Record:
        record: Record = {"type": "book", **self.imprint()}
        for name, share, value in (("edition", 0.3, self.one_of("editions")), ("DOI", 0.15, self.doi()),
                                   ("collection-title", 0.1, self.one_of("series")), 
                                   ("volume", 0.05, self.number(1, 9)), ("editor", 0.1, self.editors()),
                                   ("number-of-pages", 0.15, self.number(90, 900))):
            record |= {name: value} if self.chance(share) else {}
        return record

    def _chapter(self, is_foreign: bool, people: list[Person]) -> Record:
        titles = self.stock.books if self.chance(0.6) else self.stock.titles
        book = self.foreign_title() if is_foreign else self.random.choice(titles).split(":")[0]
        record: Record = {"type": "chapter", "container-title": book, **self.imprint()}
        for name, share, value in (("page", 0.8, self.pages()), ("editor", 0.85, self.editors()),
                                   ("edition", 0.15, self.one_of("editions")), ("DOI", 0.25, self.doi()),
                                   ("collection-title", 0.1, self.one_of("series")), 
                                   ("volume", 0.08, self.number(1, 40))):
            record |= {name: value} if self.chance(share) else {}
        return record

    def _conference(self, is_foreign: bool, people: list[Person]) -> Record:
        name = self.one_of("conferences").replace("{n}", self.one_of("numbered"))
        if self.chance(0.35):
            name = self.named_after("conferences_named_after").replace("{n}", self.one_of("numbered"))
        record: Record = {"type": "paper-conference", "container-title": name.replace("{y}", str(self.year))}
        if self.chance(0.5):
            is_usual = self.chance(0.6)
            record["publisher"] = self.one_of("publishers_of_papers") if is_usual else self.imprint()["publisher"]
            record |= {"publisher-place": self.one_of("places")} if self.chance(0.6) else {}
        elif self.chance(0.5):
            record["publisher-place"] = f"{self.one_of('places')}, {self.one_of('countries')}"
        for field, share, value in (("page", 0.7, self.pages()), ("volume", 0.2, self.number(1, 200)),
                                    ("editor", 0.2, self.editors()), ("DOI", 0.4, self.doi()),
                                    ("collection-title", 0.12, self.one_of("series"))):
            record |= {field: value} if self.chance(share) else {}
        return record

    def _thesis(self, is_foreign: bool, people: list[Person]) -> Record:
        place = {"publisher-place": self.one_of("places")} if self.chance(0.4) else {}
        form = {"genre": self.one_of("theses")} if self.chance(0.95) else {}
        return {"type": "thesis", "publisher": self.one_of("schools"), **form, **place}

    def _report(self, is_foreign: bool, people: list[Person]) -> Record:
        record: Record = {"type": "report", "publisher": self.one_of("groups") if self.chance(0.5) else (
            self.imprint()["publisher"])}
        if self.chance(0.12):
            record["publisher"] = self.one_of("acronyms")
        elif self.chance(0.15):
            record["publisher"] += f", {self.one_of('groups')}"
        elif people and "literal" in people[0] and self.chance(0.3):
            record.pop("publisher")
        record |= {"publisher-place": self.one_of("places")} if self.chance(0.5) else {}
        if self.chance(0.35):
            number = self.number(2, 30000) if self.chance(0.8) else f"WP-{self.number(2001, 2020)}-{self.number(1, 40)}"
            record |= {"genre": self.one_of("reports"), "number": number}
        return record

    def _page(self, is_foreign: bool, people: list[Person]) -> Record:
        if people and self.chance(0.08):
            return {"type": "webpage", "container-title": self.version()}
        kind = self.random.choices(("webpage", "article-newspaper", "post-weblog"), (70, 15, 15))[0]
        site = {"container-title": self.one_of("sites")} if self.chance(0.7) else {}
        return {"type": kind, **site, **({"publisher": self.one_of("groups")} if self.chance(0.2) else {})}

    def _preprint(self, is_foreign: bool, people: list[Person]) -> Record:
        archive = self.one_of("archives")
        record: Record = {"type": "article", "publisher": archive} if self.chance(0.6) else {
            "type": "article-journal", "container-title": archive}
        record |= {"DOI": self.doi()} if self.chance(0.6) else {}
        record |= {"genre": "preprint"} if self.chance(0.3) else {}
        if archive == "arXiv" and self.chance(0.8):
            number = f"{self.random.randint(1400, 2600)}.{self.random.randint(10000, 99999)}"
            record["number"] = f"arXiv:{number}"
            if self.chance(0.5):
                name = self.one_of("arxiv").format(number)
                record |= {"type": "article-journal", "container-title": name,
                           "container-title-short": name.partition(" arXiv")[0].partition(":")[0]}
        return record

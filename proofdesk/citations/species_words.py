"""The words by which sentences name in whom something was found, of the words of medicine, in each language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from proofdesk.bibliography.evidence.own_words import AnySpecies
from proofdesk.bibliography.evidence.vocabulary import EvidenceKind, Species

FROM_PEOPLE: frozenset[AnySpecies] = frozenset(each for each in Species if each.kind is EvidenceKind.PEOPLE)
ANIMALS: frozenset[AnySpecies] = frozenset(each for each in Species if each.kind is EvidenceKind.ANIMALS)
# Who is named, in the order of each language's words. No keyword names the animals of “animals, dogs, cats”.
_FITTING: Sequence[frozenset[AnySpecies]] = (
    FROM_PEOPLE, frozenset({Species.MOUSE, Species.RODENT}), frozenset({Species.RAT, Species.RODENT}),
    frozenset({Species.MOUSE, Species.RAT, Species.RODENT}), frozenset({Species.PIG}), frozenset({Species.PRIMATE}),
    frozenset({Species.ZEBRAFISH}), frozenset({Species.FLY}), ANIMALS, frozenset({Species.CELL}))
# What stands before the words for what a study was done in; in other languages a site's own words alone count.
BEFORE = {
    "en": "in|on|among|of|from|at", "de": "in|im|an|am|auf|bei|von|vom|aus|unter",
    "fr": "dans|en|chez|parmi|sur|de|des|du", "es": "en|entre|de|del|con|sobre",
}


@dataclass(frozen=True)
class SpeciesWords:
    """The words of a language: whom each names, and the patterns that find one where a sentence says “in mice”."""

    names: dict[str, frozenset[AnySpecies]]
    patterns: tuple[re.Pattern[str], ...]
    open: re.Pattern[str]  # a sentence that says what was not seen in people may cite what was seen in animals
    plural: dict[str, str] = field(default_factory=dict)
    has_capitals: bool = False  # whether capitals tell a noun from another word

    @property
    def heed(self) -> re.RegexFlag:
        """Return how patterns of names heed capitals."""
        return re.NOFLAG if self.has_capitals else re.IGNORECASE

    @property
    def name(self) -> re.Pattern[str]:
        """Return the pattern of any name, wherever it stands."""
        return re.compile(rf"\b({'|'.join(self.names)})\b", self.heed)


# People, mice, rats, rodents, pigs, monkeys, zebrafish, flies, other animals, cells.
_ENGLISH = (
    "people|humans|patients|volunteers|participants|adults|men|women|veterans|smokers|children|students",
    "mice", "rats", "rodents", "pigs", "monkeys|primates", "zebrafish", "flies",
    "animals|dogs|cats|rabbits|hamsters|sheep|worms|cows|chickens", "a dish|cell culture|cultured cells")
_GERMAN = (  # with the capitals of nouns: “Fliegen” is an animal, and “fliegen” is not
    "Menschen|Personen|Patient(?:en|innen)|Freiwilligen?|Teilnehme(?:rn?|rinnen|nden?)|Erwachsenen?|Männern?|Frauen|"
    "Veteranen|Rauchern?|Kindern?|Studierenden?|Studenten",
    r"Mäusen?|(?:Mäuse|Maus)-?(?:[Mm]odell|[Ss]tudie|[Vv]ersuch)\w*",
    r"Ratten|Ratten-?(?:[Mm]odell|[Ss]tudie|[Vv]ersuch)\w*", "Nagetieren?|Nagern?", "Schweinen?",
    "Affen|Primaten|Makaken", "Zebrafischen?|Zebrabärblingen?", "Fliegen",
    r"Tieren?|Tier-?(?:[Mm]odell|[Ss]tudie|[Vv]ersuch)\w*|Hunden?|Katzen|Kaninchen|Hamstern?|Schafen?|Würmern?|Kühen?|"
    "Hühnern?", "Zellkultur(?:en)?|Petrischalen?|kultivierten? Zellen")
_FRENCH = (
    "personnes|humains?|homme|patient(?:e?s)|volontaires|participante?s|adultes|hommes|femmes|vétérans|fumeurs|enfants|"
    "étudiante?s", "souris", "rats?", "rongeurs?", "porcs?|cochons", "singes?|primates|macaques",
    "poissons?[- ]zèbres?", "mouches|drosophiles?",
    "animal|animaux|chiens|chats|lapins?|hamsters?|moutons|vaches|poulets",
    "cultures? cellulaires?|cellules en culture|cellules cultivées|boîte de Petri")
_SPANISH = (
    "personas|humanos|pacientes|voluntari[oa]s|participantes|adult[oa]s|hombres|mujeres|veteran[oa]s|fumador[ea]s|"
    "niñ[oa]s|estudiantes", "ratón|ratones", "ratas?", "roedores", "cerdos?", "monos|primates|macacos",
    "(?:pez|peces) cebra", "moscas?|drosófilas?", "animales|perros|gatos|conejos|hámsteres|ovejas|gusanos|vacas|pollos",
    "cultivos? celular(?:es)?|células cultivadas|células en cultivo|placas? de Petri")


def _table(language: str, words: Sequence[str], opening: str, not_seen: str) -> SpeciesWords:
    """Return a language’s words, which stand behind one such as “chez”: “chez l’homme”, “bei 20 jungen Mäusen”."""
    flags = re.NOFLAG if language == "de" else re.IGNORECASE
    names = dict(zip(words, _FITTING, strict=True))
    animals = "|".join(words[1:9])
    return SpeciesWords(
        names,
        # Up to four words between, none of which parts a sentence; and an animal at the beginning.
        (re.compile(rf"\b(?i:{BEFORE[language]})\s+(?:[\w’'%.,-]*[\w’'%]\s+){{0,4}}?(?:\w[’'])?"
                    rf"({'|'.join(words)})\b", flags),
         re.compile(rf"^\W*(?:(?i:{opening})\s+)*({animals})\b", flags)),
        re.compile(rf"\b(?:{not_seen})\b", re.IGNORECASE), has_capitals=language == "de")


@cache
def species_words(language: str) -> SpeciesWords:
    """Return the words of a language, by its code without a region; those of English if there are none."""
    if language == "de":
        return _table("de", _GERMAN, "junge|alte|erwachsene|die|diese",
                      r"nicht|nichts|kein\w*|niemand\w*|nie|weder|ohne|ob|wenn|falls|unbekannt|unklar|ungeprüft|offen|kaum|"
                      r"noch|frage\w*")
    if language == "fr":
        return _table("fr", _FRENCH, "jeunes|vieux|vieilles|les|ces|des",
                      r"pas|non|aucune?|personne|jamais|ni|sans|si|inconnue?s?|incertaine?s?|guère|ignore|questions?")
    if language == "es":
        return _table("es", _SPANISH, "jóvenes|viej[oa]s|l[oa]s|est[oa]s",
                      r"no|ningun[oa]|ningún|nadie|nunca|ni|sin|si|desconoc\w*|inciert[oa]|apenas|preguntas?")
    return SpeciesWords(
        dict(zip(_ENGLISH, _FITTING, strict=True)),
        # “In mice”, “of 51 people”, “in young adult rats”: up to four words between, none of which parts a sentence;
        # “in a mouse study”, “in rat models”, and “Mice that got it” at the beginning.
        (re.compile(rf"\b(?:in|among|of|from)\s+(?:[\w’'%.,-]*[\w’'%]\s+){{0,4}}?({'|'.join(_ENGLISH)})\b",
                    re.IGNORECASE),
         re.compile(r"\b(?:in|from)\s+(?:an?\s+|the\s+)?(mouse|rat|rodent|pig|monkey|animal|dog)\s+"
                    r"(?:study|studies|models?|experiments?|brains?)\b", re.IGNORECASE),
         re.compile(r"^\W*(?:(?:young|old|adult|the|these)\s+)*(mice|rats|rodents|pigs|monkeys|zebrafish|animals)\b",
                    re.IGNORECASE)),
        re.compile(r"\b(?:not|no|nobody|none|never|nor|neither|without|whether|if|unknown|unclear|untested|cannot|hardly|"
                   r"yet|question|questions)\b|n[’']t\b", re.IGNORECASE),
        {"mouse": "mice", "rat": "rats", "rodent": "rodents", "pig": "pigs", "monkey": "monkeys", "animal": "animals",
         "dog": "dogs"})

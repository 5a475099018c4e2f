"""The drugs whose harms the site lists, by which names readers know them, and how a text speaks of them."""

from __future__ import annotations

import re

from proofdesk.common.vocabulary import LabelledEnum


class Substance(LabelledEnum):
    """A drug or a family of drugs, in the order of the table; ``meaning`` holds its everyday names.

    One that is also a topic of the site has the topic's name.
    """

    PSYCHEDELICS = "psychedelics", "Any psychedelic", "hallucinogens, trips, tripping"
    PSILOCYBIN = "psilocybin", "Psilocybin", "magic mushrooms, shrooms, psilocin"
    LSD = "lsd", "LSD", "acid, MM120"
    AYAHUASCA = "ayahuasca", "Ayahuasca", "DMT with an MAO inhibitor, yagé"
    DMT = "dmt", "DMT and 5-MeO-DMT", "toad venom"
    MDMA = "mdma", "MDMA", "ecstasy, molly"
    KETAMINE = "ketamine", "Ketamine", "ket, special K"
    ESKETAMINE = "esketamine", "Esketamine", "Spravato"
    IBOGAINE = "ibogaine", "Ibogaine", "iboga"


_WORDS = {
    Substance.PSYCHEDELICS: "(?i:psychedelics?|hallucinogens?)",
    Substance.PSILOCYBIN: "(?i:psilocybin|psilocin|magic mushrooms?)",
    Substance.LSD: "LSD",
    Substance.AYAHUASCA: "(?i:ayahuasca)",
    Substance.DMT: "(?:5-MeO-)?DMT",
    Substance.MDMA: "MDMA|(?i:ecstasy)",
    Substance.KETAMINE: "(?i:ketamine)",
    Substance.ESKETAMINE: "(?i:esketamine|spravato)",
    Substance.IBOGAINE: "(?i:iboga(?:ine)?)",
}
_PATTERNS = {drug: re.compile(rf"(?<![\w-])(?:{words})(?!\w)") for drug, words in _WORDS.items()}
# What holds for any psychedelic holds for these.
_CLASSICAL = {Substance.PSILOCYBIN, Substance.LSD, Substance.AYAHUASCA, Substance.DMT}


def spoken_of(text: str, topics: list[str]) -> list[Substance]:
    """Return the drugs of which a text speaks, by one mention of any of their names, and those among its topics."""
    found = {drug for drug, pattern in _PATTERNS.items() if drug in topics or pattern.search(text)}
    if found & _CLASSICAL:
        found.add(Substance.PSYCHEDELICS)
    return [drug for drug in Substance if drug in found]

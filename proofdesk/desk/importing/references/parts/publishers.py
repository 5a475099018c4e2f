"""Tell publishers and cities by their words, and by the lists of those whose names say nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD

# Publishers whose names say nothing of what they are.
_PUBLISHERS = frozenset(json.loads((Path(__file__).parent / "publishers.json").read_text(encoding="utf-8")))
# Capitals, and cities of publishers, which stand alone behind a title.
_CITIES = frozenset(json.loads((Path(__file__).parent / "cities.json").read_text(encoding="utf-8")))
_SMALL_WORDS = ("of", "and", "&", "for", "the", "de", "des", "du", "la", "der", "die", "für", "und", "et", "y", "e",
                "di", "van", "on", "in")
PUBLISHER_WORD = lazy(
    r"\b(?:press|presses|verlag|\w+verlag|publish(?:ers?|ing)|books|éditions?|éditeurs?|editorial|editore|edizioni"
    r"|editora|ediciones|edições|imprimerie|librairie|livraria|uitgeverij|uitgevers|universit\w*"
    r"|springer|elsevier|wiley|routledge|sage|penguin|norton|thieme|karger|humana|guilford|macmillan|crc|taylor|francis"
    r"|mcgraw|pearson|bloomsbury|suhrkamp|fischer|hogrefe|beltz|dunod|oxford|cambridge|blackwell|knopf|vintage"
    r"|random house"
    r"|harper\w*|gallimard|puf|einaudi|laterza|alianza|ariel|almedina|boom|kohlhammer|huber|reclam"
    r"|academic(?=$|\s(?:press|publishers?)))\b", re.I)
# “Société savoisienne d’histoire”, “Institut de la gestion publique”: small words follow the one that tells.
_OF_ROMANCE = lazy(
    r"(?:Académie|Société|Institut|Université|École|Ministère|Centre|Conseil|Association|Presses|Imprimerie|Librairie"
    r"|Editorial|Universidad|Instituto|Academia|Sociedad|Ministerio|Universidade|Sociedade|Università|Istituto|Società)"
    r"\s(?!et\s|ou\s|y\s|o\s|e\s)[^.:;,?!“”()\d]{4,80}")
# “Université de Grenoble, Faculté des Lettres”, “Les Agents Du Cadastre: Hommes”: a part of a name or of a title
_NO_PLACE = lazy(
    r"^(?:In|The|Les?|La|Das|Die|Der|El|Los|Las)\s|\b(?:facult\w+|fakultät|departa?ment\w*|schools?|division|press|et|and"
    r"|und|y)\b", re.I)
# Where a book appeared, as lists in Spanish and Portuguese may have it alone: “Straw. España. Garden Press.”
COUNTRY = lazy(
    rf"(?:[{UPPER}][^\W\d]+(?:\s[{UPPER}][^\W\d]+)?,\s)?(?:España|México|Argentina|Colombia|Venezuela|Perú|Chile|Ecuador|Cuba"
    r"|Brasil|Portugal|Italia|Estados Unidos|Reino Unido|Canadá|Francia|Alemania"
    r"|United Kingdom|United States|Canada|Australia|Germany|(?:The )?Netherlands|Switzerland|Singapore|India|Ireland)")
# Written out behind a city, where most lists abbreviate it: “Boca Raton, Florida”
STATE = lazy(
    r"Alabama|Arizona|California|Colorado|Connecticut|Florida|Georgia|Illinois|Indiana|Maryland|Massachusetts|Michigan"
    r"|Minnesota|New Jersey|New York|North Carolina|Ohio|Oregon|Pennsylvania|Texas|Virginia|Washington|Wisconsin"
    r"|Ontario|Quebec|British Columbia|Queensland|Victoria|New South Wales")
_BARE_PUBLISHER = lazy(
    r"(?:[Tt]he\s)?(?:press|verlag|publish(?:ers?|ing)|books|éditions?|editorial|universit\w*)", re.I)


def is_publisher(words: str) -> bool:
    """Return whether words name a publisher for sure: they say so, and each word but the small ones has a capital."""
    bare = re.sub(r"\b(?:[Tt]he|for|für|pour|para)\s", "", words)
    if re.fullmatch(r"Chapman; Hall(?:(?:/|,\s)CRC(?:\s[Pp]ress)?)?", words):  # as Pandoc prints its “and”
        return True
    if re.sub(r"^[EÉ]d\.\s", "", words) in _PUBLISHERS:
        return True
    if is_city(words) or _BARE_PUBLISHER.fullmatch(words):  # the end of a name that a stop parts: “Oxford Univ. Press”
        return False
    capitals = has_capitals(words) or bool(re.fullmatch(
        rf"[{UPPER}]\w+\suniversity\spress|(?:[{UPPER}][\w-]*\s){{1,4}}(?:press|publishing|publishers|books|verlag"
        r"|éditeurs?|editore|editores)", words))
    if _OF_ROMANCE.fullmatch(words) and not JOURNAL_WORD.search(words):
        return True
    is_organisation = has_organisation_word(bare) and not JOURNAL_WORD.search(words)  # “Group Processes & Relations”
    return capitals and "," not in words and bool(PUBLISHER_WORD.search(words) or is_organisation)


def has_capitals(words: str) -> bool:
    """Return whether each word but the small ones has a capital."""
    return all(re.sub("^[ld][’']", "", word)[:1].isupper() or word in _SMALL_WORDS for word in words.split())


def may_be_place(words: str) -> bool:
    """Return whether words that are no city on the list can name a place: few words, each with a capital."""
    first, *_ = words.split(", ")
    return is_city(words) or (len(first.split()) < 4 and has_capitals(words) and not re.search(r"\d", words)
                              and not _NO_PLACE.search(words) and not has_organisation_word(words))


def is_city(words: str) -> bool:
    """Return whether words name only a large city, where works are published, with its country if need be."""
    return words.split(",")[0].strip() in _CITIES and len(words) < 40


def names_publisher(words: str) -> bool:
    """Return whether words name a publisher, or an organisation that may be one."""
    return is_publisher(words) or bool(PUBLISHER_WORD.search(words)) or has_organisation_word(words)

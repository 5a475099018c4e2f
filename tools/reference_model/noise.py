"""Spoil entries as manuscripts do: other marks, lost spaces and stops, numbers in front, words about the access."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

_WORDS = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
# How often, what, and by which of several others.
_CHANGES: list[tuple[float, str, tuple[str, ...]]] = [
    (0.4, "–", ("-",)), (0.02, "–", ("--",)), (0.1, r",? https?://doi\.org/\S+$", ("",)),
    (0.15, r"https://doi\.org/", ("doi: ", "doi:", "DOI: ", "DOI:", "http://dx.doi.org/")),
    (0.1, r",? https?://\S+$", ("",)), (0.04, r", (?=\d)", (",",)), (0.04, r": (?=\d)", (":",)),
    (0.05, r":(?=\d)", (": ",)), (0.05, r"(\d)\((\d+)\)", (r"\1 (\2)",)), (0.05, r"(\d) \((\d+)\)", (r"\1(\2)",)),
    (0.2, r"\.+$", ("",)), (0.04, r"$", (".",)), (0.04, r"\bpp\.", ("p.", "pp", "Pp.", "pages")),
    (0.02, r"\bpp\.\s?(?=\d)", ("",)),
    (0.03, r"\bvol\.", ("Vol.", "vol", "Volume", "V.")), (0.03, " & ", (" and ",)), (0.03, " and ", (" & ",)),
    (0.05, r"(?<=[A-Z])\.(?= [A-Z]\.)", ("",)), (0.04, r"(?<=\b[A-Z])\. (?=[A-Z]\.)", (".",)),
    (0.03, r"(?<=\s[A-Z])\.(?=,| )", ("",)),
    (0.03, r"et al\.?(?=[ ,.])", 
     ("et al", "et al.", "and others", "others", "u. a.", "et. al.", "y otros", "e outros")),
    (0.03, r"\[(?:Internet|Online)\]", ("",)), (0.02, r"[Aa]vailable (?:from|at):?", ("",)),
    (0.02, r"\b(?=20\d\d;\s?\d)", ("Aug ", "Sep ", "Dec 1 ", "July 2")),
    (0.02, r"(?<=\b20\d\d)(?=;\s?\d)", (" Aug", " Jul-Aug", " May 29")), (0.02, " In: ", (" in ",)),
    (0.02, r"\. In ", (", in ",)), (0.02, "In: ", ("In ",)),
]
_NUMBERS = ("[{}] {}", "{}. {}", "({}) {}", "{}) {}", "{}: {}", "{} {}", "• {1}", "- {1}")
_QUOTES: list[tuple[float, tuple[tuple[str, str], ...]]] = [
    (0.25, (("[“”]", '"'), ("[‘’]", "'"))), (0.07, (("“(.*?)”", "„\\1“"),)), (0.03, (("“(.*?)”", "«\\1»"),)),
    (0.04, (("“", "``"), ("”", "''"))),
    (0.05, (("[“”]", ""),))]


def spoil(text: str, has_address: bool, random: Random) -> str:
    """Return an entry as it may stand in a manuscript."""
    for share, pairs in _QUOTES:
        if random.random() < share:
            for marks, others in pairs:
                text = re.sub(marks, others, text)
            break
    for share, pattern, choices in _CHANGES:
        if random.random() < share:
            text = re.sub(pattern, random.choice(choices), text)
    if random.random() < 0.03:  # one space is lost
        text = re.sub(r"(?<=\w)\. (?=[A-Z][a-z]{3})", ".", text, count=1)
    if has_address and random.random() < 0.04:
        text = text.rstrip(".") + random.choice(_WORDS["accessed"])
    elif random.random() < 0.03:
        text = text.rstrip(".") + random.choice(_WORDS["behind"])
    if random.random() < 0.14:
        text = random.choice(_NUMBERS).format(random.randint(1, 199), text)
    return " ".join(text.split())

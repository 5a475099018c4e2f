"""Tell a figure that is a result from one that is a dose, a date or a number of people, and a harm from a benefit."""

from __future__ import annotations

import re

# With bounds, and never given back in part: “1,1,1,…” could be read as one number or as a list of them.
_NUMBER = r"(?>\d{1,20}(?:,\d{1,20}){0,6}(?:[.·]\d{1,20})?)"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|and|or|to|–|-|by)\s*{_NUMBER}){{0,9}}"
_UNITS = r"mg|milligrams?|[µμ]g|micrograms?|mcg|g|kg|ml|mg/kg|ms|Hz|tesla"
_TIMES = r"seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?"
_PEOPLE = (
    r"people|persons?|patients?|participants?|volunteers?|adults?|teenagers?|men|women|veterans?|soldiers?|smokers?|"
    r"users?|twins?|practitioners?|therapists?|trials?|studies|reviews?|publications?|papers?|cases?|reports?|"
    r"data sets?|drugs?|sessions?|doses?|groups?|sites?|countries|states|scans?|mice|rats|pigs?|animals?|others?")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Numbers that only name a time or a thing.
_NAMES = re.compile("|".join((
    rf"\b\d{{1,2}}\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?", rf"\b(?:{_MONTHS})\s+\d{{4}}\b",
    r"\b(?:19|20)\d\d\b(?![.,]\d|\s*%)", r"\b[^\W\d_][\w-]{0,60}\d[\w-]*", r"\b\d+-[^\W\d_][\w-]*",
    rf"\b(?:week|day|month|hour|year|phase|grade|level|figure|table|visit)s?\s+{_NUMBERS}[ab]?\b",
)))
# Numbers of a trial's plan: doses, times, people, ages.
_PLAN = re.compile("|".join((
    rf"\b{_NUMBERS}[-\s]*(?:{_UNITS})\b(?!\s*(?:longer|shorter))", rf"\b{_NUMBERS}[-\s]+(?:{_TIMES})\b",
    rf"\b{_NUMBERS}\s+(?:[^\W\d]+[-\s]+){{0,3}}(?:{_PEOPLE})\b", r"\b[nN]\s*=\s*\d[\d,]*",
    r"\b(?:aged?|under|over|above|below|from age)\s+\d+(?:\s*(?:to|–|-)\s*\d+)?(?!\s*(?:%|per|points?|times|[.]\d))",
)))
PERCENT = re.compile(rf"{_NUMBER}\s*(?:%|per ?cent\b)")
_SHARE = re.compile(rf"{_NUMBER}\s*(?:of|in|out of|/|per)\s*(?:the\s+|every\s+)?{_NUMBER}")
_IN_WORDS = re.compile(
    r"\b(?:half|twice|two[- ]thirds|three[- ]quarters|doubled|halved|an? (?:third|quarter|fifth|sixth|tenth)|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten) (?:in|out of|times))\b", re.IGNORECASE)
# Out of how many: a number of people, or one behind “of”.
_OUT_OF = re.compile(
    rf"\b{_NUMBER}\s+(?:[^\W\d]+[-\s]+){{0,4}}(?:{_PEOPLE})\b|{_NUMBER}\s*/\s*{_NUMBER}|"
    rf"\b(?:of|among|n\s*=|out of)\s+(?:the\s+)?{_NUMBER}(?!\s*%)")

# Words by which a sentence speaks of harm; those that may be an illness need a noun of events behind them.
_HARM_WORDS = (
    r"adverse", r"side[- ]effects?", r"unwanted effects?", r"harm\w*", r"suicid\w*", r"self[- ](?:injur|harm)\w*",
    r"(?:severe|serious)(?:\s+(?:adverse|side|unwanted|treatment-related|medical))*\s+(?:events?|effects?|reactions?|ones?)",
    r"died|deaths?|fatal", r"seizures?|fits", r"psychosis|psychotic", r"mani(?:a|c)", r"flashbacks?", r"headaches?",
    r"nausea|vomit\w*|felt sick", r"dizz\w+", r"blood pressure",
    r"heart(?:['’]s)? (?:rhythm|rate|trace)|QT|pulse|chest pain|faint\w*", r"dissociat\w+",
    r"sedat\w+|sleepiness", r"bladder", r"slow breathing|breathing", r"blackouts?|loss of consciousness", r"panic",
    r"unable to walk|could not walk|walk unaided", r"tight jaw|jaw", r"memory (?:loss|trouble|problems)|lost memory",
    r"changed vision|visual", r"worse\w*",
)
_HARM = [re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in _HARM_WORDS]


def has_result(text: str) -> bool:
    """Return whether a sentence gives a figure that came out of a study: a share, a difference, a score."""
    text = _NAMES.sub(" ", text)
    if PERCENT.search(text) or _SHARE.search(text) or _IN_WORDS.search(text):
        return True
    return bool(re.search(r"\d", _PLAN.sub(" ", text)))


def speaks_of_harm(text: str) -> bool:
    """Return whether a sentence speaks of any harm."""
    return any(words.search(text) for words in _HARM)


def tells(text: str, harms: str) -> bool:
    """Return whether a sentence tells of the harms that an entry states: one of its figures, or one of its words."""
    figures = {*re.findall(rf"{_NUMBER}\s*%|{_NUMBER}\s*(?:of|/)\s*{_NUMBER}", harms)}
    plain = " ".join(text.split())
    return any(" ".join(each.split()) in plain for each in figures) or any(
        words.search(text) and words.search(harms) for words in _HARM)


def has_percentage_of_nothing(text: str, around: str) -> bool:
    """Return whether a sentence gives a percentage, and neither it nor its paragraph says out of how many."""
    return bool(PERCENT.search(text)) and not _OUT_OF.search(around)

"""Tell a figure that is a result from one that is a dose, a date or a number of people, and a harm from a benefit."""

from __future__ import annotations

import re

from proofdesk.common.text import folded

# With bounds, and never given back in part: “1,1,1,…” could be read as one number or as a list of them.
_NUMBER = r"(?>\d{1,20}(?:,\d{1,20}){0,6}(?:[.·]\d{1,20})?)"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|and|or|to|–|-|by)\s*{_NUMBER}){{0,9}}"
_UNITS = r"mg|milligrams?|[µμ]g|micrograms?|mcg|g|kg|ml|mg/kg|ms|Hz|tesla"
_TIMES = r"seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?"
_PEOPLE = (
    r"people|persons?|patients?|participants?|volunteers?|adults?|teenagers?|men|women|veterans?|soldiers?|smokers?|"
    r"users?|twins?|practitioners?|therapists?|trials?|studies|reviews?|publications?|papers?|cases?|reports?|"
    r"data sets?|drugs?|sessions?|doses?|groups?|arms?|sites?|centres?|clinics?|hospitals?|countries|states|scans?|"
    r"mice|rats|pigs?|animals?|plants?|plots?|farms?|samples?|others?")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_COUNT = f"(?:{'|'.join(_ONES)}|(?:{'|'.join(_TENS)})(?:-[a-z]+)?|(?:a |one )?hundred)"
_PARTS = ("third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FRACTION = rf"(?:half|(?:an?|{_COUNT})[- ](?:{'|'.join(_PARTS)})s?)"
_MULTIPLIED = ("doubl", "halv", "tripl", "trebl", "quadrupl")
# Numbers that only name a time or a thing, and who took part.
_NAMES = re.compile("|".join((
    rf"\b\d{{1,2}}\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?", rf"\b(?:{_MONTHS})\s+\d{{4}}\b",
    r"\b(?:19|20)\d\d\b(?![.,]\d|\s*%|\s*points?)", r"\b[^\W\d_][\w-]{0,60}\d[\w-]*", r"\b\d+(?:st|nd|rd|th)\b",
    r"\b\d+-(?!(?:point|per-?cent|percentage|fold|times)\b)[^\W\d_][\w-]*",
    r"\b(?:week|day|month|hour|year|phase|grade|level|figure|table|visit|section|chapter|part|page|step|item|box|"
    rf"stage|schedule)s?\s+{_NUMBERS}[ab]?\b",
    rf"(?i:(?:{_NUMBER}\s*(?:%|per ?cent)|\b{_FRACTION})\s+(?:of\s+(?:the\s+)?\w+\s+)?(?:were|are|was)\s+"
    r"(?:women|men|female|male|girls|boys|white|black|students)\b)",
)))
# Numbers of a trial's plan: doses, times, people, ages, money.
_PLAN = re.compile("|".join((
    rf"\b{_NUMBERS}[-\s]*(?:{_UNITS})\b(?!\s*(?:longer|shorter|more|less|lighter|heavier))",
    rf"\b{_NUMBERS}[-\s]+(?:{_TIMES})\b(?!\s*(?:longer|shorter|more|less|sooner)\b)",
    rf"\b{_NUMBERS}\s+(?:[^\W\d]+[-\s]+){{0,3}}(?:{_PEOPLE})\b", r"\b[nN]\s*=\s*\d[\d,]*",
    r"\b(?:aged?|under|over|above|below|from age)\s+\d+(?:\s*(?:to|–|-)\s*\d+)?(?!\s*(?:%|per|points?|times|[.]\d))",
    rf"\b(?:mean|average|median)\s+age\s+(?:was|of|is)\s+{_NUMBER}",
    rf"[$€£]\s*{_NUMBER}", rf"\b{_NUMBER}(?:\s+(?:thousand|million|billion))?\s+(?:dollars|euros|francs)\b",
)))
PERCENT = re.compile(rf"{_NUMBER}\s*(?:%|per ?cent\b)")
_SHARE = re.compile(rf"{_NUMBER}\s*(?:of|in|out of|/|per)\s*(?:the\s+|every\s+)?{_NUMBER}")
_WEIGHT = re.compile(rf"\b(?:lost|gained|shed)\s+(?:[a-z]+\s+){{0,2}}{_NUMBER}\s*(?:kg|g|kilos?|kilograms?|pounds)\b")
_HOW_OFTEN = r"(?!\s+(?:an?|each|every|per|daily|weekly|in)\b|\s*[.,;)]|\s*$)"
_IN_WORDS = re.compile("|".join((
    r"\bhalf\b(?![- ](?:an?\s+)?(?:hour|minute|day|night|week|month|year|decade|dozen|life|way|dose)|"
    r"\s+(?:of\s+)?the\s+dose)",
    rf"\b(?!half){_FRACTION}\b(?!\s+(?:trial|study|group|arm|dose|session|day|week|month|year|time|party|person|phase|"
    r"visit|one|of an hour)\b)",
    rf"\btwice\b{_HOW_OFTEN}", rf"\b{_COUNT}\s+times\b{_HOW_OFTEN}", rf"\b(?:{_COUNT}|many|several)[- ]?fold\b",
    rf"\b(?:{'|'.join(_MULTIPLIED)})(?:ed|es|ing)\b(?!\s+\w+\s+dose)",
    rf"\b{_COUNT}\s+(?:in|of|out of)\s+(?:the\s+|every\s+)?(?:{_COUNT}|{_NUMBER})\b"
    r"(?!\s+(?:trials?|studies|drugs?|groups?|arms?|doses?|sessions?|sites?|countries|papers?|reviews?)\b)",
    rf"\b{_COUNT}\s+(?:per ?cent|(?:percentage )?points?)\b", "[¼-¾⅐-⅞]",
)), re.IGNORECASE)
# What no result is told without: a digit, the beginning of a word, or a whole word. Most sentences have none of them,
# and to find that out so costs a tenth of trying the patterns.
_DIGIT = re.compile(r"[\d¼-¾⅐-⅞]")
_BEGINNINGS = ("half", *_PARTS, "twice", "fold", *_MULTIPLIED)
_COUNTS = frozenset((*_ONES, *_TENS, "hundred"))
_WORD = re.compile(r"[^\W\d_]+")
# Out of how many: a number of people, or one behind “of”.
_OUT_OF = re.compile(
    rf"\b{_NUMBER}\s+(?:[^\W\d]+[-\s]+){{0,4}}(?:{_PEOPLE})\b|{_NUMBER}\s*/\s*{_NUMBER}|"
    rf"\b(?:of|among|n\s*=|out of)\s+(?:the\s+)?{_NUMBER}(?!\s*%)")

# Words by which a sentence speaks of harm; those that may be an illness need a noun of events behind them.
_ALWAYS_HARM = (
    r"adverse", r"side[- ]effects?", r"unwanted effects?", r"harm\w*",
    r"(?:severe|serious)(?:\s+(?:adverse|side|unwanted|treatment-related|medical))*\s+(?:events?|effects?|reactions?|ones?)",
)
# What a trial may also set out to make better.
_HARM_OR_AIM = (
    r"suicid\w*", r"self[- ](?:injur|harm)\w*", r"died|deaths?|fatal", r"seizures?|fits", r"psychosis|psychotic",
    r"mani(?:a|c)", r"flashbacks?", r"headaches?", r"nausea|vomit\w*|felt sick", r"dizz\w+", r"blood pressure",
    r"heart(?:['’]s)? (?:rhythm|rate|trace)|QT|pulse|chest pain|faint\w*", r"dissociat\w+",
    r"sedat\w+|sleepiness", r"bladder", r"slow breathing|breathing", r"blackouts?|loss of consciousness", r"panic",
    r"unable to walk|could not walk|walk unaided", r"tight jaw|jaw", r"memory (?:loss|trouble|problems)|lost memory",
    r"changed vision|visual", r"worse\w*",
)
_ALWAYS, _MAYBE = ([re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in each]
                   for each in (_ALWAYS_HARM, _HARM_OR_AIM))
# “No serious events”, “without harm”: it names a harm to deny it.
_DENIED = re.compile(
    r"\b(?:no|without|free of|free from|never|neither|nor)\s+(?:[^\W\d]+\s+){0,2}?"
    rf"(?:{'|'.join((*_ALWAYS_HARM, *_HARM_OR_AIM))})\b", re.IGNORECASE)
# Words by which something got better: what stands in a clause with one is no harm of the trial.
_BETTER = re.compile(
    r"\b(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped)?|decline[sd]?|decreas\w+|reduc\w+|eas(?:ed|es|ing)|improv\w+|better|"
    r"(?:got|were|stayed) well|recover\w*|remission|respond\w*|relie(?:f|v\w+)|halv\w+|benefit\w*|effective|"
    r"(?:got )?rid of|went (?:down|away)|fewer|less|lower(?!\s+dos)|rose by|gain(?:ed|s)?|stopped|quit|abstinent)\b",
    re.IGNORECASE)
_CLAUSES = re.compile(r"[;:]|,\s|\b(?:and|but|while|whereas|yet|although|though|with|which|against)\b", re.IGNORECASE)


def has_result(text: str) -> bool:
    """Return whether a sentence gives a figure that came out of a study: a share, a difference, a score."""
    if not _may_have_result(text):
        return False
    text = _NAMES.sub(" ", text)
    if any(found.search(text) for found in (PERCENT, _SHARE, _WEIGHT, _IN_WORDS)):
        return True
    return bool(re.search(r"\d", _PLAN.sub(" ", text)))


def _may_have_result(text: str) -> bool:
    if _DIGIT.search(text):
        return True
    plain = folded(text)
    return any(beginning in plain for beginning in _BEGINNINGS) or not _COUNTS.isdisjoint(_WORD.findall(plain))


def speaks_of_harm(text: str) -> bool:
    """Return whether a sentence speaks of a harm and of no benefit.

    “Seizures fell by 40%”, “better, without harm” and “better in 60% and worse in 3%” speak of a benefit.
    """
    named = _DENIED.sub(" ", text)
    return not _BETTER.search(text) and any(words.search(named) for words in (*_ALWAYS, *_MAYBE))


def tells(text: str, harms: str) -> bool:
    """Return whether a sentence tells of the harms that an entry states: one of its figures, or one of its words.

    A harm that the sentence denies tells of an entry that denies it too.
    """
    figures = {" ".join(each.split()) for each in re.findall(rf"{_NUMBER}\s*%|{_NUMBER}\s*(?:of|/)\s*{_NUMBER}", harms)}
    denied, stated = " ".join(_DENIED.findall(text)), _DENIED.sub(" ", harms)
    if denied and any(words.search(denied) and words.search(" ".join(_DENIED.findall(harms)))
                      for words in (*_ALWAYS, *_MAYBE)):
        return True
    text = _DENIED.sub(" ", text)
    if any(words.search(text) and words.search(stated) for words in _ALWAYS):
        return True
    for clause in _CLAUSES.split(" ".join(text.split())):
        if not _BETTER.search(clause) and (
                any(re.search(rf"(?<![\d.,]){re.escape(each)}", clause) for each in figures)
                or any(words.search(clause) and words.search(stated) for words in _MAYBE)):
            return True
    return False


def has_percentage_of_nothing(text: str, around: str) -> bool:
    """Return whether a sentence gives a percentage, and neither it nor its paragraph says out of how many."""
    return bool(PERCENT.search(text)) and not _OUT_OF.search(around)

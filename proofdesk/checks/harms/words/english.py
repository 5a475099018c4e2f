"""English words of results and harms."""

from __future__ import annotations

import re

from proofdesk.checks.harms.words import gains, shares
from proofdesk.checks.harms.words.table import Words

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
_HOW_OFTEN = r"(?!\s+(?:an?|each|every|per|daily|weekly|in)\b|\s*[.,;)]|\s*$)"

ENGLISH = Words(
    names=(
        rf"\b\d{{1,2}}\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?", rf"\b(?:{_MONTHS})\s+\d{{4}}\b",
        r"\b(?:19|20)\d\d\b(?![.,]\d|\s*%|\s*points?)", r"\b[^\W\d_][\w-]{0,60}\d[\w-]*", r"\b\d+(?:st|nd|rd|th)\b",
        r"\b\d+-(?!(?:point|per-?cent|percentage|fold|times)\b)[^\W\d_][\w-]*",
        r"\b(?:week|day|month|hour|year|phase|grade|level|figure|table|visit|section|chapter|part|page|step|item|box|"
        rf"stage|schedule)s?\s+{_NUMBERS}[ab]?\b",
        rf"(?i:(?:{_NUMBER}\s*(?:%|per ?cent)|\b{_FRACTION})\s+(?:of\s+(?:the\s+)?\w+\s+)?(?:were|are|was)\s+"
        r"(?:women|men|female|male|girls|boys|white|black|students)\b)"),
    plan=(
        rf"\b{_NUMBERS}[-\s]*(?:{_UNITS})\b(?!\s*(?:longer|shorter|more|less|lighter|heavier))",
        rf"\b{_NUMBERS}[-\s]+(?:{_TIMES})\b(?!\s*(?:longer|shorter|more|less|sooner)\b)",
        rf"\b{_NUMBERS}\s+(?:[^\W\d]+[-\s]+){{0,3}}(?:{_PEOPLE})\b", r"\b[nN]\s*=\s*\d[\d,]*",
        r"\b(?:aged?|under|over|above|below|from age)\s+\d+(?:\s*(?:to|–|-)\s*\d+)?"
        r"(?!\s*(?:%|per|points?|times|[.]\d))",
        rf"\b(?:mean|average|median)\s+age\s+(?:was|of|is)\s+{_NUMBER}",
        rf"[$€£]\s*{_NUMBER}", rf"\b{_NUMBER}(?:\s+(?:thousand|million|billion))?\s+(?:dollars|euros|francs)\b"),
    percent=rf"{_NUMBER}\s*(?:%|per ?cent\b)",
    results=(
        rf"{_NUMBER}\s*(?:of|in|out of|/|per)\s*(?:the\s+|every\s+)?{_NUMBER}",
        rf"\b(?:lost|gained|shed)\s+(?:[a-z]+\s+){{0,2}}{_NUMBER}\s*(?:kg|g|kilos?|kilograms?|pounds)\b"),
    in_words=(
        *shares.ENGLISH,
        r"\bhalf\b(?![- ](?:an?\s+)?(?:hour|minute|day|night|week|month|year|decade|dozen|life|way|dose)|"
        r"\s+(?:of\s+)?the\s+dose)",
        rf"\b(?!half){_FRACTION}\b(?!\s+(?:trial|study|group|arm|dose|session|day|week|month|year|time|party|person|"
        r"phase|visit|one|of an hour)\b)",
        rf"\btwice\b{_HOW_OFTEN}", rf"\b{_COUNT}\s+times\b{_HOW_OFTEN}", rf"\b(?:{_COUNT}|many|several)[- ]?fold\b",
        rf"\b(?:{'|'.join(_MULTIPLIED)})(?:ed|es|ing)\b(?!\s+\w+\s+dose)",
        rf"\b{_COUNT}\s+(?:in|of|out of)\s+(?:the\s+|every\s+)?(?:{_COUNT}|{_NUMBER})\b"
        r"(?!\s+(?:trials?|studies|drugs?|groups?|arms?|doses?|sessions?|sites?|countries|papers?|reviews?)\b)",
        rf"\b{_COUNT}\s+(?:per ?cent|(?:percentage )?points?)\b", "[¼-¾⅐-⅞]"),
    beginnings=(*shares.ENGLISH_BEGINNINGS, "half", *_PARTS, "twice", "fold", *_MULTIPLIED),
    counts=frozenset((*_ONES, *_TENS, "hundred")),
    # A number of people, or one behind “of”.
    out_of=rf"\b{_NUMBER}\s+(?:[^\W\d]+[-\s]+){{0,4}}(?:{_PEOPLE})\b|{_NUMBER}\s*/\s*{_NUMBER}|"
           rf"\b(?:of|among|n\s*=|out of)\s+(?:the\s+)?{_NUMBER}(?!\s*%)",
    harms={
        "adverse": r"adverse", "effects": r"side[- ]effects?", "unwanted": r"unwanted effects?",
        "harm": r"harm\w*",
        # Those that may be an illness need a noun of events behind them.
        "severe": r"(?:severe|serious)(?:\s+(?:adverse|side|unwanted|treatment-related|medical))*\s+"
                  r"(?:events?|effects?|reactions?|ones?)"},
    aims={
        "suicide": r"suicid\w*", "self-injury": r"self[- ](?:injur|harm)\w*", "death": r"died|deaths?|fatal",
        "seizure": r"seizures?|fits", "psychosis": r"psychosis|psychotic", "elation": r"mani(?:a|c)",
        "flashback": r"flashbacks?", "headache": r"headaches?", "nausea": r"nausea|vomit\w*|felt sick",
        "dizziness": r"dizz\w+", "blood pressure": r"blood pressure",
        "heart": r"heart(?:['’]s)? (?:rhythm|rate|trace)|QT|pulse|chest pain|faint\w*",
        "dissociation": r"dissociat\w+", "sedation": r"sedat\w+|sleepiness", "bladder": r"bladder",
        "breathing": r"slow breathing|breathing", "blackout": r"blackouts?|loss of consciousness", "panic": r"panic",
        "gait": r"unable to walk|could not walk|walk unaided", "jaw": r"tight jaw|jaw",
        "memory": r"memory (?:loss|trouble|problems)|lost memory", "sight": r"changed vision|visual",
        "worse": r"worse\w*"},
    denials=(r"\b(?:no|without|free of|free from|never|neither|nor)\s+(?:[^\W\d]+\s+){{0,2}}?(?:{harm})\b",),
    better=r"\b(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped)?|decline[sd]?|decreas\w+|reduc\w+|eas(?:ed|es|ing)|improv\w+|"
           r"better|(?:got|were|stayed) well|recover\w*|remission|respond\w*|relie(?:f|v\w+)|halv\w+|benefit\w*|"
           r"effective|(?:got )?rid of|went (?:down|away)|fewer|less|lower(?!\s+dos)|rose by|gain(?:ed|s)?|stopped|"
           r"quit|abstinent)\b",
    gains=gains.ENGLISH,
    clauses=r"[;:]|,\s|\b(?:and|but|while|whereas|yet|although|though|with|which|against)\b",
    open=r"open[- ]label|\bknew\b|\b(?:not|nobody was|no one was|without being) blind\w*|unblinded|without blinding|"
         r"no (?:control|comparison|placebo)|without (?:a )?(?:control|comparison|placebo)|uncontrolled",
    withdrawn=r"retract|withdrawn|withdrew|taken back",
    plain=r"people|person|patient|particip|adult|women|group|placebo|drug|control|event|effect|reaction|dose|week|"
          r"month|after|during|with|without|least|about|serious|severe|other|more|most|some|every|none|each|trial",
    flags=re.NOFLAG,
)

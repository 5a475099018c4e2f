"""Write the dates of an entry as Pandoc reads them, and tell words that stand in the place of a year.

Pandoc reads dates of ISO 8601-2 (EDTF, levels 0 and 1) and drops all others in silence. Files have what their style
printed: “12 May 2020”, “03.02.2021”, “37 BCE”, “2020 [1890]”, “n.d.”, “in press”.
"""

from __future__ import annotations

import re
import unicodedata

from proofdesk.bibliography.latex import latex_to_text
from proofdesk.common.dates import is_day, is_month

DATES = ("date", "year", "urldate", "origdate", "eventdate")
# A day or a month of ISO 8601-2, before what says how sure it is. Of months, 21 to 24 are the seasons.
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[~?%]|T.*)?")
# What a date may look like in a file that is no date of ISO 8601-2: “~2019”, “ca. 2019”, “2000--2010”, “2001--”.
_ABOUT = re.compile(r"\s*(?:~|ca?\.?\s+|circa\s+)\s*(\d{4})\s*", re.IGNORECASE)
_DATE = re.compile(r"-?\d{4}(?:-\d{2}){0,2}[~?%]?")
_FROM_TO = re.compile(f"{_DATE.pattern}/{_DATE.pattern}")
_SPAN = re.compile(r"\s*(\d{4})\s*[-–—_]+\s*(\d{4}|)\s*")
_AGAIN = re.compile(r"(\d{4})\s*[\[(](\d{4})[\])]|[\[(](\d{4})[\])]\s*(\d{4})")  # printed again: “2020 [1890]”
_UNKNOWN_DAY = re.compile(r"(\d{4})(-\d\d)?(?:-[XxUu]{2}){1,2}")
_BEFORE_OUR_ERA = re.compile(
    r"(?:ca?\.?\s*|circa\s+)?(\d{1,4})\s*(?:B\.?\s?C\.?(?:\s?E\.?)?|v\.\s?(?:Chr|u\.\s?Z)\.?|a\.\s?C\."
    r"|av\.\s?J\.-?\s?C\.)", re.IGNORECASE)
_OF_OUR_ERA = re.compile(
    r"(?:A\.?D\.?|C\.?E\.?)\s*(\d{1,4})|(\d{1,4})\s*(?:A\.?D\.?|C\.?E\.?|n\.\s?Chr\.?)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NOT_IN = re.compile(r"\b(?:before|after|vor|nach|avant|après|antes|después|A\.?H)\b"
                     r"|[<>]|هـ|هجر|hijri", re.IGNORECASE)  # years of another calendar, as are those of Arabic books
# The months in the languages of Europe that write them with one beginning, and the seasons of ISO 8601-2.
_NAMES = {
    "jan|jän|gen|ene": 1, "feb|fév|fev": 2, "mar|mär|mrt|maart": 3, "apr|avr|abr": 4, "may|mai|mag|mei|maj": 5,
    "jun|juin|giu": 6, "jul|juil|lug": 7, "aug|août|aou|ago": 8, "sep|set": 9, "oct|okt|ott|out": 10, "nov": 11,
    "dec|dez|déc|dic": 12, "spring|frühling|frühjahr|printemps|primavera": 21, "summer|sommer|été|verano": 22,
    "autumn|fall|herbst|automne|otoño": 23, "winter|hiver|invierno": 24,
}
_MONTH = rf"(?P<month>(?:{'|'.join(_NAMES)})[^\W\d_]{{0,12}})\.?"
_BY_DAY = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-]+(?:de\s+)?)?{_MONTH}[\s,-]+(?:de\s+)?(?P<year>\d{{4}})",
    re.IGNORECASE)
_BY_MONTH = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[/,&–—]|-+|\b(?:and|und|et|y|e)\b)\s*")
_IN_DIGITS = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d\d?)[/.](?P<day>\d\d?)"
                        r"|(?P<first>\d\d?)(?P<sign>[/.-])(?P<second>\d\d?)(?P=sign)(?P<last>\d{4})")
_NONE = re.compile(
    r"n\.?\s?d\.?|no ?date|undated|date unknown|s\.?\s?[adf]\.?|sans date|sin fecha|o\.?\s?[JD]\.?|ohne (?:Jahr|Datum)"
    r"|z\.?\s?[jd]\.?|senza data|sem data|unknown|none|null|[-–—]+|\?+", re.IGNORECASE)
# What is not printed yet, by the words of BibLaTeX for it.
_STATES = {
    "inpress": "in[ -]?press|accepted|im druck|sous presse|en prensa|in stampa|in druk|no prelo|online first"
               "|early view",
    "forthcoming": "forthcoming|to appear|in print|im erscheinen|à paraître|por aparecer|to be published",
    "submitted": "submitted|under review|in review|eingereicht|soumis|enviado",
    "inpreparation": "in prep(?:aration|\\.)?|in vorbereitung|en préparation|en preparación",
}


def read_date(written: str) -> dict[str, str] | None:
    """Return a date as fields of BibLaTeX, none if the words say that there is no date.

    Return None for what Pandoc is to read as it is. Days that no calendar has are left out.
    """
    if _YEAR.fullmatch(written):
        return None
    text = " ".join(latex_to_text(in_digits(written)).split())
    bare = text.strip("[]() .,").removesuffix(".")
    if not text or _NONE.fullmatch(text.strip("[]() ,")) or _NONE.fullmatch(bare):
        return {}
    for state, words in _STATES.items():
        if re.fullmatch(words, bare, re.IGNORECASE):
            return {"pubstate": state}
    if match := _BEFORE_OUR_ERA.fullmatch(text):
        return {"date": f"-{int(match[1]) - 1:04}"}  # the year 0 of ISO 8601 is 1 BCE
    if match := _OF_OUR_ERA.fullmatch(text):
        return {"date": f"{int(match[1] or match[2]):04}"}
    if match := _AGAIN.fullmatch(text):
        first, last = sorted(filter(None, match.groups()))
        return {"date": last, "origdate": first}
    if match := _UNKNOWN_DAY.fullmatch(text):
        return {"date": match[1] + (match[2] or "")}
    if match := _ISO.fullmatch(text):
        day = "-".join(filter(None, match.groups()))
        return None if is_day(day) or is_month(day) or 21 <= int(match[2]) <= 24 else {}
    if _FROM_TO.fullmatch(text):
        return None
    date = _other_form(text) or _with_words(text)
    return {"date": date} if date else None


def read_month(month: str, year: str) -> str:
    """Return what a field `month` says of a year as a date of ISO 8601-2; nothing if it names no month.

    Of names Pandoc reads only the abbreviations of English, and no two; BibTeX knows “1~jan” and “jan/feb” as well.
    """
    text = " ".join(latex_to_text(in_digits(month)).replace("~", " ").split()).strip(" .,()[]")
    dates = [_with_words(f"{part} {year}") for part in _BETWEEN.split(text)]
    if all("-" in date for date in dates):
        return dates[0] if dates[0] == dates[-1] else f"{dates[0]}/{dates[-1]}"
    named = re.search(rf"\b{_MONTH}", text, re.IGNORECASE)  # “12–14 June”
    return _with_words(f"{named['month']} {year}") if named else ""


def in_digits(value: str) -> str:
    """Return a date in the digits 0 to 9, whatever script it is in."""
    return value if value.isascii() else "".join(str(unicodedata.decimal(sign, sign)) for sign in value)


def _other_form(text: str) -> str:
    """Return a span, an estimate or a year between other words as a date of ISO 8601-2, or nothing."""
    if about := _ABOUT.fullmatch(text):
        return f"{about[1]}~"
    if span := _SPAN.fullmatch(text):
        return f"{span[1]}/{span[2]}"
    start, slash, end = text.partition("/")
    known = [part for part in (start, end) if _DATE.fullmatch(part)]
    if slash and known and len(known) < 2 and not _IN_DIGITS.search(text):  # the other end is open or unknown
        return f"{start}/" if start in known else end
    return ""


def _with_words(text: str) -> str:
    """Return the day, month or year in a text as a date of ISO 8601-2, or nothing."""
    if match := _BY_DAY.search(text) or _BY_MONTH.search(text):
        month = next(number for names, number in _NAMES.items() if re.match(names, match["month"], re.IGNORECASE))
        return _day_or_month(match["year"], month, int(match["day"] or 0))
    if match := _IN_DIGITS.search(text):
        if match["year"]:
            return _day_or_month(match["year"], int(match["month"]), int(match["day"]))
        one, other = int(match["first"]), int(match["second"])
        if match["sign"] == "." or one > 12 or one == other:
            return _day_or_month(match["last"], other, one)
        return _day_or_month(match["last"], one, other) if other > 12 else match["last"]
    if match := re.search(r"\d{4}-\d\d-\d\d", text) if re.search(r"[^\W\d_]{3}", text) else None:
        return match[0] if is_day(match[0]) else ""
    years = _YEAR.findall(text)
    is_plain = not re.search(r"[^\d\s~?%.XxTZ:+-]|\d[a-z]", text) or "/" in text
    return years[0] if len(years) == 1 and not is_plain and not _NOT_IN.search(text) else ""


def _day_or_month(year: str, month: int, day: int) -> str:
    """Return a day, or a month or season if ``day`` is 0; nothing if the calendar has no such day."""
    date = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return date if is_day(date) or is_month(date) or (month > 20 and not day) else ""

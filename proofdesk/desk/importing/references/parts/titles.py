"""Part a title from the journal behind it, where no quotation marks do."""

from __future__ import annotations

import json
import re
from pathlib import Path

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME

MAX_JOURNAL = 150
_STOP = lazy(r"(?<=[.?!])[”’\"]?\s+(?=\S)(?!-\s)")  # “Brain Behav. Immun. - Health” is one name
# Abbreviated words of journals' names (ISO 4), behind whose stop the name goes on: “J. Neurosci.”
_WORDS = json.loads((Path(__file__).parent / "journal_words.json").read_text(encoding="utf-8"))
# Journals whose names have commas with a capital behind them, in small letters.
_WITH_COMMAS = tuple(json.loads((Path(__file__).parent / "journals_with_commas.json").read_text(encoding="utf-8")))
_ABBREVIATED = lazy(rf"(?:[A-Z]|U\.\s?S\.(?:\s?A)?|{'|'.join(_WORDS)})\.")
# The first part of a name that a full stop parts in library catalogues: “JAMA. Internal medicine”.
_SERIES = lazy(
    r"(?:The\s)?(?:JAMA|Journals?\b|Annals|Archives|Biological psychiatry|Philosophical transactions|Acta\s|Biochimica"
    r"|Physical Review|Physics|Proceedings|BMJ|Lancet|npj\s|Nature reviews|PLoS|The journals? of)", re.I)
JOURNAL_WORD = lazy(
    r"\b(?:journals?|j|revue|revista|rivista|zeitschrift|tijdschrift|archiv\w*|annals?|annales|reviews?|bulletin"
    r"|proceedings"
    r"|letters|acta|transactions|quarterly|magazine|cahiers|cuadernos|quaderni|jahrbuch|jaarboek|reports|frontiers"
    r"|trends|processes\s(?:&|and)|relations"
    r"|jama|lancet|bmj|plos\s?one|plos\s(?-i:[A-Z]\w+)"
    r"|nature|science|elife|psychopharmacology|neuropsychopharmacology)\b", re.I)
BOOK_OF_CHAPTERS = lazy(r"\b(?:Handbook|Encyclop(?:a?e|é)di[ae]|Handbuch)\b")  # if it has no volumes
# No journal begins with a small letter, but for these.
_SMALL = lazy(r"(?:e[A-Z]|i[A-Z]|m[A-Z]|npj\b|bio[A-Z]|med[A-Z]|arXiv|psyArXiv|eneuro|eclinical)", re.I)
# What ends or begins no name: a month, a volume in Roman numerals, an issue; editors or translators, and “in:”.
_NO_JOURNAL = lazy(
    rf"(?:^|[.,]\s)(?i:{MONTH_NAME})(?:-(?i:{MONTH_NAME}))?(?:\s\d{{1,2}})?$|\s[XL][IVXLC]{{2,}}$|\(\d+\)$"
    r"|\s\d+\.\d+$|,\s(?:Broj|cilt)$|^(?i:vol(?:ume|\.)?)\s\d"
    r"|,\s(?:by|trans\.|transl\.|translated by|edited by)\s|^[Ii]n:\s|^[Ii]n\s[A-Z]{2,}\b")
# “Straw : the official journal of the Garden Society, cosponsored by …”, as PubMed calls a journal
_PUBLISHED_FOR = lazy(
    r"(?<=\w)\s?:\s(?:an?\s|the\s)?(?:official\s)?(?:(?:scientific|peer-reviewed|international)\s)?(?:journal|publication|organ)\s(?:of|for)\s"
    r"[^:;()\d“”]{4,220}$", re.I)
# “Archives of Straw (Leeds, Ill. : 1960)”: where, and since when, of journals with one name
_OF_A_PLACE = lazy(
    rf"\s\([{UPPER}][\w.]+(?:\s[{UPPER}][\w.]+)?(?:,\s[{UPPER}][\w.]*(?:\s[\w.]+)?)?\s?:\s(?:1[89]|20)\d\d\)$")
_SINCE = lazy(r"\s\(1[89]\d\d\)$")  # JSTOR: “The Journal of Straw (1973)”
_FEW_CAPITALS = lazy(rf"[{UPPER}]\S*(?:\s(?:[{UPPER}]\S*|&|of)){{0,2}}")
# What only the pieces of a misread entry hold: names with initials, a year and a volume, a number of an identifier.
_NAME = rf"[{UPPER}][{LOWER}’'-]+"
_FRAGMENT = lazy("|".join((
    rf"^[{UPPER}]\.(?:\s?[{UPPER}]\.|[,;]|\sand\s)", rf"^[{UPPER}\s-]+,\s\w+;\s[{UPPER}-]+,\s",
    rf"^{_NAME},\s[{UPPER}]{{1,3}}(?:\.|,|$)", rf"^{_NAME}\s(?:[{UPPER}]\.){{1,3}},\s", rf"[,;]\s[{UPPER}]\.,",
    rf"^{_NAME}\s[{UPPER}]{{1,3}}\b[^,]{{0,5}},\s{_NAME}\s[{UPPER}]{{1,3}}\b", rf";\s{_NAME},\s[{UPPER}]\.",
    rf";\s[{UPPER}]{{3,}}(?:,\s[{UPPER}]\.|$)", r"\b[Ee]d\.\(",
    r"\bet al\b", r",\s[Ii]n:\s", r"\b[ÉEée]ds?\.?\)", r",\s[Ee]ditors?$",
    r"\([^()]{0,30}(?:1[89]|20)\d\d[a-z]?\)\.?\s[^\W\d_a-z]",
    r"\.\s\([^()]{0,30}(?:1[89]|20)\d\d[a-z]?\)$",
    r"\b(?:19|20)\d\d[^.;]{0,12};\s?\d", r"\b[Dd][Oo][Ii]:", r"https?:", r"^\(",
    r"\.\s.*[;,]\s(?:19|20)\d\d\b(?![–-])",
    r"\.\s(?:19|20)\d\d$", r"\b(?:[Vv]ol|pp?|[Nn]o|Nr|Bd|Jg)\.?$", r"<\s?>",
    r"[.,(!?]\s?[Vv]ol(?:ume|\.)?\s(?:\d|[IVXLC]+\b)", r",\s[IVXLC]{2,}$",
    r"\.\s\d{1,4}$", r"[—–-]{3}",
    rf"[“”]\s[{UPPER}].*[“”]", r"^\W*$", r"^(?:and|&|[Ee]ds?)\b", r"\(\s*$", r"^\s*[),;]")))


def split_title(text: str) -> tuple[str, str] | None:
    """Return the title and the journal of an article; None if more than one place could part them, or none does."""
    starts = [stop for stop in _STOP.finditer(text)
              if text.count("(", 0, stop.start()) == text.count(")", 0, stop.start())]  # “(6th cent. AD)” is one piece
    segments = [text[start:end].strip() for start, end in zip(
        [0, *(match.end() for match in starts)], [*(match.end() for match in starts), len(text)], strict=True)]
    at = len(starts)  # the first segment of the journal
    while at > 1 and (_is_abbreviated(segments[at - 1]) or _SERIES.match(segments[at - 1]) or (
            _is_abbreviated(segments[at - 2]) and (
                _is_one_word(segments[at - 1]) or _ends_abbreviated(segments[at - 1])))
            or (re.match(r"\w+\.\s-\s", segments[at]) and _ends_abbreviated(segments[at - 1]))):
        at -= 1
    # A title of one short word, a journal without a title, or the end of one of them.
    if at < 1 or _is_abbreviated(segments[at - 1]) or (at > 1 and _is_one_word(segments[at - 1])):
        return None
    title, journal = text[: starts[at - 1].start()].strip(" .,;"), text[starts[at - 1].end() :].strip(" .,;")
    *_, quoted = title.rpartition("“")
    if starts[at - 1][0].startswith("”") and title.count("“") == title.count("”") + 1 and len(quoted.split()) < 4:
        title = text[: starts[at - 1].start() + 1]  # “… a new view of “wet straw.” Roses”
    is_rest = len(journal) < 4 and ". " in title  # “… law reform. Berkeley Tech. LJ”
    return (title, journal) if is_journal(journal) and is_title(title) and not is_rest else None


def split_at_comma(text: str) -> tuple[str, str] | None:
    """Return title and journal of a style that has a comma between them, if only one comma can be that one.

    No journal begins with a small letter, and a title has hardly a capital behind a comma.
    """
    starts = [match.end() for match in re.finditer(r",\s", text) if text[match.end() : match.end() + 1].isupper()]
    whole = next((name for name in _WITH_COMMAS if text.casefold().endswith(f", {name}")), "")
    if whole:
        starts = [len(text) - len(whole)]
    if len(starts) != 1:
        return None
    title, journal = text[: starts[0]].rstrip(" ,"), text[starts[0] :].strip(" .,;")
    return (title, journal) if is_title(title) and (whole or is_journal(journal)) else None


def _is_one_word(segment: str) -> bool:
    bare = re.sub(r"^[A-Z]{3,6}\s", "", segment)  # “IEEE Lat.”
    return " " not in bare and segment.endswith(".") and segment[:1].isupper()


def _is_abbreviated(segment: str) -> bool:
    """Return whether a segment that ends with a stop is the abbreviated beginning of a journal's name."""
    words = segment.split()
    if len(words) > 1 and re.fullmatch(r"[A-Z]{3,6}", words[0]):  # “ICES J. Mar. Sci.”
        words = words[1:]
    return all(_ABBREVIATED.fullmatch(word) or word in ("&", "of", "in", "and", "Natl", "USA") or (
        word[:1].isupper() and not word.endswith(".") and _ABBREVIATED.fullmatch(f"{word}."))
        for word in words) and segment.endswith(".")


# “Records of the Garden Society. Series B: Straw and Hay”
_OF_SERIES = lazy(r"\.?,?\s(?:Series|Part)\s(?:[A-Z]|[IVX]{1,4}|\d{1,2})(?::(?=\s)|$)")


def is_journal(words: str) -> bool:
    """Return whether words can be the name of a journal, a book or a site."""
    words = re.sub(r"^BMJ \(Clinical research ed\.?\)", "BMJ", words)  # as PubMed calls it in full
    words = _OF_SERIES.sub("", _OF_A_PLACE.sub("", _PUBLISHED_FOR.sub("", words)))
    words = _SINCE.sub("", words) if JOURNAL_WORD.search(words) else words
    if not words or len(words) > MAX_JOURNAL or _FRAGMENT.search(words) or words.count("(") != words.count(")"):
        return False
    if _NO_JOURNAL.search(words):
        return False
    return (words[0].isupper() or words[0].isdigit() or bool(_SMALL.match(words))) and not re.search(
        r"^\d+[,:]|\s\d+:\d|^[IVXLCivxlc]+$"
        r"|[?!]\s|[“”\[\]]|\d{4}[;:]|\s\d+\s?\(|\.\s[^.]*:\s|\bedited by\b|\(?\b(?:eds?|Hrsg|editors?)\b[.)]|,\s\d"
        r"|,\s[^,]*:\s|^Proceedings.*\(", words)


def is_one_name(words: str) -> bool:
    """Return whether words can be the name of one journal: a stop within it ends an abbreviation or a series."""
    parts = [part.strip() for part in _STOP.split(_OF_SERIES.sub("", words)) if part.strip()]
    are_short = all(" " not in part and len(part) < 10 for part in parts)  # “Constr. Build. Mater.”
    are_short |= len(parts) > 2 and all(map(_FEW_CAPITALS.fullmatch, parts))  # “J. Umm Al-Qura Univ. Eng. Archit.”
    return is_journal(words) and (are_short or all(
        _is_abbreviated(part) or _SERIES.match(part) or _ends_abbreviated(part) for part in parts[:-1]))


def is_abbreviated(word: str) -> bool:
    """Return whether a word is an abbreviation that names of journals have, or one in capitals."""
    return word.isupper() or _ABBREVIATED.fullmatch(f"{word}.") is not None


def begins_abbreviated(words: str) -> bool:
    """Return whether a name begins with an abbreviation that journals have: “Public Adm. Rev.”"""
    first = _STOP.split(words)[0].split()
    return _FEW_CAPITALS.fullmatch(" ".join(first)) is not None and bool(_ABBREVIATED.fullmatch(first[-1]))


def _ends_abbreviated(part: str) -> bool:
    """Return whether words before a stop can begin a name: “IEEE Trans.”, “Arab J.”"""
    *_, last = part.split()
    return _FEW_CAPITALS.fullmatch(part) is not None and (len(last) < 6 or _ABBREVIATED.fullmatch(last) is not None)


def is_title(words: str) -> bool:
    """Return whether words can be a title, and not a piece of a misread entry."""
    return len(words) > 2 and not _FRAGMENT.search(words) and words.count("(") == words.count(")")

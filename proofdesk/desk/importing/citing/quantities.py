"""Tell what else a number is: a power, an isotope, a count, a dose, an interval, a mark of a note, an enumeration."""

from __future__ import annotations

import re
from collections.abc import Sequence

from proofdesk.common.text import UNPARTED
from proofdesk.desk.importing.languages import small_words

# What stands against a citation: “text” is certainly something else, “unsure” is for an editor to decide.
CITATION, TEXT, UNSURE = "", "text", "unsure"
_LAST_TOKEN = re.compile(r"[^\s()\[\]“”\"'‘’*,;:=]+$")
_LAST_WORD = re.compile(r"([^\W\d_][\w’'-]*)\.?\W*$")
_UNIT = re.compile(
    r"(?<![^\W\d_])(?:[cmkdµμnp]?m)$|(?:\d\s?|/|·|\bper\s|\bpro\s)(?:in|ft|yd|mi|s|h|d|min|sec|kg|g|l|L|ml|mL|day|ha)$|"
    r"(?:square|cubic)\s\w+$|/\w{1,3}$")
_STATISTICS = set("RITHFQDPSXYZVU")
_FORMULA = re.compile(r"[=≈×+−·^<>≤≥/±∝~]\s?[\w.]{0,3}$")
_RECKONED = re.compile(r"\s?(?:[=≈×+−·^<>≤≥/±∝~–-]|[cmkµnp]?m\b)")
_RECKONS = re.compile(r"[=≈×+−·^<>≤≥/±∝~–-]\s?\d+$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?$")
_GREEK = re.compile(r"(?:[Ͱ-Ͽἀ-῿]\w?|\b(?:[Cc]hi|[Tt]au|[Ee]ta|[Oo]mega))(?:</sub>)?$")
_WITH_INDEX = re.compile(r"(?<!\w)\w<sub>\w{1,6}</sub>$")
# “reviewed in (8)”
_SAID_IN = re.compile(r"\b(?:\w{3,}ed|shown|seen|found|given|as|see)\s(?:previously\s)?(?:in|by|from)\s?$")
_ANSWER = re.compile(r"(?<=\S) \((\d{1,2})\)\s*$")
_NUMBER_BEFORE = re.compile(r"(?:^|[\s(=<>~≈±])[-–−+]?\d[\d.,]*\s?%?\s?(?:[^\W\d_]{1,3}\s)?$")


# What a program printed, and names of a program: “> mean(x) [1] 4.5”, “## [1] TRUE”, “rain_days[3]”.
_VALUE = r"(?:[-−+]?\d[\d.]*(?:e[-+]?\d+)?|\\?[\"“”'][^\"“”']*[\"“”']|TRUE|FALSE|NA|NaN|NULL|Inf)"
_PRINTED = re.compile(rf"\s+{_VALUE}(?=\s|$)")
_PRINTED_ROW = re.compile(rf"(?:\s+{_VALUE}){{3}}(?=\s|$)")
_PROMPT = re.compile(r"(?:(?:^|\s)(?:\\?#){1,3}|(?:^|\s)(?:\\?>|&gt;)\s?[\w.$]+(?:\\?[(\[].*[)\]])?)\s*$")
# What has the number as its index, “C[4]” in a drawing or “*λ*[1]” in a formula; “vitamin C[4]” may cite.
_INDEXED = re.compile(r"(?:^|[^\w’'.-])(?:[^\W\d_]|\*[^\W\d_][^\W\d_·−+-]{0,2}\*|\*[^\W_][−+·-][^\W_]\*)$")
_INDEXED_ALONE = re.compile(r"(?:^|[=≈<>+−×·,;(\[|])\s*\S{1,5}$")
_BEHIND_TAG = re.compile(r"</su[bp]>\s+$")  # which compares nothing
_JOINED = re.compile(rf"[^\W\d_{UNPARTED}]")  # a letter of the same word
_VARIABLE = re.compile(r"\w\\?[_$]\w+$")


def judge_raised(before: str, after: str, numbers: tuple[int, ...]) -> str:
    """Judge a raised number by what stands before and behind it."""
    before = re.sub(r"(?<=\w)[*_]{1,3}$", "", before)  # “*h*²” is a power of h
    power = len(numbers) == 1 and numbers[0] in (2, 3, 4)
    if not before.strip(" *_"):
        return TEXT  # the mark of a note or of an author's institute, at the start of its line
    if after[:1] in ("+", "−", "⁺", "⁻", "°") or (power and before[-1] == "|"):  # “|x|²”
        return TEXT
    if _JOINED.match(after):  # “¹¹C”, “[³H]”, “N⁶A”
        return TEXT if not before[-1].isalpha() or len(_token(before)) == 1 else UNSURE
    if re.match(r"[-‐‑]\w", after):
        return TEXT if len(_token(before)) == 1 else UNSURE
    if _FORMULA.search(before[-12:]) and not before[-1].isspace():
        return TEXT if power or not before[-1].isalpha() else UNSURE
    if re.search(r"(?<!\d)10\s?[-−–‐]$", before):
        return TEXT  # “10-⁴”
    token = _token(before)
    if re.fullmatch(r"[\d.,×x·^−–∶/-]*\d", token):
        if _YEAR.fullmatch(token):
            return CITATION
        if token.endswith("10"):
            return TEXT
        # “24¹” is hardly a power, unless it is reckoned with.
        reckoned = _RECKONED.match(after) or _RECKONS.search(before)
        if reckoned:
            return TEXT if power else UNSURE
        return CITATION if re.fullmatch(r"[1-9]\d{1,3}", token) else UNSURE
    if _UNIT.search(before[-16:]):
        return TEXT if power else UNSURE
    if _GREEK.search(before[-12:]):
        return TEXT if power else CITATION
    if _WITH_INDEX.search(before[-24:]):
        return TEXT
    if len(token) == 1 and _JOINED.match(token):
        if token.islower():
            return TEXT if power or not re.search(r"\d\s?\w$", before) else UNSURE  # “5 y¹⁰” ends with a unit
        # “I¹” and “P⁴” are teeth; “hepatitis B¹²” is cited.
        small = len(numbers) == 1 and numbers[0] < 10
        return TEXT if power and token in _STATISTICS else UNSURE if small else CITATION
    if before[-1] in "([{":
        return UNSURE
    return CITATION


def judge_bracketed(before: str, after: str, numbers: tuple[int, ...], written: str) -> str:
    """Judge numbers in square brackets."""
    if not before.strip(" *_") or (_JOINED.match(after) and not before[-1:].isalpha()):
        return TEXT
    if _PRINTED_ROW.match(after) or (_PRINTED.match(after) and _PROMPT.search(before)) or _VARIABLE.search(before):
        return TEXT
    if _INDEXED.search(before):
        return TEXT if _INDEXED_ALONE.search(before) else UNSURE
    word = last_word(before)
    pair = bool(re.fullmatch(r"\d+\s?(?:,|;|[-–—−]|to|bis|à|a)\s?\d+", written.strip("\\[] ")))
    if word in small_words("intervals") or (pair and re.search(r"(?:\bCI|\bKI|\bIC|\bIQR|%)\W*$", before[-8:])):
        return TEXT
    if pair and _NUMBER_BEFORE.search(before[-14:]) and not _YEAR.search(before.rstrip()):
        return TEXT if numbers[0] != numbers[-1] and _comma_pair(written) else UNSURE
    if re.search(r"[=∈≈<>]\s*$", before) and not _BEHIND_TAG.search(before):
        return TEXT
    return UNSURE if word in small_words("numbered") and len(numbers) == 1 else CITATION


def _comma_pair(written: str) -> bool:
    return bool(re.search(r"\d\s?[,;]\s?\d", written))


def judge_round(before: str, after: str, numbers: tuple[int, ...], single: bool) -> str:
    """Judge numbers in round brackets, which stand for most other things too."""
    if not before.strip(" *_") or after[:1].isdigit() or _JOINED.match(after):
        return TEXT
    if re.search(r"[=∈≈<>+×]\s*$", before) or (re.search(r"[=≈]", before[-60:]) and not after.strip(" .,;")):
        return TEXT
    if re.match(r"\s?[=≈<>≤≥]", after) or re.search(r"(?<!\w)\*[^\W\d_]{1,2}\*$", before):
        return TEXT  # “t(24) = 6.65”
    if _NUMBER_BEFORE.search(before[-14:]) and not _YEAR.search(before.rstrip()):
        return TEXT
    word = last_word(before)
    if single and word.endswith("s") and word[:-1] in small_words("numbered"):
        return UNSURE  # “equation (3)” is one; “sessions (13)” may cite
    if word in small_words("intervals") or word in small_words("numbered"):
        return TEXT
    if single and (word in small_words("counted") or word in small_words("quantities")):
        return CITATION if _SAID_IN.search(before) else UNSURE
    return CITATION


def judge_bare(before: str, after: str, glued: bool) -> str:
    """Judge a number that is neither raised nor in brackets: it may count, date or name what stands beside it."""
    if not before.strip(" *_"):
        return TEXT
    word = last_word(before)
    stop = before.rstrip()[-1:]
    names_it = word in small_words("numbered")
    if stop.isalpha() and (names_it or word in small_words("quantities") or word in small_words("counted")):
        return TEXT
    if glued and stop == "." and (len(word) < 3 or names_it or word in small_words("locators")):
        return TEXT
    return CITATION


def last_word(before: str) -> str:
    """Return the last word of a text in small letters."""
    match = _LAST_WORD.search(before[-60:])
    return match.group(1).casefold() if match else ""


def _token(before: str) -> str:
    match = _LAST_TOKEN.search(before[-40:])
    return re.sub(r"<[^<>]*>|.*>", "", match.group()) if match else ""


_ENUMERATES = re.compile(r"(?:^|[,;:—–(]\s?|[,;:]\s(?:\w+\s){0,2})$")
_BEFORE_WORD = re.compile(r"\*{0,2}\s+\*{0,2}[^\W\d_]")
_AFTER_STOP = re.compile(r"[.!?]\s?$")


def starts_item(before: str, after: str) -> bool:
    """Return whether a number stands where the marker of an item does: “, (2) to test”."""
    return bool(_BEFORE_WORD.match(after)) and bool(_ENUMERATES.search(before[-30:]))


def may_start_item(before: str, after: str) -> bool:
    """Return whether a number stands where a marker may: “and (3) to compare”, “wanted to (1) describe”."""
    word = last_word(before)
    is_joined = before.rstrip()[-1:].isalpha() and not _SAID_IN.search(before) and (
        word in small_words("quantities") or word in small_words("and"))
    return bool(_BEFORE_WORD.match(after)) and (is_joined or bool(_ENUMERATES.search(before[-30:])))


def starts_sentence(before: str, after: str) -> bool:
    """Return whether a number stands between two sentences: it may end the one or start the other."""
    return bool(_AFTER_STOP.search(before[-3:])) and bool(re.match(r"\s+[^\W\d_]", after))


_BY_CHAPTER = re.compile(r"\((\d{1,2})\s?[-–—‑]\s?(\d{1,3})\)")
MIN_OF_CHAPTER = 3  # numbers of one chapter


def numbers_by_chapter(texts: Sequence[str]) -> frozenset[str]:
    """Return what numbers equations or figures by chapter, as it is written: “(2-3)” is no range beside “(2-1)”.

    They are those of a chapter if one of them is no range, and if they run up without many gaps.
    """
    written: dict[int, dict[int, set[str]]] = {}
    for match in (match for text in texts for match in _BY_CHAPTER.finditer(text)):
        written.setdefault(int(match[1]), {}).setdefault(int(match[2]), set()).add(match[0])
    return frozenset(
        one for chapter, numbers in written.items()
        if len(numbers) >= MIN_OF_CHAPTER and min(numbers) <= chapter and max(numbers) <= 2 * len(numbers)
        for each in numbers.values() for one in each)


# A row of a table that explains a mark, as programs write it below the others: “| *<sup>1</sup>* Median (IQR) |”.
_ROW_OF_NOTE = re.compile(r"(?:^|\n)\|\s*\*{0,2}<sup>\*{0,2}(\d{1,2})\*{0,2}</sup>\*{0,2}\s*\*{0,2}[^\W\d_]")


def noted_in_table(seen: str) -> frozenset[int]:
    """Return the numbers that are marks of notes in a table, as rows of its own explain them."""
    return frozenset(int(number) for number in _ROW_OF_NOTE.findall(seen)) if seen[:1] == "|" else frozenset()


_IN_BRACKETS = re.compile(r"\(\d{1,3}\)")
MIN_ANSWERS, MAX_ANSWER = 8, 8  # lines that end with a number, and words before it


def numbered_answers(texts: Sequence[str]) -> dict[int, int]:
    """Return where the number begins of each line that ends with one, if such lines count: “No (1)”, “Yes (2)”.

    The answers of a questionnaire are printed so. They begin with one again and again, which citations do not, or most
    numbers of the text stand so behind a few words.
    """
    short = {index: match.start() for index, text in enumerate(texts)
             if (match := _ANSWER.search(text)) and len(text[: match.start()].split()) <= MAX_ANSWER}
    others = sum(len(_IN_BRACKETS.findall(text)) for text in texts) - len(short)
    if len(short) >= max(MIN_ANSWERS, 4 * others):
        return short
    runs: list[list[tuple[int, int]]] = []
    run: list[tuple[int, int]] = []
    for index, text in enumerate([*texts, ""]):
        match = _ANSWER.search(text)
        if match and int(match[1]) == len(run) + 1:
            run.append((index, match.start()))
            continue
        runs += [run] if len(run) > 1 else []
        run = [(index, match.start())] if match and match[1] == "1" else []
    return dict(each for run in runs for each in run) if len(runs) > 1 else {}

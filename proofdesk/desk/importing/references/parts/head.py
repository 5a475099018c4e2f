"""Read what stands behind the authors of an entry and belongs to its head: the year, and a title in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.authors import Authors
from proofdesk.desk.importing.references.parts.names.name_forms import ROLE
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, YEAR

DAY = r"(?:,\s[^\W\d_]{3,10}\.?(?:\s\d{1,2})?|,\s\d{1,2}\.?\s[^\W\d_]{3,10}\.?)?"
# “(May 2020)”, “(October 12, 2011)”, “(7 de diciembre de 2016)”, “(junio, 2011)”: what stands before the year
DATE = rf"(?:\d{{1,2}}\.?\s(?:de\s)?)?{MONTH_NAME}(?:\s\d{{1,2}})?,?\s(?:de\s)?"
# “(2020)”, “(2020, May 3).”, “, 2020.”, “. 2020.”, “2020:”; “(n.d.)” states that there is none.
HEAD_YEAR = lazy(
    rf"[\s.,]{{0,3}}(?:\({YEAR}(?:[-–](?:19|20)\d\d)?{DAY}(?:/\d{{4}})?\)"
    rf"|\({DATE}(?P<dated>(?:1[5-9]|20)\d\d)\)"
    r"|\((?P<none>n\.?\s?d\.?|no date|sin fecha|ohne Datum|z\.\s?d\.|in press|forthcoming|in preparation|submitted"
    r"|im Druck|en prensa|sous presse|no prelo"
    r"|o\.\s?J\.|s\.\s?f\.|s\.\s?d\.)\)"
    r"|(?<=[\s.,])n\.d\.(?=\s[“\"]|\s(?-i:[A-Z]))"
    rf"|(?<=[\s.,]){YEAR.replace('year', 'bare').replace('letter', 'bare_letter')}"
    # “2017 in gardens” is a title.
    rf"(?=[.,:]\s|\s(?-i:[^a-zà-ÿ]|[a-z]{{1,4}}[A-Z]))(?:,\s{MONTH_NAME}(?<!\.)(?=\.\s))?)[.,:]?\s+", re.I)
# Marks around the first words of a title do not hold the title: “Wild” gardens.
# Behind a colon the title goes on: “Seen and unseen”: the logic of soil.
_BEHIND = (
    r"(?=[.,;](?:\s|$)|\sIn\b|\sin\b(?!\s(?!the\b|an?\b|press\b|its\b|[a-z]{1,3}[A-Z])[a-z])"  # “Wild” in beds
    r"|\s[\w-]{2,40}\.(?:com|org|net|edu|gov|co\.uk)\b|$)")
# Behind a small letter the title goes on: “Moss,” continuity and straw. Some journals begin with one.
_CLOSED = (r"(?=\s(?!(?!in\b|npj\b|[a-z]{1,5}[A-Z]|eds?\b|edited|vol|pp?\b|no\b|trans|accessed|retrieved"
           r"|presented)[a-z])|$)")
QUOTED = lazy(
    rf"[“„«](?P<double>.+?)(?:(?<=[.,?!])[”»“]{_CLOSED}|[”»“]{_BEHIND})"
    rf"|\"(?P<straight>.+?)(?:(?<=[.,?!])\"{_CLOSED}|\"{_BEHIND})"
    rf"|[‘‚](?P<single>.+?)(?:(?<=[.,?!])’{_CLOSED}|[’‘](?=[.,;](?:\s|$)|\s(?:in|In)\b|$))"
    r"|(?<!\w)'(?P<plain>.+?)'(?=[.,;](?:\s|$)|$)")


# “Why straw?” Explaining the beds of any gardener. In Proceedings …: the marks hold a part of the title
_GOES_ON = lazy(r"\s[^\W\d_a-z][^.“”]{12,150}\.\sIn:?\s[^\W\d_a-z]")


# APA: “I see straw!” How children and their gardeners look at beds. Roses, 27(2)
_SENTENCE_BEHIND = lazy(r"\s[^\W\d_a-z][^.“”]*?\s[a-z]{4,}\s[^.“”]*?\s[a-z]{4,}[^.“”]*\.\s[^\W\d_a-z]")


class ListStyle(NamedTuple):
    """What only a whole list shows of each of its entries: whether first authors lack their initials, whether “Family,
    Given:” stands before the titles, “Given Family and Given Family.”, or “FAMILY Given, FAMILY Given.”
    """

    lacks_initials: bool = False
    has_colons: bool = False
    has_full_names: bool = False
    has_capitals: bool = False


UNKNOWN = ListStyle()  # of an entry without its list


@dataclass(frozen=True)
class Head:
    """Authors and year at the start of an entry, ``title`` from quotation marks, and the ``rest`` of the text.

    ``comma_style`` is true if the style puts a comma between authors, title and journal, ``colon_style`` if a colon
    stands behind the authors, as of those that put a comma between title and journal. ``is_nameless`` is true if the
    entry begins with its title, ``are_editors`` if the names are those of editors. ``mark`` ends the year, and
    ``has_day`` says that it has the day of a page or a newspaper: “(2022, July 14)”. ``is_group`` says that the author
    is an organisation for sure, whatever its name looks like.
    """

    rest: str
    authors: Authors | None = None
    year: str = ""
    letter: str = ""
    title: str = ""
    comma_style: bool = False
    colon_style: bool = False
    is_nameless: bool = False
    are_editors: bool = False
    mark: str = ""
    has_day: bool = False
    is_group: bool = False


def head_with(authors: Authors | None, after: str, direct: bool) -> Head:
    """Return the head of these authors: ``after`` is the text behind them, ``direct`` whether initials come first."""
    role = ROLE.match(after)
    after = after[role.end() :] if role else after
    year = letter = mark = ""
    has_day = False
    match = HEAD_YEAR.match(after)
    if match:
        has_day = re.search(r"\d,\s[^\W_]", match[0]) is not None
        mark = match[0].rstrip()[-1:]
        year = match["year"] or match["bare"] or match["dated"] or ""
        letter = match["letter"] or match["bare_letter"] or ""
        after = after[match.end() :]
    comma_style = direct and after.startswith(",")
    rest = after.lstrip(" .,:;")
    quoted = QUOTED.match(rest)
    if not quoted:
        return Head(rest, authors, year, letter, comma_style=comma_style, colon_style=after.startswith(":"),
                    mark=mark, is_nameless=authors is None, are_editors=bool(role), has_day=has_day)
    title = next(filter(None, quoted.groups())).strip().rstrip(".,").strip()
    goes_on = _GOES_ON.match(rest, quoted.end()) or (year and _SENTENCE_BEHIND.match(rest, quoted.end()))
    if title[-1:] in ("?", "!") and goes_on:
        return Head(rest, authors, year, letter, comma_style=comma_style, mark=mark, is_nameless=authors is None)
    if re.search(r"[’']\s.*[‘']", title):  # ‘Where’ and ‘what’ in the bed
        return Head(rest, authors, year, letter, comma_style=comma_style, is_nameless=authors is None)
    return Head(rest[quoted.end() :].strip(" .,;:"), authors, year, letter, title, is_nameless=authors is None)

"""Write entries that sites and programs print in forms of their own, or with torn accents, as usual styles do."""

from __future__ import annotations

import unicodedata

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.standards.health import as_usual_of_health
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME

# Accents that stand before their letters, as text copied from a page that TeX set has them: “M¨uller”, “Andr´e”.
_ACCENTS = {"¨": "\u0308", "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303"}
# “Alzheimer´s”, “dell´orto” and “d´un” have the sign for an apostrophe.
_ACCENT = lazy(rf"(?:(?<=[^\W\d_])|(?<!\S))([¨ˆ˜])\s?([AEIOUNaeiounyı])|(?<=[^\W\d_])(?<![lLdDqQ][ul])"
               rf"(?:(?<=\w\w)|(?<=\b[{UPPER}]))([´`])([aeiouncı])")
# SSRN: “Fern, Ada and Moss, Carl, Straw at Night (April 30, 2025). Available at SSRN: ”
_PERSON = rf"[{UPPER}][^,()\d]{{1,40}},\s[{UPPER}][^\s,()\d]*(?:\s[{UPPER}][^\s,()\d]*){{0,2}}"
_SSRN = lazy(
    rf"(?P<names>{_PERSON}(?:\sand\s{_PERSON})*),\s(?P<title>(?![^()]*\b(?:Vol|No)\.)[^()]{{10,250}})"
    rf"\s\((?i:{MONTH_NAME}\s\d{{1,2}},\s)(?P<year>(?:19|20)\d\d)\)\.\sAvailable at SSRN:\s(?P<url>https?://\S+)(?:\sor)?")
# The ACM's older style has names in capitals: “FERN, A. B., AND MOSS, C. Straw”
_FAMILY = rf"(?!AND\b)[{UPPER}]{{2,30}}(?:[-’'\s][{UPPER}]{{2,30}}){{0,2}}"
_INITIALS = rf"[{UPPER}]\.(?:[\s-]?[{UPPER}]\.){{0,3}}"
_CAPITALS = lazy(
    rf"{_FAMILY},\s{_INITIALS}(?:,\s{_FAMILY},\s{_INITIALS})*"
    rf"(?P<and>,\sAND\s{_FAMILY},\s{_INITIALS}|,\sET\sAL\.)?(?=\s)")
# Each with a sign without which an entry has not this form, which is sought first, as it is quicker
_FORMS = [(sign, lazy(pattern), usual) for sign, pattern, usual in (
    ("¸", r"(?<=[^\W\d_])c¸(?=[^\W\d_])", "ç"),
    # Zotero names the server of a preprint as what holds it and as who publishes it: “Straw. arXiv. arXiv; 2019”
    (";", r"(?<=[.?!]\s)(?P<server>[^.;:]{3,60})\.\s(?P=server)(?=;\s(?:19|20)\d\d\b)", r"\g<server>"),
    ("arXiv; ", r"(?<=arXiv;\s)(?P<day>\d{4}(?:\s[A-Z][a-z]{2})?\.)\sReport No\.:\s(?=\d{4}\.\d{4,5})",
     r"\g<day> arXiv:"),
    # IEEE Xplore: “pp. 4–9, 1 April1, 2024”
    (", 20", rf"(?<=,\s)(?P<day>\d{{1,2}}\s)(?i:{MONTH_NAME})\d{{1,2}},(?=\s(?:19|20)\d\d\b)", ""),
    # A space is lost: “Fern A, Moss BC.Straw at night”
    (".", rf"^(?P<names>(?:[{UPPER}][\w’'-]{{1,30}}(?:\s[{UPPER}][\w’'-]{{1,30}})?\s[{UPPER}]{{1,3}}"
     rf"(?:,\s|(?=\.))){{1,12}})\.(?=[{UPPER}][a-z]+\s)", r"\g<names>. "),
    # Word: “Straw,” Garden News, 02 07 2019.
    (" 20", r"(?<=,\s)(?:0[1-9]|[12]\d|3[01])\s(?:0[1-9]|1[0-2])\s(?=(?:19|20)\d\d\b)", ""),
    # The ACM: “Trans. Beds 27, 5, Article 51 (September 2022), 13 pages”
    (", Article ", rf"(?<=\s)(?P<volume>\d{{1,4}}),\s(?P<issue>\d{{1,3}}),\sArticle\s(?P<page>\d{{1,5}})"
     rf"\s\((?i:{MONTH_NAME}\s)?\d{{4}}\),\s\d{{1,3}}\spages?", r"\g<volume>(\g<issue>), \g<page>"),
    # Word's APA: “Retrieved August 19, 2018, from www.garden.example: https://www.garden.example/straw/”
    ("from ", r"(?<=\bfrom\s)(?:https?://)?[\w.-]+\.[a-z]{2,6}:\s(?=https?://)", ""),
    # ResearchGate: “Fern, Dr. Tom & Moss, Carl. (2014). Straw”
    (", Dr. ", rf"(?<=,\s)Dr\.\s(?=[{UPPER}])", ""),
    # DBLP: “CoRR abs/1903.00001”, “CoRR, vol. abs/1903.00001”
    ("CoRR", r"\bCoRR,?\s(?:vol(?:ume|\.)\s)?abs/(?=\d{4}\.\d{4,5}\b)", "arXiv preprint arXiv:"),
)]


def as_usual(text: str) -> str:
    """Return an entry in which what sites and programs print in a form of their own is as the usual styles have it."""
    if any(accent in text for accent in _ACCENTS):
        text = _ACCENT.sub(lambda found: unicodedata.normalize(
            "NFC", (found[2] or found[4]).replace("ı", "i") + _ACCENTS[found[1] or found[3]]), text)
    posted = _SSRN.match(text) if "SSRN" in text else None
    if posted:
        names = posted["names"].replace(" and ", "; ")
        text = f"{names}. ({posted['year']}). {posted['title']}. SSRN. {posted['url']}{text[posted.end() :]}"
    named = _CAPITALS.match(text) if text[:2].isupper() else None
    if named and named["and"]:  # of one name nobody knows whether it is an abbreviation
        text = named[0].title().replace(", And ", ", and ").replace(", Et Al.", ", et al.") + text[named.end() :]
    for sign, pattern, usual in _FORMS:
        if sign in text:
            text = pattern.sub(usual, text)
    return as_usual_of_health(text)

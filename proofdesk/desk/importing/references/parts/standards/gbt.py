"""Read entries of GB/T 7714, China’s standard, which marks what each work is: “Fern T. Straw[J]. Roses, 2019: 4”."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.names.authors import FORMS, split_authors
from proofdesk.desk.importing.references.parts.names.name_forms import DOTTED_BEHIND
from proofdesk.desk.importing.references.parts.tails import with_dashes

_WIDE = str.maketrans({
    "．": ". ", "，": ", ", "：": ": ", "；": "; ", "（": "(", "）": ")", "［": "[", "］": "]", "。": ". "})
_MARK = lazy(r"\s?\[(?P<kind>[JMDCNSRGPAZ]|EB|DB|CP)(?:/(?:OL|CD|MT|DK))?\]\s?[.,]?\s?")
_CHINESE = r"[\u3400-\u9fff·]"
_CHINESE_NAMES = lazy(rf"(?P<names>{_CHINESE}{{2,12}}(?:,\s?{_CHINESE}{{2,12}}){{0,20}})(?P<others>,?\s?等)?\.\s?")
_PAGES = r"(?P<pages>[A-Za-z]?\d[\w.]*(?:\s?[–—+-]\s?[A-Za-z]?\d[\w.]*){0,3})"
_ARTICLE = lazy(
    rf"(?P<journal>[^\d,]{{1,150}}?(?:,\s[^\d,]{{2,60}})?)[,.]\s?(?P<year>(?:1[89]|20)\d\d)"
    rf"(?:,\s?(?P<volume>\d{{1,4}}))?(?:,?\s?\((?P<number>[^()]{{1,12}})\))?(?:\s?[:,]\s?(?:[Pp]{{1,2}}\.?\s?)?{_PAGES})?")
_IMPRINT = (rf"(?:(?P<edition>[^.:,]{{1,12}}版|\d{{1,2}}(?:st|nd|rd|th)\sed)\.\s?)?"
            rf"(?:(?P<address>[^:,.]{{2,40}}):\s?)?(?P<publisher>[^:]{{2,90}}?),\s?(?P<year>(?:1[89]|20)\d\d)"
            rf"(?:\s?[:,]\s?(?:[Pp]{{1,2}}\.?\s?)?{_PAGES})?")
_BOOK, _TALK = lazy(_IMPRINT), lazy(rf"//\s?(?P<booktitle>[^.]{{4,200}})\.\s?{_IMPRINT}")
_BARE_TALK = lazy(rf"//\s?(?P<booktitle>[^.]{{4,200}}?)[.,]\s?(?P<year>(?:1[89]|20)\d\d)(?:\s?[:,]\s?{_PAGES})?")
_THESIS = lazy(r"(?:(?P<address>[^:,.]{2,40}):\s?)?(?P<school>[^:,.]{4,90})[,.]\s?(?P<year>(?:1[89]|20)\d\d)")
_PAGE = lazy(
    r"(?:(?P<howpublished>[^.(\[\d]{2,60})[.,]\s?)?[(\[]?(?P<year>(?:19|20)\d\d)?(?:[-/.年]\d{1,2}){0,2}日?[)\]]?\.?\s?"
    r"(?:\[\d{4}-\d{1,2}-\d{1,2}\])?")
_FORMS = {"J": (_ARTICLE,), "M": (_BOOK,), "C": (_TALK, _BARE_TALK), "D": (_THESIS,), "EB": (_PAGE,), "R": (_BOOK,)}
_KINDS = {"J": "article", "M": "book", "C": "incollection", "D": "phdthesis", "EB": "misc", "R": "book"}
_OF_A_MASTER = lazy(r"硕士|master", re.I)


def read_gbt(text: str, found: dict[str, str]) -> tuple[str, Reading] | None:
    """Return the authors of an entry as BibTeX has them, and its reading; None if it is in another form, or unclear.

    ``text`` is without the identifiers ``found``.
    """
    text = " ".join(text.translate(_WIDE).split())
    marks = [*_MARK.finditer(text)]
    if len(marks) != 1 or marks[0]["kind"] not in _FORMS:
        return None
    kind, before, rest = marks[0]["kind"], text[: marks[0].start()], text[marks[0].end() :].strip(" .")
    names, title = _split_names(before)
    match = next(filter(None, (form.fullmatch(rest) for form in _FORMS[kind])), None)
    if not match or not title or ". " in title or not (names or kind == "EB") or (kind == "EB" and "url" not in found):
        return None
    fields = {name: value.strip() for name, value in match.groupdict().items() if value}
    if "pages" in fields:
        fields["pages"] = with_dashes(fields["pages"])
    is_of_master = kind == "D" and _OF_A_MASTER.search(text)
    return names, ("mastersthesis" if is_of_master else _KINDS[kind], {"title": title, **fields}, ())


def _split_names(text: str) -> tuple[str, str]:
    """Return the authors at the start of a text as BibTeX has them, and the title behind them."""
    chinese = _CHINESE_NAMES.match(text)
    if chinese:
        names = [name.strip() for name in chinese["names"].split(",")]
        others = [*names, "others"] if chinese["others"] else names
        return " and ".join(name if name == "others" else f"{{{name}}}" for name in others), text[chinese.end() :]
    for form in (*FORMS, (DOTTED_BEHIND,)):
        authors, after = split_authors(text, form)
        ends = after[:2] == ". " or (after[:1] == " " and text[: -len(after)].endswith("."))
        if authors and authors.is_whole and ends:
            return authors.bibtex, after.strip(" .")
    return "", text

"""Tell the language of a work, and mark its title with it, so that a screen reader pronounces the title rightly.

Dates and words such as “edited by” follow the language of the page: a reader of the page has to understand them.
"""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

from proofdesk.bibliography.entry import Entry
from proofdesk.common.language import spoken

# The names that babel and polyglossia have for languages, which biblatex's langid takes, as tags of BCP 47.
_NAMES = {
    "acadian": "fr", "afrikaans": "af", "american": "en", "arabic": "ar", "australian": "en", "austrian": "de-AT",
    "basque": "eu", "brazil": "pt-BR", "brazilian": "pt-BR", "british": "en", "bulgarian": "bg", "canadian": "en",
    "canadien": "fr-CA", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da",
    "deutsch": "de", "dutch": "nl", "english": "en", "español": "es", "estonian": "et", "farsi": "fa", "finnish": "fi",
    "francais": "fr", "français": "fr", "french": "fr", "galician": "gl", "german": "de", "greek": "el", "hebrew": "he",
    "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it",
    "japanese": "ja", "korean": "ko", "latin": "la", "latvian": "lv", "lithuanian": "lt", "magyar": "hu",
    "mandarin": "zh", "mexican": "es-MX", "naustrian": "de-AT", "newzealand": "en", "ngerman": "de", "norsk": "nb",
    "norwegian": "no", "nswissgerman": "de-CH", "nynorsk": "nn", "persian": "fa", "polish": "pl", "portuges": "pt",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk", "slovene": "sl",
    "slovenian": "sl", "spanish": "es", "swedish": "sv", "swissgerman": "de-CH", "thai": "th", "turkish": "tr",
    "uk": "en", "uk-english": "en", "ukrainian": "uk", "usenglish": "en", "ukenglish": "en", "vietnamese": "vi",
    # ISO 639-2, as library catalogues write it
    "chi": "zh", "cze": "cs", "deu": "de", "dut": "nl", "eng": "en", "fra": "fr", "fre": "fr", "ger": "de", "ita": "it",
    "jpn": "ja", "kor": "ko", "nld": "nl", "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv", "zho": "zh",
}
_TAG = re.compile(r"([a-z]{2})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?")


def language_of(entry: Entry) -> str:
    """Return the language of a work as a tag of BCP 47: its ``langid``, or else its ``language``; empty if unknown."""
    for name in ("langid", "hyphenation", "language"):
        written = entry.plain(name).strip().lower().removeprefix("lang")
        if found := _NAMES.get(written):
            return found
        if match := _TAG.fullmatch(written):
            part = match[2] or ""
            return "-".join(filter(None, [match[1], part.upper() if len(part) == 2 else part.title()]))
    return ""


def is_foreign(language: str) -> bool:
    """Return whether a language is another one than English, whose titles some styles write with capitals."""
    return bool(language) and language.partition("-")[0] != "en"


def mark_language(html: str, entry: Entry) -> str:
    """Return a reference whose title says its language, if it is not that of the page.

    A title that the style changes, or that has markup within, is not found; then the whole reference is marked.
    """
    language = language_of(entry)
    if not language or language.partition("-")[0] == spoken().base:
        return html
    reference = lxml.html.fragment_fromstring(html, create_parent="div")
    title = " ".join(entry.plain("title").split())
    if not (title and _mark(reference, title, language)):
        whole = lxml.html.Element("span", lang=language)
        whole.text, reference.text = reference.text, None
        whole.extend(list(reference))
        reference.append(whole)
    text: str = lxml.html.tostring(reference, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>")


def _mark(element: HtmlElement, title: str, language: str) -> bool:
    """Put a title that stands within one text of an element into an element of its own."""
    for each in element.iter():
        for place in ("text", "tail") if each is not element else ("text",):
            before, found, after = (getattr(each, place) or "").partition(title)
            if not found:
                continue
            span = lxml.html.Element("span", lang=language)
            span.text, span.tail = found, after
            setattr(each, place, before)
            if place == "text":
                each.insert(0, span)
            else:
                parent = each.getparent()
                parent.insert(parent.index(each) + 1, span)
            return True
    return False

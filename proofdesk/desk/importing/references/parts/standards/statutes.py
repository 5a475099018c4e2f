"""Read laws: of Brazil in the form of its standard (ABNT NBR 6023), and of the United States as the AMA and APA do."""

from __future__ import annotations

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading

# “Brasil. Ministério do Feno. Portaria nº 336, de 19 de fevereiro de 2002. Dispõe sobre palha. Diário Oficial.”
_OF_BRAZIL = lazy(
    r"(?P<author>(?i:brasil)(?:\.\s(?:Minist|Presid|Congress|Câmara|Senado|Agênc|Conse|Secretar)[^.:;()\d]{2,90}){0,3})\.\s"
    r"(?P<title>(?:Lei|Decreto|Portaria|Resolução|Medida Provisória|Emenda Constitucional|Instrução Normativa)\b"
    r"[^.;]{0,40}?(?:n[.º°o]{1,2}\s?)?\d[\d.,/]{0,12},?\sde\s\d{1,2}[º°]?\sde\s\w{4,9}\sde\s(?P<year>(?:19|20)\d\d)"
    r"(?:\.\s(?!Brasília|Diário)[^.;]{12,300}?)?)\.?"
    r"(?:\s(?P<address>Brasília(?:,\sDF|\s[–-]\sDF|/DF)?)[:,])?"
    r"(?:\s(?P<howpublished>Diário Oficial da União|DOU)\b"
    r"(?:[,;.]\s(?:Brasília(?:,\sDF)?,?\s)?(?:\d{1,2}\s)?(?:\w{3,9}\.?\s)?(?:19|20)\d\d(?:\s\w{3,9}\.?(?:\s\d{1,2})?)?)?)?[\s.]*")
# “Straw Act of 2008, Pub. L. No. 110-343, 122 Stat. 3765 (2008).”, “Straw Act, 42 U.S.C. § 300gg (2018).”
_OF_THE_US = lazy(
    r"(?P<title>[A-Z][^.;:()\d]{5,150}?(?:\sof\s(?P<of>(?:1[89]|20)\d\d))?)[.,]\s"
    r"(?P<number>Pub(?:\.\sL\.|lic\sLaw)(?:\sNo\.)?\s\d{1,3}[-–]\d{1,4}(?:,\s\d{1,3}\sStat\.\s\d[\d–-]{0,9})?"
    r"|\d{1,2}\sU\.\s?S\.\s?C\.\s§{1,2}\s?[\w.–-]{1,20}|\d{1,2}\sC\.\s?F\.\s?R\.\s§{1,2}\s?[\w.–-]{1,20})"
    r"(?:\s\((?P<year>(?:1[89]|20)\d\d)\))?[\s.]*")


def read_statute(text: str, found: dict[str, str]) -> tuple[str, Reading] | None:
    """Return who made a law, as BibTeX has authors, and the reading of its entry; None if the entry is of no law.

    ``text`` is without the identifiers ``found``.
    """
    law = _OF_BRAZIL.fullmatch(text) or _OF_THE_US.fullmatch(text)
    if not law:
        return None
    stated = {name: value for name, value in law.groupdict().items() if value and name not in ("author", "of")}
    year = {"year": law.groupdict()["of"]} if law.groupdict().get("of") and "year" not in stated else {}
    author = law.groupdict().get("author")
    return f"{{{author}}}" if author else "", ("misc", {**stated, **year}, ())

"""Write entries of health authorities, of drugs and of Cochrane’s library as the usual styles have them.

Sources: the forms that the NLM’s Bookshelf, the AMA’s manual (11th ed., §3.13–3.15), Cochrane’s library and the WHO
suggest for their own publications.
"""

from __future__ import annotations

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME

# What the maker of a drug says of it, in the languages that the import reads: “Package leaflet”, “Bula”
_LABEL = (
    r"(?:(?:full|highlights of)\s)?(?:\w{7}bing|patient|product) information|(?:us\s)?package (?:insert|leaflet)"
    r"|patient (?:information\s)?leaflet|product (?:monograph|label)|summary of product characteristics|smpc"
    r"|fachinformation|gebrauchsinformation|packungsbeilage|ficha técnica|prospecto|bula|bijsluiter|foglio illustrativo"
    r"|résumé des caractéristiques du produit|riassunto delle caratteristiche del prodotto")
_MONTH = rf"(?i:{MONTH_NAME})"
# Each with a sign without which an entry has not this form, which is sought first, as it is quicker
_FORMS = [(sign, lazy(pattern), usual) for sign, pattern, usual in (
    # The Bookshelf, of a book that goes on, or with its month: “2023 Jan-.”, “1993-2023.”, “2015 Sep 18.”
    ("; ", rf"(?<=;\s)(?P<year>(?:19|20)\d\d)(?:\s{_MONTH}\s?[-–]|[-–](?:(?:19|20)\d\d)?|\s{_MONTH}(?:\s\d{{1,2}})?)"
     r"\.?(?=\s*$|\s(?:Available|Accessed|\[|https?:|\(|Report\sNo|PMID))", r"\g<year>."),
    # The Bookshelf, of a book of a series: “2022 [cited 2024 Sep 19]. (Garden Reviews). Available from: …”
    ("]. (", r"(?<=\d{4})\s(?P<day>\[cited\s[^\[\]]{4,24}\])\.\s(?P<series>\([^()]{5,120}\))\.(?=\s)",
     r". \g<series>. \g<day>."),
    # SciELO: “2007, vol.20, n.2 [citado 2022-01-25], pp.92-98.”
    ("], p", r"(?<=\d)\s(?P<day>\[(?:citado|citato|cité|cited|accessed)\s[^\[\]]{4,24}\]),\s(?P<pages>pp?\.\s?[\w–-]+)",
     r", \g<pages> \g<day>"),
    # Cochrane’s library: “2019, Issue 5. Art. No.: CD012345.”
    ("CD0", r"(?P<year>(?:19|20)\d\d),?\s[Ii]ssue\s(?P<issue>\d{1,2})[.,]\s"
     r"(?:Art(?:icle|\.)?\sN[or]\.?:?\s)?(?P<page>CD\d{6})\b", r"\g<year>;(\g<issue>):\g<page>"),
    # ScienceDirect: “Roses. Volume 87, 2020. Pages 172-176.”
    ("Volume ", r"(?<=[.,]\s)Volume\s(?P<volume>\d{1,4}),\s(?P<year>(?:19|20)\d\d)\.\sPages?\s"
     r"(?P<pages>\w+(?:[-–]\w+)?)", r"Volume \g<volume>, \g<year>, Pages \g<pages>"),
    # Journals of Frontiers: “Front. Straw, 30 October 2020 | https://doi.org/…”
    (" | ", r"\s\|\s(?=https?://|doi\b)", ". "),
    ("[Internet; ", r"\[Internet;\s(?=cited|updated)", "[Internet]. ["),
    # “Strawol. Product information. Hay Pharma; 2021.”
    (". ", rf"^(?P<drug>[{UPPER}][^.\[\]]{{2,80}})\.\s(?P<what>(?i:{_LABEL}))\.(?=\s)", r"\g<drug> [\g<what>]."),
    ("dentifier", r",?\s[Ii]dentifier:?\s(?=NCT\d{8})", " "),
)]


def as_usual_of_health(text: str) -> str:
    """Return an entry of a health authority, a drug or Cochrane’s library as the usual styles have it."""
    for sign, pattern, usual in _FORMS:
        if sign in text:
            text = pattern.sub(usual, text)
    return text

"""Take the identifiers out of an entry of a list of references."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import add_note
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME

_DOI = lazy(
    r"(?:(?:https?://|\b)(?:dx\.)?doi\.org/|\bdoi:?\s{0,3}(?:https?://(?:dx\.)?doi\.org/)?)?"
    r"\b(10\.\d{4,9}/(?:[^\s\"<>]|<(?=\d)|(?<=\w)>(?=\d))+)", re.I)
# What a manager has in the field of the DOI, and is none: “doi:261041768”
_NO_DOI = lazy(r"\bdoi:\s?((?!10\.)(?=\S*\d)[\w./-]{4,40}?)[.\s]*$", re.I)
# A DOI within the address of a publisher, who may put more behind it.
_DOI_IN_ADDRESS = lazy(
    r"(?:\bdoi:\s?)?https?://(?!(?:www\.|dx\.)?doi\.org/)(?P<host>[^\s/]+)/[^\s?#]*?"
    r"(?P<doi>10\.\d{4,9}/[^\s\"<>?#]+)[^\s,;]*", re.I)
_BEHIND_DOI = lazy(r"(?:/(?:full|abstract|abs|pdf|epdf|fulltext|summary|meta|html)|\.pdf|/){1,4}$", re.I)
_ISBN = lazy(r"\bISBN(?:-1[03])?:?\s?((?:97[89][-‐– ]?)?(?:\d[-‐– ]?){9}[\dXx])\b\.?")
_ISSN = lazy(r"\bISSN:?\s?(\d{4}[-‐–]?\d{3}[\dXx])\b(?:\s\((?:print|online|digital)\))?\.?")
_PMID = lazy(r"(?:PubMed\s)?\bPMID:?\s*(\d{1,8})\b\.?|https?://pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,8})/?", re.I)
_PMCID = lazy(
    r"(?:PubMed Central\s)?\bPMCID:?\s*(PMC\d{3,9})\b\.?|https?://(?:\S{0,40}/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/(PMC\d{3,9})/?"
    r"|\b(PMC\d{5,9})\b\.?", re.I)
# “arXiv:1903.00001 [q-bio, stat]”, “arXiv:cs/0107031”, “p. arXiv:1903.00001”
_ARXIV = lazy(
    r"(?:\bp\.\s)?\barXiv:\s?(\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b"
    r"(?:\s\[[a-z-]{2,9}(?:\.[a-z-]{2,3})?(?:,\s[a-z.-]{2,12})*\])?\.?", re.I)
_TRIAL = lazy(r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|\d{4}-\d{6}-\d{2}(?=\b))")
# MLA leaves out how an address begins: “Roses, garden.example/beds.”
_URL = lazy(
    r"https?://[^\s<>\"]+|\bwww\.[\w-]+\.[^\s<>\"]+|(?<=,\s)(?-i:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,6}/[^\s<>\"]*")
# A line that ended within an address: “https://garden.example/beds/ straw/roses.html”
_BROKEN_URL = lazy(  # bounded, since a text may have an address at each place
    r"(https?:)\s(?=//)|(https?://\S{1,300}?\?\S{0,300}&)\s(?=\w+=)"
    r"|((?<![\w.-])[\w.-]{1,60}\.\w{1,20}/\S{0,300}[?&])\s(?=\w{1,40}=\w)"
    r"|(https?://\S{1,300}/)\s(?=[\w.-]{0,100}(?:/|%|\.(?:pdf|html?|php)\b)|PMC\d)"
    r"|(https?://[\w-]{1,60}\.)\s(?=[a-z-]{1,60}\.(?:edu|org|com|net|gov)\b)"
    r"|(https?://(?:[\w-]{1,60}\.){1,6})\s(?=(?:[a-z\d-]{1,60}\.){0,4}[a-z\d-]{1,60}/)"
    # “…/Blended- Learning_to_M- Learning.html”, “…_Lea rning. Acesso em: 3 nov. 2020”
    r"|(https?://\S{1,300}-)\s(?=\w)|(https?://\S{1,300})\s(?=_\w)"
    r"|(https?://\S{1,300}_\S{1,300})\s(?=\w{1,60}_\w|[a-z]{2,12}\.\s(?:Acess|Access))")
# What stands between an address and the day of access belongs to it: “https://a.example/beds_ straw.html. Acesso em”
_BROKEN_ACCESSED = lazy(
    r"(https?://\S{1,300})\s(?!https?:)(?=(?:(?=\S{0,300}?(?:[/_=&?%]|\w\.\w))\S{1,300}\s){1,3}"
    r"[\[(]?(?:Acesso em|acesso em|[Aa]ccessed|cited)\b)")
# A line of a PDF that ended within a DOI: “https://doi.org/10 .1111/s.1”, “doi. org/10.1111/s”
_BROKEN_PREFIX = lazy(
    r"(https?://)\s(?=(?:dx\.)?doi\.org/)|(\bdoi\.)\s(?=org/10\.)|(\bdoi\.org/)\s(?=10\.\d{4})"
    r"|((?:\bdoi\.org/|\bdoi:\s?)10)\s(?=\.\d{4,9}/)|((?:\bdoi\.org/|\bdoi:\s?)10\.)\s(?=\d{4,9}/)"
    r"|((?:\bdoi\.org/|\bdoi:\s?)10\.\d{4,9})\s(?=/\w)", re.I)
# What ends an entry behind its DOI is the rest of it, if it is no day and no sentence: “10.1016/j. straw.2019.01.009”,
# “10.1097/ STR.0000001”, “10.1177/00333 54919”, “10.1016/S0001-2345 (00)00123-4”
_BROKEN_DOI = lazy(
    r"(\b10\.\d{4,9}/(?:[^\s\"<>]*?[^\s\"<>.,;])?\.?)\s(?!\d{1,2}[./-]\d{1,2}[./-]\d{4}\b|\d{4}-\d\d-\d\d\b)"
    r"(?=(?:(?<=[/_:-]\s)[\w-][\w.;()/:-]*\d[\w.;()/:-]*|(?<=[\w]\s)\.\d[\w.()/:-]+|(?<=\w\s)\(\d\d\)\d{5}-[\dX]"
    r"|(?<=\d\s)-[\dX]|(?<=\d\s)\d{1,5}-0\d{2,}|(?<=-\d\s)\d{4}-\d|(?<=-\d\d\s)\d{3}-\d"
    r"|[A-Za-z]{0,12}\.?(?:(?:\d+\.){1,4}|(?:\d+-){2,4}|\d+-(?:\d+\.){1,4})\w+|[a-z]+(?:\.[a-z]*\d[\w-]*)+|\d{5,}[A-Za-z]?|0\d{2,3}|(?<=\.\s)x)"
    r"[.,;)\]]*(?:\s*$|\s+(?:\[|PMC?ID|PubMed|Epub|Accessed|Received)))")
_BROKEN = (_BROKEN_URL, _BROKEN_ACCESSED, _BROKEN_PREFIX, _BROKEN_DOI)
# A label that runs into the address before it: “10.9999/straw285.Disponível em:”
_LABEL_RUN_IN = lazy(r"(?<=[\w/)])\.(?=(?:Disponível|Available|Acesso|Accessed|Retrieved)\b)")
# Further addresses of one work, as Mendeley prints all that it keeps: “https://garden.example/a http://fern.example/b”
_FURTHER_URLS = lazy(r"(https?://[^\s<>\"]+)((?:[\s,;]{1,3}https?://(?!(?:dx\.)?doi\.org/)[^\s<>\"]+)+)")
_DAY = (rf"(?:{MONTH_NAME}\s\d{{1,2}},?\s\d{{4}}"
        rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?{MONTH_NAME},?\s(?:de\s)?\d{{4}}"
        rf"|\d{{4}}\s{MONTH_NAME}(?:\s\d{{1,2}})?"
        r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})")
ACCESSED = lazy(
    rf"[\[(]?\b(?:last\s|date\s)?(?:accessed|retrieved|cited|citado|citat|epub|ecollection|viewed|abgerufen|heruntergeladen|descargado|downloaded|téléchargé|scaricato|zugriff|zugegriffen|aufgerufen|recuperado|récupéré|consulté|consultado|consultato"
    rf"|дата\s(?:обращения|доступа|звернення)|geraadpleegd|bezocht|visited|besucht|eingesehen|accedido|accesado|acceso|visitado|visité|visitato|acesso|acessado)"
    rf"(?:\s(?:from|von|de|da|du)(?=\s(?:on|am|le|el|il|em)\s))?(?:\s(?:on|from|am|le|el|op|il|em))?[:,]?\s?(?=\S)(?<![a-z])"
    rf"(?:{_DAY}[\])]?"
    rf"(?:,?\s(?:from|de|von|sur|van|da)\s[^:]{{2,80}}:(?=\s|$)|,?\s(?:from\b|(?:de|von|sur|van|da)(?=\s*$)))?|(?=[^.\])]{{0,40}}(?:\d|$|\]))[^.\])]{{0,40}}[\])]?)"
    r"[.,]?", re.I)
# When a page was made or changed: “Zuletzt geändert am: 17.12.2009.”
_CHANGED = lazy(
    rf"(?<=[.?!:]\s)(?:zuletzte?\sgeändert|erstellt|aktualisiert|online\sseit|stand"
    rf"|(?:last\s|content\s)?(?:updated|modified|reviewed|revised))(?:\s(?:am|im|on))?:?"
    rf"\s(?P<day>{_DAY}|(?:{MONTH_NAME}\s)?(?:19|20)\d\d)(?=[.,;\s]|$)\.?", re.I)
# The AMA, of a page: “Straw at night. Garden Office. Published March 3, 2020. Updated May 4, 2021.”
_PUBLISHED = lazy(rf"(?<=[.?!]\s)(?:First\s)?Published\s(?:on\s)?(?={_DAY}[.;,\s])", re.I)
_YEAR = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# When a page was read: “[12.11.2022]”; PNAS: “https://doi.org/… (March 22, 2024).”
_DAY_BEHIND_ADDRESS = lazy(
    rf"\s[(\[](\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|{MONTH_NAME}\s\d{{1,2}},\s\d{{4}})[)\]][.\s]*$", re.I)
# As Word names the site before an address: “Obtenido de El Jardín: https://…”
_OF_SITE = lazy(
    r"(?:Obtenido de|Recuperado de|Récupéré sur|Tratto da|Obtido de|Opgehaald van|Retrieved from|Abgerufen von)"
    r"\s[^:]{2,80}:\s*$")
_BEFORE_ADDRESS = r"(?=\s*(?:$|[.,;:()\[\]<]|(?-i:[^\W_a-zß-ÿ])))"  # or what else a label stands before
AVAILABLE = lazy(
    r"\[(?:Internet|Online|WWW Document)\]|\((?:en línea|em linha|en ligne|on-?line)\)"
    # “Straw. Available: ”, “Straw available at ”; “publicly available database” is a title
    rf"|(?:(?<=[.,;:?!)\]”\"’»]\s)|^)Available(?:\sonline)?(?!\s(?:from|at|on)\b):?{_BEFORE_ADDRESS}"
    rf"|\bAvailable(?:\sonline)?\s(?:from|at|on):?{_BEFORE_ADDRESS}|\bRetrieved from\b"
    r"|\b(?:Obtenido|Recuperado) de:?(?=\s*$)|\bRécupéré sur:?(?=\s*$)|\bTratto da:?(?=\s*$)|\bObtido de:?(?=\s*$)"
    r"|\bURL(?::|(?=\s*[.,;)\]]|\s*$))|(?<=[.,;:?!)\]”\"’»]\s)URL(?=\s)"
    r"|\bVerfügbar unter:?|\bDisponible(?:\s(?:en|sur|à|a))?\s?:|\bDisponible (?:en|sur)\b"
    r"|\bBeschikbaar (?:op|via):?"
    r"|\bРежим доступ[ау]:?"
    r"|\bDisponibile su:?|\b(?:Disponibil|Availableat):?(?=[.\s]*$)|\bDisponivel em:?|\bDisponível em:?"
    r"|\b(?:Heruntergeladen von|Descargado de|Scaricato da|(?<=\.\s)See|Online unter|Abrufbar unter"
    r"|(?:Fuente|Fonte|Enlace|Lien|Link|Quelle|Source|Bron):):?(?=[.\s]*$)", re.I)


def split_identifiers(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without its identifiers, and the identifiers as fields."""
    found: dict[str, str] = {}

    def extract(name: str, pattern: re.Pattern[str], rest: str) -> str:
        match = pattern.search(rest)
        if not match:
            return rest
        value = next(filter(None, match.groups()), match.group())
        end = match.end()
        if name in ("doi", "url"):
            bare = _without_end_punctuation(value)
            value, end = bare, end - (len(value) - len(bare))
        found[name] = value
        return f"{rest[: match.start()].rstrip()} {rest[end:].lstrip(' .,;')}".strip()

    text = re.sub(r"https?://(?:dx\.)?doi\.org/(?=https?://)", "", re.sub(r"\bhttps?:/(?=[^/\s])", "https://", text))
    # As old exports of PubMed have it.
    text = re.sub(r"\bdoi:\s?[^\s\[\]]{1,100}\s\[pii\]\s?(?=10\.)", "doi:", text).replace(" [doi]", "")
    text = _LABEL_RUN_IN.sub(". ", text)
    while broken := next(filter(None, (each.search(text) for each in _BROKEN)), None):
        text = text[: broken.end() - 1] + text[broken.end() :]
    text = re.sub(r"<\s?(https?://[^\s<>]+)\s?>", r"\1 ", text)
    further = _FURTHER_URLS.search(text)
    if further:
        found["note"] = "; ".join(map(_without_end_punctuation, re.findall(r"https?://[^\s<>\"]+", further[2])))
        text = text[: further.start(2)] + text[further.end(2) :]
    if not re.search(r"doi\.org/|\bdoi:\s?10\.", text, re.I):
        text = _DOI_IN_ADDRESS.sub(_bare_doi, text, count=1)
    rest = text
    doi = _DOI.search(text)
    if doi:  # some styles print it twice
        again = text.find(_without_end_punctuation(doi[1]), doi.end())
        if again > 0:
            end = again + len(_without_end_punctuation(doi[1]))
            rest = re.sub(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s?)$", "", rest[:again], flags=re.I) + rest[end:]
    for name, pattern in (("isbn", _ISBN), ("issn", _ISSN), ("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID),
                          ("eprint", _ARXIV), ("url", _URL)):
        rest = extract(name, pattern, rest)
    trial = _TRIAL.search(text)
    if trial:
        found["number"] = trial.group(1)
    if "://" not in found.get("url", "://"):
        found["url"] = f"http://{found['url']}"
    if "eprint" in found:
        found["archiveprefix"] = "arXiv"
    opened = _DAY_BEHIND_ADDRESS.search(rest) if found.keys() & {"url", "doi"} else None
    if opened:
        add_note(found, opened[1])
        rest = rest[: opened.start()]
    other = _NO_DOI.search(rest)
    if other:
        add_note(found, f"doi: {other[1]}")
        rest = rest[: other.start()].rstrip()
    site = _OF_SITE.search(rest)
    if site:
        add_note(found, site[0].strip(" :"))
        rest = rest[: site.start()].rstrip()
    accessed = ACCESSED.findall(rest)
    if accessed:
        days = [re.sub(r",?\s(?:from|de|von|sur|van|da)(?:$|(?=\s(?:on|am|le|el|il|em)\s))", "", part.strip(" .,[]():"))
                for part in accessed]
        add_note(found, " ".join(day for day in days if re.search(r"\d{4}|\d[./]\d\d$", day)
                                 and not re.match(r"e(?:pub|collection)\b", day, re.I)))
    rest = _PUBLISHED.sub("", rest)
    changed = _CHANGED.search(rest)
    year = _YEAR.search(changed["day"]) if changed else None
    if changed and year:
        add_note(found, changed[0].strip("."), first=True)
        left = rest.replace(changed[0], "", 1)
        is_year = not _YEAR.search(ACCESSED.sub("", left))  # it is the only one
        rest = rest.replace(changed[0], f"{year[0]}.", 1) if is_year else left
    rest = " ".join(AVAILABLE.sub(" ", " ".join(ACCESSED.sub(" ", rest).split())).split())
    rest = (rest if "()" in text else re.sub(r"\(\s?\)", "", rest)).rstrip(" —–-")
    rest = rest if "[]" in text else re.sub(r"\s?\[[\s,;]*\]", "", rest)  # “[PMID: 1 DOI: 10.9999/a]”
    if "url" in found:  # „Stroh“ in https://garden.example
        rest = re.sub(r"(?<=[”“’»\"])\s[Ii]n:?[\s,.]*$", "", rest)
    return re.sub(r"(?<!\.)\.\.(?=\s|$)", ".", re.sub(r"\s(?=[.,;](?!\.))", "", rest)), found


def _bare_doi(found: re.Match[str]) -> str:
    """Return the DOI within an address, without what its publisher put behind it."""
    doi = _without_end_punctuation(found["doi"])
    end = found[0][found[0].find(doi) + len(doi) :]
    if "oup.com" in found["host"].lower():
        doi = re.sub(r"/\d{5,9}$", "", doi)
    return f"doi:{_BEHIND_DOI.sub('', doi)}{end if end in ('.', ',', ';', ')', ').') else ''}"


def _without_end_punctuation(address: str) -> str:
    """Return an address without the punctuation that ends its sentence."""
    while address and (address[-1] in ".,;:'’”]" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address

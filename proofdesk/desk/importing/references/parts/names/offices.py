"""Read an office at the start of an entry where only what stands with it tells that it is one."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.authors import Authors
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER

# Brazil’s standard names the state first: “BRASIL. Ministério dos Jardins. Secretaria do Feno. Straw”
_OFFICE_OF_STATE = lazy(
    rf"(?P<group>(?i:Brasil|Portugal|España|México|Argentina|Chile|Colombia|Perú|Ecuador|Uruguay|Paraguay|Bolivia)"
    r"(?:\.\s(?:Minist|Secretar|Departa|Agênc|Agenc|Conse|Coorden|Direc|Direç|Institut|Fundaç|Câmara|Senado|Congress"
    rf"|Presidênc|Presidenc|Casa\sCivil|Área\sTécnica|Núcleo|Gerência|Superintend|Subsecretar|Tribunal|Comiss|Comis)[^.:;()\d]{{2,90}}){{1,4}})\.\s(?=[{UPPER}])")
# The NLM names the country: “Garden Institute (US) Committee on Straw.”, “Garden Office (U.S.).”
GROUP_BEFORE_STOP = lazy(
    rf"(?P<group>[^.“”()]{{2,120}}?(?:\s\(U\.?[SK]\.?\)(?:\s[^.“”()]{{2,120}}?)?)?)(?:\s\([{UPPER}][\w-]{{1,12}}\))?(?:\.\s|,\s(?=[“\"]))")
# “Garten e.V. & Beet e. V. (2020)”, “Garten e. V.: Stroh”: associations, whose mark looks like initials
_ASSOCIATIONS = lazy(
    rf"(?P<group>[{UPPER}][^.,:;()“”\d]{{2,120}}\se\.\s?V\."
    rf"(?:\s(?:&|und)\s[{UPPER}][^.,:;()“”\d]{{2,120}}\se\.\s?V\.){{0,4}})(?::\s|\s(?=\())")
_FIRST_SENTENCE = lazy(rf"(?P<group>[{UPPER}][^.:;()“”\d]{{3,100}})\.\s")


def split_office(text: str) -> tuple[Authors | None, str]:
    """Return the office at the start of an entry, and the text behind it.

    It stands behind the name of its state, is an association, or published what it wrote: “Hay Office. Straw. Leeds:
    Hay Office; 2020.”
    """
    office = _OFFICE_OF_STATE.match(text) or _ASSOCIATIONS.match(text) or _who_published(text)
    return (Authors(f"{{{office['group']}}}", office["group"]), text[office.end() :]) if office else (None, text)


def _who_published(text: str) -> re.Match[str] | None:
    first = _FIRST_SENTENCE.match(text)
    return first if first and f": {first['group']}; " in text else None

"""The language of what readers see: words from a catalogue, dates, numbers, quotation marks, lists, sorting.

Public: what other rooms use. The English text is the message; a catalogue, ``proofdesk/locale/<code>.po`` or the site's
own ``locale/<code>.po``, has the words for it. What editors read, such as problems, is English and needs none of this.
"""

from proofdesk.common.language.catalogue import CatalogueError as CatalogueError
from proofdesk.common.language.language import ENGLISH as ENGLISH
from proofdesk.common.language.language import Language as Language
from proofdesk.common.language.language import UnknownLanguageError as UnknownLanguageError
from proofdesk.common.language.language import known_languages as known_languages
from proofdesk.common.language.language import load_language as load_language
from proofdesk.common.language.speaking import N_ as N_
from proofdesk.common.language.speaking import _ as _
from proofdesk.common.language.speaking import colon as colon
from proofdesk.common.language.speaking import comma as comma
from proofdesk.common.language.speaking import known_language as known_language
from proofdesk.common.language.speaking import listed_plainly as listed_plainly
from proofdesk.common.language.speaking import ngettext as ngettext
from proofdesk.common.language.speaking import npgettext as npgettext
from proofdesk.common.language.speaking import pgettext as pgettext
from proofdesk.common.language.speaking import speak as speak
from proofdesk.common.language.speaking import speaking as speaking
from proofdesk.common.language.speaking import spoken as spoken

__all__ = [
           "ENGLISH",
           "N_",
           "CatalogueError",
           "Language",
           "UnknownLanguageError",
           "_",
           "colon",
           "comma",
           "known_language",
           "known_languages",
           "listed_plainly",
           "load_language",
           "ngettext",
           "npgettext",
           "pgettext",
           "speak",
           "speaking",
           "spoken",
]

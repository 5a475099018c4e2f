"""Content: what editors write as typed data: documents, blocks, front matter and the lists beside the pages.

Public: that data and its reader. Rooms below: ``bibliography``, ``common``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.content.document import Block as Block
    from proofdesk.content.document import Citation as Citation
    from proofdesk.content.document import ConversionContext as ConversionContext
    from proofdesk.content.document import Document as Document
    from proofdesk.content.editorial import EditorialData as EditorialData
    from proofdesk.content.editorial import load_editorial_data as load_editorial_data
    from proofdesk.content.front_matter import ArticleFrontMatter as ArticleFrontMatter
    from proofdesk.content.front_matter import FrontMatter as FrontMatter
    from proofdesk.content.glossary import Glossary as Glossary
    from proofdesk.content.help_lines import HelpLines as HelpLines
    from proofdesk.content.record import Record as Record

__getattr__, __all__ = public({
    "proofdesk.content.document": ("Block", "Citation", "ConversionContext", "Document"),
    "proofdesk.content.editorial": ("EditorialData", "load_editorial_data"),
    "proofdesk.content.front_matter": ("ArticleFrontMatter", "FrontMatter"),
    "proofdesk.content.glossary": ("Glossary",),
    "proofdesk.content.help_lines": ("HelpLines",),
    "proofdesk.content.record": ("Record",),
})

"""Front matter: the facts at the top of a page, their types (``model``, ``authorship``) and their ``reader``."""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.content.front_matter.authorship import Authorship as Authorship
    from proofdesk.content.front_matter.model import ArticleFrontMatter as ArticleFrontMatter
    from proofdesk.content.front_matter.model import ArticleSource as ArticleSource
    from proofdesk.content.front_matter.model import FrontMatter as FrontMatter
    from proofdesk.content.front_matter.model import is_article as is_article
    from proofdesk.content.front_matter.model import language_of as language_of
    from proofdesk.content.front_matter.model import model_of as model_of
    from proofdesk.content.front_matter.publication import is_held_back as is_held_back
    from proofdesk.content.front_matter.publication import is_published as is_published
    from proofdesk.content.front_matter.publication import publication_mark as publication_mark
    from proofdesk.content.front_matter.reader import read_front_matter as read_front_matter
    from proofdesk.content.front_matter.status import UNWRITTEN as UNWRITTEN
    from proofdesk.content.front_matter.status import Status as Status

__getattr__, __all__ = public({
    "proofdesk.content.front_matter.authorship": ("Authorship",),
    "proofdesk.content.front_matter.model": (
        "ArticleFrontMatter", "ArticleSource", "FrontMatter", "is_article", "language_of", "model_of",
    ),
    "proofdesk.content.front_matter.publication": ("is_held_back", "is_published", "publication_mark"),
    "proofdesk.content.front_matter.reader": ("read_front_matter",),
    "proofdesk.content.front_matter.status": ("UNWRITTEN", "Status"),
})

"""Site: all pages together: one page's way through conversion, articles, the library, related articles, the chart.

Public: that way and its results. Rooms below: ``citations``, ``blocks``, ``content``, ``bibliography``, ``common``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.site.article import Article as Article
    from proofdesk.site.article import ArticleBlock as ArticleBlock
    from proofdesk.site.article import Page as Page
    from proofdesk.site.library import Library as Library
    from proofdesk.site.pipeline import collect_page as collect_page
    from proofdesk.site.pipeline import markdown_extensions as markdown_extensions
    from proofdesk.site.pipeline import parse_page as parse_page

__getattr__, __all__ = public({
    "proofdesk.site.article": ("Article", "ArticleBlock", "Page"),
    "proofdesk.site.library": ("Library",),
    "proofdesk.site.pipeline": ("collect_page", "markdown_extensions", "parse_page"),
})

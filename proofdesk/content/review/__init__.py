"""Reviews: what reviewers said of an article, in a file beside it (``items``), and the version that they read."""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.content.review.items import Answer as Answer
    from proofdesk.content.review.items import ItemKind as ItemKind
    from proofdesk.content.review.items import Reply as Reply
    from proofdesk.content.review.items import ReviewItem as ReviewItem
    from proofdesk.content.review.items import is_review_file as is_review_file
    from proofdesk.content.review.items import load_review as load_review
    from proofdesk.content.review.items import review_file as review_file
    from proofdesk.content.review.version import text_version as text_version

__getattr__, __all__ = public({
    "proofdesk.content.review.items": (
        "Answer", "ItemKind", "Reply", "ReviewItem", "is_review_file", "load_review", "review_file"),
    "proofdesk.content.review.version": ("text_version",),
})

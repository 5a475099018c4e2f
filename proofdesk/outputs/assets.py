"""The styles and scripts that the package publishes, and the parts that each is made of."""

from __future__ import annotations

SITE_CSS, BLOCKS_CSS = "assets/site.css", "assets/blocks.css"
# The parts of each published file in the package, in order; an empty line between two.
ASSETS: dict[str, tuple[str, ...]] = {
    SITE_CSS: (
        "theme/css/10-tokens.css",
        "theme/css/15-ground.css",
        "theme/css/20-help-line.css",
        "theme/css/25-header.css",
        "theme/css/30-page.css",
        "theme/css/35-text.css",
        "theme/css/40-heads.css",
        "theme/css/42-sections.css",
        "theme/css/45-article-source.css",
        "theme/css/50-folds.css",
        "theme/css/55-article-end.css",
        "theme/css/58-wall.css",
        "site/evidence_panes/panes.css",
        "theme/css/60-home.css",
        "theme/css/65-listings.css",
        "theme/css/70-copy-link.css",
        "build/problem_panel/panel.css",
        "theme/css/80-footer.css",
        "theme/css/85-motion-and-code.css",
        "content/structure/table_alignment.css",
    ),
    BLOCKS_CSS: ("blocks/drawn_tables.css", "citations/citations.css"),  # after the CSS of each kind of block
    "assets/article-end.css": (
        "outputs/cite_this_page/cite.css",
        "outputs/doctor_sheet/link.css",
        "theme/css/article-end-lists.css",
        "site/related.css",
        "content/glossary.css",
        "content/harms/harms.css",
        "content/help_lines.css",
        "theme/css/article-end-print.css",
    ),
    "assets/doctor-sheet.css": ("outputs/doctor_sheet/sheet.css",),
    "assets/evidence.css": (
        "citations/evidence_line.css",
        "site/notices.css",
        "citations/evidence_switch.css",
        "site/evidence_chart/chart.css",
        "theme/css/evidence-print.css",
    ),
    "assets/print.css": ("theme/css/print.css", "theme/css/print-compact.css"),
    "assets/references.css": ("citations/popover.css", "citations/sidenotes.css"),
    "assets/search.css": ("outputs/search/search.css",),
    "assets/cite.js": ("outputs/cite_this_page/cite.js",),
    "assets/contents.js": (
        "theme/js/words.js", "theme/js/menu.js", "theme/js/contents.js", "theme/js/folds.js",
        "theme/js/copy_link.js", "theme/js/tables.js"),
    "assets/evidence.js": ("citations/evidence_switch.js",),
    "assets/lists.js": ("theme/js/lists.js",),
    "assets/not-found.js": ("outputs/search/not_found.js",),
    "assets/print.js": ("theme/js/print.js",),
    "assets/redirect.js": ("outputs/redirect.js",),
    "assets/references.js": ("citations/popover.js", "citations/sidenotes.js"),
    "assets/scheme.js": ("theme/js/scheme.js",),
    "assets/search.js": ("outputs/search/search.js", "outputs/search/search_key.js"),
    "assets/search-engine.js": ("outputs/search/search_engine.js",),
}
# What `desk preview` adds to the pages that it shows to reviewers. No published site has it.
PREVIEW_ASSETS: dict[str, tuple[str, ...]] = {
    "review-notes.css": ("desk/publishing/notes/notes.css",),
    "review-notes.js": ("desk/publishing/notes/notes.js",),
}


def is_unused(uri: str) -> bool:
    """Return whether a file is one of Material's that our ``base.html`` does without: its scripts and style sheets."""
    return uri.startswith(("assets/javascripts/", "assets/stylesheets/"))

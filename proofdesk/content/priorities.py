"""Order of the project's Markdown processors among Python-Markdown's own; a higher number runs earlier.

Numbers in brackets are the priorities of the processors that a comment names.
"""

from __future__ import annotations

# Preprocessors, which read the lines of a page.
# Before every other, because all that follow note what they find on the document.
BEGIN_DOCUMENT = 1000
# Before code fences (25) and raw HTML (20), because line numbers are the file's only until those run.
READ_FENCES = 40
# After the facts at the top of a page (27), which may say something of its list of references.
READ_SOURCES = -10

# Inline patterns, which read the text of one element.
# After code (190), links (160), addresses (120) and raw HTML (90), which hold no citations; before emphasis (60),
# because a key may contain underscores.
CITATION_GROUPS = 86
# After groups, because `@key` inside brackets belongs to its group.
NARRATIVE_CITATIONS = 85

# Tree processors, which change the elements of a page; inline patterns run at 20.
# Before inline patterns (20), which draw its citations; after notes (50), because it may end a page.
SHOW_HARMS = 30
# Before citations are numbered, because their reference list brings a heading of its own.
FIT_HEADINGS = 16
# After inline patterns (20), because only then all citations are known, in the order of the page.
NUMBER_CITATIONS = 15
# After citations are numbered, because those behind a full stop belong to the sentence; before sentences are marked,
# which have their place then.
MOVE_LEADS = 14.5
# After citations are numbered, because a sentence is marked by the works that it cites.
MARK_EVIDENCE = 14
# Before attribute lists (8), because they add an author's class to the one for the alignment.
ALIGN_COLUMNS = 9
# After attribute lists (8); before the table of contents (5), which copies headings.
LINK_TERMS = 7
# After attribute lists (8), which may give a heading its id; before the table of contents (5), which needs its label.
CLEAN_HEADINGS = 6
# After the table of contents (5), which writes the anchors of headings.
QUIET_ANCHORS = 3
# After notes (50), inline patterns (20) and attribute lists (8), because it reads what came of them.
CHECK_STRUCTURE = 2
# Before MkDocs reads the addresses (0), because it stops at the first that it cannot read.
COLLECT_LINKS = 1
# In place of MkDocs' own, where pages are converted without it.
PAGE_ADDRESSES = 0
# After all others, because a block's HTML must be as the page shows it.
CAPTURE_BLOCKS = -10
# After mkdocstrings (4), which gives the ids of a docstring a prefix.
KEEP_ADDRESSES = -20
# After every other, because all of them may find a fault.
END_DOCUMENT = -1000

"""Every check of the pages together and of the editors' lists."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from proofdesk.bibliography.citation_syntax import mentioned_keys
from proofdesk.bibliography.libraries.problems import with_remedies
from proofdesk.bibliography.retraction_data import SNAPSHOT
from proofdesk.blocks.installed import site_kinds
from proofdesk.checks.bibliography import check_entries, check_findable, check_uncited
from proofdesk.checks.evidence.works import check_works
from proofdesk.checks.harms.check import check_languages, check_stated
from proofdesk.checks.page import check_page
from proofdesk.checks.questions import check_questions
from proofdesk.checks.retractions import check_age, check_compared, check_retractions
from proofdesk.checks.structure.series import check_series
from proofdesk.checks.structure.translations import check_translations
from proofdesk.common.language import spoken
from proofdesk.common.language.gaps import check_words
from proofdesk.common.problems import Problem
from proofdesk.content.editorial import EditorialData
from proofdesk.content.front_matter.held_back import HeldBack
from proofdesk.content.site_data.block_words import KnownWords, check_block_words
from proofdesk.site.library import Library


def check_site(
    library: Library, data: EditorialData, held_back: Iterable[HeldBack] = (), step: Callable[[], None] = lambda: None
) -> list[Problem]:
    """Return all problems found without the finished site, each once. The build checks links between pages.

    What only a draft cites, ``held_back``, is checked with the draft, and is no work that nobody needs. ``step`` is
    called at each page.
    """
    entries = data.bibliography.entries
    held_back = list(held_back)
    paths = {page.path for page in held_back}
    drafted = {key for page in held_back for key in mentioned_keys(page.raw.decode(errors="replace"), entries)}
    problems = [
        *data.problems, *data.references.problems, *data.references.evidence.problems(data.references.keys()),
        *check_entries(data.bibliography, data.references.keys()), *check_questions(library), *check_series(library),
        *check_translations(library, paths), *_check_words(library, data.root),
        *check_uncited(data.bibliography, library.cited | drafted, data.cache_dir),
        *check_works(data.bibliography, data.references.keys()), *check_findable(data.bibliography, library.cited),
        *check_retractions(data.bibliography, data.references.snapshot,
                           partial(library.first_cited, elsewhere=data.harms_cite), library.cited),
        *check_age(data.references.snapshot, SNAPSHOT),
        *check_compared(data.bibliography, data.references.snapshot, library.cited),
    ]
    if data.site.blocks and data.root:
        problems += check_block_words(data.site, _known_words(data.root), data.root)
    for page in library.pages.values():
        step()
        problems += check_page(page, data)
        page.document.forget_sentences()
        page.document.source.pack()
    problems += check_languages(library.pages.values(), data.references)
    problems += check_stated(library.pages.values(), data)  # what the pages' checks found
    return list(dict.fromkeys(with_remedies(data.bibliography, problems)))


def _check_words(library: Library, root: Path | None) -> Iterable[Problem]:
    """Yield what each language lacks that pages state for themselves."""
    for language in {page.language.code: page.language for page in library.pages.values()}.values():
        if root and language != spoken():
            yield from check_words(language, lambda file: Path(os.path.relpath(file, root)).as_posix())


def _known_words(root: Path) -> KnownWords:
    """Return the words of the kinds of block that a site could use."""
    return {name: {option: [str(word) for word in facts["words"]] for option, facts in kind.options.items()}
            for name, kind in site_kinds(root).items()}

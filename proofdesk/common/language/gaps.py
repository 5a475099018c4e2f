"""Find what a site's language has no words for, or words that cannot stand for it; pages say it in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from proofdesk.common.language.catalogue import LOCALE, fault_of, parse, stated_twice
from proofdesk.common.language.language import Language
from proofdesk.common.problems import Problem

_NAMED = 3


def check_words(language: Language, path: Callable[[Path], str]) -> Iterator[Problem]:
    """Yield what is wrong with the words of a site's own catalogue, and a reminder of those that it lacks."""
    for file in language.files:
        if file.parent != LOCALE:
            for line, text in stated_twice(file):
                yield Problem(path(file), line, 1, "wrong-words", f"“{text}” has words twice in this file, and only "
                              "one of the two has an effect", "keep one of the two")
            for message in parse(file):
                if message.id and (fault := fault_of(message)):
                    yield Problem(path(file), message.lineno or 1, 1, "wrong-words",
                                  f"the words for “{message.id if isinstance(message.id, str) else message.id[0]}” "
                                  f"cannot stand for it: {fault}",
                                  "write each %(name)s and each tag of the message once, as it is there")
    gaps = language.gaps
    if gaps:
        named = ", ".join(f"“{message}”" for _context, message in gaps[:_NAMED])
        more = f" and {len(gaps) - _NAMED:,} more" if len(gaps) > _NAMED else ""
        yield Problem(path(language.files[-1]), 1, 1, "missing-words",
                      f"{len(gaps):,} of {language.messages:,} texts have no words in “{language.code}” and "
                      f"are English: {named}{more}",
                      f"write them; `desk words {language.code}` puts each into the file, without words")

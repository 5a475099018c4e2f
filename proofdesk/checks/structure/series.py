"""Check the numbers of the parts of a series: two of one number would be read in an order that nobody chose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.site.library import Library
from proofdesk.site.series import series_key


def check_series(library: Library) -> Iterator[Problem]:
    """Yield a problem for each article that has the number of another part of its series, of one language."""
    first: dict[tuple[str, int, str], str] = {}
    for article in library.articles:
        series, source = article.facts.series, article.page.document.source
        if series is None or series.part is None:
            continue
        other = first.setdefault((series_key(series.name), series.part, article.language.code), source.path)
        if other != source.path:
            stated = re.search(r"^series[ \t]*:", source.front_matter or "", re.MULTILINE)
            line = (source.front_matter or "").count("\n", 0, stated.start()) + 2 if stated else 1
            yield Problem(source.path, line, 1, "series-part",
                          f"{other} is part {series.part} of “{series.name}” too",
                          "give each part a number of its own, or none, and they follow by their days")

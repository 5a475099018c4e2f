"""Keep the sign at the end of a heading that names something: “C#”, “Learn F#”."""

from __future__ import annotations

import re

from markdown.blockprocessors import HashHeaderProcessor


class PlainHeadings(HashHeaderProcessor):
    """Block processor for headings in which a single # closes the line only behind a space.

    Python-Markdown takes every # at the end of a line for the end of the heading, and shows “Learn F”.
    """

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>(?:\\.|[^\\#]|#+(?=[^#\n])|(?<![\s#])#(?=\n|$))*?)"
                    r"(?:(?<![^\s#])#+|##+)?(?:\n|$)")

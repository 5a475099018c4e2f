"""Which works are cited below a heading of an article."""

from __future__ import annotations

import pytest

from proofdesk.site.cited_works import keys_below

TEXT = """\
Peas climb [@first].

## In gardens {#gardens}

Beans do too [@bean2020; @pea2019], says @leaf2018.

### In pots

So do these [@pot2021].

## In fields

Not there [@field2017].
"""
KNOWN = {"first", "bean2020", "pea2019", "leaf2018", "pot2021", "field2017"}


@pytest.mark.parametrize(("heading", "keys"), [
    ("In gardens", {"bean2020", "pea2019", "leaf2018", "pot2021"}),
    ("In pots", {"pot2021"}),
    ("In fields", {"field2017"}),
    ("In garden", set()),
    ("in gardens.*", set()),
])
def test_works_below_a_heading_end_with_its_section(heading: str, keys: set[str]) -> None:
    assert keys_below(TEXT, heading, KNOWN) == keys

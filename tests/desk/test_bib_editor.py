"""The text of a bibliography is edited: new keys, and entries in their order."""

from __future__ import annotations

import pytest

from proofdesk.common.errors import UserError
from proofdesk.desk.bib_editor import entry_text, key_for, with_entry


def test_new_key_is_stable_and_unused() -> None:
    assert key_for("de la Vos", "2021", ()) == "delavos2021"
    assert key_for("Béïque", "2007", ("beique2007", "beique2007b")) == "beique2007c"
    assert key_for("Øst", "2007a", ()) == "ost2007"


def test_key_with_all_letters_used_is_refused() -> None:
    taken = {"calla2020", *(f"calla2020{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")}
    with pytest.raises(UserError, match="there are too many works with the key “calla2020”; give"):
        key_for("Calla", "2020", taken)


def test_entry_is_inserted_without_other_changes() -> None:
    text = "% Head.\r\n\r\n@article{a1,\r\n title={A}}\r\n@string{x = {y}}\r\n@misc{ c1, title={C}}"
    entry = entry_text("misc", "b1", {"title": "50% of {x}", "url": "https://x.example/a_b"})
    assert entry == "@misc{b1,\n  title = {50\\% of \\{x\\}},\n  url = {https://x.example/a_b}\n}\n"
    put = with_entry(text, "b1", entry)
    assert put == text.replace("@misc{ c1", entry.replace("\n", "\r\n") + "\r\n@misc{ c1")
    assert with_entry("@misc{a, title={A}}\n", "b", "@misc{b}\n") == "@misc{a, title={A}}\n\n@misc{b}\n"
    assert with_entry("", "b", "@misc{b}\n") == "@misc{b}\n"

"""Texts of a cached page that are held as one: what reads them finds them as it did."""

from __future__ import annotations

from proofdesk.content.leaks.locate import LeakedSyntax
from proofdesk.site.page_cache.packed import PackedLinks, PackedSet, PackedWords, pack, unpack

NAMES = ["a", "a b", "größe", "ab", "一", ""]


def test_packed_texts_come_back() -> None:
    for texts in (NAMES, [], [""], ["", ""]):
        assert unpack(pack(texts)) == texts
        assert [*PackedLinks(pack(texts))] == texts


def test_packed_set_has_what_a_set_has() -> None:
    for texts in ([], ["a"], NAMES):
        packed = PackedSet(pack(texts))
        assert packed == {*texts} and len(packed) == len(texts)
        assert packed & {"ab", "b"} == {*texts} & {"ab", "b"}
        for text in (*NAMES, "b", "a\0a b", "\0", 1):
            assert (text in packed) == (text in texts), text


def test_packed_words_keep_what_is_around_them() -> None:
    words = [LeakedSyntax("ly2018", "see ", ", and"), LeakedSyntax("b", "", "")]
    assert [*PackedWords(pack(text for word in words for text in (word.syntax, word.before, word.after)))] == words

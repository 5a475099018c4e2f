"""Many short texts held as one, which takes a fifth of the memory: a large site has millions of anchors and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from proofdesk.content.leaks.locate import LeakedSyntax

_END = "\0"  # no HTML can hold it


def pack(texts: Iterable[str]) -> str:
    """Return the texts as one, from which ``unpack`` has them again in their order."""
    return "".join(f"{text}{_END}" for text in texts)


def unpack(packed: str) -> list[str]:
    """Return the texts that ``pack`` was given."""
    return packed.split(_END)[:-1]


class PackedSet(Set[str]):
    """A set of packed texts."""

    def __init__(self, packed: str) -> None:
        self._packed = _END + packed

    @classmethod
    def _from_iterable(cls, texts: Iterable[str]) -> set[str]:  # type: ignore[override]
        return {*texts}  # such as what it has in common with another set

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and _END not in text and f"{_END}{text}{_END}" in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(unpack(self._packed[1:]))

    def __len__(self) -> int:
        return self._packed.count(_END) - 1


class PackedLinks(Iterable[str]):
    """Links in the order of their page, packed."""

    def __init__(self, packed: str) -> None:
        self._packed = packed

    def __iter__(self) -> Iterator[str]:
        return iter(unpack(self._packed))


class PackedWords(Iterable[LeakedSyntax]):
    """Words with what stands around them, packed: each one's three texts behind those of the one before it."""

    def __init__(self, packed: str) -> None:
        self._packed = packed

    def __iter__(self) -> Iterator[LeakedSyntax]:
        texts = iter(unpack(self._packed))
        return (LeakedSyntax(*three) for three in zip(texts, texts, texts, strict=True))

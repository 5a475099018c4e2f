"""Numbers for citations, as medicine writes them: in order of appearance, runs of three or more closed up (1–3)."""

from __future__ import annotations

from collections.abc import Collection


def number_keys(keys: list[str]) -> dict[str, int]:
    """Each key's number on the page, from 1, in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def close_runs(numbers: list[int], alone: Collection[int] = ()) -> list[list[int]]:
    """Ascending numbers in runs: ``[1, 2, 3, 5]`` becomes ``[[1, 2, 3], [5]]``. Two in a row stay two.

    Numbers ``alone`` are never part of a run: something has to be said beside them.
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1 and not {number, number - 1} & set(alone):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[n] for n in run])]

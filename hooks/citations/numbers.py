"""Numbers for citations, as medicine writes them: in order of appearance, runs of three or more closed up (1–3)."""

from __future__ import annotations


def number_keys(keys: list[str]) -> dict[str, int]:
    """Each key's number on the page, from 1, in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def close_runs(numbers: list[int]) -> list[list[int]]:
    """Ascending numbers in runs: ``[1, 2, 3, 5]`` becomes ``[[1, 2, 3], [5]]``. Two in a row stay two."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[n] for n in run])]

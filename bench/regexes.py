"""Whether every regular expression of the program takes time in proportion to its input: ``python bench/regexes.py``.

Finds the compiled expressions of all modules, and those that stand where they are used. Runs each over hostile texts of
two lengths, one twice the other, and prints those that took more than three times as long on the longer one (a square
takes four), or half a second. An expression that the program only asks at the start of a text, by ``match`` or
``fullmatch``, is not asked at each place.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from proofdesk.common.text import lazy

ROOT = Path(__file__).resolve().parent.parent
LAZY = type(lazy(""))
SHORT = 4_000  # characters
TOO_LONG, NOTICED, GIVEN_UP = 0.5, 0.01, 1.0  # seconds
USES = tuple(f"re.{name}" for name in ("match", "fullmatch", "search", "sub", "findall", "finditer", "split"))
UNITS = (
    "a", " ", "\t", "\n", "a ", " \n", "[", "]", "[@a", "[@a]", "@", "@a", "@{", "{", "}", "(", ")", "((", "*", "_",
    "`", "``", "```\n", "/", "///", "/// a", "/// a | b\n", "<", "<a", "<!--", "-->", "<script", "</", "&", "&amp;",
    ":", ": ", "-", "--", "- ", "|", "| ", "1", "1.", "1. ", "10.1/", "https://", "a.b", ".", ". ", "A", "A. ", "“",
    "”", "'", '"', "\\", "a-", "a_", "é", "=", "#", "# ", "a:", "%", "$", "\r\n", "\x00", "[^a]", "[^a]: ", "2020",
    "2020;", ", ", ".md", "<script>", "doi:", "pmid ", "\\[",
)


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression of the program's modules, with its name."""
    for module in pkgutil.walk_packages([str(ROOT / "proofdesk")], "proofdesk."):
        if module.name.endswith("__main__"):
            continue
        for attribute, value in vars(importlib.import_module(module.name)).items():
            for pattern in value if isinstance(value, (list, tuple)) else (value,):
                if isinstance(pattern, LAZY):  # compiled at its first use
                    pattern = re.compile(*vars(pattern)["_stated"])
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    yield f"{module.name}.{attribute}", pattern


def inline_expressions() -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Every expression that stands where it is used, with its place, and whether it is looked for everywhere."""
    for file in sorted((ROOT / "proofdesk").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or ast.unparse(call.func) not in USES:
                continue
            pattern, *others = call.args
            if isinstance(pattern, ast.Constant):
                flags = [each for each in map(ast.unparse, (*others, *(key.value for key in call.keywords)))
                         if re.fullmatch(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*", each)]
                text = pattern.value.decode("latin-1") if isinstance(pattern.value, bytes) else str(pattern.value)
                expression = re.compile(text, eval(flags[0], {"re": re}) if flags else 0)
                use = ast.unparse(call.func)
                yield f"{file.relative_to(ROOT)}:{call.lineno}", expression, use not in ("re.match", "re.fullmatch")


def is_searched(name: str) -> bool:
    """Whether the program looks for an expression at each place of a text, or hands it on to what may do so."""
    module, attribute = name.rsplit(".", 1)
    path = ROOT / module.replace(".", "/")
    own = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    files = [own] if attribute.startswith("_") else (ROOT / "proofdesk").rglob("*.py")
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    text = re.sub(r"^from \S+ import (?:\([^)]*\)|.*)", "", text, flags=re.MULTILINE)
    uses = re.findall(rf"(?<![\w.]){attribute}\b(?:\.(\w+))?(?! = )", text)
    return any(use not in ("match", "fullmatch") for use in uses)


class TooSlow(Exception):
    """An expression is at one text for longer than ``GIVEN_UP``."""


def give_up(*_: object) -> None:
    """End what is at work when the timer of this process has run out."""
    raise TooSlow


def seconds(expression: re.Pattern[str], text: str, *, everywhere: bool) -> float:
    """CPU time, so that other programs on the machine do not count. What takes for ever is ended."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP)
    try:
        if everywhere:
            for _ in expression.finditer(text):
                pass
        expression.match(text)
        expression.fullmatch(text)
    except TooSlow:
        return GIVEN_UP
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def slow_text(expression: re.Pattern[str], unit: str, *, everywhere: bool) -> str:
    """The text on which an expression takes too long, and how long; empty if there is none."""
    for tail in ("", "!", "]"):
        def least(length: int, times: int, tail: str = tail) -> float:
            text = unit * (length // len(unit)) + tail
            return min(seconds(expression, text, everywhere=everywhere) for _ in range(times))

        if least(2 * SHORT, 1) <= NOTICED:
            continue
        one, two = least(SHORT, 2), least(2 * SHORT, 2)
        if two > TOO_LONG or two > max(NOTICED, 3 * one):
            # On a busy machine the caches are others' too, so what seems to grow is measured again.
            one, two = min(one, least(SHORT, 5)), min(two, least(2 * SHORT, 5))
        if two > TOO_LONG or two > max(NOTICED, 3 * one):
            return f"{unit!r} {tail!r} {one:.3f} s, then {two:.3f} s"
    return ""


def slow_texts(name: str, expression: re.Pattern[str], everywhere: bool) -> str:
    """The first text on which an expression takes too long, and how many others there are; empty if there is none."""
    found = [text for unit in UNITS if (text := slow_text(expression, unit, everywhere=everywhere))]
    more = f", and {len(found) - 1} more texts" if found[1:] else ""
    return f"{name}: {found[0]}{more}" if found else ""


def main() -> int:
    sys.path.insert(0, str(ROOT))
    known = [*((name, each, is_searched(name)) for name, each in dict(expressions()).items()), *inline_expressions()]
    slow = 0
    with ProcessPoolExecutor(initializer=signal.signal, initargs=(signal.SIGVTALRM, give_up)) as processes:
        for line in filter(None, processes.map(slow_texts, *zip(*known, strict=True), chunksize=8)):
            slow += 1
            print(line, flush=True)
    print(f"{len(known)} expressions, {len(UNITS)} texts: {slow} expressions take longer than in proportion to a text")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

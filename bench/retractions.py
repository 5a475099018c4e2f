"""How long the retraction data takes to read, and how much memory: a figure, not a test.

    .venv/bin/python bench/retractions.py [ROWS [BIBLIOGRAPHY]]

Makes a file in the form of the Retraction Watch data, 70,000 rows unless another number is given, with the data's
quirks: quoted commas, quotation marks and line ends, bytes that are not UTF-8, ``unavailable`` and ``0`` for nothing,
DOIs in capitals and as addresses. The same seed makes the same file. Notices on works of the bibliography, the real one
unless another is named, are among them, and all must be found. The reading is done in a process of its own, so that its
peak is its own.
"""

from __future__ import annotations

import csv
import io
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.retraction_data import identifiers, read_rows

ROOT = Path(__file__).resolve().parent.parent
SEED = 20240810
ROWS = 70_000
COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS", "ArticleType",
    "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI",
    "OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes",
)
_WORDS = ("effects", "of", "psilocybin", "on", "dendritic", "spines", "a", "randomised", "trial", "and", "follow-up")
_NATURES = ("Retraction",) * 90 + ("Expression of concern",) * 5 + ("Correction",) * 4 + ("Reinstatement",)
_REASONS = ("+Concerns/Issues About Data", "+Investigation by Journal/Publisher", "+Ethical Violations by Author",
            "+Notice - Limited or No Information", "+Paper Mill", "+Unreliable Results and/or Conclusions")


def make_file(path: Path, rows: int, works: list[tuple[str, str]]) -> None:
    """Write ``rows`` notices; about one in a thousand is on one of ``works`` (DOI, PubMed id), each at least once."""
    chance = random.Random(SEED)
    places = set(chance.sample(range(rows), max(len(works), rows // 1000)))
    turn = 0
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf" + _line(list(COLUMNS)))
        for number in range(rows):
            doi, pmid = f"10.{chance.randrange(1000, 9999)}/j.{number}", str(chance.randrange(10**6, 4 * 10**7))
            if number in places:
                doi, pmid = works[turn % len(works)]
                turn += 1
            row = _row(chance, number, doi, pmid)
            # 0x92 is the apostrophe of Windows-1252, and no UTF-8.
            file.write(_line(row).replace(b"'", b"\x92") if chance.random() < 0.01 else _line(row))


def _line(row: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(row)
    return text.getvalue().encode("utf-8")


def _row(chance: random.Random, number: int, doi: str, pmid: str) -> list[str]:
    def day() -> str:
        return f"{chance.randrange(1, 13)}/{chance.randrange(1, 29)}/{chance.randrange(1990, 2026)} 0:00"

    doi = chance.choice((doi, doi.upper(), f"https://doi.org/{doi}", f" {doi} ")) if doi else "unavailable"
    # Where both names stand, one in five rows has only the PubMed id, and two in five only the DOI.
    doi = "unavailable" if pmid and chance.random() < 0.2 else doi
    pmid = "0" if doi != "unavailable" and chance.random() < 0.5 else pmid or "0"
    title = " ".join(chance.choices(_WORDS, k=chance.randrange(6, 20))).capitalize()
    title = f'{title}: a "reply", corrected' if chance.random() < 0.2 else title
    notes = "The authors' note\r\nhas several lines, and commas." if chance.random() < 0.1 else ""
    authors = ";".join(f"Naïve Ünal O'Author {chance.randrange(999)}" for _ in range(chance.randrange(1, 9)))
    return [
        str(number + 1), title, "(HSC) Medicine - Psychiatry;(BLS) Neuroscience;",
        "Department of Psychiatry, University of Somewhere, Somewhere, Country;" * chance.randrange(1, 4),
        "Journal of Results", "A Publisher", "United States;China", authors, "", "Research Article;", day(),
        f"10.1000/notice.{number}", "0", day(), doi, pmid, chance.choice(_NATURES),
        ";".join(chance.sample(_REASONS, 3)) + ";", chance.choice(("No", "Yes", "Unknown")), notes,
    ]


def measure(path: Path, bibliography: Path) -> str:
    """Read a file for a bibliography; the figures in one line."""
    entries = read_bibliography(bibliography, "bibliography.bib").entries.values()
    names = [identifiers(entry) for entry in entries]
    dois, pmids = {doi for doi, _ in names}, {pmid for _, pmid in names}
    start, worked = time.perf_counter(), time.process_time()
    reading = read_rows(path, dois, pmids)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    # Linux counts in kilobytes, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return (f"{reading.count:,} rows ({path.stat().st_size / 1e6:.1f} MB) for {len(names)} works: {seconds:.2f} s, "
            f"{worked:.2f} s of them at work, peak memory {peak:.0f} MB, {len(reading.rows)} notices found, "
            f"{len(reading.broken)} rows broken")


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        print(measure(Path(sys.argv[2]), Path(sys.argv[3])))
        return
    bibliography = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "bibliography.bib"
    entries = read_bibliography(bibliography, "bibliography.bib").entries.values()
    works = [identifiers(entry) for entry in entries if any(identifiers(entry))]
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "retraction_watch.csv")
        make_file(file, rows, works)
        print(f"{max(len(works), rows // 1000)} notices planted")
        subprocess.run([sys.executable, __file__, "--measure", str(file), str(bibliography)], check=True)


if __name__ == "__main__":
    main()

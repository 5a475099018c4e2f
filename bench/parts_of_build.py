"""Say which part of a cold build takes how much: ``python bench/parts_of_build.py SITE``.

Builds the folder SITE once without its caches, in one process, and notes every few milliseconds of CPU time which part
of the program is running: the innermost function that ``PARTS`` names. A profiler that notes each call makes small
functions look large.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

INTERVAL = 0.002  # seconds of CPU time; systems take a tick of their own if that is longer
# The end of a file's path and a function in it, by part. The innermost one counts.
PARTS: dict[tuple[str, str], str] = {
    ("bibliography/references.py", "__init__"): "works: read, formatted, proved",
    ("libraries/files.py", "read_bibliographies"): "works: read, formatted, proved",
    ("build/setup.py", "register_files"): "files and lists registered",
    ("build/conversion.py", "read_source"): "sources read, caches asked",
    ("build/conversion.py", "start_conversion"): "sources read, caches asked",
    ("structure/pages.py", "render"): "Markdown",
    ("blocks/pymdownx_adapter.py", "on_create"): "Markdown: blocks",
    ("blocks/pymdownx_adapter.py", "on_end"): "Markdown: blocks",
    ("citations/patterns.py", "handleMatch"): "Markdown: citations and evidence",
    ("citations/render.py", "run"): "Markdown: citations and evidence",
    ("citations/evidence_marks.py", "run"): "Markdown: citations and evidence",
    ("structure/inline.py", "run"): "Markdown: words in a line",
    ("markdown/serializers.py", "to_xhtml_string"): "Markdown: written as HTML",
    ("safe_html/sanitize.py", "sanitize"): "HTML made safe",
    ("site/pipeline.py", "collect_page"): "HTML read: words, links, blocks, leaks",
    ("checks/page.py", "check_conversion"): "HTML read: words, links, blocks, leaks",
    ("harms/check.py", "read_statements"): "sentences that rest on works",
    ("page_cache/converted.py", "store"): "caches written and read",
    ("common/cache.py", "store"): "caches written and read",
    ("common/cache.py", "load"): "caches written and read",
    ("checks/site.py", "check_site"): "checks of all pages together",
    ("list_pages/write.py", "_content"): "lists: questions, myths, works",
    ("private_apis/mkdocs.py", "render_page"): "pages by their templates",
    ("mkdocs/commands/build.py", "_build_page"): "pages by their templates",
    ("outputs/page_outputs.py", "build"): "beside a page: parsing, records",
    ("outputs/markdown_export.py", "export_page"): "beside a page: Markdown",
    ("doctor_sheet/sheet.py", "sheet_of"): "beside a page: a doctor's sheet",
    ("build/templates.py", "html"): "beside a page: a doctor's sheet",
    ("json_ld/graph.py", "graph"): "structured data",
    ("search/records.py", "records_of"): "search: a page's passages and words",
    ("search/postings.py", "index_parts"): "search: a page's passages and words",
    ("search/index.py", "write"): "search: index of all",
    ("search/index.py", "add"): "search: index of all",
    ("outputs/social_cards.py", "load_or_draw"): "pictures for other sites",
    ("build/write_outputs.py", "check_finished"): "check of the finished site",
    ("checks/finished/known.py", "note"): "check of the finished site",
    ("site_folder/staging.py", "write"): "files written",
    ("site_folder/publish.py", "publish"): "files written",
    ("importlib/__init__.py", "import_module"): "start",
}


def main() -> None:
    site = Path(sys.argv[1])
    shutil.rmtree(site / ".cache", ignore_errors=True)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.chdir(site)
    seen = Counter[str]()
    by_function = {name: [(file, part) for (file, function), part in PARTS.items() if function == name]
                   for _, name in PARTS}

    def note(_: int, frame: FrameType | None) -> None:
        while frame:
            for file, part in by_function.get(frame.f_code.co_name, ()):
                if frame.f_code.co_filename.endswith(file):
                    seen[part] += 1
                    return
            frame = frame.f_back
        seen["MkDocs and the rest"] += 1

    signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    start = time.process_time()
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory() as out:
        config = load_config(site_dir=out)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        signal.setitimer(signal.ITIMER_PROF, 0)
    cpu = time.process_time() - start
    articles = len([*Path("docs/articles").glob("*.md")])
    whole = seen.total()
    print(f"{cpu:.1f} CPU s of this process, {cpu / articles * 1000:.1f} ms an article\n")
    for part, count in seen.most_common():
        print(f"| {part} | {count / whole:.1%} | {count / whole * cpu / articles * 1000:.1f} |")


if __name__ == "__main__":
    main()

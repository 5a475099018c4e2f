"""Proofdesk: builds a static site of articles in which every claim shows the evidence that it rests on.

The rooms, in order. Each uses the rooms above it, never one below or beside it (`lint-imports` holds this)::

    common         problems, source text, cache, files, lists, dates: tools without a subject of their own
    bibliography   the BibTeX file: entries, formatted references, evidence, retraction status, exports
    content        what editors write as typed data: documents, blocks, front matter, glossary, help lines
    citations      Markdown extension: ``[@key]`` to numbered links and a reference list
    blocks         Markdown extension: fenced blocks, by the kinds in a site's ``hooks/blocks/``
    site           all pages together: articles, the library, related articles, the evidence chart
    checks         everything that can be wrong, as problems
    outputs        the files beside the pages: search index, exports, feeds, cards, headers
    build          the adapter to MkDocs, in phases
    desk           the editors' command line; uses all but ``build``

One article's way, from file to page:

1. ``build`` reads the settings and registers the files to publish (configure, register files).
2. ``bibliography`` parses the BibTeX file and has its references formatted.
3. ``content`` splits the article into front matter and body, which become a ``Document``.
4. ``blocks`` checks each fenced block against its kind and renders it.
5. ``citations`` numbers the citations, links them and appends the reference list.
6. ``site`` reads the finished HTML once, and makes the page an ``Article`` of the ``Library``.
7. ``checks`` reports what is wrong with the page, with all pages together and with their links.
8. ``build`` renders the article's template (render), from the cache if nothing that it reads has changed.
9. ``outputs`` makes the files beside it and the search index; ``build`` writes and publishes all of it.
"""

# The version, here alone: MAJOR.MINOR.PATCH as on semver.org; docs/generator/versions.md says what each promises.
__version__ = "0.1.0"

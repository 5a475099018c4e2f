"""Turn a manuscript into an article, for ``desk import``. Nothing here writes to disk; the command does.

The way of a manuscript through the modules:

1. ``readers``: a file is read as a ``Manuscript``, which is a list of ``Line`` (``model``, ``lines``).
2. ``headings``: headings without markup are found, and the title is set apart.
3. ``references.reference_list``: the list of references is split from the text, and into its entries.
4. ``references.parser``: each entry is parsed into BibTeX fields, by its form (``references.parts``) and by a model
   (``references.learned``).
5. ``references.matching``: each reference gets the key of a work in the bibliography, or a new entry.
6. ``cite_notes``: footnotes that are references become citations; ``link_citations``, with ``citing``: citations in
   the text become ``[@key]``, or are marked with ⟦ and ⟧.
7. ``blocks.labels``: each labelled line and each question gets a line of its own.
8. ``blocks.body``, with ``questions`` and ``counts``: sections become blocks or stay text, and are counted.
9. ``markdown_writer``: lines and blocks are written as Markdown.
10. ``report``: the editor is told what was found and what is left to do. What the file held was counted into the
    ``ledger`` by the readers; ``accounts`` finds it again, in the article or beside it.

``result`` calls these in order. ``forms`` holds the labels and headings of the site's kinds of block, for 2, 7 and 8,
``languages`` what they are in other languages, and the words around citations.
"""

"""Read the citations that reference managers and word processors keep in a file as data, not as words.

``word`` and ``odt`` find them in the file and put a mark in the place of their words, because Pandoc reads only some of
them; ``code`` tells which program wrote one, and its module reads it as a ``FieldCitation``, with ``records`` of
CSL for its works. ``marks`` then writes each in the site's form into the lines that Pandoc gave.
"""

"""Read a file as a ``Manuscript``.

``manuscript`` checks the file and chooses the reader: ``text`` for plain text, ``pandoc`` for all other formats, with
``pictures`` for the pictures in them.
"""

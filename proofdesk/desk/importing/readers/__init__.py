"""Read a file as a ``Manuscript``.

``manuscript`` checks the file and chooses the reader: one of ``file_types``, or ``pandoc`` for all other formats, with
``pictures`` for the pictures in them. What Pandoc does not read is read beside it: ``source`` prepares a file
(``mending``), counts what it holds (``contents``), and reads comments and changes (``remarks``); ``left_out`` compares.
"""

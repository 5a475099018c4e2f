"""Count what a file holds, and read what it says about itself: from its own parts, not from what Pandoc makes of it.

``word``, ``odt`` and ``web`` count a file each into the ledger. ``word_names`` gives a Word file the names that the
readers know, ``lists`` says which numbers change.
"""

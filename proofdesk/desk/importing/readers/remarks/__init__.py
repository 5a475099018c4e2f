"""Read what reviewers left in a file: comments with their replies, and tracked changes.

``word``, ``odt`` and ``web`` read a file each as paragraphs of marked words; ``marked_text`` makes items of the review
file of them.
"""

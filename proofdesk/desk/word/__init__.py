"""Read what reviewers leave in a Word file: ``comments`` what they said, ``marked`` what they marked and changed.

``importing`` makes items of a new article's review file of it, ``review`` those of a page that was sent.
"""

"""Word files that reviewers have: ``origin`` says which text one was made of, ``reader`` reads all that they left.

``importing`` makes items of a new article's review file of it, ``review`` those of a page that was sent.
"""

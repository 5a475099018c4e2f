"""Make what a reviewer changed on the page, and prove it: ``apply`` for words, ``new_paragraphs`` and ``proof``."""

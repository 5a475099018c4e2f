"""What is made of each page, on disk between builds: converted, rendered, and the files and records beside it.

Each result is found by a fingerprint of everything that it depends on. Pages with problems are never cached, so every
build reports them.
"""

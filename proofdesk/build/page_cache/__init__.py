"""What is made of each converted page, on disk between builds: as it is published, and the files and records beside it.

Each result is found by a fingerprint of everything that it depends on. Pages with problems are never cached, so every
build reports them.
"""

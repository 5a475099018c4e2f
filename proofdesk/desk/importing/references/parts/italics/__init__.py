"""Use the italics of an entry as evidence: of what parts an entry, and of books."""

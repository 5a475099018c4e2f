"""Search: finished pages as passages, passages as records, records as Pagefind's index."""

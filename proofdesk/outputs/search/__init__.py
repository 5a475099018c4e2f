"""Search: finished pages as passages, passages as records, records as the index that a reader's browser asks."""

"""Read the text of one entry of a BibTeX file."""

"""Pandoc's part in the bibliography: entries written for it, read back as CSL, compared, and formatted by a style."""

"""Cite this page: an article as text to copy, and as files for reference managers."""

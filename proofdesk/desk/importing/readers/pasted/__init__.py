"""Mend text that was copied out of a PDF, which has lines of a page instead of paragraphs.

``columns`` parts columns that stand side by side, ``furniture`` finds page numbers and running heads, ``join`` makes
paragraphs of lines, ``reader`` calls these in order.
"""

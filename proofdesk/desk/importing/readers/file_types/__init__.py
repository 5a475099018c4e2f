"""Read a file of one type as a manuscript: LaTeX, Markdown of any tool, a notebook, plain text."""

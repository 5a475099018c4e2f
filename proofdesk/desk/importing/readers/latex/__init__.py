"""Read LaTeX: ``source`` prepares a file for Pandoc and says what words it holds, for ``file_types.latex``."""

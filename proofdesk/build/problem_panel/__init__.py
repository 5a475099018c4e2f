"""Problem panel: the problems of a page, shown on it under ``mkdocs serve``."""

"""The site under `mkdocs serve`: what changed in it, and the edited page built before the rest."""

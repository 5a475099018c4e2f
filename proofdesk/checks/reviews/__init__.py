"""Checks of what reviewers said and signed."""

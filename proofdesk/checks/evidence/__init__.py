"""Checks of what the bibliography states of cited works, and of sentences held against it."""

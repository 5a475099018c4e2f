"""Markup that would reach a reader as text: what it is, and where its author wrote it."""

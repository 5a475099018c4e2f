"""Retraction gate: the public data in each of its forms, and what a work is a version of."""

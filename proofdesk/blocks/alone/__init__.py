"""Blocks where the rest of Proofdesk is not: the command that writes their style."""

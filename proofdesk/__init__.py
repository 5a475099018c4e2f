"""Proofdesk."""

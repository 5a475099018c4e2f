"""Export an article as a Word file for a reviewer, which comes back through ``proofdesk/desk/review/``."""

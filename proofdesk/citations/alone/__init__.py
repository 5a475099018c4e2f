"""Citations where the rest of Proofdesk is not: options, files, and what begins when a page begins."""

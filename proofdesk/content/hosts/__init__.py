"""The programs that may convert a page without the rest of Proofdesk, and how faults of the page reach their logs."""

"""Reviews as the desk handles them: the review file is written here, and what comes back from reviewers is placed."""

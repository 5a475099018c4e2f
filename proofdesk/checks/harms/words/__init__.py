"""The words by which sentences tell results and harms: a table for each language, and nothing else."""

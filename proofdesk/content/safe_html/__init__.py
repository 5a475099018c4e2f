"""HTML that is safe to publish: what a page's content may hold, and the sanitiser that leaves nothing else."""

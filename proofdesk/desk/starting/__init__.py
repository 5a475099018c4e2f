"""A new site, and the move of a site to a new version: what ``desk init`` and ``desk upgrade`` write."""

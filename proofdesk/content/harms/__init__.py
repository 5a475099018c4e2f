"""The harms of what a site writes about (``harms.yml``): typed data, its table, and the boxes of articles."""

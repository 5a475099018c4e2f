"""The harms of the drugs that a site writes about (``harms.yml``): typed data, its table, and the boxes of articles."""

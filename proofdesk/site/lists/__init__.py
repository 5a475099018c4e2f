"""Lists of any size: blocks of a kind, works and articles, in pages, with pages of their own for each filter."""

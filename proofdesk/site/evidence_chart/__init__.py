"""Evidence chart: an article's cited works by kind of evidence and year."""

"""The site's mark, the icons that are drawn of it, and the words that stand beside it on a social card."""

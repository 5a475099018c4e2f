"""The site's mark, and the icons that browsers, phones and social cards show of it."""

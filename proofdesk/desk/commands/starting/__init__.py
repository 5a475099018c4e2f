"""The commands that make a site, and move it to a new version."""

"""The commands that build the site, serve it and look at it, the same on every system."""

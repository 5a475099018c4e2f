"""What each page tells programs of itself: a schema.org graph, as JSON-LD."""

"""Open the finished site in a real browser, as a reader with a phone does: the last gate of a change of content."""

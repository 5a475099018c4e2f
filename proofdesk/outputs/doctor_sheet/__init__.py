"""The sheet of an article that a reader takes to a doctor: two pages of A4, at an address of its own."""

"""References of a manuscript: the list is found, its entries are parsed, and each is matched with the bibliography."""

"""Read the parts of an entry of a list of references: its authors, its title, what it is in, its identifiers."""

"""The public registries of works: identifiers, clients, records, and the comparison of an entry with its record."""

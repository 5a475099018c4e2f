"""``desk cite``: add works, compare them with their records, and give them other keys."""

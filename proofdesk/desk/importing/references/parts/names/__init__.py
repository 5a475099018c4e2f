"""Names of persons and groups in lists of references: their forms, authors and translators."""

"""YAML files: read within limits (``reading``), as lists and records of validated items (``lists``)."""

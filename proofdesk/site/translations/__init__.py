"""An article in several languages: which are linked, and what leads a reader from one to another."""

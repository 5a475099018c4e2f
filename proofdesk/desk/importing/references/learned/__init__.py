"""Read an entry by a model that was trained on entries of known works, in many styles."""

"""What MkDocs and its plugins do not promise to keep: a module for it, a module for them."""

"""What `desk check` looks at: the pages that an editor names, or the whole site."""

"""Records of a cache in files that processes append to."""

"""Pages as they were converted, on disk: the build and ``desk check`` each convert a page once until it changes."""

"""Several bibliographies at once: the site's own file, and libraries, which other programs write."""

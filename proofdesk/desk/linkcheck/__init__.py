"""Links: where those within the site lead, and the check of those to other sites, each of which is requested."""

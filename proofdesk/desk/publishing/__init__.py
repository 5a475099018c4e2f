"""What `desk preview` and `desk publish` do: builds to look at, reviewers' notes, and git without its words."""

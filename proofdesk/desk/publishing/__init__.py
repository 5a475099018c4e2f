"""What `desk preview`, `desk publish` and `desk status` do: previews, reviewers' notes, and git without its words."""

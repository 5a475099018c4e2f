"""What `desk preview` does: builds to look at, pages as one file or on the local network, and reviewers' notes."""

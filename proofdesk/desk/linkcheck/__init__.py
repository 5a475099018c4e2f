"""The check of links to other sites: collect the addresses, and request each of them."""

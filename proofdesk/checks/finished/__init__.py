"""Check the finished site before it is published: its files and where their addresses lead."""

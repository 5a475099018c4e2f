"""Read a file in Rich Text Format: ``text`` reads its letters, ``groups`` what it holds; ``reader`` asks Pandoc.

Pandoc knows one alphabet of RTF and loses what stands beside a letter of another; so the file is written anew for it.
"""

"""Read text that is written in markup of many tools, so that nothing of it reaches a reader as text.

1. ``front_matter`` splits the facts at the head of a file from its text, and reads them.
2. ``dialects`` writes the markup of Obsidian, Quarto, Hugo, Jekyll, MyST, Material and GitHub as Pandoc's Markdown,
   with ``boxes``, ``fences``, ``templates`` and ``wiki_links``. What has no place in an article is taken out and named.
3. ``document``, with ``document_text`` and ``html_tags``, does the same in Pandoc's document: what only a parser can
   tell.

``file_types.markdown`` calls these in order.
"""

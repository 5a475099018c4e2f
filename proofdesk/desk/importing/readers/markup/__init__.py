"""Read text that is written in markup of many tools, so that nothing of it reaches a reader as text.

1. ``front_matter`` splits the facts at the head of a file from its text, and reads them.
2. ``dialects`` writes the markup of Obsidian, Quarto, Hugo, Jekyll, MyST, Material and GitHub as Pandoc's Markdown,
   with ``boxes``, ``fences``, ``templates`` and ``wiki_links``. What has no place in an article is taken out and named.
3. ``document``, with ``document_text``, ``html_tags`` and ``formulas``, does the same in Pandoc's document: what only a
   parser can tell.
4. ``reader`` calls these in order.

``named`` collects what was changed, for the report.
"""

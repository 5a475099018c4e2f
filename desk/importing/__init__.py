"""A manuscript in any common format → an article in our Markdown, and entries for the bibliography.

    reading     the file → a manuscript: lines of text, each with what it is (plain_text.py, pandoc_reading.py)
    outline     headings that carry no markup
    references  the list of references → the works it names (listed.py finds it, works_read.py reads an entry)
    citations   numbers and names in the text → `[@key]`
    blocks      questions, myths, interventions, key points
    writing     the article, the entries and the pictures, all or none

What Pandoc can know, it says; the rest is here. Nothing is made up and no word is lost: whatever is uncertain stays
as it was, between ⟦ and ⟧, which a build refuses, and the report names it.
"""

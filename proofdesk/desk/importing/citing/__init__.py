"""Find citations by their form, in a manuscript that holds none as a field.

1. ``works``: the works of the list, and which one a name and a year mean.
2. ``author_date``, ``date_items``, ``names``: citations by name and year, within brackets and within a sentence;
   ``author_page``: by name and page.
3. ``numbers``: groups of numbers with their ranges and locators.
4. ``number_forms``: where a line has such groups, and what else a number may be there (``quantities``,
   ``numbered_names``).
5. ``style``: by which form a manuscript cites, and what speaks for it.
6. ``unformatted``: what a reference manager was still to format; ``broken``: what two paragraphs hold the halves of.

Only what is proven is linked: a name and a year by a work of the list, a number by the form in which most of the list
is cited. What competes with it stays between ⟦ and ⟧, or is text if it cannot be a citation.
"""

"""Read and write Word's XML: ``fields`` finds its fields, ``elements`` writes what is put in.

``styles`` says what a style hides, numbers or makes a heading.
"""

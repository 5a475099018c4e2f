"""Read the words that each line of a text file holds: all of it but the names that its markup needs.

``markdown`` and ``latex`` know what those names are, ``latex_words`` and ``signs`` the words and letters that LaTeX
has commands for; ``lines`` gives the words of a whole file, line by line.
"""

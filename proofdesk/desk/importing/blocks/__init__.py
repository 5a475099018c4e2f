"""Write what has the form of a kind of block as one: ``labels`` parts a text at labels, ``body`` writes it."""

"""Account for what a manuscript held: ``find_again`` by its words, ``place_remarks`` by the line that it is about."""

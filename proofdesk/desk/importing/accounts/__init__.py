"""Account for what a manuscript held: its words (``find_again``), remarks (``place_remarks``), markup (``leaks``)."""

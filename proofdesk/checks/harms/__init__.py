"""Check that no page gives the benefit of a trial without its harm, its design, or the number of people behind it."""

"""Several at one desk: who is where, words that cross, drafts of two sessions, and the end of a shift."""

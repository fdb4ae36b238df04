"""The end of a shift and the beginning of the next."""

"""Changes: the list of them, the page of one, and what is done to it."""

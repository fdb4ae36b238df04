"""What problems, changes, knowledge articles and the rest share: found, changed, noted, tied, undone in one way."""

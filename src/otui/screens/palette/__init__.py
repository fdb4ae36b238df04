"""The palette: an action by its name."""

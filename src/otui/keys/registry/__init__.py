"""The declarations of the actions, a module for each kind of work."""

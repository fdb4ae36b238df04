"""Checklists, the procedures that they come from, and the tickets that come back by a rule."""

"""Screens of what recurs: tickets like one, groups of like incidents, major incidents."""

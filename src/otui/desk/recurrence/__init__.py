"""Incidents that recur: what is like a ticket, what belongs together, and a flood of like ones."""

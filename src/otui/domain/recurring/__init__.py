"""Tickets that come back by a rule of the calendar: the rule, how a person writes it, and how it is told back."""

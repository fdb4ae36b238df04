"""Recurring tickets: made again and again by a rule of the calendar."""

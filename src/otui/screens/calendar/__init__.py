"""The change calendar: a week or a month of changes, windows and meetings, with what collides."""

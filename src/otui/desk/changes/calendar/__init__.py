"""The change calendar: windows, what collides, and how other calendars read it."""

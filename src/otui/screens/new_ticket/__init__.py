"""Taking a report in, with the phone at the ear."""

"""One ticket: its thread, clocks, contact, history and links."""

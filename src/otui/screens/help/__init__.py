"""All keys for what has focus."""

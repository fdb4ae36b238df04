"""The catalogue of standard changes."""

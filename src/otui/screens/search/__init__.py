"""Search: results as one types."""

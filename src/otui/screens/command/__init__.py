"""The `:` line."""

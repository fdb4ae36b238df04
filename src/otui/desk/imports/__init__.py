"""Bringing in what another desk kept: its log is read, understood by a column map, and played again."""

"""The agenda of the change advisory board."""

"""Keys: the registry of actions, keymaps, sequences."""

"""Changes (wijzigingen): the paths they take, who approves them, what they risk, and when they may be done."""

"""Who works at the desk: agents, their absence and leaving, and the keys by which sshd knows them."""

"""What a service desk is: entities and pure rules. No clock, no I/O, no user interface."""

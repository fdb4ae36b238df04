"""The overviews: by queue, by status, by escalation, mine, and the agent's own views, all on one screen."""

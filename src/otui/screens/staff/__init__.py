"""Agents and queues: who works here, who is away, who is on which team, and where tickets wait."""

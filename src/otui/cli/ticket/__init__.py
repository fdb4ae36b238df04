"""`otui ticket`: every verb of the desk as a command."""

# Help tells the commands in the order in which these modules are imported.
from otui.cli.ticket import look, talk, own, life, change, tie, steps, like  # noqa: I001
from otui.cli.ticket.app import app

__all__ = ["app", "change", "life", "like", "look", "own", "steps", "talk", "tie"]

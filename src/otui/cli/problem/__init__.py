"""`otui problem`: the causes of incidents, as commands."""

# Help tells the commands in the order in which these modules are imported.
from otui.cli.problem import look, make, steps, tell
from otui.cli.problem.app import app

__all__ = ["app", "look", "make", "steps", "tell"]

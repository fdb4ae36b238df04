"""`otui knowledge`: what the desk knows, as commands."""

# Help tells the commands in the order in which these modules are imported.
from otui.cli.knowledge import look, write, use  # noqa: I001
from otui.cli.knowledge.app import app

__all__ = ["app", "look", "use", "write"]

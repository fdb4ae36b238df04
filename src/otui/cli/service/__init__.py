"""`otui service`: the services and items of the desk, what they hang on, and who uses them."""

# Help tells the commands in the order in which these modules are imported.
from otui.cli.service import look, make
from otui.cli.service.app import app

__all__ = ["app", "look", "make"]

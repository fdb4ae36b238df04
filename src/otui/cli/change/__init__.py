"""`otui change`: changes, their calendar and their board."""

# Help tells the commands in the order in which these modules are imported.
from otui.cli.change import look, make, going, approve, own, groups  # noqa: I001
from otui.cli.change.app import app

__all__ = ["app", "approve", "going", "groups", "look", "make", "own"]

"""Solving a major incident: the parent is solved, and its children with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import tickets
from otui.desk.commands import Resolve
from otui.desk.majors import standing
from otui.desk.results import Result

if TYPE_CHECKING:
    from otui.desk.unit import Unit


def resolve(unit: Unit, command: Resolve) -> Result:
    """Solve the parent of a declared major incident; each child's contact is told. As any ticket is solved."""
    standing.standing(unit, command, "major-resolve")
    return tickets.resolve(unit, command)

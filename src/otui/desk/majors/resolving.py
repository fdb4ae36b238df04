"""Solving a major incident: the parent is solved, and its children with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import tickets
from otui.desk.majors import ending, standing
from otui.desk.majors.commands import ResolveAll
from otui.desk.results import Result

if TYPE_CHECKING:
    from otui.desk.unit import Unit


def resolve(unit: Unit, command: ResolveAll) -> Result:
    """Solve the parent of a declared major incident; each child's contact is told. As any ticket is solved."""
    ticket, _major = standing.standing(unit, command, "major-resolve")
    ending.require_known(unit, ticket, command.known)
    return tickets.resolve(unit, command)

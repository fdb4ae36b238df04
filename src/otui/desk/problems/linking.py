"""What belongs to a problem: the incidents that it causes, what takes it away, what it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.problems.commands import TieProblem
from otui.desk.problems.common import problem_for
from otui.desk.records.acts import done, name_of
from otui.desk.records.ties import TICKET, other_end, tie, untie
from otui.desk.results import Result
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit

TIES = {TICKET: "incident", "change": "fix", "item": "affects", "problem": "related"}
"""What each kind of thing is to a problem."""


def link(unit: Unit, command: TieProblem) -> Result:
    """Tie an incident, a change, another problem, a service or an item to a problem."""
    problem, _row = problem_for(unit, command, "link")
    kind, other = other_end(unit, command.other, *TIES)
    if (kind, other.id) == ("problem", problem.id):
        raise Refused(_("A problem cannot be linked to itself."))
    words = {"number": problem.number, "other": name_of(other)}
    if not tie(unit, problem, TIES[kind], kind, other.id):
        raise Refused(_("{number} and {other} are linked already.").format(**words))
    return done(
        unit,
        "tie",
        problem,
        _("{number} and {other} are linked.").format(**words),
        changes={"link": (None, words["other"])},
        batch=command.batch,
        also=(other,) if kind in ("change", "problem") else (),
    )


def unlink(unit: Unit, command: TieProblem) -> Result:
    """Take such a tie away. An incident that waits for the problem keeps waiting, so it is refused."""
    problem, _row = problem_for(unit, command, "link")
    kind, other = other_end(unit, command.other, *TIES)
    words = {"number": problem.number, "other": name_of(other)}
    if kind == TICKET and other.state == "waiting-problem" and other.waits_for_id == problem.id:
        raise Refused(
            _("{other} waits for {number}.").format(**words),
            _("End its wait first, then take the link away."),
        )
    if not untie(unit, problem, TIES[kind], kind, other.id):
        raise Refused(_("{number} and {other} are not linked.").format(**words))
    return done(
        unit,
        "untie",
        problem,
        _("{number} and {other} are no longer linked.").format(**words),
        changes={"link": (words["other"], None)},
        batch=command.batch,
        also=(other,) if kind in ("change", "problem") else (),
    )

"""What is tied to a change: the items it affects, the problem it fixes, what it comes of, the incidents it caused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.changes import assessing
from otui.desk.changes.common import KIND, change_for, fall
from otui.desk.records.acts import Changes, done, name_of
from otui.desk.records.ties import other_end, tie, untie
from otui.errors import Refused, Usage
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.changes.commands import TieChange
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.records import Record


@dataclass(frozen=True, slots=True)
class TieKind:
    """One way to be tied to a change: what the other is, and from which end the tie is kept."""

    name: str
    other: str
    """ticket, problem, change or item."""
    title: str
    stored: str = ""
    """What the kept tie is called, where that is not `name`."""
    inward: bool = False
    """Whether the other has the tie: a problem has the change that fixes it."""
    planned: bool = False
    """Whether it is part of what is approved."""


TIES: dict[str, TieKind] = {
    one.name: one
    for one in (
        TieKind("affects", "item", N_("affects"), planned=True),
        TieKind("fixes", "problem", N_("fixes"), stored="fix", inward=True),
        TieKind("origin", "ticket", N_("comes of")),
        TieKind("caused", "ticket", N_("caused")),
        TieKind("after", "change", N_("comes after")),
    )
}
"""By the name that a command has for it."""


def link(unit: Unit, command: TieChange) -> Result:
    """Tie something to a change. Another item that it affects lets its approvals fall."""
    return _change(unit, command, "tie")


def unlink(unit: Unit, command: TieChange) -> Result:
    """Take such a tie away."""
    return _change(unit, command, "untie")


def bind(unit: Unit, change: Record, name: str, other: Record) -> bool:
    """Tie something to a change as part of another verb; False where it is tied like that already."""
    kind = TIES[name]
    stored = kind.stored or kind.name
    if kind.inward:
        return tie(unit, other, stored, KIND, change.id)
    return tie(unit, change, stored, kind.other, other.id)


def _change(unit: Unit, command: TieChange, verb: str) -> Result:
    kind = TIES.get(command.kind)
    if kind is None:
        raise Usage(
            _("{kind} is no way to be tied to a change.").format(kind=command.kind),
            _("It is one of {kinds}.").format(kinds=", ".join(TIES)),
        )
    change, _row = change_for(unit, command, "link")
    _table, other = other_end(unit, command.other, kind.other)
    if other.table == KIND and other.id == change.id:
        raise Refused(_("{number} cannot be tied to itself.").format(number=change.number))
    words = {"number": change.number, "other": name_of(other)}
    if verb == "tie":
        if not bind(unit, change, kind.name, other):
            raise Refused(_("{number} and {other} are tied like that already.").format(**words))
        sentence = N_("{number} and {other} are tied.")
    else:
        stored = kind.stored or kind.name
        gone = (
            untie(unit, other, stored, KIND, change.id)
            if kind.inward
            else untie(unit, change, stored, kind.other, other.id)
        )
        if not gone:
            raise Refused(_("{number} and {other} are not tied like that.").format(**words))
        sentence = N_("{number} and {other} are no longer tied.")
    changes: Changes = {kind.name: (None, name_of(other)) if verb == "tie" else (name_of(other), None)}
    planned = (kind.name, *assessing.refreshed(unit, change, changes)) if kind.planned else ()
    fallen = fall(unit, change, planned, changes) if planned else ""
    also = (other,) if other.table in ("problem", KIND) else ()
    return done(
        unit,
        verb,
        change,
        _(sentence).format(**words) + fallen,
        changes=changes,
        batch=command.batch,
        also=also,
    )

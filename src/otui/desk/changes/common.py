"""What the verbs on a change share: how one is found, texts are read, people are named, and approvals fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes import rounds
from otui.desk.changes.needs import needs_of
from otui.desk.records.acts import Changes
from otui.desk.records.moves import record_for, require_needs
from otui.desk.records.tables import moves_of
from otui.desk.words import step_name
from otui.domain.change import steps
from otui.domain.change.steps import Step, Type
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.records.moves import OnRecord
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.domain.process import Move
    from otui.store.records import Record

KIND = "change"


def change_for(unit: Unit, command: OnRecord, verb: str) -> tuple[Record, Move]:
    """Return the change that a command is about and the row that lets the verb happen; Refused where none does."""
    return record_for(unit, KIND, command, verb, moves_of)


def require(unit: Unit, change: Record, row: Move, *, reasoned: bool = False) -> None:
    """Refuse a move while something is missing that it needs. A reason answers for another time than was planned."""
    require_needs(unit, change, row, needs_of(change, None if reasoned else unit.now))


def go(unit: Unit, change: Record, target: str | None, changes: Changes) -> None:
    """Bring a change to a step and note it in `changes`; None leaves it where it is."""
    if target is None or change.step == target:
        return
    changes["step"] = (change.step, str(target))
    change.step = str(target)
    if target in (Step.CLOSED, Step.CANCELED):
        change.closed_at = unit.now
    elif change.closed_at is not None:
        change.closed_at = None


def text(value: str) -> str:
    """Return a text of several lines made safe, without empty ends."""
    return safe.clean(value).strip("\n").rstrip()


def line(value: str, missing: str) -> str:
    """Return one line made safe; refused, in these words, where nothing is left."""
    words = safe.line(value)
    if not words:
        raise Refused(missing)
    return words


def reason(value: str) -> str:
    """Return the reason of an act; refused where there is none."""
    return line(value, _("Say why: the reason is kept in its history."))


def agent_for(unit: Unit, login: str, queue_id: int) -> AgentRow:
    """Return an agent who is to have part in a change; refused for one who may not see its queue."""
    agent = unit.directory.agent(login)
    rights.require_sight(agent, unit.whole, queue_id)
    return agent


def fall(unit: Unit, change: Record, fields: tuple[str, ...], changes: Changes) -> str:
    """Let every standing approval fall because of what changed; return what is to be said of it, mostly nothing.

    The change goes back to where approval is asked for, if it was past that. What is being carried out, or was, keeps
    the approvals that it was carried out on.
    """
    if Step(change.step) not in steps.BEFORE_IMPLEMENT:
        return ""
    kind = Type(change.type)
    back = steps.fallen_back(kind)
    fallen = rounds.let_fall(unit, change, ",".join(fields))
    if not fallen:
        return ""
    changes["fallen"] = (None, fallen)
    if kind is not Type.STANDARD and steps.is_past(Step(change.step), back):
        go(unit, change, back, changes)
    return " " + _("Its approvals fell; it is in {step} again.").format(step=step_name(change.step))

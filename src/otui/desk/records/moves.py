"""Asks a table of moves: may this agent do this to this record now, and if not, why. Screens ask the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.records.acts import name_of, require_version
from otui.desk.records.finding import Ref, find
from otui.desk.rights.asking import ACT
from otui.desk.rights.sight import PROGRAM_ID
from otui.desk.words import step_name, verb_name
from otui.domain import process
from otui.domain.process import Duty, Move
from otui.errors import Refused
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.domain.sla import Settings
    from otui.store.database import Reader
    from otui.store.records import Record

DUTIES = {
    Duty.ANYONE: N_("any agent"),
    Duty.TEAM: N_("the team of its queue"),
    Duty.OWNER: N_("its owner or a lead"),
    Duty.MANAGER: N_("a lead or an admin"),
}
"""Who may, in words."""
HINT_ROOM = 160
"""Characters that what to do may take, over two lines of a small terminal."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must hold before a move. `sentence` says what is missing, `hint` what to do."""

    holds: Callable[[Reader, Record], bool]
    sentence: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """A move as it stands for one agent and one record: whether they may, and what is still missing."""

    move: Move
    may: bool
    missing: tuple[str, ...]
    """Sentences; empty where all holds that must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """A command on one record, written against `version`; None takes it as it stands."""

    ref: Ref
    version: int | None = None
    batch: str = ""


def record_for(
    unit: Unit,
    kind: str,
    command: OnRecord,
    verb: str,
    moves: Callable[[Record], Iterable[Move]],
) -> tuple[Record, Move]:
    """Return the record that a command is about and the row of the table that lets it happen; Refused where none does.

    Only sight, version, step and duty are looked at: what the command itself brings (a reason, say) the verb puts on
    the record before it asks `require_needs`.
    """
    record = find(unit, kind, command.ref)
    require_version(unit, record, command.version)
    return record, require_move(unit, record, verb, moves(record))


def require_move(unit: Unit, record: Record, verb: str, moves: Iterable[Move]) -> Move:
    """Return the row for a verb on a record as it stands; Refused where step or duty says no."""
    rights.require_active(unit.agent)
    table = tuple(moves)
    row = process.move(table, verb, record.step)
    if row is None:
        ways = [verb_name(one.verb) for one in process.allowed(table, record.step) if one.target]
        raise Refused(
            _("{number} is in {step}: {verb} is not possible.").format(
                number=name_of(record), step=step_name(record.step), verb=verb_name(verb)
            ),
            _("From here it goes by: {verbs}.").format(verbs=", ".join(ways)) if ways else "",
        )
    require_duty(unit, record, row)
    return row


def require_duty(unit: Unit, record: Record, row: Move) -> None:
    """Refuse a move to whom the table does not give it."""
    if not has_duty(unit.agent, record.owner_id, record.queue_id, row.duty, unit.rules.settings):
        raise Refused(
            _("{verb} on {number} is for {who}.").format(
                verb=verb_name(row.verb), number=name_of(record), who=_(DUTIES[row.duty])
            ),
            _("Ask {name}.").format(name=unit.name_of(record.owner_id)) if record.owner_id else "",
        )


def require_needs(unit: Unit, record: Record, row: Move, needs: Mapping[str, Need]) -> None:
    """Refuse a move while something is missing that it needs: a sentence for each, and what to do, in one line."""
    lacking = [needs[name] for name in row.needs if not needs[name].holds(unit.writer, record)]
    if lacking:
        number = name_of(record)
        raise Refused(
            " ".join(_(one.sentence).format(number=number) for one in lacking),
            _what_to_do(_(one.hint).format(number=number) for one in lacking if one.hint),
        )


def _what_to_do(hints: Iterable[str]) -> str:
    """Return as many hints as a line has room for, the first in any case."""
    said = ""
    for hint in dict.fromkeys(hints):
        longer = f"{said} {hint}".strip()
        if said and len(longer) > HINT_ROOM:
            break
        said = longer
    return said


def has_duty(
    agent: AgentRow, owner_id: int | None, queue_id: int | None, duty: Duty, settings: Settings
) -> bool:
    """Whether an agent has the duty that a move asks for, on a record of this owner and queue."""
    if agent.id == PROGRAM_ID:
        return True
    if not agent.active:
        return False
    if agent.leads or duty is Duty.ANYONE:
        return True
    owns = owner_id == agent.id
    if duty is Duty.TEAM:
        return owns or queue_id is None or queue_id in agent.queues or settings.outside == ACT
    return owns and duty is Duty.OWNER


def follows(
    reader: Reader,
    agent: AgentRow,
    record: Record,
    moves: Iterable[Move],
    needs: Mapping[str, Need],
    settings: Settings,
) -> tuple[Follow, ...]:
    """Return what may follow on a record, whether this agent may, and what each move still lacks."""
    number = name_of(record)
    return tuple(
        Follow(
            row,
            has_duty(agent, record.owner_id, record.queue_id, row.duty, settings),
            tuple(
                _(needs[name].sentence).format(number=number)
                for name in row.needs
                if not needs[name].holds(reader, record)
            ),
        )
        for row in process.allowed(moves, record.step)
    )

"""What was done to agents, queues and rules: acts as those on tickets are, kept for good, told, and undone by `z`.

An act on no ticket says in `about` what it was done to: `agent 3`, `queue 7`. Its inverse holds the rows as they were;
a membership, which has no id, stands there as ["queue_member", [queue, agent], before, after].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.office import rights_staff
from otui.desk.results import Result
from otui.desk.words import verb_name
from otui.errors import Conflict
from otui.store import feed
from otui.store.records import Record, from_db, from_micros, to_db
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit

Row = list[Any]
"""One changed row: [table, id, before, after], columns as the database holds them."""
Settle = Callable[["Unit", Record], list[Row]]
"""Brings in line what hangs on a record that an undo set back, and refuses what may not be; returns what it saved."""

DUTY = {"agent-on": "agent-off", "queue-on": "queue-off", "away": "absence", "back": "absence"}
"""The verb that the table of rights knows an act by, where it has another name."""
MEMBER = "queue_member"
META = "meta"
"""Tables whose rows have no number: an inverse holds [table, key, before, after] of them."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One act of the trail: what was changed, by whom, from what to what."""

    id: int
    at: datetime
    actor: str
    verb: str
    about: str
    changes: tuple[Row, ...]


def done(
    unit: Unit,
    verb: str,
    about: str,
    name: str,
    said: str,
    *,
    rows: tuple[Row, ...] = (),
    batch: str = "",
    undoes_id: int | None = None,
) -> Result:
    """Finish a verb on what is no ticket: save every change, keep the inverse, tell the feed.

    `about` is the table and id ("agent 3"), `name` what people call it, `rows` what changed that has no id.
    """
    rights.require_active(unit.agent)
    act_id = unit.writer.insert(
        "act",
        {
            "at": unit.now,
            "agent_id": unit.agent.id or None,
            "verb": verb,
            "about": about,
            "batch": batch,
            "inverse": [*unit.flush(), *rows],
            "undoes_id": undoes_id,
        },
    )
    feed.append(unit.writer, at=unit.now, topic=about.split()[0], verb=verb, agent_id=unit.agent.id or None)
    return Result(verb=verb, ticket_id=0, number=name, version=0, act_id=act_id, said=said)


def of(view: View, about: str, limit: int = 100) -> tuple[TrailRow, ...]:
    """Return what was done to an agent or a queue, the latest first."""
    rows = view.reader.all(
        "SELECT t.id, t.at, coalesce(a.login, 'otui'), t.verb, t.about, t.inverse FROM act t"
        " LEFT JOIN agent a ON a.id = t.agent_id WHERE t.about = :about AND t.about <> ''"
        " ORDER BY t.id DESC LIMIT :limit",
        {"about": about, "limit": limit},
    )
    return tuple(
        TrailRow(row[0], from_micros(row[1]), row[2], row[3], row[4], tuple(from_db("inverse", row[5])))
        for row in rows
    )


def moment_of(value: int) -> datetime:
    """Return an instant as an inverse holds it."""
    return from_micros(value)


def take_back(unit: Unit, act: Record, verb: str, original: str, settle: Settle) -> Result:
    """Set back what an act on no ticket changed; `settle` looks to what hangs on it. `verb` is undo or redo.

    Raises Refused where whoever did it may do it no more: a role that was taken away leaves nothing to act by.
    Conflict where something was changed since.
    """
    table, row_id = str(act.about).split()
    _require(unit, act, int(row_id) if table == "agent" else None)
    record = unit.load(table, int(row_id))
    if record is None:
        raise _moved_on(original)
    keyed: list[Row] = []
    for kind, one, before, after in act.inverse:
        if kind == MEMBER:
            keyed.append(_set_member(unit, one, joined=before is not None))
            continue
        if kind == META:
            keyed.append(_set_meta(unit, one, before, after, original))
            continue
        found = unit.load(kind, one)
        if found is None:
            raise _moved_on(original)
        if before is None:
            found.active = False  # what was made stays known, and out of use: others may name it already
            continue
        for name, value in before.items():
            if to_db(name, getattr(found, name)) != after[name]:
                raise _moved_on(original)
            setattr(found, name, from_db(name, value))
    keyed += settle(unit, record)
    words = N_("{verb} on {number} is undone.") if verb == "undo" else N_("{verb} on {number} is done again.")
    name = str(getattr(record, "login", "") or record.name)
    result = done(
        unit,
        verb,
        str(act.about),
        name,
        _(words).format(verb=verb_name(original), number=name),
        rows=tuple(keyed),
        batch=str(act.batch),
        undoes_id=act.id,
    )
    unit.writer.execute(
        "UPDATE act SET undone_by_id = :by WHERE id = :id", {"by": result.act_id, "id": act.id}
    )
    return result


def first_verb(unit: Unit, act: Record) -> str:
    """Return the verb at the bottom of a chain of undos and redos."""
    verb = str(act.verb)
    while verb in ("undo", "redo") and act.undoes_id is not None:
        below = unit.load("act", act.undoes_id)
        if below is None:
            break
        act, verb = below, str(below.verb)
    return verb


def _require(unit: Unit, act: Record, agent_id: int | None) -> None:
    """Refuse to change what the table of rights would not let this agent change now, of `agent_id` or of a queue."""
    verb = first_verb(unit, act)
    fields = {name for _table, _id, before, _after in act.inverse for name in before or ()}
    duty = "agent-lang" if verb == "agent-change" and fields == {"lang"} else DUTY.get(verb, verb)
    rights.require(unit.agent, duty, agent_id)
    for kind, pair, _before, _after in act.inverse if verb == "team" else ():
        queue = unit.whole.queues.get(pair[0]) if kind == MEMBER else None
        if queue is not None:
            rights_staff.require_team(unit.agent, queue)


def member(unit: Unit, queue_id: int, agent_id: int, *, joined: bool) -> Row | None:
    """Put an agent on a queue's team or take them off; return the change, None where it was so already."""
    pair = {"queue": queue_id, "agent": agent_id}
    if joined:
        changed = unit.writer.execute(
            "INSERT INTO queue_member (queue_id, agent_id) VALUES (:queue, :agent) ON CONFLICT DO NOTHING",
            pair,
        )
    else:
        changed = unit.writer.execute(
            "DELETE FROM queue_member WHERE queue_id = :queue AND agent_id = :agent", pair
        )
    if changed < 1:
        return None
    return [MEMBER, [queue_id, agent_id], None if joined else {}, {} if joined else None]


def keep(unit: Unit, key: str, value: str) -> Row:
    """Keep a setting of the desk; return the change."""
    before = unit.writer.value("SELECT value FROM meta WHERE key = :key", {"key": key})
    unit.writer.execute(
        "INSERT INTO meta (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": key, "value": value},
    )
    return [META, key, before, value]


def _set_meta(unit: Unit, key: str, before: str, after: str, verb: str) -> Row:
    row = keep(unit, key, before)
    if row[2] != after:
        raise _moved_on(verb)
    return row


def _set_member(unit: Unit, pair: list[int], *, joined: bool) -> Row:
    row = member(unit, pair[0], pair[1], joined=joined)
    return row or [MEMBER, pair, None if joined else {}, {} if joined else None]


def _moved_on(verb: str) -> Conflict:
    return Conflict(
        _("{verb} cannot be undone: it was changed again since.").format(verb=verb_name(verb)),
        _("Change it by hand."),
        ticket_id=0,
        version=0,
    )

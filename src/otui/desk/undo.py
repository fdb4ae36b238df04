"""Undo and redo: every act keeps its inverse, and taking it back is itself an act that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from otui.desk import queues, trail
from otui.desk.commands import Redo, TicketRef, Undo
from otui.desk.items import hanging
from otui.desk.office import staff
from otui.desk.records import undoing
from otui.desk.records.kinds import KINDS
from otui.desk.results import Result
from otui.desk.tickets.common import Changes, go, home, said
from otui.desk.unit import Unit
from otui.desk.words import verb_name
from otui.domain.workflow import State
from otui.errors import Conflict, Refused
from otui.store.records import Record, from_db, to_db
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

# Set back where nothing else changed them since; no reason to refuse an undo where something did.
SOFT = frozenset({"updated_at", "active_at"})

SPOKEN = frozenset({"reply", "note", "call", "forward", "resolve", "close", "major-message"})
"""Verbs whose words go back to their writer."""

SETTLE = {"agent": staff.settle, "queue": queues.settle}
"""By the first word of what an act was about, where that is no ticket: what brings the rest in line."""


def undo(unit: Unit, command: Undo) -> Result:
    """Take back the agent's last act that stands, every ticket of its stroke; refused where later work built on it."""
    return _reverse(unit, command.ticket, command.since, undoing=True)


def redo(unit: Unit, command: Redo) -> Result:
    """Do again what the agent's last undo took back, as long as nothing was done since."""
    return _reverse(unit, command.ticket, command.since, undoing=False)


def _reverse(unit: Unit, ref: TicketRef | None, since: int, *, undoing: bool) -> Result:
    act = _last(unit, ref, since, undoing=undoing)
    if act is None:
        raise Refused(_("There is nothing to undo.") if undoing else _("There is nothing to redo."))
    acts = [act]
    if act.batch:
        rows = unit.writer.all(
            "SELECT id FROM act WHERE agent_id = :agent AND batch = :batch AND undone_by_id IS NULL"
            " AND verb = :verb AND id <> :id ORDER BY id DESC",
            {"agent": unit.agent.id, "batch": act.batch, "verb": act.verb, "id": act.id},
        )
        acts += [cast("Record", unit.load("act", act_id)) for (act_id,) in rows]
    results = [_take_back(unit, one, "undo" if undoing else "redo") for one in acts]
    return results[0] if len(results) == 1 else replace(results[0], said=_said_of(results, undoing=undoing))


def _said_of(results: list[Result], *, undoing: bool) -> str:
    """Say of a stroke on several tickets how many it was."""
    (original,) = (name for name in results[0].changes["undone" if undoing else "redone"] if name)
    touched = sum(1 for one in results if one.ticket_id)
    if len(results) > touched:  # a problem, say, and the tickets that belong to it
        number = next(one.number for one in results if not one.ticket_id)
        words = (
            ngettext(
                "{verb} on {number} and {n} ticket is undone.",
                "{verb} on {number} and {n} tickets is undone.",
                touched,
            )
            if undoing
            else ngettext(
                "{verb} on {number} and {n} ticket is done again.",
                "{verb} on {number} and {n} tickets is done again.",
                touched,
            )
        )
        return words.format(verb=verb_name(str(original)), number=number, n=touched)
    words = (
        ngettext("{verb} on {n} ticket is undone.", "{verb} on {n} tickets is undone.", touched)
        if undoing
        else ngettext("{verb} on {n} ticket is done again.", "{verb} on {n} tickets is done again.", touched)
    )
    return words.format(verb=verb_name(str(original)), n=touched)


def _last(unit: Unit, ref: TicketRef | None, since: int, *, undoing: bool) -> Record | None:
    ticket_id = unit.ticket(ref).id if ref is not None else None
    # A key that was taken away stays away until somebody adds it again.
    where = "agent_id = :agent AND id > :since AND verb NOT IN ('key-add', 'key-remove')"
    if ticket_id is not None:
        where += " AND ticket_id = :ticket"
    params = {"agent": unit.agent.id, "since": since, "ticket": ticket_id}
    if undoing:
        # What stands: acts that no undo took back, and redone ones, which are acts too.
        row = unit.writer.one(
            f"SELECT id FROM act WHERE {where} AND verb <> 'undo' AND undone_by_id IS NULL"
            " ORDER BY id DESC LIMIT 1",
            params,
        )
        return unit.load("act", row[0]) if row else None
    # The newest undo that stands, unless something fresh was done since: one undo after another is redone in turn.
    row = unit.writer.one(
        f"SELECT id FROM act WHERE {where} AND verb = 'undo' AND undone_by_id IS NULL"
        " AND id > coalesce((SELECT id FROM act WHERE agent_id = :agent AND verb NOT IN ('undo', 'redo')"
        " AND verb NOT IN ('key-add', 'key-remove')"
        " ORDER BY id DESC LIMIT 1), 0) ORDER BY id DESC LIMIT 1",
        params,
    )
    return unit.load("act", row[0]) if row else None


def _take_back(unit: Unit, act: Record, verb: str) -> Result:
    original = act.verb if verb == "undo" else trail.first_verb(unit, act)
    if act.ticket_id is None:
        kind = str(act.about).split()[0]
        if kind in KINDS:
            result = undoing.take_back(unit, act, verb, original)
            if kind == "item":
                hanging.settle(unit)
            return result
        return trail.take_back(unit, act, verb, original, SETTLE[kind])
    ticket = cast("Ticket", unit.load("ticket", act.ticket_id))
    _require_sight(unit, ticket)
    touched: dict[int, Ticket] = {ticket.id or 0: ticket}
    returned = ""
    for table, row_id, before, after in act.inverse:
        if before is not None and after is None:
            unit.put_back(table, row_id, before)
            continue
        record = unit.load(table, row_id)
        if record is None:
            raise _moved_on(ticket, original)
        if table == "ticket":
            touched[row_id] = cast("Ticket", record)
        elif table in ("span", "ticket_clock", "article"):
            touched.setdefault(record.ticket_id, cast("Ticket", unit.load("ticket", record.ticket_id)))
        if before is None:
            if record.table == "task" and record.state != "open":  # somebody did that step since
                raise _moved_on(ticket, original)
            returned = _take_out(unit, record, original) or returned
        else:
            _set_back(unit, record, before, after, ticket, original)
    changes: Changes = {"undone": (original, None)} if verb == "undo" else {"redone": (None, original)}
    for one in touched.values():
        _require_sight(unit, one)
        unit.clocks(one).reload()
        home(unit, one, changes)
        unit.text_changed(one)
    others = tuple(one for key, one in touched.items() if key != ticket.id)
    result = unit.done(
        verb,
        ticket,
        said(
            N_("{verb} on {number} is undone.")
            if verb == "undo"
            else N_("{verb} on {number} is done again."),
            ticket,
            verb=verb_name(original),
        ),
        changes=changes,
        batch=act.batch,
        entered=True,
        also=others,
        undoes_id=act.id,
        returned=returned,
    )
    unit.writer.execute(
        "UPDATE act SET undone_by_id = :by WHERE id = :id", {"by": result.act_id, "id": act.id}
    )
    return result


def _require_sight(unit: Unit, ticket: Ticket) -> None:
    """Refuse to take back what was done to a ticket that went out of its doer's sight; its number is not told."""
    if ticket.queue_id in unit.hidden:
        raise Refused(
            _("What you did last cannot be undone any more."),
            _("Undo on a ticket undoes what you did there."),
        )


def _moved_on(ticket: Ticket, verb: str) -> Conflict:
    return Conflict(
        _("{verb} on {number} cannot be undone: the ticket moved on since.").format(
            verb=verb_name(verb), number=ticket.number
        ),
        _("Its history shows what came after."),
        ticket_id=ticket.id or 0,
        version=ticket.version,
    )


def _set_back(
    unit: Unit, record: Record, before: dict[str, Any], after: dict[str, Any], ticket: Ticket, verb: str
) -> None:
    for name, value in before.items():
        if to_db(name, getattr(record, name)) != after[name]:
            if name in SOFT:
                continue
            raise _moved_on(ticket, verb)
        setattr(record, name, from_db(name, value))


def _take_out(unit: Unit, record: Record, verb: str) -> str:
    """Take out a row that the act added; return the text that its writer gets back."""
    if record.table == "article":
        record.withdrawn = True
        return str(record.body) if verb in SPOKEN else ""
    if record.table == "ticket":
        go(unit, cast("Ticket", record), State.CLOSED, {})
        return ""
    if record.table in ("contact", "customer"):
        return ""  # a person who was made on the fly stays known
    if record.table in ("span", "ticket_clock") and verb in ("new", "split", "recur"):
        return ""  # the clocks of a ticket that was made go on as those of a closed one
    unit.remove(record)
    return ""

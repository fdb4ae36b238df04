"""Tickets that wait for a change: once it is carried out, or given up, they are somebody's work again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes.common import change_for, text
from otui.desk.changes.outcome import result_name
from otui.desk.desk import NOBODY
from otui.desk.records.acts import done
from otui.desk.tickets.common import Changes, first_words, go
from otui.desk.unit import Unit
from otui.domain.change.steps import Step
from otui.domain.workflow import State
from otui.errors import Refused
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.changes.commands import TellWaiting
    from otui.desk.results import Result
    from otui.store.database import Reader
    from otui.store.records import Record

VERB = "tell"


def waiting_ids(reader: Reader, change_id: int, hidden: tuple[int, ...] = ()) -> list[int]:
    """Return the tickets that wait for a change, those of hidden queues left out, in the order of their numbers."""
    rows = reader.all(
        "SELECT id FROM ticket WHERE waits_for_id = :id AND state = :state"
        f"{rights.without(hidden, 'queue_id')} ORDER BY number",
        {"id": change_id, "state": State.WAITING_CHANGE.value},
    )
    return [row[0] for row in rows]


def tell(unit: Unit, command: TellWaiting) -> Result:
    """Open the tickets that wait for a change and put a note on each, in one stroke that one undo takes back.

    Whoever has a ticket keeps it: that what it waited for is done concerns no right on it. Refused where none waits.
    """
    change, _row = change_for(unit, command, VERB)
    waits = waiting_ids(unit.writer, change.id, unit.hidden)
    chosen = waits if command.tickets is None else [one for one in waits if one in command.tickets]
    if not chosen:
        raise Refused(_("No ticket waits for {number}.").format(number=change.number))
    words = text(command.words) or _default(change)
    batch = command.batch or uuid.uuid4().hex[:12]
    for ticket_id in chosen:
        _wake(unit.beside(), ticket_id, words, batch)
    if command.tickets is None:
        _wake_unseen(unit, change, words)
    n = len(chosen)
    return done(
        unit,
        VERB,
        change,
        ngettext(
            "{n} ticket that waited for {number} is open again.",
            "{n} tickets that waited for {number} are open again.",
            n,
        ).format(n=n, number=change.number),
        changes={"told": (None, n)},
        text=first_words(words),
        batch=batch,
    )


def _wake_unseen(unit: Unit, change: Record, words: str) -> None:
    """Open, by the desk itself, what waits in queues that whoever tells does not see; they are told nothing of it."""
    if not unit.hidden:
        return
    seen = waiting_ids(unit.writer, change.id, unit.hidden)
    for ticket_id in waiting_ids(unit.writer, change.id):
        if ticket_id not in seen:
            _wake(Unit(unit.writer, unit.now, NOBODY, unit.rules, unit.whole), ticket_id, words, "", "wake")


def _wake(unit: Unit, ticket_id: int, words: str, batch: str, verb: str = VERB) -> None:
    ticket = unit.ticket(ticket_id)
    changes: Changes = {}
    go(unit, ticket, State.OPEN, changes)
    unit.add_article(ticket, "note", words, queue_id=ticket.queue_id)
    unit.done(
        verb,
        ticket,
        _("{number} is open again.").format(number=ticket.number),
        changes=changes,
        text=first_words(words),
        batch=batch,
        entered=True,
    )


def _default(change: Record) -> str:
    if change.step == Step.CANCELED:
        return _("Change {number} is canceled: {subject}").format(
            number=change.number, subject=change.subject
        )
    return _("Change {number} is carried out ({result}): {subject}").format(
        number=change.number, result=result_name(change.result), subject=change.subject
    )

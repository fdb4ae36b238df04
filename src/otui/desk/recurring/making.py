"""Makes what is due of the recurring tickets: each once, whichever process does it, and missed ones as one.

The row itself is the guard. `done_until` is the instant up to which all occurrences were made; it moves on in the
transaction that makes the ticket, so of any number of processes the second finds nothing left to make, and one that
is killed in the middle has made nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from otui.desk.commands import NewTicket
from otui.desk.desk import NOBODY
from otui.desk.records.acts import event
from otui.desk.recurring.rules import rule_of, zone_of
from otui.desk.results import Result
from otui.desk.tickets.new import take_in
from otui.errors import DeskUnavailable, OtuiError, Refused
from otui.store.records import to_micros
from otui.text import times
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.desk import Desk, View
    from otui.desk.unit import Unit
    from otui.store.records import Record

AGAIN = timedelta(hours=1)
"""After how long one that failed is tried again; what was due is then still due."""
TOLD = 20
"""Missed occurrences that the ticket names one by one."""
MOST = 100
"""How many are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Made:
    """A ticket that a rule of the calendar made."""

    ticket_id: int
    number: str
    subject: str
    queue_id: int
    due_at: datetime
    made_at: datetime


def make_due(desk: Desk) -> list[Made]:
    """Make a ticket for each rule that came round by now; return those that this process made.

    Where one fails, the others are made all the same: it says why, and is tried again later. An error that nobody
    foresaw is raised when nothing else is left to do and nothing was made.
    """
    made: list[Made] = []
    broken: Exception | None = None
    for recurring_id in desk.read(_due_ids):
        try:
            found = desk.do(_make, recurring_id, agent=NOBODY)
        except DeskUnavailable:
            if not made:
                raise
            break  # what was made is told; the next look finds the rest
        except Exception as error:
            if not isinstance(error, OtuiError):
                broken = error
            desk.do(_failed, (recurring_id, _words_of(error)), agent=NOBODY)
        else:
            made += [found] if found is not None else []
    if broken is not None and not made:
        raise broken
    return made


def _due_ids(view: View) -> tuple[int, ...]:
    rows = view.reader.all(
        "SELECT id FROM recurring WHERE next_at IS NOT NULL AND next_at <= :now ORDER BY next_at, id LIMIT :most",
        {"now": to_micros(view.now), "most": MOST},
    )
    return tuple(row[0] for row in rows)


def _make(unit: Unit, recurring_id: int) -> Made | None:
    """Make what is due of one; None where another process did, or nothing is due by its rule as it is now."""
    record = unit.load("recurring", recurring_id)
    if record is None or record.next_at is None or record.next_at > unit.now:
        return None
    rule = rule_of(record, unit.rules, unit.whole)
    due = rule.between(record.done_until or record.created_at, unit.now)
    record.next_at = rule.after(unit.now)
    if not due:
        unit.flush()
        return None
    record.done_until = unit.now
    record.last_at = due[-1]
    record.trouble = ""
    result = make_ticket(unit, record, at=due[-1], missed=due[:-1])
    event(unit, record, "run", text=result.number, act_id=result.act_id)
    ticket = unit.load("ticket", result.ticket_id)
    assert ticket is not None
    return Made(ticket.id, ticket.number, ticket.subject, ticket.queue_id, due[-1], unit.now)


def make_ticket(unit: Unit, record: Record, *, at: datetime, missed: tuple[datetime, ...]) -> Result:
    """Make the ticket of a recurring one, due `at`. Its first words name the occurrences that were `missed`."""
    fields = record.fields
    queue_id, gone = _place(unit, record)
    body = "\n\n".join(part for part in (fields.get("body", ""), _missed(unit, record, missed), gone) if part)
    record.made_count += 1
    zone = zone_of(record.timezone, unit.rules)
    return take_in(
        unit,
        NewTicket(
            subject=fields["subject"],
            body=body,
            queue=unit.whole.queues[queue_id].name if queue_id else "",
            kind=fields.get("kind", "request"),
            category=fields.get("category", ""),
            impact=fields.get("impact"),
            urgency=fields.get("urgency"),
            contact=fields.get("contact", ""),
            item=fields.get("item", ""),
        ),
        verb="recur",
        text=_("{name}, due {time}").format(name=record.name, time=times.moment(at, zone)),
        author=record.name,
    )


def _place(unit: Unit, record: Record) -> tuple[int | None, str]:
    """Return the queue for the ticket; where it is out of use the desk's own choice, and a sentence that says so."""
    if record.queue_id is None or record.queue_id in unit.whole.queues:
        return record.queue_id, ""
    former = unit.load("queue", record.queue_id)
    name = former.name if former is not None else "–"
    if record.queue_id in unit.whole.confidential:
        raise Refused(_("{queue} is out of use, and confidential.").format(queue=name))
    return None, _("It was for {queue}, which is out of use.").format(queue=name)


def _missed(unit: Unit, record: Record, missed: tuple[datetime, ...]) -> str:
    if not missed:
        return ""
    zone = zone_of(record.timezone, unit.rules)
    words = [times.moment(at, zone) for at in missed[:TOLD]]
    if len(missed) > TOLD:
        words.append(_("and {n} more").format(n=len(missed) - TOLD))
    sentence = ngettext(
        "This stands for {n} more that was due while nothing kept the clock: {dates}.",
        "This stands for {n} more that were due while nothing kept the clock: {dates}.",
        len(missed),
    )
    return sentence.format(n=len(missed), dates=", ".join(words))


def _failed(unit: Unit, failed: tuple[int, str]) -> None:
    """Say on a recurring ticket why it could not be made, and try again later."""
    recurring_id, words = failed
    record = unit.load("recurring", recurring_id)
    if record is None or record.next_at is None:
        return
    told = record.trouble == words
    record.trouble = words
    record.next_at = unit.now + AGAIN
    unit.flush()
    if not told:
        event(unit, record, "failed", text=words)


def _words_of(error: Exception) -> str:
    return str(error) if isinstance(error, OtuiError) else f"{type(error).__name__}: {error}"

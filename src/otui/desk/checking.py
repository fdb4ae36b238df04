"""Clocks looked at against the rules, and what else only the desk can put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from otui.clock import Clock
from otui.desk.clockwork import clock_of, span_of
from otui.desk.desk import NOBODY, Desk, View
from otui.desk.fulltext import every_text
from otui.desk.records import checking as records
from otui.desk.rules.in_force import REBUILD
from otui.desk.unit import Unit
from otui.desk.words import clock_name
from otui.store import check
from otui.store.check import Finding
from otui.store.database import Database
from otui.store.records import Record, from_micros, to_micros
from otui.text.i18n import _

Progress = Callable[[int, int], None]
BATCH = 500
_SHOWN = 20


def look(database: Database, clock: Clock, *, every: bool, progress: Progress | None = None) -> list[Finding]:
    """Return what is wrong with the desk. Its clocks are counted anew: of open tickets, or with `every` of all."""
    found = check.look(database.read(), progress)
    if any(one.kind in ("file", "lost", "index") for one in found):
        return found  # what cannot be read cannot be counted
    desk = Desk(database, clock)
    found += desk.read(records.look)
    wrong = desk.read(wrong_clocks, every=every, progress=progress)
    return [*found, *(Finding("clock", sentence, mends=True) for _id, sentence in wrong[:_SHOWN])]


def wrong_clocks(
    view: View, *, every: bool = False, progress: Progress | None = None
) -> list[tuple[int, str]]:
    """Return (ticket id, sentence) of tickets whose stored dues are not those that the rules give."""
    if view.reader.value("SELECT value FROM meta WHERE key = :key", {"key": REBUILD}):
        return []  # a change of rules is being worked out: each ticket still counts by its own
    condition = "" if every else " AND is_open"
    total = int(view.reader.value(f"SELECT count(*) FROM ticket WHERE id > 0{condition}"))
    found: list[tuple[int, str]] = []
    last = done = 0
    while rows := view.reader.all(
        "SELECT id, number, response_due, escalation_due, resolution_due FROM ticket"
        f" WHERE id > :last{condition} ORDER BY id LIMIT :limit",
        {"last": last, "limit": BATCH},
    ):
        first, last = rows[0][0], rows[-1][0]
        spans, clocks = (_by_ticket(view, table, first, last) for table in ("span", "ticket_clock"))
        for ticket_id, number, *stored in rows:
            if ticket_id in spans:
                said = _differs(view, number, stored, spans[ticket_id], clocks.get(ticket_id, []))
                if said:
                    found.append((ticket_id, said))
        done += len(rows)
        if progress is not None:
            progress(done, total)
    return found


def _by_ticket(view: View, table: str, first: int, last: int) -> dict[int, list[Record]]:
    rows = view.reader.records(
        table, "ticket_id BETWEEN :first AND :last ORDER BY ticket_id, id", {"first": first, "last": last}
    )
    return {ticket_id: list(group) for ticket_id, group in groupby(rows, key=lambda row: row.ticket_id)}


def _differs(
    view: View, number: str, stored: list[int | None], spans: list[Record], clocks: list[Record]
) -> str:
    timeline = view.rules.timeline([span_of(row) for row in spans], [clock_of(row) for row in clocks])
    timeline.rebuild()
    counted = (timeline.response_due, timeline.escalation_due, timeline.resolution_due)
    for name, has, due in zip(("response", "escalation", "resolution"), stored, counted, strict=True):
        wanted = None if due is None else to_micros(due)
        if has != wanted:
            return _("Ticket {number} is due ({clock}) {has}, and by the rules {wanted}.").format(
                number=number, clock=clock_name(name), has=_instant(has), wanted=_instant(wanted)
            )
    return ""


def _instant(micros: int | None) -> str:
    return _("never") if micros is None else from_micros(micros).isoformat(timespec="minutes")


def mend(database: Database, clock: Clock, *, every: bool = False, progress: Progress | None = None) -> None:
    """Make anew all that is derived: indexes, counts, full text, dues, locks that nobody holds. No word is touched."""
    check.mend(database, every_text, clock())
    desk = Desk(database, clock)
    desk.do(records.mend, None, agent=NOBODY)
    wrong = [ticket_id for ticket_id, _said in desk.read(wrong_clocks, every=every, progress=progress)]
    ownerless = desk.read(_ownerless)
    for place in range(0, len(wrong), BATCH):
        desk.do(_count_anew, wrong[place : place + BATCH], agent=NOBODY)
    for place in range(0, len(ownerless), BATCH):
        desk.do(_unlock, ownerless[place : place + BATCH], agent=NOBODY)


def _ownerless(view: View) -> list[int]:
    return [row[0] for row in view.reader.all("SELECT id FROM ticket WHERE locked AND owner_id IS NULL")]


def _count_anew(unit: Unit, ids: list[int]) -> None:
    for ticket_id in ids:
        ticket = unit.ticket(ticket_id)
        before = ticket.resolution_due
        unit.clocks(ticket).save()
        unit.event(
            ticket, "clocks", changes={"resolution_due": (_told(before), _told(ticket.resolution_due))}
        )
    unit.flush()


def _told(due: datetime | None) -> str:
    return "" if due is None else due.isoformat(timespec="minutes")


def _unlock(unit: Unit, ids: list[int]) -> None:
    for ticket_id in ids:
        ticket = unit.ticket(ticket_id)
        ticket.locked = False
        ticket.version += 1
        unit.event(ticket, "unlock", changes={"locked": (True, False)})
    unit.flush()

"""Whole tickets written in batches: the rows are those that verbs would have left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engines import Desks
from otui.clock import clock_from
from otui.desk import timer
from otui.desk.bulk import BulkTicket, BulkWriter, fallen_due
from otui.desk.commands import NewTicket, Note
from otui.desk.desk import Desk
from otui.desk.setup import make_desk
from otui.desk.tickets.new import new
from otui.desk.tickets.talk import note
from otui.domain import numbers
from otui.domain.workflow import Mode
from otui.store import search
from otui.store.check import findings

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(module_desks: Desks) -> str:
    url = module_desks.place()
    make_desk(url, login="anna").close()
    return url


@pytest.fixture
def desk(made: str, desks: Desks) -> Iterator[Desk]:
    with Desk.open(desks.copy(made), login="anna", clock=clock_from(MONDAY)) as opened:
        yield opened


def plain(desk: Desk, subject: str, *, hours_ago: float = 1) -> BulkTicket:
    """A ticket of 1 × 2, NORMAL, made some hours of real time ago."""
    at = MONDAY - timedelta(hours=hours_ago)
    table = desk.rules.sla.default
    level = table.level_for(1, 2)
    timeline = desk.rules.timeline()
    timeline.start(at, table.calendar, table.targets(level))
    values = {
        "subject": subject,
        "queue_id": desk.directory.default_queue_id,
        "created_at": at,
        "impact": 1,
        "urgency": 2,
        "value": 2,
        "level": level.name,
        "level_rank": level.rank,
    }
    history = [{"at": at, "actor": "demo", "verb": "new", "changes": {"state": [None, "new"]}, "version": 1}]
    return BulkTicket(values, timeline, history=history)


def write(desk: Desk, *tickets: BulkTicket) -> None:
    desk.database.write(
        lambda writer: BulkWriter(writer, desk.now, desk.rules, desk.directory).write(tickets)
    ).result()


def test_ids_and_numbers_go_on_where_the_desk_stood(desk: Desk) -> None:
    first = desk.do(new, NewTicket(subject="One", impact=1, urgency=2))
    tickets = [plain(desk, "Two"), plain(desk, "Three")]
    write(desk, *tickets)
    last = desk.do(new, NewTicket(subject="Four", impact=1, urgency=2))
    assert [ticket.id for ticket in tickets] == [first.ticket_id + 1, first.ticket_id + 2]
    assert last.ticket_id == first.ticket_id + 3
    counters = [numbers.FIRST_COUNTER + n for n in range(4)]
    assert [first.number, *(t.number for t in tickets), last.number] == [numbers.make(n) for n in counters]


def test_a_bulk_ticket_is_the_row_that_the_verb_leaves(desk: Desk) -> None:
    write(desk, plain(desk, "Same", hours_ago=0))
    made = desk.do(new, NewTicket(subject="Same", impact=1, urgency=2))
    reader = desk.database.read()
    bulk, verb = reader.load("ticket", made.ticket_id - 1), reader.load("ticket", made.ticket_id)
    differ = {name for name, value in vars(verb).items() if value != vars(bulk)[name]}
    assert differ <= {"id", "number", "created_by_id", "created_at", "updated_at", "active_at"} | {
        "response_due", "escalation_due", "resolution_due", "next_at", "sort_key"
    }  # fmt: skip
    for name in ("response_due", "escalation_due", "resolution_due", "next_at"):
        assert abs(vars(verb)[name] - vars(bulk)[name]) < timedelta(seconds=5)


def test_everything_that_hangs_on_it_is_there_and_verbs_go_on_from_it(desk: Desk) -> None:
    one, two = plain(desk, "Printer é"), plain(desk, "Printer two")
    one.articles.append({"kind": "message", "author_kind": "contact", "author": "Jo", "body": "It smokes",
                         "created_at": MONDAY})  # fmt: skip
    two.links.append((one, "parent"))
    write(desk, one, two)
    reader = desk.database.read()
    counts = {
        t: reader.value(f"SELECT count(*) FROM {t}") for t in ("span", "ticket_clock", "history", "article")
    }
    assert counts == {"span": 2, "ticket_clock": 6, "history": 2, "article": 1}
    assert reader.one("SELECT ticket_id, other_id, kind FROM link") == (two.id, one.id, "parent")
    assert search.search(reader, "smok", 5) == [one.id]
    assert reader.value("SELECT sum(n) FROM tally") == 2
    assert findings(reader) == []
    assert desk.do(note, Note(ticket=one.number, body="Seen.")).version == 2


def test_a_batch_is_one_row_in_the_feed(desk: Desk) -> None:
    before = desk.feed_position()
    write(desk, *(plain(desk, f"Ticket {n}") for n in range(50)))
    assert desk.feed_position() == before + 1
    write(desk)
    assert desk.feed_position() == before + 1


def test_what_is_said_to_be_raised_is_not_raised_again(desk: Desk) -> None:
    ticket = plain(desk, "Old", hours_ago=24 * 7)
    assert ticket.timeline is not None
    ticket.timeline.rebuild()
    queue = ticket.values["queue_id"]
    for clock, cycle, stage, due in fallen_due(ticket.timeline, MONDAY):
        row = {
            "clock": clock,
            "cycle": cycle,
            "stage": stage,
            "due_at": due,
            "raised_at": due,
            "queue_id": queue,
        }
        ticket.escalations.append(row)
    quiet, loud = ticket, plain(desk, "Loud", hours_ago=24 * 7)
    write(desk, quiet, loud)
    raised = timer.run(desk)
    assert len(quiet.escalations) == 6
    assert {one.ticket_id for one in raised} == {loud.id}


def test_a_clock_that_was_done_in_time_never_fell_due(desk: Desk) -> None:
    timeline = plain(desk, "Done", hours_ago=24 * 7).timeline
    assert timeline is not None
    began = timeline.spans[0].began
    timeline.change(began + timedelta(minutes=5), Mode.STOP, "closed", closing=True)
    timeline.rebuild()
    assert fallen_due(timeline, MONDAY) == []


def test_a_batch_that_fails_leaves_nothing(desk: Desk) -> None:
    bad = plain(desk, "Bad")
    bad.values["queue_id"] = 999
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        write(desk, plain(desk, "Good"), bad)
    reader = desk.database.read()
    assert reader.value("SELECT count(*) FROM ticket") == 0
    assert reader.value("SELECT value FROM meta WHERE key = 'next_number'") == str(numbers.FIRST_COUNTER)

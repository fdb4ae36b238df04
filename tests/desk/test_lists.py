"""Lists: every filter in every order, page by page, on an index."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.desk import Desk
from otui.desk.items import making
from otui.desk.views import counts
from otui.desk.views.lists import (
    ORDERS,
    Order,
    TicketFilter,
    ids_of,
    key_of,
    matching,
    page_sql,
    rows_by_id,
    ticket_page,
)
from otui.domain.workflow import OPEN_STATES, State

QUEUES = ("First line", "Second line", "Network", "Standby")
STATES = tuple(State)


@pytest.fixture(scope="module")
def crowd(office, module_desks):
    """A desk of two hundred tickets of every sort; read only."""
    from tests.desk.conftest import MONDAY, HandClock, Shift

    shift = Shift(module_desks.copy(office), HandClock(MONDAY))
    dice = random.Random(7)
    for name in ("Mail", "Telephony"):
        shift.do(making.new_item, making.NewItem(name=name), "lea")
    for place in range(200):
        shift.clock.go(minutes=dice.choice((0, 0, 3)))
        number = shift.new(
            f"Ticket {place % 40}",
            queue=dice.choice(QUEUES),
            impact=dice.choice((1, 2, 4, 8)),
            urgency=dice.choice((1, 2, 4, 8)),
            contact=f"c{dice.randrange(9)}@example.org",
            customer=dice.choice(("Acme", "Other")),
            take=dice.random() < 0.4,
            item=dice.choice(("", "Mail", "Telephony")),
            login=dice.choice(("bea", "cas")),
        )
        verb, command = dice.choice(
            (
                (None, None),
                (tickets.wait, c.Wait(ticket=number, on="contact")),
                (tickets.wait, c.Wait(ticket=number, on="until", until=shift.clock.at + timedelta(days=1))),
                (tickets.resolve, c.Resolve(ticket=number)),
                (tickets.close, c.Close(ticket=number)),
            )
        )
        if verb:
            shift.do(verb, command, "lea")
    yield shift
    shift.close()


def filters(desk: Desk) -> dict[str, TicketFilter]:
    queue = {name: desk.directory.queue(name).id for name in QUEUES}
    bea = desk.directory.agent("bea").id
    return {
        "all": TicketFilter(),
        "queue": TicketFilter(queues=(queue["Network"],)),
        "queues": TicketFilter(queues=(queue["Network"], queue["First line"])),
        "mine": TicketFilter(owner=bea),
        "mine in a queue": TicketFilter(owner=bea, queues=(queue["First line"],)),
        "free": TicketFilter(free=True),
        "free in a queue": TicketFilter(free=True, queues=(queue["Standby"],)),
        "burning": TicketFilter(burning=True),
        **{f"state {state}": TicketFilter(states=(state,)) for state in STATES},
        "waiting": TicketFilter(states=("waiting-contact", "waiting-until")),
        "open and closed": TicketFilter(states=tuple(State)),
        "closed of a queue": TicketFilter(states=("closed",), queues=(queue["Network"],)),
        "done of an owner": TicketFilter(states=("resolved", "closed"), owner=bea),
        "contact": TicketFilter(contact=3),
        "customer": TicketFilter(customer=1),
        "item": TicketFilter(item=2),
        "item, all states": TicketFilter(item=2, states=tuple(State)),
    }


NAMES = (
    *("all", "queue", "queues", "mine", "mine in a queue", "free", "free in a queue", "burning", "waiting"),
    *(f"state {state}" for state in STATES),
    *(
        "open and closed",
        "closed of a queue",
        "done of an owner",
        "contact",
        "customer",
        "item",
        "item, all states",
    ),
)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("name", NAMES)
def test_pages_laid_end_to_end_are_the_one_big_page(crowd, name, by, descending):
    desk = crowd.desk("bea")
    only, order = filters(desk)[name], Order(by, descending)
    whole = desk.read(ticket_page, only, order, limit=1000).rows
    assert len({row.id for row in whole}) == len(whole)

    pages, key = [], None
    while True:
        page = desk.read(ticket_page, only, order, after=key, limit=7)
        pages += page.rows
        if not page.more:
            break
        key = key_of(page.rows[-1], only, order)
    assert pages == list(whole)

    back, key = [], None
    while True:
        page = desk.read(ticket_page, only, order, before=key, from_end=key is None, limit=7)
        back = [*page.rows, *back]
        if not page.more:
            break
        key = key_of(page.rows[0], only, order)
    assert back == list(whole)
    assert list(desk.read(ticket_page, only, order, offset=5, limit=4).rows) == list(whole[5:9])
    keys = [key_of(row, only, order) for row in whole]
    assert keys == sorted(keys, reverse=descending)


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_holds_what_it_says_and_the_counts_agree(crowd, name):
    desk = crowd.desk("bea")
    only = filters(desk)[name]
    rows = desk.read(ticket_page, only, limit=1000).rows
    everything = desk.read(ticket_page, TicketFilter(states=tuple(State)), limit=1000).rows
    states = only.states or tuple(OPEN_STATES)

    def holds(row):
        found = crowd.row(row.number)
        return (
            row.state in states
            and (not only.queues or row.queue_id in only.queues)
            and (only.owner is None or row.owner_id == only.owner)
            and (not only.free or not row.locked)
            and (not only.burning or row.flag > 0)
            and (only.contact is None or found["contact_id"] == only.contact)
            and (only.customer is None or found["customer_id"] == only.customer)
            and (only.item is None or found["item_id"] == only.item)
        )

    wanted = {row.id for row in everything if holds(row)}
    assert {row.id for row in rows} == wanted
    assert desk.read(counts.total, only) == len(wanted)
    assert desk.read(matching, [row.id for row in everything], only) == wanted
    assert set(desk.read(ids_of, only)) == wanted
    assert TicketFilter.from_dict(only.to_dict()) == only


@pytest.mark.parametrize("way", ["first", "after", "last"])
@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("name", NAMES)
def test_no_list_reads_the_whole_table(crowd, no_scan, name, by, way):
    desk = crowd.desk("bea")
    only, order = filters(desk)[name], Order(by)
    closed = only.states and not set(only.states) <= set(OPEN_STATES)  # these are in one order only
    key = ("m" if by in ("number", "subject") and not closed else 5, 3)
    arguments = {"first": {}, "after": {"after": key}, "last": {"from_end": True}}
    sql, params = page_sql(only, order, **arguments[way])
    no_scan(desk.database.read(), sql, {**params, "limit": 50})


def test_rows_by_id_leaves_out_what_is_gone(crowd):
    desk = crowd.desk("bea")
    assert set(desk.read(rows_by_id, [1, 2, 999_999])) == {1, 2}
    assert desk.read(rows_by_id, []) == {}


def test_the_counts_of_queues_and_states_are_those_of_the_tickets(crowd):
    desk = crowd.desk("bea")
    everything = desk.read(ticket_page, TicketFilter(states=tuple(State)), limit=1000).rows
    own = desk.read(counts.by_queue)
    for queue_id in desk.directory.queues:
        rows = [row for row in everything if row.queue_id == queue_id and row.state in OPEN_STATES]
        count = own.get(queue_id, counts.QueueCount())
        assert (count.open, count.free) == (len(rows), sum(not row.locked for row in rows))
    for state, count in desk.read(counts.by_state).items():
        assert count == sum(row.state == state for row in everything)
    status = desk.read(counts.status)
    assert status.open == sum(row.state in OPEN_STATES for row in everything)
    assert status.mine == sum(row.state in OPEN_STATES and row.owner == "bea" for row in everything)

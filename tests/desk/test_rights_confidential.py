"""What goes in and out of a confidential queue, who hears of whom, and what it costs to leave it out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engines import Desks
from otui.desk import commands as c
from otui.desk import people, queues, tickets, undo
from otui.desk.rights.sight import hidden_queues
from otui.desk.setup import make_desk
from otui.desk.together import drafts
from otui.desk.views import counts, lists
from otui.desk.views import people as book
from otui.desk.views import ticket as views
from otui.desk.views.lists import TicketFilter
from otui.errors import NotFound, Refused
from rights_cases import MONDAY, SECRET_QUEUE, Floor, staff


@pytest.fixture(scope="session")
def floor_made(templates: Desks) -> str:
    url = templates.place("confidential-floor")
    with make_desk(url, login="ada", name="Ada Admin", clock=lambda: MONDAY) as desk:
        for login, role in (("lea", "lead"), ("bea", "agent"), ("cas", "agent")):
            desk.call(people.new_agent, login, login.title(), role=role)
        staff(desk)
    return url


@pytest.fixture
def floor(floor_made: str, desks: Desks) -> Iterator[Floor]:
    found = Floor(desks.copy(floor_made))
    yield found
    found.close()


def test_a_ticket_is_given_to_nobody_who_would_not_see_it(floor):
    number = floor.new("hri", SECRET_QUEUE)
    for outsider in ("bea", "lea", "adm"):
        with pytest.raises(Refused, match="is not on the team of Staff matters"):
            floor.do("hri", tickets.assign, c.Assign(ticket=number, agent=outsider))
    floor.do("hri", tickets.assign, c.Assign(ticket=number, agent="hri"))


def test_an_admin_puts_a_ticket_in_and_sees_it_no_more_until_they_join(floor):
    number = floor.new("bea", "First line")
    floor.do("adm", tickets.move, c.Move(ticket=number, queue=SECRET_QUEUE))
    with pytest.raises(NotFound):
        floor.desk("adm").read(views.detail, number)
    with pytest.raises(Refused, match="cannot be undone any more"):
        floor.do("adm", undo.undo, c.Undo())
    floor.do("adm", queues.queue_team, queues.QueueTeam(queue=SECRET_QUEUE, join=("adm",)))
    floor.desk("adm").refresh()
    assert floor.desk("adm").read(views.detail, number).row.queue == SECRET_QUEUE
    # The team sees who joined: it is an act like any other, and kept.
    acts = (
        floor.desk("hri")
        .database.read()
        .all("SELECT a.verb, g.login FROM act a JOIN agent g ON g.id = a.agent_id WHERE a.verb = 'team'")
    )
    assert ("team", "adm") in acts


def test_an_agent_cannot_put_a_ticket_where_they_know_of_no_queue(floor):
    number = floor.new("bea", "First line")
    for login in ("bea", "lea"):
        for words in (SECRET_QUEUE, "Staff", "Nowhere"):
            with pytest.raises(NotFound, match=f"There is no queue {words}"):
                floor.do(login, tickets.move, c.Move(ticket=number, queue=words))
    with pytest.raises(NotFound, match="There is no queue"):
        floor.new("bea", SECRET_QUEUE)


def test_own_acts_and_words_of_a_ticket_that_went_out_of_sight(floor):
    number = floor.new("bea", "First line")
    kept = floor.do("bea", tickets.note, c.Note(ticket=number, body="Mine")).ticket_id
    floor.desk("bea").call(drafts.save, kept, "reply", "Begun here", {}, 1)
    floor.do("hri", tickets.move, c.Move(ticket=number, queue=SECRET_QUEUE))
    before = floor.state()
    with pytest.raises(Refused) as error:
        floor.do("bea", undo.undo, c.Undo())
    assert number not in str(error.value)
    assert floor.state() == before
    assert floor.desk("bea").read(drafts.mine) == []
    assert floor.desk("bea").read(drafts.find, kept, "reply") is None
    floor.do("hri", tickets.move, c.Move(ticket=number, queue="First line"))
    assert [one.body for one in floor.desk("bea").read(drafts.mine)] == ["Begun here"]


def test_whom_a_confidential_queue_alone_knows_and_from_when_on_all_do(floor):
    secret = floor.new("hri", SECRET_QUEUE, contact="Zoe Zon <zoe@example.org>", customer="Zon and Sons")
    assert floor.desk("hri").read(book.find_contacts, "zoe") != ()
    for login in ("bea", "lea", "adm"):
        assert floor.desk(login).read(book.find_contacts, "zoe") == ()
        assert floor.desk(login).read(book.find_customers, "zon") == ()
    # The same address elsewhere makes a contact of its own: nobody learns that it was known.
    floor.do("bea", tickets.new, c.NewTicket(subject="Hum", contact="zoe@example.org"))
    (open_one,) = floor.desk("bea").read(book.find_contacts, "zoe")
    assert (open_one.name, open_one.customer) == ("Zoe", "")
    assert len(floor.desk("hri").read(book.find_contacts, "zoe")) == 2
    # A ticket that is moved out takes its contact along.
    floor.do("hri", tickets.move, c.Move(ticket=secret, queue="First line"))
    assert {one.name for one in floor.desk("bea").read(book.find_contacts, "zoe")} == {"Zoe", "Zoe Zon"}
    assert [one.name for one in floor.desk("bea").read(book.find_customers, "zon")] == ["Zon and Sons"]


def test_a_queue_below_a_confidential_one_is_confidential_too(floor):
    desk = floor.desk("ada")
    desk.call(people.new_queue, "Below", parent=SECRET_QUEUE)
    desk.refresh()
    below = desk.directory.queue("Below")
    assert below.confidential
    assert below.id in hidden_queues(desk.directory.agent("bea"), desk.directory)


def test_a_queue_out_of_use_keeps_its_secrets(floor):
    floor.do("hri", tickets.close, c.Close(ticket=floor.new("hri", SECRET_QUEUE)))
    closed = TicketFilter(states=("closed",))
    floor.do("adm", queues.deactivate_queue, queues.DeactivateQueue(queue=SECRET_QUEUE))
    for login in ("bea", "adm", "lea"):
        floor.desk(login).refresh()
        assert floor.desk(login).read(lists.ticket_page, closed).rows == ()
        assert floor.desk(login).read(counts.total, closed) == 0


def test_nothing_is_asked_of_the_database_where_no_queue_is_confidential(floor):
    floor.do("ada", queues.change_queue, queues.ChangeQueue(queue=SECRET_QUEUE, confidential=False))
    desk = floor.desk("bea")
    desk.refresh()
    assert desk.read(lambda view: (view.hidden, view.without_hidden("t.queue_id"))) == ((), "")
    assert lists.page_sql(TicketFilter(), lists.Order()) == lists.page_sql(TicketFilter(), lists.Order(), ())


@pytest.mark.parametrize("by", lists.ORDERS)
@pytest.mark.parametrize("states", [(), ("closed",), ("open", "new")])
def test_pages_without_the_hidden_hold_every_row_once(floor, by, states):
    numbers = set()
    for place in range(9):
        secret = floor.new("hri", SECRET_QUEUE, subject=f"{place} hums")
        number = floor.new("bea", "First line", subject=f"{place} hums")
        numbers.add(number)
        if states == ("closed",):
            floor.do("hri", tickets.close, c.Close(ticket=secret))
            floor.do("bea", tickets.close, c.Close(ticket=number))
    desk, only, order = floor.desk("bea"), TicketFilter(states=states), lists.Order(by)
    found: list[str] = []
    after = None
    while True:
        page = desk.read(lists.ticket_page, only, order, after=after, limit=2)
        found += [row.number for row in page.rows]
        if not page.more:
            break
        after = lists.key_of(page.rows[-1], only, order)
    assert len(found) == len(set(found))
    assert set(found) == numbers
    assert desk.read(counts.total, only) == len(numbers)


@pytest.mark.parametrize("way", ["first", "after", "last"])
@pytest.mark.parametrize("by", lists.ORDERS)
@pytest.mark.parametrize(
    "only", [{}, {"states": ("closed",)}, {"owner": 3}, {"queues": (1, 2)}, {"free": True}]
)
def test_leaving_out_keeps_every_list_on_its_index(floor, no_scan, only, by, way):
    key = ("m" if by in lists.RARE and "states" not in only else 5, 3)
    arguments = {"first": {}, "after": {"after": key}, "last": {"from_end": True}}[way]
    sql, params = lists.page_sql(TicketFilter(**only), lists.Order(by), (15, 16), **arguments)
    no_scan(floor.desk("ada").database.read(), sql, {**params, "limit": 50})


def test_who_is_off_the_team_is_refused_though_their_session_did_not_look_yet(floor):
    floor.do("ada", queues.queue_team, queues.QueueTeam(queue=SECRET_QUEUE, join=("bea",)))
    number = floor.new("hri", SECRET_QUEUE)
    floor.desk("bea").refresh()
    floor.do("bea", tickets.note, c.Note(ticket=number, body="On the team."))
    floor.do("ada", queues.queue_team, queues.QueueTeam(queue=SECRET_QUEUE, leave=("bea",)))
    before = floor.state()
    with pytest.raises(NotFound):
        floor.do("bea", tickets.note, c.Note(ticket=number, body="Off it."))
    assert floor.state() == before

"""Services and items at a desk: made, tied, used, put on tickets, loaded from a file, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import people, queues, tickets, undo
from otui.desk.changes import commands as ch
from otui.desk.changes.new import new as new_change
from otui.desk.items import hanging, loading, making
from otui.desk.problems import commands as p
from otui.desk.problems import linking
from otui.desk.problems import making as making_problems
from otui.desk.records import listing as record_listing
from otui.desk.records import notes
from otui.desk.views import item_events, items, lists, records
from otui.desk.views import ticket as ticket_views
from otui.errors import BadFile, Conflict, NotFound, Refused, Usage

from .conftest import Shift

FILE = """
[[item]]
name = "Mail"
kind = "service"
queue = "Second line"
customers = ["Acme", "Bergmans"]
hangs_on = ["Mail server", "Storage"]

[[item]]
name = "Mail server"
kind = "server"
hangs_on = ["Storage"]

[[item]]
name = "Storage"
kind = "server"
location = "Breda"
"""


def load(shift: Shift, text: str = FILE, name: str = "items.toml", login: str = "lea"):
    return shift.do(loading.load, loading.LoadItems(name=name, text=text), login)


@pytest.fixture
def laid(shift: Shift) -> Shift:
    """Mail hangs on a server, and both on storage; two customers use it."""
    for name in ("Acme", "Bergmans"):
        shift.desk("lea").call(people.new_customer, name)
    load(shift)
    return shift


def page(shift: Shift, name: str = "Mail", login: str = "bea") -> items.ItemPage:
    return shift.desk(login).read(items.one, name)


def hang(shift: Shift, name: str, on: str, login: str = "lea", **more):
    return shift.do(hanging.hangs_on, hanging.HangsOn(ref=name, on=on, **more), login)


def take_back(shift: Shift, login: str = "lea"):
    return shift.do(undo.undo, c.Undo(), login)


# -- made and changed -------------------------------------------------------------------------------------------------


def test_a_lead_makes_one_and_it_has_a_history(shift):
    told = shift.do(making.new_item, making.NewItem(name=" Telephony ", impact=4, queue="Network"), "lea")
    assert told.said == "Telephony is made: service."
    row = page(shift, "Telephony").row
    assert (row.name, row.kind, row.queue, row.impact, row.active, row.version) == (
        "Telephony", "service", "Network", 4, True, 1,
    )  # fmt: skip
    shift.do(making.change_item, making.ChangeItem(ref="Telephony", kind="network", location="Breda"), "lea")
    shift.do(notes.note, notes.NoteOn(kind="item", ref="Telephony", body="Moves next year."), "bea")
    events = shift.desk().read(records.history, "item", row.id)
    assert [(event.actor, event.verb) for event in events] == [
        ("lea", "new"),
        ("lea", "edit"),
        ("bea", "note"),
    ]
    assert events[1].changes == {"kind": ["service", "network"], "location": [None, "Breda"]}


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (making.NewItem(name="  "), Refused),
        (making.NewItem(name="mail"), Refused),
        (making.NewItem(name="X", kind="toaster"), Usage),
        (making.NewItem(name="X", impact=3), Usage),
        (making.NewItem(name="X", queue="Nowhere"), NotFound),
    ],
)
def test_what_does_not_fit_is_refused(laid, command, error):
    with pytest.raises(error):
        laid.do(making.new_item, command, "lea")
    assert laid.value("SELECT count(*) FROM item") == 3


def test_an_agent_may_change_what_their_team_answers_for_and_nothing_else(laid):
    with pytest.raises(Refused, match="a lead, an admin, or the team"):
        laid.do(making.new_item, making.NewItem(name="Intranet"))
    with pytest.raises(Refused, match="a lead, an admin, or the team"):
        laid.do(making.change_item, making.ChangeItem(ref="Mail", description="Exchange"), "bea")
    assert not page(laid).mine
    laid.desk("lea").do(queues.queue_team, queues.QueueTeam(queue="Second line", join=("bea",)))
    laid.desk("bea").refresh()
    assert page(laid).mine
    laid.do(making.change_item, making.ChangeItem(ref="Mail", description="Exchange"), "bea")
    laid.do(making.new_item, making.NewItem(name="Archive", queue="Second line"), "bea")
    with pytest.raises(Refused):
        laid.do(making.switch, making.SwitchItem(ref="Storage", active=False), "bea")
    with pytest.raises(Refused, match="Only a lead"):
        load(laid, login="bea")


def test_a_change_against_an_older_version_is_a_conflict(laid):
    version = page(laid).row.version
    laid.do(making.change_item, making.ChangeItem(ref="Mail", description="Exchange"), "lea")
    with pytest.raises(Conflict, match="lea, edit"):
        laid.do(making.change_item, making.ChangeItem(ref="Mail", version=version, serial="1"), "ada")


def test_out_of_use_it_hangs_on_nothing_that_is_drawn_and_no_ticket_takes_it(laid):
    laid.do(making.switch, making.SwitchItem(ref="Mail server", active=False), "lea")
    assert [near.name for near in page(laid).on] == ["Storage"]
    number = laid.new()
    with pytest.raises(Refused, match="out of use"):
        laid.do(tickets.item, c.SetItem(ticket=number, item="Mail server"))
    assert [row.name for row in laid.desk().read(items.items)] == ["Mail", "Storage"]
    take_back(laid)
    assert [near.name for near in page(laid).on] == ["Mail server", "Storage"]


# -- hanging on each other --------------------------------------------------------------------------------------------


def test_a_ring_is_refused_with_all_its_items(laid):
    with pytest.raises(Refused, match="Nothing hangs on itself: Storage → Mail → Storage"):
        hang(laid, "Storage", "Mail")
    with pytest.raises(Refused, match="Storage → Storage"):
        hang(laid, "Storage", "Storage")
    with pytest.raises(Refused, match="already"):
        hang(laid, "Mail", "Storage")


def test_an_undo_that_would_close_a_ring_is_refused(laid):
    hang(laid, "Mail server", "Storage", no_longer=True)
    hang(laid, "Mail", "Storage", no_longer=True, login="ada")
    hang(laid, "Storage", "Mail server", login="ada")
    with pytest.raises(Refused, match="Nothing hangs on itself"):
        take_back(laid)
    assert [near.name for near in page(laid, "Storage").on] == ["Mail server"]


def test_the_tree_tells_both_directions_with_what_is_going_on(laid):
    number = laid.new("Slow", item="Storage")
    tree = laid.desk().read(items.tree, "Storage")
    assert [(row.row.name, row.branch.depth, row.branch.again) for row in tree.up] == [
        ("Storage", 0, False), ("Mail", 1, False), ("Mail server", 1, False), ("Mail", 2, False),
    ]  # fmt: skip
    assert [row.row.name for row in tree.down] == ["Storage"]
    assert tree.up[0].row.open == 1
    laid.do(tickets.resolve, c.Resolve(ticket=number))
    assert laid.desk().read(items.tree, "Storage").up[0].row.open == 0


def test_who_uses_it_is_said_and_taken_back(laid):
    with pytest.raises(NotFound, match="no customer Nobody"):
        laid.do(hanging.used_by, hanging.UsedBy(ref="Storage", customer="Nobody"), "lea")
    laid.do(hanging.used_by, hanging.UsedBy(ref="Storage", customer="acme"), "lea")
    assert page(laid, "Storage").customers == ("Acme",)
    with pytest.raises(Refused, match="already"):
        laid.do(hanging.used_by, hanging.UsedBy(ref="Storage", customer="Acme"), "lea")
    laid.do(hanging.used_by, hanging.UsedBy(ref="Mail", customer="Acme", no_longer=True), "lea")
    assert page(laid).customers == ("Bergmans",)
    take_back(laid)
    assert page(laid).customers == ("Acme", "Bergmans")


# -- on tickets -------------------------------------------------------------------------------------------------------


def test_an_item_is_put_on_a_ticket_and_taken_off(laid):
    number = laid.new()
    told = laid.do(tickets.item, c.SetItem(ticket=number, item="mail"))
    assert told.said == f"{number} is about Mail."
    detail = laid.desk().read(ticket_views.detail, number)
    assert (detail.item, detail.impact) == ("Mail", 4)
    with pytest.raises(Refused, match="is about Mail already"):
        laid.do(tickets.item, c.SetItem(ticket=number, item="Mail"))
    laid.do(tickets.item, c.SetItem(ticket=number, item="-"))
    changes = [event.changes for event in laid.desk().read(ticket_views.history, number)]
    assert changes[-2:] == [{"item": [None, "Mail"]}, {"item": ["Mail", None]}]
    take_back(laid, "bea")
    assert laid.desk().read(ticket_views.detail, number).item == "Mail"


def test_what_an_item_proposes_is_taken_over_only_where_the_agent_agrees(laid):
    number = laid.new(impact=1, urgency=8)
    place = laid.row(number)["queue_id"]
    offer = laid.desk().read(items.offer, "Storage", place, 1)
    assert (offer.impact, offer.why, offer.queue) == (4, "2 customers use it", "")
    due = laid.row(number)["resolution_due"]
    laid.do(tickets.item, c.SetItem(ticket=number, item="Storage"))
    assert (laid.row(number)["impact"], laid.row(number)["resolution_due"]) == (1, due)
    told = laid.do(tickets.item, c.SetItem(ticket=number, item="Storage", impact=True))
    assert told.said == f"{number} is HIGH now."
    assert laid.row(number)["resolution_due"] < due
    assert laid.desk().read(items.offer, "Storage", place, 4).impact is None


def test_impact_and_queue_come_along_in_one_act_and_one_undo(laid):
    number = laid.new(impact=1, urgency=8)
    before = laid.row(number)
    offer = laid.desk().read(items.offer, "Mail", before["queue_id"], 1)
    assert offer.queue == "Second line"
    told = laid.do(tickets.item, c.SetItem(ticket=number, item="Mail", impact=True, move=True))
    assert told.said == f"{number} is about Mail. {number} is HIGH now. {number} moved to Second line."
    after = laid.row(number)
    assert (after["impact"], after["line"], after["level"]) == (4, 2, "HIGH")
    take_back(laid, "bea")
    now = laid.row(number)
    for column in ("item_id", "impact", "queue_id", "level", "resolution_due", "response_due"):
        assert now[column] == before[column], column


def test_a_new_ticket_takes_what_its_item_proposes_only_where_nothing_else_is_said(laid):
    plain = laid.row(laid.new(item="Mail", impact=None))
    assert (plain["impact"], plain["line"]) == (1, 1)
    agreed = laid.row(laid.new(item="Mail", impact=None, by_item=True))
    assert (agreed["impact"], agreed["line"]) == (4, 2)
    said = laid.row(laid.new(item="Mail", impact=8, queue="First line", by_item=True))
    assert (said["impact"], said["line"]) == (8, 1)


def test_a_ticket_tells_what_hangs_on_its_item_and_what_else_is_open(laid):
    numbers = [laid.new(f"Slow {place}", item="Mail server") for place in range(4)]
    ticket = laid.row(numbers[0])
    known = laid.desk().read(items.on_ticket, ticket["id"], ticket["item_id"])
    assert (known.near.name, known.others) == ("Mail server", 3)
    assert [near.name for near in known.hanging] == ["Mail"]
    only = lists.TicketFilter(item=ticket["item_id"])
    assert {row.number for row in laid.desk().read(lists.ticket_page, only).rows} == set(numbers)
    assert len(page(laid, "Mail server").incidents) == 4


# -- confidential queues ----------------------------------------------------------------------------------------------


@pytest.fixture
def secret(laid: Shift) -> Shift:
    """The queue that answers for Mail is for its team alone: dio and lea are on it."""
    laid.desk("ada").do(
        queues.queue_team, queues.QueueTeam(queue="Second line", join=("dio", "lea"), leave=("bea", "ada"))
    )
    laid.desk("ada").do(queues.change_queue, queues.ChangeQueue(queue="Second line", confidential=True))
    for login in ("cas", "dio"):
        laid.desk(login).refresh()
    return laid


def test_an_item_of_a_confidential_queue_is_not_there_for_others(secret):
    number = secret.new(login="dio", item="Mail", queue="First line")
    secret.do(tickets.item, c.SetItem(ticket=number, item="Storage"), "dio")
    mail = page(secret, login="dio").row
    assert (mail.name, mail.queue) == ("Mail", "Second line")
    for read in (items.one, items.tree, items.offer):
        with pytest.raises(NotFound, match=f"There is no service or item {mail.id}"):
            secret.desk("cas").read(read, mail.id)
    with pytest.raises(NotFound):
        secret.do(tickets.item, c.SetItem(ticket=number, item=mail.id), "cas")
    assert [row.name for row in secret.desk("cas").read(items.items)] == ["Mail server", "Storage"]
    assert [near.name for near in page(secret, "Storage", "cas").hanging] == ["Mail server"]
    assert page(secret, "Storage", "cas").row.hanging == 1
    told = [event.changes for event in secret.desk("cas").read(ticket_views.history, number)]
    assert "Mail" not in [name for changes in told for name in changes.get("item", ())]
    told = [event.changes for event in secret.desk("dio").read(ticket_views.history, number)]
    assert {"item": ["Mail", "Storage"]} in told


def test_a_ticket_about_what_is_not_there_says_nothing_of_it(secret):
    number = secret.new(login="dio", item="Mail", queue="First line")
    ticket = secret.row(number)
    assert secret.desk("dio").read(ticket_views.detail, number).item == "Mail"
    detail = secret.desk("cas").read(ticket_views.detail, number)
    assert (detail.item, detail.item_id) == ("", None)
    assert secret.desk("cas").read(items.on_ticket, ticket["id"], ticket["item_id"]) is None


# -- a file -----------------------------------------------------------------------------------------------------------


def test_a_file_is_loaded_in_one_act_and_taken_back_in_one(shift):
    for name in ("Acme", "Bergmans"):
        shift.desk("lea").call(people.new_customer, name)
    assert load(shift).said == "3 services and items are loaded."
    take_back(shift)
    assert shift.desk().read(items.items) == ()
    assert shift.value("SELECT count(*) FROM item_dependency") == 0
    shift.do(undo.redo, c.Redo(), "lea")
    assert [near.name for near in page(shift).on] == ["Mail server", "Storage"]
    assert page(shift).customers == ("Acme", "Bergmans")


def test_a_file_changes_what_it_says_and_leaves_the_rest(laid):
    table = "name;kind;location;hangs_on\nmail;application;Tilburg;Storage\nBackup;other;;Storage | Mail\n"
    load(laid, table, "more.csv")
    found = page(laid)
    assert (found.row.name, found.row.kind, found.row.queue) == ("mail", "application", "Second line")
    assert [near.name for near in found.on] == ["Storage"]
    assert found.customers == ("Acme", "Bergmans")
    assert [near.name for near in page(laid, "Backup").on] == ["mail", "Storage"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", '[[item]]\nname = "Mail"\nkind = "toaster"', "a.toml:3: "),
        ("a.toml", '[[item]]\nname = "X"\n\n[[item]]\nname = "x"', "a.toml:4: x is in line 1 already"),
        ("a.toml", '[[item]]\nname = "X"\nhangs_on = ["Y"]\n[[item]]\nname = "Y"\nhangs_on = ["X"]',
         "a.toml:1: Nothing hangs on itself: X → Y → X"),
        ("a.toml", '[[item]]\nname = "X"\n[[item]]\nname = "Y"\nhangs_on = ["Z"]', "a.toml:3: There is no service"),
        ("a.toml", '[[item]]\nname = "Storage"\nhangs_on = ["Mail"]', "a.toml:1: Nothing hangs on itself"),
        ("a.toml", '[[item]]\nname = "X"\nqueue = "Nowhere"', "a.toml:1: There is no queue Nowhere"),
        ("a.toml", '[[item]]\nname = "X"\ncustomers = ["Nobody"]', "a.toml:1: There is no customer Nobody"),
        ("a.toml", '[[item]]\nname = "X"\nimpact = 3', "a.toml:1: Impact is one of 1, 2, 4, 8"),
        ("a.toml", '[[item]]\nname = "X"\ncolour = "red"', "a.toml:3: Unknown key"),
        ("a.csv", "name,colour\nX,red", "a.csv:1: There is no column colour"),
        ("a.csv", "kind\nserver", "a.csv:1: There is no column name"),
        ("a.csv", "name,impact\nX,4\nY,lots", "a.csv:3: lots is no impact"),
        ("a.csv", "name,impact\nX", "a.csv:2: There are 1 fields; expected 2"),
        ("a.csv", "name\n", "a.csv: It names no service or item"),
        ("a.csv", 'name\n"X', "a.csv:2: This is no CSV"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_told_with_its_line_and_nothing_is_loaded(laid, name, text, words):
    before = laid.all("SELECT id, name, version, kind FROM item ORDER BY id")
    with pytest.raises(BadFile) as refused:
        load(laid, text, name)
    assert str(refused.value).startswith(words)
    assert laid.all("SELECT id, name, version, kind FROM item ORDER BY id") == before


# -- lists ------------------------------------------------------------------------------------------------------------


def test_items_are_found_by_words_kind_and_queue(laid):
    read = laid.desk().read
    laid.do(making.change_item, making.ChangeItem(ref="Storage", description="Fibre channel array"), "lea")
    assert [row.name for row in read(items.items, words="fib arr")] == ["Storage"]
    view = read(lambda view: [items.cut(view, kind="server"), items.cut(view, queue="Second")])
    assert [row.name for row in read(items.items, view[0])] == ["Mail server", "Storage"]
    assert [row.name for row in read(items.items, view[1])] == ["Mail"]


@pytest.mark.parametrize("order", ["first", "after", "end"])
def test_a_page_of_items_reads_no_table_whole(laid, no_scan, order):
    asked = []

    class Watched:
        def __init__(self, reader):
            self._reader = reader

        def all(self, sql, params):
            asked.append((sql, params))
            return self._reader.all(sql, params)

        def __getattr__(self, name):
            return getattr(self._reader, name)

    more = {"first": {}, "after": {"after": ("Mail", 1)}, "end": {"from_end": True}}[order]

    def read(view):
        watched = type(view)(Watched(view.reader), view.now, view.agent, view.rules, view.directory)
        shown = items.listing((), view.now)
        return record_listing.page(watched, shown, items.cut(view), limit=50, **more)

    assert laid.desk().read(read)
    (sql, params) = asked[-1]
    no_scan(laid.desk().database.read(), sql, params)


def test_an_item_of_a_ticket_is_in_its_json(laid):
    from otui.desk.views import export

    number = laid.new(item="Mail")
    (row,) = laid.desk().read(export.tickets, [laid.row(number)["id"]])
    assert row["item"] == "Mail"
    assert replace(lists.TicketFilter(), item=3).to_dict() == {"item": 3}


# -- what is going on with one -----------------------------------------------------------------------------------------


@pytest.fixture
def busy(laid: Shift) -> Shift:
    """A problem affects Mail and has an incident about Storage; a change touches Storage tomorrow."""
    number = laid.new("Slow disks", item="Storage")
    problem = laid.do(making_problems.new, p.NewProblem(subject="Disks die early"), "lea")
    for other in ("Mail", number):
        laid.do(linking.link, p.TieProblem(ref=problem.record_id, other=other), "lea")
    begins = laid.clock.at + timedelta(days=1)
    command = ch.NewChange(
        subject="Another shelf of disks", items=("Storage",), starts=begins, ends=begins + timedelta(hours=2)
    )
    laid.do(new_change, command, "lea")
    return laid


def test_problems_and_planned_changes_are_told_of_an_item_and_of_what_it_hangs_on(busy):
    rows = {row.name: row for row in busy.desk().read(items.items)}
    assert [(name, row.open, row.problems, bool(row.next_change)) for name, row in rows.items()] == [
        ("Mail", 0, 1, False), ("Mail server", 0, 0, False), ("Storage", 1, 1, True),
    ]  # fmt: skip
    found = page(busy)
    assert [(one.subject, one.item) for one in found.problems] == [("Disks die early", "Mail")]
    assert [(one.subject, one.item) for one in found.changes] == [("Another shelf of disks", "Storage")]
    ticket = busy.row(busy.new("No mail", item="Mail"))
    known = busy.desk().read(items.on_ticket, ticket["id"], ticket["item_id"])
    assert [one.item for one in known.changes] == ["Storage"]
    assert len(known.problems) == 1


def test_a_change_that_is_over_is_not_planned(busy):
    busy.clock.go(days=2)
    assert page(busy, "Storage").changes == ()
    assert {row.next_change for row in busy.desk().read(items.items)} == {""}


@pytest.mark.parametrize("name", ["incidents_on", "problems_on", "changes_on"])
def test_what_is_going_on_is_read_on_indexes(busy, no_scan, name):
    asked = []

    class Watched:
        def __init__(self, reader):
            self._reader = reader

        def all(self, sql, params):
            asked.append((sql, params))
            return self._reader.all(sql, params)

    def read(view):
        watched = type(view)(Watched(view.reader), view.now, view.agent, view.rules, view.directory)
        return getattr(item_events, name)(watched, (1, 3))

    assert busy.desk().read(read)
    no_scan(busy.desk().database.read(), *asked[-1])

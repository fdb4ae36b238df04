"""The demo desk: the same for the same seed and time, right in every clock, and fit to be read."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from engines import Desks
from otui.clock import clock_from
from otui.desk import checking, timer
from otui.desk.clockwork import clock_of, span_of
from otui.desk.demo import make_demo
from otui.desk.demo.corpus import Corpus
from otui.desk.demo.letters import SLOT
from otui.desk.desk import Desk
from otui.desk.rules.in_force import load_rules
from otui.domain import numbers
from otui.domain.workflow import NO_DUE, OPEN_SQL
from otui.errors import DeskUnavailable
from otui.resources import data_dir
from otui.store import check, search
from otui.store.database import Database, open_database
from otui.store.records import to_micros

MONDAY_MORNING = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
SATURDAY_NIGHT = datetime(2026, 11, 28, 2, 15, tzinfo=UTC)
AFTER_CHRISTMAS = datetime(2026, 12, 28, 8, 5, tzinfo=UTC)
TABLES = ("agent", "contact", "ticket", "article", "span", "ticket_clock", "escalation", "history", "link")


def made(url: str, now: datetime = MONDAY_MORNING, **more: int) -> Database:
    database = open_database(url, create=True)
    make_demo(database, now=now, login="anna", name="Anna de Vries", **more)
    return database


def dump(database: Database) -> list[object]:
    return [database.read().all(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES]


@pytest.fixture(scope="module")
def desk(module_desks: Desks) -> Iterator[Database]:
    database = made(module_desks.place("demo"))
    yield database
    database.close()


@pytest.fixture(scope="module", params=[SATURDAY_NIGHT, AFTER_CHRISTMAS], ids=["night", "holidays"])
def odd_hour(request: pytest.FixtureRequest, module_desks: Desks) -> Iterator[tuple[Database, datetime]]:
    database = made(module_desks.place("odd"), request.param)
    yield database, request.param
    database.close()


def test_same_seed_and_time_make_the_same_desk(desks: Desks, desk: Database) -> None:
    with closing(made(desks.place("again"))) as again:
        assert dump(again) == dump(desk)


def test_another_seed_makes_another_desk(desks: Desks, desk: Database) -> None:
    with closing(made(desks.place("other"), seed=2)) as other:
        assert dump(other) != dump(desk)


def test_a_shift_has_what_a_shift_has(desk: Database) -> None:
    reader = desk.read()
    by_state = dict(reader.all("SELECT state, count(*) FROM ticket GROUP BY state"))
    assert sum(by_state.values()) == 400
    assert 130 <= reader.value(f"SELECT count(*) FROM ticket WHERE {OPEN_SQL}") <= 160
    assert set(by_state) == {
        "new", "open", "waiting-contact", "waiting-third-party", "waiting-until", "resolved", "closed", "merged",
    }  # fmt: skip
    flags = dict(reader.all(f"SELECT flag, count(*) FROM ticket WHERE {OPEN_SQL} GROUP BY flag"))
    assert flags[1] >= 5
    assert 3 <= flags[2] + flags[3] <= 16
    assert reader.value("SELECT count(*) FROM ticket WHERE reopen_count > 0") >= 3
    assert reader.value("SELECT count(*) FROM link WHERE kind = 'related'") >= 5
    biggest = reader.value(
        f"SELECT q.name FROM ticket t JOIN queue q ON q.id = t.queue_id WHERE {OPEN_SQL}"
        " GROUP BY q.id ORDER BY count(*) DESC LIMIT 1"
    )
    assert biggest == "First line"
    lines = reader.all("SELECT DISTINCT line FROM agent ORDER BY line")
    assert lines == [(1,), (2,), (3,)]


def test_everybody_has_a_fair_share(desk: Database) -> None:
    own = dict(
        desk.read().all(
            "SELECT a.login, count(t.id) FROM agent a LEFT JOIN ticket t ON t.owner_id = a.id AND t.locked"
            " GROUP BY a.id"
        )
    )
    assert 9 <= len(own) <= 11
    assert all(4 <= count <= 13 for count in own.values()), own


def test_whoever_starts_has_work_waiting(desk: Database) -> None:
    rows = desk.read().all(
        "SELECT t.state, t.flag, q.id IN (SELECT queue_id FROM queue_member WHERE agent_id = a.id)"
        " FROM ticket t JOIN agent a ON a.id = t.owner_id JOIN queue q ON q.id = t.queue_id"
        " WHERE a.login = 'anna' AND t.locked"
    )
    assert len(rows) == 7
    assert sum(state.startswith("waiting") for state, _flag, _member in rows) == 2
    assert any(flag >= 2 for _state, flag, _member in rows)
    assert all(member for _state, _flag, member in rows)
    assert desk.read().value("SELECT role FROM agent WHERE login = 'anna'") == "admin"


def test_a_clock_moves_every_few_minutes(desk: Database, odd_hour: tuple[Database, datetime]) -> None:
    for database, now in ((desk, MONDAY_MORNING), odd_hour):
        ahead = [0.0]
        ahead += [
            (row[0] - to_micros(now)) / 60e6
            for row in database.read().all(
                "SELECT at FROM (SELECT due_at AS at FROM ticket_clock WHERE done_at IS NULL"
                " UNION ALL SELECT warn_at FROM ticket_clock WHERE done_at IS NULL) AS soon"
                " WHERE at > :now AND at <= :end ORDER BY at",
                {"now": to_micros(now), "end": to_micros(now + timedelta(minutes=30))},
            )
        ]
        gaps = [later - sooner for sooner, later in itertools.pairwise(ahead)]
        assert len(gaps) >= 15
        assert max(gaps) < 3


def test_the_store_finds_nothing_wrong(desk: Database, odd_hour: tuple[Database, datetime]) -> None:
    assert check.findings(desk.read()) == []
    assert check.findings(odd_hour[0].read()) == []


def test_dues_are_those_of_a_timeline_built_anew(desk: Database, odd_hour: tuple[Database, datetime]) -> None:
    for database, now in ((desk, MONDAY_MORNING), odd_hour):
        assert_clocks_right(database, now)


def assert_clocks_right(database: Database, now: datetime) -> None:
    reader = database.read()
    rules = load_rules(reader)
    for ticket in reader.records("ticket", "1 = 1"):
        own = {"id": ticket.id}
        clocks = [clock_of(row) for row in reader.records("ticket_clock", "ticket_id = :id ORDER BY id", own)]
        stored = [(clock.name, clock.cycle, clock.due, clock.warn) for clock in clocks]
        for clock in clocks:
            if clock.done is None:
                clock.due = clock.warn = None
        spans = [span_of(row) for row in reader.records("span", "ticket_id = :id ORDER BY id", own)]
        timeline = rules.timeline(spans, clocks)
        timeline.rebuild()
        assert [(c.name, c.cycle, c.due, c.warn) for c in timeline.clocks] == stored
        dues = (timeline.response_due, timeline.escalation_due, timeline.resolution_due)
        assert (ticket.response_due, ticket.escalation_due, ticket.resolution_due) == dues
        assert ticket.flag == timeline.flag(now)
        assert ticket.sort_key == (to_micros(timeline.sort_due) if timeline.sort_due else NO_DUE)
        raised = {
            (row.clock, row.cycle, row.stage, row.due_at)
            for row in reader.records("escalation", "ticket_id = :id", own)
        }
        assert set(timeline.stages_due(now)) <= raised
        assert all(key[3] <= now for key in raised)
        assert ticket.next_at == timeline.next_at(raised, now)


def test_nothing_is_of_the_future_and_nothing_is_overdue_for_the_timer(
    desk: Database, odd_hour: tuple[Database, datetime]
) -> None:
    for database, now in ((desk, MONDAY_MORNING), odd_hour):
        reader, at = database.read(), {"now": to_micros(now)}
        for table, column in (
            ("history", "at"),
            ("article", "created_at"),
            ("span", "began_at"),
            ("escalation", "raised_at"),
        ):
            assert reader.value(f"SELECT count(*) FROM {table} WHERE {column} > :now", at) == 0
        assert reader.value("SELECT count(*) FROM ticket WHERE next_at <= :now OR wake_at <= :now", at) == 0
        assert reader.value("SELECT count(*) FROM ticket WHERE wait_until <= :now", at) == 0


def test_the_timer_finds_nothing_at_first_and_something_soon(desks: Desks) -> None:
    url = desks.place("timed")
    made(url).close()
    for minutes, expected in ((0, False), (4, True)):
        then = MONDAY_MORNING + timedelta(minutes=minutes)
        desk = Desk.open(url, login="anna", clock=clock_from(then))
        raised = timer.run(desk)
        desk.close()
        assert bool(raised) is expected
        assert all(MONDAY_MORNING < one.due_at <= then + timedelta(minutes=1) for one in raised)


def test_history_is_in_order_and_leads_to_the_ticket(desk: Database) -> None:
    reader = desk.read()
    for ticket in reader.records("ticket", "1 = 1"):
        rows = reader.records("history", "ticket_id = :id ORDER BY id", {"id": ticket.id})
        assert [row.at for row in rows] == sorted(row.at for row in rows)
        assert rows[0].verb == "new"
        assert rows[-1].version == ticket.version
        states = [row.changes["state"] for row in rows if "state" in row.changes]
        assert all(before[1] == after[0] for before, after in itertools.pairwise(states))
        assert states[-1][1] == ticket.state


def test_a_merged_report_lies_with_its_twin(desk: Database) -> None:
    reader = desk.read()
    twins = reader.records("ticket", "state = 'merged'")
    assert twins
    for twin in twins:
        assert reader.value("SELECT count(*) FROM article WHERE ticket_id = :id", {"id": twin.id}) == 0
        moved = reader.records("article", "origin_id = :id", {"id": twin.id})
        assert [row.ticket_id for row in moved] == [twin.merged_into_id]
        told = reader.records("history", "ticket_id = :id AND verb = 'merge'", {"id": twin.id})[0]
        survivor = reader.value("SELECT number FROM ticket WHERE id = :id", {"id": twin.merged_into_id})
        assert told.changes["merged_into"] == [None, survivor]


def test_numbers_are_valid_and_go_up_with_time(desk: Database) -> None:
    rows = desk.read().all("SELECT number, created_at FROM ticket ORDER BY id")
    assert all(numbers.valid(number) for number, _created in rows)
    assert [created for _number, created in rows] == sorted(created for _number, created in rows)


def test_no_slot_is_left_and_both_languages_are_there(desk: Database) -> None:
    texts = [
        row[0] for row in desk.read().all("SELECT subject FROM ticket UNION ALL SELECT body FROM article")
    ]
    assert not [text for text in texts if SLOT.search(text)]
    assert not [text for text in texts if "…" in text[-1:] or text != text.strip()]
    languages = dict(
        desk.read().all(
            "SELECT c.lang, count(*) FROM ticket t JOIN contact c ON c.id = t.contact_id GROUP BY c.lang"
        )
    )
    assert 0.25 < languages["en"] / 400 < 0.42
    assert languages["nl"] > languages["en"]


def test_threads_do_not_look_copied(desk: Database) -> None:
    distinct, bodies = desk.read().one(
        "SELECT count(DISTINCT body), count(*) FROM article WHERE kind = 'message'"
    ) or (0, 0)
    assert distinct / bodies > 0.85
    assert (
        desk.read().value("SELECT max(n) FROM (SELECT count(*) AS n FROM ticket GROUP BY subject) AS s") <= 8
    )


def test_search_finds_people_and_words(desk: Database) -> None:
    reader = desk.read()
    row = reader.one(
        "SELECT t.id, t.number, c.name FROM ticket t JOIN contact c ON c.id = t.contact_id ORDER BY t.id LIMIT 1"
    )
    assert row is not None
    assert search.search(reader, row[1], 5)[0] == row[0]
    assert row[0] in search.search(reader, row[2], 400)
    assert search.search(reader, "printer", 5)


@pytest.mark.parametrize("tickets", [1, 10, 60])
def test_a_small_desk_is_made_too(desks: Desks, tickets: int) -> None:
    with closing(made(desks.place("small"), tickets=tickets)) as database:
        assert database.read().value("SELECT count(*) FROM ticket") == tickets
        assert check.findings(database.read()) == []


def test_who_starts_may_be_called_as_one_of_the_firm(database: Database) -> None:
    make_demo(database, now=MONDAY_MORNING, tickets=60, login="Sanne", name="Sanne de Boer")
    assert database.read().all("SELECT role FROM agent WHERE login = 'sanne'") == [("admin",)]


def test_a_desk_in_use_is_left_alone(desk: Database) -> None:
    with pytest.raises(DeskUnavailable, match="already"):
        make_demo(desk, now=MONDAY_MORNING, login="bob", name="Bob")


def test_agents_write_in_the_language_of_the_contact(desk: Database) -> None:
    mixed = desk.read().all(
        "SELECT a.body FROM article a JOIN contact c ON c.id = a.contact_id WHERE a.kind = 'reply' AND"
        " ((c.lang = 'nl' AND a.body LIKE '%Kind regards%') OR (c.lang = 'en' AND a.body LIKE '%vriendelijke%'))"
    )
    assert mixed == []


@pytest.fixture
def large(desks: Desks) -> Iterator[Database]:
    database = made(desks.place("large"), tickets=20_000)
    yield database
    database.close()


def test_a_large_desk_stays_right(large: Database) -> None:
    reader = large.read()
    assert reader.value("SELECT count(*) FROM ticket") == 20_000
    assert reader.value(f"SELECT count(*) FROM ticket WHERE {OPEN_SQL}") == 1000
    assert check.findings(reader) == []
    rows = reader.all("SELECT number, created_at FROM ticket ORDER BY id")
    assert len({number for number, _created in rows}) == 20_000
    assert all(numbers.valid(number) for number, _created in rows)
    assert (
        reader.value(
            "SELECT count(*) FROM ticket WHERE state = 'closed' AND closed_at > :now",
            {"now": to_micros(MONDAY_MORNING)},
        )
        == 0
    )
    assert search.search(reader, rows[12_345][0], 5)[:1] == [12_346]
    loose = reader.value(
        "SELECT count(*) FROM ticket_clock c JOIN ticket t ON t.id = c.ticket_id"
        " WHERE t.state = 'closed' AND c.done_at IS NULL"
    )
    assert loose == 0


def test_the_corpus_is_rich_enough() -> None:
    corpus = Corpus.load(data_dir() / "demo")
    assert len(corpus.scenarios) >= 90
    assert len({scenario.id for scenario in corpus.scenarios}) == len(corpus.scenarios)
    assert {scenario.lang for scenario in corpus.scenarios} == {"nl", "en"}
    addresses = [contact.email for customer in corpus.customers for contact in customer.contacts]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith((".example.nl", ".example.org")) for address in addresses)


MISSPELLINGS = (
    "ge-update",
    "ge-upload",
    "kantooruren'",
    "pc`s",
    "emailen",
    "updaten",
    "foto`s",
    "printers's",
    "accounten",
    "PC's ",
)


def test_dutch_is_spelled_well() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (data_dir() / "demo").rglob("*.toml"))
    assert not [word for word in MISSPELLINGS if word in text]


def test_the_firm_has_services_and_its_tickets_are_about_them(desk: Database) -> None:
    reader = desk.read()
    items = dict(reader.all("SELECT name, id FROM item"))
    assert len(items) >= 25
    assert reader.value("SELECT count(*) FROM item_customer") >= 20
    about = reader.value(f"SELECT count(*) FROM ticket WHERE item_id IS NOT NULL AND {OPEN_SQL}")
    assert about >= 50
    named = {
        scenario
        for scenarios in tomllib.loads((data_dir() / "demo" / "about.toml").read_text("utf-8")).values()
        for scenario in scenarios
    }
    assert named <= {scenario.id for scenario in Corpus.load(data_dir() / "demo").scenarios}


def test_the_firm_has_problems_changes_and_knowledge(
    desk: Database, odd_hour: tuple[Database, datetime]
) -> None:
    """Each step of a shift with them has something to look at, whenever it is made; and nothing is wrong with them."""
    for database, now in ((desk, MONDAY_MORNING), odd_hour):
        reader = database.read()
        steps = {step for (step,) in reader.all("SELECT step FROM problem")}
        assert {"new", "analyse", "fix", "closed"} <= steps
        assert reader.value("SELECT count(*) FROM tie WHERE record = 'problem' AND other = 'ticket'") > 3
        types = dict(reader.all("SELECT type, count(*) FROM change GROUP BY type"))
        assert types.keys() == {"normal", "standard", "emergency"}
        waiting = (
            "SELECT count(*) FROM approval a JOIN approval_round r ON r.id = a.round_id"
            " JOIN agent g ON g.id = a.agent_id WHERE a.state = 'asked' AND r.fallen_at IS NULL AND g.login = 'anna'"
        )
        assert reader.value(waiting) > 0
        assert reader.value("SELECT count(*) FROM knowledge WHERE step = 'published'") >= 4
        assert reader.value("SELECT max(at) FROM record_event") <= to_micros(now)
        assert checking.look(database, lambda now=now: now, every=False) == []

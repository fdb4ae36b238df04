"""A ServiceNow log played again: every state, owner and clock as it became, once, and as of any instant."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engines import Desks
from otui.clock import clock_from
from otui.desk import timer
from otui.desk.commands import Take
from otui.desk.desk import Desk
from otui.desk.imports.servicenow import import_servicenow
from otui.desk.people import add_agent
from otui.desk.setup import make_desk
from otui.desk.tickets.own import take
from otui.desk.unit import find_ticket_id
from otui.errors import BadFile, Refused, Usage
from otui.store import search
from otui.store.check import findings

ZONE = "Europe/Amsterdam"
LOCAL = ZoneInfo(ZONE)
COLUMNS = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla",
    "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at", "sys_updated_by",
    "sys_updated_at", "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact",
    "urgency", "priority", "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify",
    "problem_id", "rfc", "vendor", "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip
PLAIN = {
    "incident_state": "New", "active": "TRUE", "made_sla": "TRUE", "caller_id": "Caller 7",
    "opened_by": "Opened by  8", "opened_at": "01-03-2016 09:00", "sys_updated_by": "Updated by 21",
    "sys_updated_at": "01-03-2016 09:00", "category": "Category 55", "subcategory": "Subcategory 170",
    "impact": "2 - Medium", "urgency": "2 - Medium", "priority": "3 - Moderate", "assignment_group": "Group 70",
    "notify": "Do Not Notify",
}  # fmt: skip
Row = dict[str, str]


def row(number: str, at: str, **values: str) -> Row:
    """An event at `DD-MM-YYYY HH:MM`; what is not named is as in a plain incident, or `?`."""
    return {**dict.fromkeys(COLUMNS, "?"), **PLAIN, "number": number, "sys_updated_at": at, **values}


def write_log(path: Path, rows: list[Row]) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def one_life() -> list[Row]:
    end = {"resolved_at": "04-03-2016 15:00", "closed_at": "09-03-2016 12:00", "closed_code": "code 6"}
    end |= {"resolved_by": "Resolved by 62"}
    return [
        row("INC1", "01-03-2016 09:05", **end),
        row("INC1", "01-03-2016 10:00", incident_state="Active", assigned_to="Resolver 31", **end),
        row("INC1", "01-03-2016 11:00", incident_state="-100", assigned_to="Resolver 31", **end),
        row(
            "INC1", "01-03-2016 12:00", incident_state="Awaiting User Info", assigned_to="Resolver 31", **end
        ),
        row("INC1", "02-03-2016 09:00", incident_state="Active", assignment_group="Group 25", **end),
        row("INC1", "02-03-2016 16:00", incident_state="Resolved", assigned_to="Resolver 5", **end),
        row("INC1", "03-03-2016 09:00", incident_state="Active", assigned_to="Resolver 5", **end),
        row("INC1", "04-03-2016 15:00", incident_state="Resolved", assigned_to="Resolver 5", **end),
        row(
            "INC1",
            "09-03-2016 12:00",
            incident_state="Closed",
            active="FALSE",
            assigned_to="Resolver 5",
            **end,
        ),
    ]


@pytest.fixture(scope="module")
def made(module_desks: Desks) -> str:
    url = module_desks.place()
    make_desk(url, login="anna").close()
    return url


@pytest.fixture
def open_desk(made: str, desks: Desks) -> Iterator[Callable[..., Desk]]:
    """Opens fresh desks with a clock that stands at a time of 2016 or now."""
    open_ones: list[Desk] = []

    def opened(now: datetime | None = None) -> Desk:
        clock = clock_from(now) if now else None
        open_ones.append(Desk.open(desks.copy(made), login="anna", clock=clock))
        return open_ones[-1]

    yield opened
    for desk in open_ones:
        desk.close()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk()


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2016, 3, day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


def ticket(desk: Desk, number: str) -> Any:
    reader = desk.database.read()
    return reader.load("ticket", find_ticket_id(reader, number) or 0)


def history(desk: Desk, number: str) -> list[Any]:
    reader = desk.database.read()
    ticket_id = find_ticket_id(reader, number)
    return reader.records("history", "ticket_id = :id ORDER BY id", {"id": ticket_id})


def dump(desk: Desk) -> dict[str, Any]:
    """Everything that is known of the tickets, by their old numbers and in names: the same for the same past."""
    reader = desk.database.read()
    queues: dict[int, str] = dict(reader.all("SELECT id, name FROM queue"))
    agents: dict[int, str] = dict(reader.all("SELECT id, login FROM agent"))
    contacts: dict[int, str] = dict(reader.all("SELECT id, name FROM contact"))
    names = {"queue_id": queues, "owner_id": agents, "agent_id": agents, "contact_id": contacts}
    names["created_by_id"] = agents

    def plain(record: Any) -> dict[str, Any]:
        values = {k: v for k, v in vars(record).items() if k not in ("id", "ticket_id", "number")}
        return {k: names[k].get(v) if k in names else v for k, v in values.items()}

    whole = {}
    for record in reader.records("ticket", "id > 0 ORDER BY id"):
        hung = {}
        for table in ("span", "ticket_clock", "history", "article", "escalation"):
            rows = reader.records(table, "ticket_id = :id ORDER BY id", {"id": record.id})
            hung[table] = [plain(one) for one in rows]
        hung["escalation"].sort(key=lambda one: (one["due_at"], one["clock"]))
        whole[record.external_number] = (plain(record), hung)
    return whole


def everything(desk: Desk) -> list[Any]:
    """Every row of every table that an import could touch."""
    tables = (
        "ticket",
        "article",
        "span",
        "ticket_clock",
        "escalation",
        "history",
        "queue",
        "agent",
        "contact",
    )
    reader = desk.database.read()
    return [reader.all(f"SELECT * FROM {table}") for table in (*tables, "feed", "meta", "tally", "customer")]


# -- what becomes of a log ---------------------------------------------------------------------------------------------


def test_a_life_is_played_again_in_order(desk: Desk, tmp_path: Path) -> None:
    report = import_servicenow(desk, write_log(tmp_path / "log.csv", one_life()), zone=ZONE)
    assert (report.new, report.events, report.refused.total()) == (1, 9, 0)
    told = [(one.at, one.actor, one.verb) for one in history(desk, "INC1") if one.actor != "timer"]
    assert told == [
        (local(1, 9), "Opened by 8", "new"),
        (local(1, 9, 5), "Updated by 21", "import"),
        (local(1, 10), "Updated by 21", "assign"),
        (local(1, 11), "Updated by 21", "import"),
        (local(1, 12), "Updated by 21", "wait-contact"),
        (local(2, 9), "Updated by 21", "wake"),
        (local(2, 16), "Updated by 21", "resolve"),
        (local(3, 9), "Updated by 21", "reopen"),
        (local(4, 15), "Updated by 21", "resolve"),
        (local(9, 12), "Updated by 21", "close"),
    ]
    rows = {one.verb: one for one in history(desk, "INC1")}
    assert rows["assign"].changes == {"state": ["new", "open"], "owner": ["–", "resolver-31"]}
    assert rows["wake"].changes == {
        "state": ["waiting-contact", "open"],
        "queue": ["Group 70", "Group 25"],
        "owner": ["resolver-31", "–"],
    }
    assert "-100" in [one.text for one in history(desk, "INC1")]
    it = ticket(desk, "INC1")
    assert (it.state, it.cycle, it.reopen_count, it.locked) == ("closed", 2, 1, False)
    assert (it.resolved_at, it.closed_at, it.created_at) == (local(4, 15), local(9, 12), local(1, 9))
    assert it.subject == "Category 55 · Subcategory 170"
    assert [one.version for one in history(desk, "INC1")][-1] == it.version == 10


def test_groups_people_and_numbers_become_the_desks_own(desk: Desk, tmp_path: Path) -> None:
    report = import_servicenow(desk, write_log(tmp_path / "log.csv", one_life()), zone=ZONE)
    assert (report.made["queue"], report.made["agent"], report.made["contact"]) == (2, 2, 1)
    reader = desk.database.read()
    assert reader.one("SELECT line, active FROM queue WHERE name = 'Group 25'") == (1, 1)
    assert reader.all("SELECT login, name, active FROM agent WHERE login LIKE 'res%' ORDER BY id") == [
        ("resolver-31", "Resolver 31", 0),
        ("resolver-5", "Resolver 5", 0),
    ]
    assert (
        reader.value("SELECT name FROM contact WHERE id = :id", {"id": ticket(desk, "INC1").contact_id})
        == "Caller 7"
    )
    assert desk.directory.queue("Group 25").name == "Group 25"
    assert ticket(desk, ticket(desk, "INC1").number).external_number == "INC1"


def test_a_missing_group_is_the_default_queue_and_a_missing_person_nobody(desk: Desk, tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "log.csv", [row("INC1", "01-03-2016 09:00", assignment_group="?", caller_id="?")]
    )
    import_servicenow(desk, log, zone=ZONE)
    it = ticket(desk, "INC1")
    assert it.queue_id == desk.directory.default_queue_id
    assert (it.owner_id, it.contact_id) == (None, None)


def test_a_level_stays_as_it_came_and_gets_the_times_that_the_map_names(desk: Desk, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("INC1", "01-03-2016 09:00", priority="1 - Critical")])
    import_servicenow(desk, log, zone=ZONE, as_of="2016-03-01T09:10")
    it = ticket(desk, "INC1")
    assert (it.level, it.level_imported, it.level_rank) == ("1 - Critical", True, 0)
    assert (it.impact, it.urgency, it.value) == (None, None, None)
    assert (it.extra["impact"], it.extra["urgency"]) == ("2 - Medium", "2 - Medium")
    # sla.toml, URGENT: at once, escalate after 30 minutes, resolve within the hour; the office opens at 8.
    assert (it.response_due, it.escalation_due, it.resolution_due) == (
        local(1, 9),
        local(1, 9, 30),
        local(1, 10),
    )
    rule = desk.database.read().value("SELECT rule FROM ticket_clock WHERE name = 'resolution'")
    assert "URGENT" in rule
    assert "1 - Critical" in rule


def test_a_level_without_targets_has_no_clocks(desk: Desk, tmp_path: Path) -> None:
    rows = [row("INC1", "01-03-2016 09:00", priority="5 - Planning")]
    rows += [row("INC1", "01-03-2016 10:00", priority="5 - Planning", incident_state="Resolved")]
    rows += [row("INC1", "01-03-2016 11:00", priority="5 - Planning", incident_state="Active")]
    import_servicenow(desk, write_log(tmp_path / "log.csv", rows), zone=ZONE)
    it = ticket(desk, "INC1")
    assert (it.next_at, it.flag, it.cycle, it.state) == (None, 0, 2, "open")
    assert desk.database.read().value("SELECT count(*) FROM ticket_clock") == 0


def test_a_level_that_comes_later_starts_clocks_from_the_beginning(desk: Desk, tmp_path: Path) -> None:
    rows = [
        row("INC1", "01-03-2016 09:00", priority="?"),
        row("INC1", "01-03-2016 10:00", priority="2 - High"),
    ]
    import_servicenow(desk, write_log(tmp_path / "log.csv", rows), zone=ZONE, as_of="2016-03-01T10:05")
    # sla.toml, HIGH: resolve within 4 hours.
    assert ticket(desk, "INC1").resolution_due == local(1, 13)


def test_waiting_pauses_and_a_reopening_begins_a_second_cycle(desk: Desk, tmp_path: Path) -> None:
    rows = [
        row("INC1", "01-03-2016 09:00"),
        row("INC1", "01-03-2016 11:00", incident_state="Awaiting User Info"),
        row("INC1", "01-03-2016 14:00", incident_state="Active"),
    ]
    log = write_log(tmp_path / "log.csv", rows)
    import_servicenow(desk, log, zone=ZONE, as_of="2016-03-01T15:00")
    # NORMAL: 12 h, of which 2 are used until 11:00; 3.5 more until 17:30, then 6.5 from 8:00.
    assert ticket(desk, "INC1").resolution_due == local(2, 14, 30)
    assert ticket(desk, "INC1").response_due is None
    reader = desk.database.read()
    response = reader.records("ticket_clock", "name = 'response'")[0]
    assert (response.done_at, response.missed) == (local(1, 11), False)


# -- as of an instant --------------------------------------------------------------------------------------------------


def test_final_columns_do_not_leak_into_the_past(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", one_life())
    past, later, end = open_desk(), open_desk(), open_desk()
    import_servicenow(past, log, zone=ZONE, as_of="2016-03-02T17:00")
    import_servicenow(later, log, zone=ZONE, as_of="2016-03-05T17:00")
    import_servicenow(end, log, zone=ZONE)
    final = ("resolved_at", "resolved_by", "closed_at", "closed_code")
    assert [name for name in final if name in ticket(past, "INC1").extra] == []
    assert [name for name in final if name in ticket(later, "INC1").extra] == ["resolved_at", "resolved_by"]
    assert [name for name in final if name in ticket(end, "INC1").extra] == list(final)
    assert ticket(past, "INC1").resolved_at == local(2, 16)
    assert ticket(end, "INC1").extra["closed_at"] == "2016-03-09T11:00:00Z"


def test_tickets_and_events_after_the_instant_are_absent(desk: Desk, tmp_path: Path) -> None:
    rows = [*one_life(), row("INC2", "03-03-2016 10:00", opened_at="03-03-2016 09:59")]
    report = import_servicenow(
        desk, write_log(tmp_path / "log.csv", rows), zone=ZONE, as_of="2016-03-02T10:00"
    )
    assert ticket(desk, "INC2") is None
    assert (ticket(desk, "INC1").state, report.later, report.open) == ("open", 5, 1)
    assert ticket(desk, "INC1").updated_at == local(2, 9)


def test_an_event_at_the_very_instant_has_happened(desk: Desk, tmp_path: Path) -> None:
    import_servicenow(desk, write_log(tmp_path / "log.csv", one_life()), zone=ZONE, as_of=local(2, 16))
    assert ticket(desk, "INC1").state == "resolved"


def test_what_fell_due_is_raised_at_its_own_time_and_no_bell_is_left(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    now = local(3, 9)
    desk = open_desk(now)
    import_servicenow(
        desk, write_log(tmp_path / "log.csv", [row("INC1", "01-03-2016 09:00")]), zone=ZONE, as_of=now
    )
    reader = desk.database.read()
    raised = {(one.clock, one.stage): one for one in reader.records("escalation", "id > 0")}
    # NORMAL, opened at 9:00, office 8:00 to 17:30: respond in 8 h, escalate after 10 h, resolve within 12 h.
    assert raised["response", "due"].due_at == local(1, 17)
    assert raised["escalation", "due"].due_at == local(2, 9, 30)
    assert raised["resolution", "due"].due_at == local(2, 11, 30)
    assert raised["resolution", "warning"].due_at == local(2, 8, 30)
    assert all(one.raised_at == one.due_at for one in raised.values())
    assert [one.at for one in history(desk, "INC1")] == sorted(one.at for one in history(desk, "INC1"))
    assert ticket(desk, "INC1").flag == 3
    assert timer.run(desk) == []


def test_what_was_missed_stays_missed_when_the_level_drops(desk: Desk, tmp_path: Path) -> None:
    rows = [
        row("INC1", "01-03-2016 09:00", priority="2 - High"),
        row("INC1", "01-03-2016 15:00", priority="4 - Low"),
        row("INC1", "01-03-2016 15:10", priority="4 - Low", assignment_group="Group 2"),
    ]
    import_servicenow(desk, write_log(tmp_path / "log.csv", rows), zone=ZONE, as_of="2016-03-01T16:00")
    reader = desk.database.read()
    due = {one.clock: one.due_at for one in reader.records("escalation", "stage = 'due'")}
    # HIGH: respond in 2 h, escalate after 3 h, resolve within 4 h. LOW: within 24 h, 8.5 + 9.5 + 6 of office time.
    assert due == {"response": local(1, 11), "escalation": local(1, 12), "resolution": local(1, 13)}
    assert ticket(desk, "INC1").resolution_due == local(3, 14)
    told = history(desk, "INC1")
    assert [one.at for one in told] == sorted(one.at for one in told)
    assert [one.verb for one in told][-2:] == ["priority", "move"]


def test_a_clock_that_was_met_raised_nothing(desk: Desk, tmp_path: Path) -> None:
    rows = [row("INC1", "01-03-2016 09:00"), row("INC1", "01-03-2016 09:30", incident_state="Resolved")]
    import_servicenow(desk, write_log(tmp_path / "log.csv", rows), zone=ZONE)
    assert desk.database.read().value("SELECT count(*) FROM escalation") == 0
    assert desk.database.read().value("SELECT count(*) FROM ticket_clock WHERE missed") == 0


def test_a_lock_holds_as_long_as_the_desk_lets_one(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    active = {"incident_state": "Active", "assigned_to": "Resolver 5"}
    log = write_log(tmp_path / "log.csv", [row("INC1", "01-03-2016 09:00", **active)])
    # lock_lapse of sla.toml is 8 hours of office time: from 9:00 until 17:00.
    for as_of, locked in (("2016-03-01T16:59", True), ("2016-03-01T17:00", False)):
        desk = open_desk()
        import_servicenow(desk, log, zone=ZONE, as_of=as_of)
        assert (ticket(desk, "INC1").locked, ticket(desk, "INC1").owner_id is None) == (locked, False)


def random_log(seed: int) -> list[Row]:
    """A log of the same shape as real ones: repeated minutes, levels that change, reopenings, an unordered row."""
    chance = random.Random(seed)
    rows = []
    for number in range(8):
        at = datetime(2016, 3, 1, 8) + timedelta(minutes=chance.randrange(600))
        opened = f"{at - timedelta(minutes=chance.randrange(9)):%d-%m-%Y %H:%M}"
        values = {"opened_at": opened, "closed_at": "20-03-2016 10:00", "closed_code": f"code {number}"}
        for _event in range(chance.randrange(1, 9)):
            if chance.random() < 0.6:
                states = (
                    "New",
                    "Active",
                    "Awaiting User Info",
                    "Awaiting Vendor",
                    "-100",
                    "Resolved",
                    "Closed",
                )
                values["incident_state"] = chance.choice(states)
            if chance.random() < 0.4:
                values["assigned_to"] = chance.choice(("?", "Resolver 1", "Resolver 2"))
            if chance.random() < 0.3:
                values["assignment_group"] = chance.choice(("Group 1", "Group 2", "?"))
            if chance.random() < 0.3:
                values["priority"] = chance.choice(
                    ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low", "?")
                )
            rows.append(row(f"INC{number}", f"{at:%d-%m-%Y %H:%M}", **values))
            at += timedelta(minutes=chance.choice((0, 1, 30, 200, 700)))
    chance.shuffle(rows)
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_as_of_an_instant_is_as_if_the_log_ended_there(
    seed: int, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    rows = random_log(seed)
    as_of = datetime(2016, 3, 1, 8, tzinfo=LOCAL) + timedelta(minutes=random.Random(seed).randrange(3000))
    cut = [one for one in rows if _at(one) <= as_of]
    whole, short = open_desk(), open_desk()
    import_servicenow(whole, write_log(tmp_path / "whole.csv", rows), zone=ZONE, as_of=as_of)
    import_servicenow(short, write_log(tmp_path / "short.csv", cut), zone=ZONE, as_of=as_of)
    assert dump(whole) == dump(short)
    assert len(dump(whole)) == len({one["number"] for one in cut})


def _at(one: Row) -> datetime:
    return datetime.strptime(one["sys_updated_at"], "%d-%m-%Y %H:%M").replace(tzinfo=LOCAL)


@pytest.mark.parametrize("seed", range(4))
def test_a_log_that_grew_is_as_if_it_had_come_at_once(
    seed: int, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    log = write_log(tmp_path / "log.csv", random_log(seed))
    grown, once = open_desk(), open_desk()
    for hours in (5, 20, 70):
        as_of = datetime(2016, 3, 1, 8, tzinfo=LOCAL) + timedelta(hours=hours)
        report = import_servicenow(grown, log, zone=ZONE, as_of=as_of)
        assert (report.different, report.touched) == ([], [])
    import_servicenow(once, log, zone=ZONE, as_of=as_of)
    assert _past(dump(grown)) == _past(dump(once))


def _past(whole: dict[str, Any]) -> dict[str, Any]:
    """What time alone does, the timer did or will do: raise, and let locks lapse. All else is the log's."""
    for values, hung in whole.values():
        for name in ("flag", "next_at", "wake_at", "locked"):
            del values[name]
        del hung["escalation"]
        hung["history"] = [one for one in hung["history"] if one["actor"] != "timer"]
    return whole


# -- again, and badly --------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv.gz", random_log(3))
    first = import_servicenow(desk, log, zone=ZONE)
    before = everything(desk)
    second = import_servicenow(desk, log, zone=ZONE)
    assert everything(desk) == before
    assert (second.new, second.unchanged, second.updated) == (0, first.new, 0)
    assert (second.states, second.levels, second.open) == (first.states, first.levels, first.open)


def test_the_same_log_in_another_form_of_dates_is_the_same(desk: Desk, tmp_path: Path) -> None:
    rows = random_log(4)
    import_servicenow(desk, write_log(tmp_path / "log.csv", rows), zone=ZONE)
    before = everything(desk)
    for one in rows:
        for name in ("opened_at", "sys_updated_at", "closed_at"):
            moment = datetime.strptime(one[name], "%d-%m-%Y %H:%M")
            one[name] = f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"
        one["active"] = one["active"].lower()
    second = import_servicenow(desk, write_log(tmp_path / "other.csv", rows), zone=ZONE)
    assert (second.new, second.updated, second.different) == (0, 0, [])
    assert everything(desk) == before


def test_a_ticket_that_was_worked_on_is_left_alone_and_named(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_desk(local(1, 9, 30))
    log = write_log(tmp_path / "log.csv", one_life())
    import_servicenow(desk, log, zone=ZONE, as_of=local(1, 9, 30))
    desk.do(take, Take(ticket="INC1"))
    before = everything(desk)
    report = import_servicenow(desk, log, zone=ZONE, as_of=local(9, 18))
    assert (report.touched, report.updated) == (["INC1"], 0)
    assert everything(desk) == before


def test_another_past_under_the_same_number_is_left_alone_and_named(desk: Desk, tmp_path: Path) -> None:
    import_servicenow(desk, write_log(tmp_path / "log.csv", one_life()), zone=ZONE)
    before = everything(desk)
    rows = one_life()
    rows[2]["assignment_group"] = "Group 99"
    report = import_servicenow(desk, write_log(tmp_path / "other.csv", rows), zone=ZONE)
    assert report.different == ["INC1"]
    assert everything(desk) == before


def test_a_bad_row_is_told_with_its_line_and_does_not_stop_the_rest(desk: Desk, tmp_path: Path) -> None:
    rows = [*one_life(), row("INC2", "31-02-2016 10:00"), row("INC3", "?"), row("?", "01-03-2016 10:00")]
    rows += [row("INC4", "01-03-2016 10:00", incident_state="Napping"), row("INC5", "01-03-2016 10:00")]
    log = write_log(tmp_path / "log.csv", rows)
    with log.open("a") as file:
        file.write("INC6,New\n")
    report = import_servicenow(desk, log, zone=ZONE)
    assert [(line, kind) for line, kind, _why in report.bad_rows] == [
        (11, "time"), (12, "time"), (13, "number"), (14, "word"), (16, "row"),
    ]  # fmt: skip
    assert set(dump(desk)) == {"INC1", "INC5"}
    said = "\n".join(report.lines(LOCAL))
    assert "5 rows were refused" in said
    assert "line 14: incident_state: 'Napping' is not in [states] of the map" in said
    assert report.to_dict()["refused"] == {"total": 5, "time": 2, "number": 1, "word": 1, "row": 1}


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", random_log(5))
    before = everything(desk)
    dry = import_servicenow(desk, log, zone=ZONE, dry_run=True)
    assert everything(desk) == before
    assert dry.lines()[0] == "Dry run: nothing was written."
    wet = import_servicenow(desk, log, zone=ZONE)
    loose = ("dry_run", "seconds", "tickets_per_second", "as_of")
    same = [{k: v for k, v in report.to_dict().items() if k not in loose} for report in (dry, wet)]
    assert same[0] == same[1]


def test_what_cannot_be_imported_at_all_is_refused_up_front(desk: Desk, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", one_life())
    before = everything(desk)
    with pytest.raises(Usage, match="no time zone"):
        import_servicenow(desk, log, zone="Mars/Olympus")
    with pytest.raises(Usage, match="--timezone"):
        import_servicenow(desk, log)
    with pytest.raises(Usage, match="is no time"):
        import_servicenow(desk, log, zone=ZONE, as_of="last week")
    other = tmp_path / "other.csv"
    other.write_text("number,incident_state\nINC1,New\n")
    with pytest.raises(
        BadFile, match=r"other\.csv:1: these columns are missing: sys_updated_at, sys_updated_by"
    ):
        import_servicenow(desk, other, zone=ZONE)
    assert everything(desk) == before


def test_only_an_admin_imports(desk: Desk, tmp_path: Path) -> None:
    desk.call(lambda unit: add_agent(unit, login="bob", name="Bob", role="agent"))
    desk.refresh()
    desk.sit_down("bob")
    with pytest.raises(Refused, match="admin"):
        import_servicenow(desk, write_log(tmp_path / "log.csv", one_life()), zone=ZONE)


def test_counts_of_the_desk_and_its_search_know_what_came(desk: Desk, tmp_path: Path) -> None:
    import_servicenow(desk, write_log(tmp_path / "log.csv", random_log(2)), zone=ZONE)
    reader = desk.database.read()
    counted = reader.all(
        "SELECT queue_id, state, locked, flag, count(*) FROM ticket GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    kept = reader.all("SELECT queue_id, state, locked, flag, n FROM tally WHERE n > 0 ORDER BY 1, 2, 3, 4")
    assert counted == kept
    assert findings(reader) == []
    assert len(search.search(reader, "caller", 50)) == reader.value("SELECT count(*) FROM ticket") == 8


def test_progress_runs_to_its_end(desk: Desk, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    rows = [row(f"INC{n}", "01-03-2016 09:00") for n in range(2500)]
    report = import_servicenow(
        desk,
        write_log(tmp_path / "log.csv", rows),
        zone=ZONE,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert report.new == 2500
    assert len(seen) >= 5
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    print(f"{report.rate:.0f} tickets/s")  # noqa: T201

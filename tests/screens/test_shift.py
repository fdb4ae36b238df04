"""A shift on a desk that came from a ServiceNow log: twenty tickets triaged by keys alone, and what came of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from desk_app import HandClock, Office, Session, open_app

from engines import Desks
from otui.desk import people, timer
from otui.desk.imports.servicenow import import_servicenow
from otui.desk.setup import make_desk

LOCAL = ZoneInfo("Europe/Amsterdam")
MORNING = datetime(2016, 3, 2, 9, 30, tzinfo=LOCAL)
COLUMNS = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla",
    "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at", "sys_updated_by",
    "sys_updated_at", "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact",
    "urgency", "priority", "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify",
    "problem_id", "rfc", "vendor", "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip
LEVELS = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")
MOST_KEYS = 80


def write_log(path: Path) -> None:
    """Write sixty incidents of two days: most are new, some are someone's, some are done, some come later."""
    with path.open("w", newline="", encoding="utf-8") as file:
        log = csv.DictWriter(file, COLUMNS)
        log.writeheader()
        for n in range(60):
            opened = MORNING - timedelta(hours=46) + timedelta(minutes=47 * n)
            plain = {
                "number": f"INC{n + 45:07}", "incident_state": "New", "active": "TRUE", "reassignment_count": "0",
                "reopen_count": "0", "made_sla": "TRUE", "caller_id": f"Caller {n % 23}", "opened_by": "Opened by  8",
                "opened_at": _stamp(opened), "sys_updated_by": "Updated by 21", "contact_type": "Phone",
                "location": f"Location {n % 5}", "category": f"Category {n % 7}",
                "subcategory": f"Subcategory {n % 11}",
                "impact": "2 - Medium", "urgency": "2 - Medium", "priority": LEVELS[n % 4],
                "assignment_group": f"Group {n - 33 if n in (56, 57) else 30 + n % 6}", "notify": "Do Not Notify",
            }  # fmt: skip
            events: list[dict[str, Any]] = [{"sys_updated_at": _stamp(opened)}]
            if n % 6 == 1:
                events.append({"incident_state": "Active", "assigned_to": f"Resolver {n % 4}"})
            if n % 10 == 3:
                events.append(
                    {"incident_state": "Resolved", "resolved_at": _stamp(opened + timedelta(hours=1))}
                )
            for place, event in enumerate(events):
                at = {
                    "sys_updated_at": _stamp(opened + timedelta(minutes=20 * place)),
                    "sys_mod_count": str(place),
                }
                log.writerow({**dict.fromkeys(COLUMNS, "?"), **plain, **at, **event})


def _stamp(at: datetime) -> str:
    return at.strftime("%d-%m-%Y %H:%M")


@pytest.fixture(scope="module")
def imported(module_desks: Desks) -> str:
    """A desk as the log left it on that morning."""
    log = module_desks.folder / "incidents.csv"
    write_log(log)
    url = module_desks.place("imported")
    with make_desk(url, login="ada", name="Ada Admin", clock=HandClock(MORNING)) as desk:
        import_servicenow(desk, log, zone="Europe/Amsterdam", as_of=MORNING)
        desk.call(people.new_agent, "bea", "Bea Bakker", role="lead")
        timer.run(desk)
    return url


SHIFT: tuple[tuple[str, int, dict[str, Any]], ...] = (
    # The keys, how many tickets they decide on, and what those tickets then are.
    ("g f", 0, {}),
    ("a", 1, {"owner": "bea", "locked": 1}),
    ("a", 1, {"owner": "bea", "locked": 1}),
    ("a", 1, {"owner": "bea", "locked": 1}),
    ("p 8 4 enter a", 1, {"owner": "bea", "level": "HIGH", "impact": 8, "urgency": 4}),
    ("p 1 1 enter a", 1, {"owner": "bea", "level": "LOW"}),
    ("m 2 4 enter", 1, {"queue": "Group 24"}),
    (".", 1, {"queue": "Group 24"}),
    (".", 1, {"queue": "Group 24"}),
    ("u v p n enter", 1, {"queue": "Second line"}),
    (".", 1, {"queue": "Second line"}),
    ("w c o n enter", 1, {"state": "waiting-contact"}),
    ("w 2 h enter", 1, {"state": "waiting-until"}),
    ("s enter", 1, {"state": "resolved"}),
    (".", 1, {"state": "resolved"}),
    ("c enter", 1, {"state": "closed"}),
    ("x", 1, {"state": "closed"}),
    ("M enter", 1, {"state": "merged"}),
    ("space space space m 2 3 enter", 3, {"queue": "Group 23"}),
)


@pytest.fixture
def morning(imported: str, desks: Desks) -> Iterator[Office]:
    """A copy of it for one test."""
    office = Office(desks.copy(imported, "shift"), HandClock(MORNING), desks.folder)
    yield office
    office.close()


async def test_twenty_tickets_are_triaged_in_eighty_keys(morning: Office) -> None:
    office = morning
    decided: list[tuple[list[int], dict[str, Any]]] = []
    async with open_app(office) as session:
        for keys, tickets, after in SHIFT:
            before = targets(session, tickets)
            await session.press(*keys.split())
            await session.until(lambda: len(session.app.screen_stack) == 2, "the answer to a question")
            decided.append((before, after))
        assert not [notice.text for notice in session.app.notices.told if notice.severity == "error"]
        pressed = session.pressed
    everything = [ticket for tickets, _after in decided for ticket in tickets]
    assert len(everything) == len(set(everything)) == 20, (decided, session.said())
    for tickets_of, after in decided:
        for ticket in tickets_of:
            found = office.by_id(ticket)
            assert {name: found[name] for name in after} == after, (ticket, found)
            assert office.value(
                "SELECT count(*) FROM history WHERE ticket_id = :t AND actor = 'bea'", t=ticket
            )
    assert pressed <= MOST_KEYS


def targets(session: Session, tickets: int) -> list[int]:
    """The tickets that the next keys are about: the one under the cursor, and those after it."""
    window = session.app.overview.tickets.window
    rows = [window.row_at(window.cursor_position + n) for n in range(tickets)]
    return [row.id for row in rows if row is not None]

"""Twenty agents at fifty tickets, and five hundred who are killed: nothing acknowledged is lost or half done."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from otui.desk import timer
from otui.store.records import to_micros

# With --dist loadgroup one after another: a server has not the connections for two crowds at once.
pytestmark = [
    pytest.mark.xdist_group("crowd"),
    pytest.mark.timeout(900),  # on a slow disk every commit waits for it
]
PROGRAM = Path(__file__).with_name("crowd.py")
TICKETS = 50
AGENTS, VERBS = 20, 500
KILLS, AT_ONCE = 500, 5
LEFT_ALONE = 10
"""Tickets that the program leaves alone, the last ones."""


def crowd(office: Any, *words: Any) -> dict[str, Any]:
    office.many(TICKETS)
    office.let_go()
    done = subprocess.run(
        [sys.executable, str(PROGRAM), words[0], office.url, *(str(word) for word in words[1:])],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["wrong"] == []  # no locked database, no traceback: refusals by a rule at most
    return found


def history_holds(office: Any, acknowledged: list[list[Any]]) -> None:
    """Every act that was acknowledged is in the history of its ticket, each version once, each owner in turn."""
    events = office.all("SELECT ticket_id, version, act_id, verb, changes FROM history ORDER BY id")
    told = {(act_id, verb, ticket, version) for ticket, version, act_id, verb, _changes in events}
    missing = [act for act in acknowledged if tuple(act) not in told]
    assert missing == []
    by_ticket: dict[int, list[Any]] = defaultdict(list)
    for ticket, version, act_id, _verb, changes in events:
        by_ticket[ticket].append(
            (version, act_id, json.loads(changes) if isinstance(changes, str) else changes)
        )
    for ticket, rows in by_ticket.items():
        acts = [version for version, act_id, _changes in rows if act_id is not None]
        assert acts == sorted(set(acts)), f"ticket {ticket}"
        (last,) = office.all("SELECT version, locked, owner_id FROM ticket WHERE id = :id", id=ticket)
        assert max(version for version, _act, _changes in rows) == last[0]
        owner = "–"
        for _version, _act, changes in rows:
            if "owner" in changes:
                before, owner = changes["owner"]
                assert before == before_of(rows, changes), f"ticket {ticket} had two owners"
        assert bool(last[1]) == (owner != "–") or not last[1]


def before_of(rows: list[Any], changes: dict[str, Any]) -> Any:
    """Return who had the ticket before `changes`, told by the changes that came before."""
    had = "–"
    for _version, _act, earlier in rows:
        if earlier is changes:
            return had
        if "owner" in earlier:
            had = earlier["owner"][1]
        if "state" in earlier and earlier["state"][1] in ("resolved", "closed"):
            had = "–"
    raise AssertionError("not among them")


def test_what_twenty_agents_were_told_is_done_is_there(office: Any) -> None:
    found = crowd(office, "work", AGENTS, VERBS, TICKETS)
    assert len(found["done"]) + found["refused"] == AGENTS * VERBS
    assert len(found["done"]) > AGENTS * VERBS / 4
    made = office.value("SELECT count(*) FROM act WHERE verb <> 'new' AND ticket_id IS NOT NULL")
    assert made == len(found["done"])
    history_holds(office, found["done"])
    assert office.whole()


def test_what_was_acknowledged_survives_those_who_are_killed(office: Any) -> None:
    found = crowd(office, "kill", KILLS, AT_ONCE, TICKETS)
    assert found["done"]
    history_holds(office, found["done"])
    ended = datetime.fromisoformat(found["ended"])
    office.clock.at = ended
    timer.run(office.desk("ada"))
    missed = office.all(
        "SELECT c.ticket_id, c.name FROM ticket_clock c JOIN ticket t ON t.id = c.ticket_id"
        " WHERE t.is_open AND c.cycle = t.cycle AND c.done_at IS NULL AND c.due_at <= :now AND NOT EXISTS"
        " (SELECT 1 FROM escalation e WHERE e.ticket_id = c.ticket_id AND e.clock = c.name AND e.cycle = c.cycle"
        " AND e.stage = 'due' AND e.due_at = c.due_at)",
        now=to_micros(ended),
    )
    assert missed == []
    # HIGH on a Monday at nine: by a quarter to four each of the three clocks was warned of, and is due.
    left_alone = office.all(
        "SELECT ticket_id, count(*) FROM escalation WHERE ticket_id > :last GROUP BY ticket_id",
        last=TICKETS - LEFT_ALONE,
    )
    assert [count for _ticket, count in left_alone] == [6] * LEFT_ALONE
    raised = office.value("SELECT count(*) FROM escalation")
    assert office.value("SELECT count(*) FROM history WHERE verb IN ('warn', 'escalate')") == raised
    assert office.value("SELECT count(*) FROM feed WHERE topic = 'escalation'") == raised
    assert office.whole()

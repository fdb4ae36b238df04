"""Several processes do the same thing at the same instant: one of them did it, and the others are told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from otui.store import feed

# With --dist loadgroup one after another: a server has not the connections for two crowds at once.
pytestmark = pytest.mark.xdist_group("crowd")
PROGRAM = Path(__file__).with_name("racing.py")
ROUNDS = 150
TIMERS = 10
TICKETS = 200


def race(what: str, desk: str, number: int) -> Any:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), what, desk, str(number)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_of_two_agents_who_take_a_ticket_one_has_it(office):
    office.many(ROUNDS)
    bea, cas = race("take", office.url, ROUNDS)
    owners = office.all(
        "SELECT a.login FROM ticket t JOIN agent a ON a.id = t.owner_id WHERE t.locked ORDER BY t.id"
    )
    assert len(bea) == len(cas) == len(owners) == ROUNDS
    for hers, his, (owner,) in zip(bea, cas, owners, strict=True):
        winner, loser = (hers, his) if owner == "bea" else (his, hers)
        assert winner == "mine"
        assert loser.startswith(f"4 {owner} has 1")  # the name, the ticket's number, and what to do
        assert "let it go" in loser
    assert office.value("SELECT count(*) FROM history WHERE verb = 'take'") == ROUNDS
    assert office.whole()


def test_of_ten_timers_each_escalation_is_raised_once_with_its_true_instant(office):
    office.many(TICKETS)
    raised = Counter(tuple(one) for said in race("timers", office.url, TIMERS) for one in said)
    # HIGH on a Monday at nine: respond by 11, escalate at 12, resolve by 13; three quarters of each before that.
    due = {
        ("response", "warning"): "09:30", ("response", "due"): "10:00",
        ("escalation", "warning"): "10:15", ("escalation", "due"): "11:00",
        ("resolution", "warning"): "11:00", ("resolution", "due"): "12:00",
    }  # fmt: skip
    expected = {
        (ticket, clock, 1, stage, f"2026-11-23T{time}:00+00:00")
        for ticket in range(1, TICKETS + 1)
        for (clock, stage), time in due.items()
    }
    assert set(raised) == expected
    assert set(raised.values()) == {1}
    kept = office.all("SELECT ticket_id, clock, cycle, stage, due_at FROM escalation")
    assert {(*row[:4], datetime.fromtimestamp(row[4] / 1e6, UTC).isoformat()) for row in kept} == expected
    assert len(kept) == len(expected)
    told = Counter(row[1] for row in feed.since(office.desk("ada").database.read(), 0, 100_000))
    assert told["escalation"] == len(expected)
    assert office.value("SELECT count(*) FROM history WHERE verb IN ('warn', 'escalate')") == len(expected)
    assert office.whole()

"""A worker and ten screens look after the same clocks: each escalation is raised once, and every screen shows it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

# With --dist loadgroup one after another: a server has not the connections for two crowds at once.
pytestmark = [pytest.mark.xdist_group("crowd"), pytest.mark.timeout(600)]
SCREENS, TICKETS = 10, 20
BEFORE = "2026-11-23T10:29:57+01:00"
"""Three seconds before three quarters of the two hours are over in which to respond to a ticket of nine o'clock."""


@pytest.fixture
def worker(office: Any) -> Iterator[subprocess.Popen[str]]:
    """`otui worker` on the desk."""
    office.many(TICKETS)
    office.let_go()
    process = subprocess.Popen(
        [sys.executable, "-m", "otui", "--desk", office.url, "--as", "ada", "worker", "--json"],
        env={**office.environ, "OTUI_CLOCK": BEFORE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.terminate()
    process.communicate(timeout=30)


def test_each_escalation_is_raised_once_and_seen_by_all(office: Any, worker: Any) -> None:
    assert worker.stderr.readline()  # it keeps the clocks from here on
    screens = [
        office.screen(login=("bea", "cas", "lea", "ada")[place % 4], ready="", OTUI_CLOCK=BEFORE)
        for place in range(SCREENS)
    ]
    for screen in screens:
        screen.see(f"! {TICKETS}")
    assert office.value("SELECT count(*) FROM escalation") == TICKETS
    assert office.value("SELECT count(*) FROM history WHERE verb = 'warn'") == TICKETS
    assert office.value("SELECT count(*) FROM feed WHERE topic = 'escalation'") == TICKETS
    assert len({row[0] for row in office.all("SELECT ticket_id FROM escalation")}) == TICKETS
    assert office.whole()

"""What is like a ticket, what recurs, and a flood that proposes a major incident once."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import people, queues, tickets, undo
from otui.desk.live import Change, LiveDesk
from otui.desk.majors import commands as m
from otui.desk.majors import deciding
from otui.desk.majors import views as majors
from otui.desk.recurrence import flood, patterns, reading
from otui.desk.rules import ruling
from otui.desk.rules.rule_files import shipped_rules
from otui.errors import NotFound, Refused

VPN = ("VPN down, whole site Breda", "VPN does not work in Breda", "Breda: no VPN", "VPN in Breda broken")


def report(shift: Any, *subjects: str, minutes: float = 1, **values: Any) -> list[str]:
    numbers = []
    for subject in subjects:
        numbers.append(shift.new(subject, **values))
        shift.clock.go(minutes=minutes)
    return numbers


def like(shift: Any, number: str, login: str = "bea") -> list[str]:
    found = shift.desk(login).read(reading.like, number)
    numbers = dict(shift.all("SELECT id, number FROM ticket"))
    return [numbers[one] for one in found.ids]


# -- like one ----------------------------------------------------------------------------------------------------------


def test_like_are_those_of_the_window_the_newest_first(shift):
    numbers = report(shift, *VPN)
    report(shift, "Printer is stuck", "Till does not open")
    assert like(shift, numbers[0]) == numbers[:0:-1]
    found = shift.desk().read(reading.like, numbers[0])
    assert (found.count, found.open_count) == (3, 3)


def test_what_is_older_than_the_window_is_not_looked_at(shift):
    old = report(shift, VPN[0])
    shift.clock.go(days=8)
    new = report(shift, VPN[1], VPN[2])
    assert like(shift, new[0]) == [new[1]]
    assert like(shift, old[0]) == []


def test_the_window_and_the_likeness_are_the_desks(shift):
    old = report(shift, VPN[0])
    shift.clock.go(days=8)
    new = report(shift, VPN[1])
    text = shipped_rules()["sla"].replace("window_days = 7 ", "window_days = 20 ")
    ruling.load(shift.desk("ada"), {"sla": text})
    shift.desk().refresh()
    assert like(shift, new[0]) == old


def test_requests_and_merged_tickets_are_not_incidents_that_recur(shift):
    numbers = report(shift, *VPN[:3])
    report(shift, "VPN for Breda", kind="request")
    shift.do(tickets.merge, c.Merge(ticket=numbers[1], into=numbers[0]))
    assert like(shift, numbers[2]) == [numbers[0]]


def test_a_closed_one_is_told_but_not_as_open(shift):
    numbers = report(shift, *VPN[:3])
    shift.do(tickets.close, c.Close(ticket=numbers[1]))
    found = shift.desk().read(reading.like, numbers[0])
    assert (found.count, found.open_count) == (2, 1)


def test_a_subject_that_tells_nothing_is_like_nothing(shift):
    numbers = report(shift, "Help!", "Help!")
    assert like(shift, numbers[0]) == []


def test_what_lies_beyond_the_newest_is_found_by_its_words(shift, monkeypatch):
    numbers = report(shift, *VPN[:3])
    report(shift, *(f"Printer {n} jams" for n in "abcdef"))
    monkeypatch.setattr(reading, "MOST_NEAR", 4)
    assert like(shift, numbers[0]) == [numbers[2], numbers[1]]


@pytest.fixture
def secret(shift: Any) -> str:
    shift.desk("ada").call(people.new_queue, "Staff matters")
    shift.desk("ada").refresh()
    shift.desk("ada").call(people.new_agent, "hri", "Hri Staff", queues=("First line", "Staff matters"))
    number = shift.new(VPN[3], login="hri", queue="Staff matters")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Staff matters", confidential=True), "ada")
    shift.desk().refresh()
    return str(number)


def test_a_hidden_queue_is_not_there(shift, secret):
    numbers = report(shift, *VPN[:2])
    assert like(shift, numbers[0]) == [numbers[1]]
    assert like(shift, numbers[0], "hri") == [numbers[1], secret]
    (seen,) = shift.desk("bea").read(reading.clusters).rows
    assert seen.cluster.count == 2
    (seen,) = shift.desk("hri").read(reading.clusters).rows
    assert seen.cluster.count == 3
    with pytest.raises(NotFound):
        shift.desk("bea").read(reading.like, secret)


# -- groups ------------------------------------------------------------------------------------------------------------


def test_groups_are_told_by_weight(shift):
    numbers = report(shift, *VPN)
    report(shift, "Printer hall 3 jams", "Printer hall 3 jams again", "Till does not open")
    found = shift.desk().read(reading.clusters)
    assert [(row.cluster.label, row.cluster.count) for row in found.rows] == [
        ("Breda VPN", 4),
        ("Printer hall 3 jams", 2),
    ]
    assert not found.capped
    assert (found.read, len(found.rows[0].problems), found.rows[0].major) == (7, 0, "")
    shift.do(deciding.propose, m.Propose(ticket=numbers[0]))
    assert shift.desk().read(reading.clusters).rows[0].major == numbers[0]


def test_more_than_can_be_read_is_said(shift, monkeypatch):
    report(shift, *VPN)
    monkeypatch.setattr(reading, "MOST_GROUPED", 3)
    found = shift.desk().read(reading.clusters)
    assert (found.capped, found.read, found.rows[0].cluster.count) == (True, 3, 3)


def test_what_is_no_pattern_is_left_out_until_it_is_one_after_all(shift):
    numbers = report(shift, *VPN)
    shift.do(patterns.dismiss, patterns.OnPattern(label="VPN Breda"))
    assert shift.desk().read(reading.clusters).rows == ()
    (row,) = shift.desk().read(reading.clusters, dismissed=True).rows
    assert row.dismissed
    with pytest.raises(Refused, match="already"):
        shift.do(patterns.dismiss, patterns.OnPattern(label="Breda VPN"))
    shift.do(undo.undo, c.Undo())
    assert len(shift.desk().read(reading.clusters).rows) == 1
    shift.do(undo.redo, c.Redo())
    shift.do(patterns.recall, patterns.OnPattern(label="VPN Breda"))
    assert len(shift.desk().read(reading.clusters).rows) == 1
    assert shift.desk().read(reading.cluster_of, numbers[1]).cluster.count == 4


def test_a_ticket_in_no_group_is_told(shift):
    (alone,) = report(shift, "Till does not open")
    with pytest.raises(NotFound, match="Nothing like"):
        shift.desk().read(reading.cluster_of, alone)


# -- a flood -----------------------------------------------------------------------------------------------------------


def pour(shift: Any, number: int = 8, **values: Any) -> list[str]:
    return report(shift, *(VPN[n % 4] for n in range(number)), **values)


def test_a_flood_proposes_a_major_incident_of_the_oldest(shift):
    report(shift, "Printer is stuck", "Till does not open")
    numbers = pour(shift)
    version = shift.row(numbers[0])["version"]
    assert flood.look(shift.desk()) == [shift.row(numbers[0])["id"]]
    (row,) = shift.desk().read(majors.standing)
    assert (row.number, row.state, row.flood, len(row.members)) == (numbers[0], "proposed", True, 8)
    assert row.alike == "Breda VPN"
    assert shift.events(numbers[0])[-1] == ("otui", "major-propose", "Breda VPN")
    assert shift.row(numbers[0])["version"] == version
    assert flood.look(shift.desk()) == []


def test_one_short_of_a_flood_is_none_and_slowly_is_none(shift):
    pour(shift, 7)
    assert flood.look(shift.desk()) == []
    shift.clock.go(days=1)
    pour(shift, 10, minutes=6)
    assert flood.look(shift.desk()) == []


def test_what_goes_on_coming_joins_the_proposal(shift):
    pour(shift)
    flood.look(shift.desk())
    for _more in range(4):
        pour(shift, 8, minutes=3)
        assert flood.look(shift.desk("cas")) == []
    (row,) = shift.desk().read(majors.standing)
    assert len(row.members) == 40


def test_a_flood_that_was_dismissed_is_not_proposed_again(shift):
    numbers = pour(shift)
    flood.look(shift.desk())
    shift.do(deciding.dismiss, m.Dismiss(ticket=numbers[0]), "lea")
    pour(shift)
    assert flood.look(shift.desk()) == []
    assert shift.desk().read(majors.standing) == ()


def test_a_desk_may_do_without(shift):
    text = shipped_rules()["sla"].replace("flood_count = 8 ", "flood_count = 0 ")
    ruling.load(shift.desk("ada"), {"sla": text})
    shift.desk().refresh()
    pour(shift, 12)
    assert flood.look(shift.desk()) == []


def test_several_processes_that_see_one_flood_propose_it_once(shift):
    pour(shift)
    desks = [shift.another(login) for login in ("bea", "cas", "dio")]
    gate = threading.Barrier(len(desks))
    proposed: list[list[int]] = []

    def look(desk: Any) -> None:
        gate.wait(timeout=30)
        proposed.append(flood.look(desk))

    threads = [threading.Thread(target=look, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(map(len, proposed)) == [0, 0, 1]
    assert shift.value("SELECT count(*) FROM major_incident") == 1
    assert shift.value("SELECT count(*) FROM history WHERE verb = 'major-propose'") == 1


def test_a_flood_in_a_confidential_queue_is_its_teams_own(shift, secret):
    pour(shift, 4)
    report(shift, *VPN, login="hri", queue="Staff matters")
    assert flood.look(shift.desk()) == []  # four and five of them, apart
    report(shift, *VPN[:3], login="hri", queue="Staff matters")
    assert len(flood.look(shift.desk())) == 1
    assert shift.desk("bea").read(majors.standing) == ()
    (row,) = shift.desk("hri").read(majors.standing)
    assert row.number == secret


def test_whoever_has_the_desk_open_notices_as_tickets_come_in(shift):
    async def work() -> None:
        proposed = asyncio.Event()

        def changed(changes: list[Change]) -> None:
            if any(one.verb == "major-propose" for one in changes):
                proposed.set()

        live = LiveDesk(shift.desk("cas"), on_changes=changed)
        live.start()
        try:
            await asyncio.to_thread(pour, shift)
            async with asyncio.timeout(30):
                await proposed.wait()
        finally:
            await live.stop()

    asyncio.run(work())
    assert shift.value("SELECT count(*) FROM major_incident") == 1

"""Recurring tickets: made once by whoever keeps the clock, caught up as one, and never in the way of each other."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from otui.desk import queues, timer, undo
from otui.desk.commands import Redo, Undo
from otui.desk.procedures import verbs as procedures
from otui.desk.records.moves import OnRecord
from otui.desk.recurring import verbs
from otui.desk.recurring.verbs import EditRecurring, NewRecurring
from otui.desk.views import procedures as checklists
from otui.desk.views import recurring as views
from otui.desk.views import ticket as ticket_views
from otui.errors import Conflict, NotFound, Refused, Usage
from otui.store.check import findings

MONDAY_EIGHT = "every monday 08:00"


def make(
    desks: Any, name: str = "Patch servers", rule: str = MONDAY_EIGHT, login: str = "lea", **what: Any
) -> Any:
    return desks.do(verbs.new, NewRecurring(name=name, rule=rule, **what), login)


def run(shift: Any, login: str = "bea") -> list[timer.Raised]:
    return [one for one in timer.run(shift.desk(login)) if one.what == "recur"]


def row(shift: Any, name: str = "Patch servers") -> views.RecurringRow:
    return shift.desk("lea").read(views.one, name)


def tickets_made(shift: Any) -> list[tuple[str, str]]:
    return shift.all("SELECT t.number, t.subject FROM ticket t ORDER BY t.id")


def test_it_is_made_when_it_comes_round_by_the_ordinary_path(shift):
    shift.do(
        procedures.new, NewProcedure("Patch", ("Take a backup", "Patch"), "Patching"), "lea"
    )  # fmt: skip
    result = make(
        shift,
        subject="Patch all servers",
        body="See the list.",
        queue="Servers",
        category="patching",
        contact="Ops <ops@example.org>",
        impact=2,
        urgency=4,
    )
    assert "every week on Monday at 08:00" in result.said
    assert row(shift).next_at == datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    assert shift.desk().read(timer.next_instant) == row(shift).next_at
    assert run(shift) == []

    shift.clock.go(days=7)
    (raised,) = run(shift)
    assert (raised.subject, raised.due_at) == ("Patch all servers", datetime(2026, 11, 30, 7, 0, tzinfo=UTC))
    assert run(shift) == []

    ticket = shift.row(raised.number)
    assert (ticket["kind"], ticket["category"], ticket["value"]) == ("request", "Patching", 8)
    assert ticket["created_by_id"] is None
    found = shift.desk().read(checklists.checklist, raised.number)
    assert [step.subject for step in found.steps] == ["Take a backup", "Patch"]
    (article,) = shift.desk().read(ticket_views.thread, raised.number)
    assert (article.author, article.author_kind, article.body) == ("Patch servers", "system", "See the list.")
    ((actor, verb, text),) = shift.events(raised.number)
    assert (actor, verb) == ("otui", "recur")
    assert "Patch servers" in text
    kept = row(shift)
    assert (kept.made_count, kept.last_at) == (1, raised.due_at)
    assert kept.next_at == datetime(2026, 12, 7, 7, 0, tzinfo=UTC)
    assert findings(shift.desk("ada").database.read()) == []


def NewProcedure(name: str, steps: tuple[str, ...], category: str) -> Any:
    return procedures.NewProcedure(name=name, steps=steps, category=category)


def test_what_was_missed_is_caught_up_once_and_told(shift):
    make(shift, rule="every day 09:30", body="Look at the backups.")
    shift.clock.go(days=4)
    (raised,) = run(shift)
    assert raised.due_at == datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
    (article,) = shift.desk().read(ticket_views.thread, raised.number)
    assert article.body.startswith("Look at the backups.\n\nThis stands for 3 more")
    assert article.body.count(" 9:30") == 3
    assert row(shift).next_at == datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
    assert row(shift).made_count == 1
    assert run(shift) == []


def test_a_long_stop_names_the_first_of_many_and_how_many_more(shift):
    make(shift, rule="every day 09:30")
    shift.clock.go(days=60)
    (raised,) = run(shift)
    (article,) = shift.desk().read(ticket_views.thread, raised.number)
    assert "59 more" in article.body
    assert "and 39 more" in article.body


def test_of_two_who_keep_the_clock_at_once_exactly_one_makes_it(shift):
    make(shift, rule="every day 09:30")
    make(shift, "Backups", rule="every day 09:30")
    desks = [shift.another(login) for login in ("bea", "cas", "dio", "lea")]
    shift.clock.go(days=1)
    raised: list[timer.Raised] = []
    gate = threading.Barrier(len(desks))

    def keep(desk: Any) -> None:
        gate.wait()
        raised.extend(timer.run(desk))

    threads = [threading.Thread(target=keep, args=(desk,)) for desk in desks]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(one.subject for one in raised) == ["Backups", "Patch servers"]
    assert len(tickets_made(shift)) == 2


KEEP = """
import sys
from datetime import datetime, timedelta
from otui.desk import timer
from otui.desk.desk import Desk

class Clock:
    at = datetime.fromisoformat(sys.argv[2])
    def __call__(self):
        return self.at

clock = Clock()
desk = Desk.open(sys.argv[1], login="bea", clock=clock)
print("ready", flush=True)
while True:
    clock.at += timedelta(days=1)
    print(clock.at.isoformat(), flush=True)
    timer.run(desk)
"""


def test_kill_in_the_middle_makes_none_twice_and_loses_none(shift):
    """Whatever is killed wherever: each day has been made, or is told as missed on exactly one ticket."""
    make(shift, rule="every day 09:30")
    start = shift.clock.at
    dice = random.Random(5)
    for _round in range(4):
        worker = subprocess.Popen(
            [sys.executable, "-c", KEEP, shift.url, shift.clock.at.isoformat()],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.05, 0.3))
        worker.send_signal(signal.SIGKILL)
        days = worker.stdout.read().split()
        worker.wait()
        worker.stdout.close()
        if days:
            shift.clock.at = datetime.fromisoformat(days[-1])
    shift.clock.go(days=1)
    timer.run(shift.another("lea"))
    days_gone = (shift.clock.at - start).days
    bodies = shift.all("SELECT coalesce(r.body, '') FROM ticket t LEFT JOIN article r ON r.ticket_id = t.id")
    missed = sum(body.count(" 9:30") for (body,) in bodies)
    assert len(bodies) + missed == days_gone
    assert row(shift).made_count == len(bodies) > 4
    due = shift.all("SELECT text FROM history WHERE verb = 'recur'")
    assert len(due) == len(set(due))


def test_one_that_fails_keeps_no_other_waiting_and_is_tried_again(shift):
    make(shift, "Broken", rule="every day 09:30", queue="Network")
    make(shift, "Backups", rule="every day 09:31")
    # The queue was taken out of use and made confidential meanwhile: nothing of it goes elsewhere.
    shift.desk("ada").call(
        lambda unit: unit.writer.execute(
            "UPDATE queue SET active = :no, confidential = :yes WHERE name = 'Network'", {"no": 0, "yes": 1}
        )
    )
    shift.desk("ada").call(_queues_changed)
    shift.clock.go(days=1)
    assert [one.subject for one in run(shift)] == ["Backups"]
    assert "out of use" in row(shift, "Broken").trouble
    assert row(shift, "Broken").state == "failed"
    assert run(shift) == []
    shift.clock.go(minutes=30)
    assert run(shift) == []

    shift.desk("ada").call(
        lambda unit: unit.writer.execute(
            "UPDATE queue SET active = :yes, confidential = :no WHERE name = 'Network'", {"no": 0, "yes": 1}
        )
    )
    shift.desk("ada").call(_queues_changed)
    shift.clock.go(minutes=31)
    assert sorted(one.subject for one in run(shift)) == ["Backups", "Broken"]
    assert row(shift, "Broken").trouble == ""


def _queues_changed(unit: Any) -> None:
    from otui.store import feed

    feed.append(unit.writer, at=unit.now, topic="queue", verb="queue-change")


def test_a_queue_that_went_out_of_use_does_not_lose_the_ticket(shift):
    make(shift, rule="every day 09:30", queue="Network")
    shift.do(queues.deactivate_queue, queues.DeactivateQueue(queue="Network", move_to="Servers"), "ada")
    shift.clock.go(days=1)
    (raised,) = run(shift)
    assert shift.desk().directory.queues[raised.queue_id].id == shift.desk().directory.default_queue_id
    (article,) = shift.desk().read(ticket_views.thread, raised.number)
    assert "Network" in article.body


def test_a_pause_makes_nothing_and_nothing_afterwards(shift):
    make(shift, rule="every day 09:30")
    shift.do(verbs.pause, OnRecord(ref="patch"), "lea")
    assert row(shift).state == "paused"
    shift.clock.go(days=3)
    assert run(shift) == []
    with pytest.raises(Refused, match="paused already"):
        shift.do(verbs.pause, OnRecord(ref="patch"), "lea")
    shift.do(verbs.resume, OnRecord(ref="patch"), "lea")
    assert run(shift) == []
    shift.clock.go(days=1)
    (raised,) = run(shift)
    assert shift.desk().read(ticket_views.thread, raised.number) == ()  # it has no words, and missed nothing


def test_run_now_makes_one_beside_the_rule(shift):
    make(shift)
    before = row(shift).next_at
    made = shift.do(verbs.run_now, OnRecord(ref="Patch servers"), "lea")
    assert shift.row(made.number)["subject"] == "Patch servers"
    assert (row(shift).next_at, row(shift).made_count) == (before, 1)
    shift.do(undo.undo, Undo(), "lea")
    assert shift.row(made.number)["state"] == "closed"


def test_removed_it_is_kept_for_its_history_and_resume_brings_it_back(shift):
    make(shift, rule="every day 09:30")
    shift.do(verbs.remove, OnRecord(ref="patch"), "lea")
    assert shift.desk().read(views.recurring) == ()
    assert [one.state for one in shift.desk().read(views.recurring, former=True)] == ["removed"]
    shift.clock.go(days=2)
    assert run(shift) == []
    for verb in (verbs.pause, verbs.run_now, verbs.remove):
        with pytest.raises(Refused, match="was removed"):
            shift.do(verb, OnRecord(ref="patch"), "lea")
    with pytest.raises(Refused, match="already"):
        make(shift)
    shift.do(verbs.resume, OnRecord(ref="patch"), "lea")
    assert row(shift).state == "running"
    shift.do(undo.undo, Undo(), "lea")
    shift.do(undo.undo, Undo(), "lea")
    assert row(shift).state == "running"
    shift.do(undo.redo, Redo(), "lea")
    assert row(shift).state == "removed"


def test_an_edit_goes_on_from_now_and_leaves_what_was_made(shift):
    make(shift, rule="every day 09:30")
    shift.clock.go(days=1, hours=-2)
    result = shift.do(
        verbs.edit, EditRecurring(ref="patch", rule="every tuesday 10:00", subject="Patch them"), "lea"
    )
    assert result.changes["rule"] == ("every day at 09:30", "every week on Tuesday at 10:00")
    shift.clock.go(hours=4)
    (raised,) = run(shift)
    assert raised.subject == "Patch them"
    with pytest.raises(Refused, match="already"):
        shift.do(verbs.edit, EditRecurring(ref="patch", subject="Patch them"), "lea")
    version = row(shift).version
    shift.do(verbs.edit, EditRecurring(ref="patch", name="Patching", version=version), "lea")
    with pytest.raises(Conflict):
        shift.do(verbs.edit, EditRecurring(ref="patching", name="P", version=version), "lea")
    # What the clock does is no reason for a conflict: nobody changed what is being written against.
    version = row(shift, "Patching").version
    shift.clock.go(days=7)
    assert len(run(shift)) == 1
    shift.do(verbs.edit, EditRecurring(ref="patching", body="Words", version=version), "lea")


def test_a_day_off_moves_it_to_the_next_working_day(shift):
    make(shift, rule="every first working day of the month 09:00")
    upcoming = shift.desk().read(views.upcoming, "patch", 2)
    assert [one.strftime("%d-%m-%Y") for one in upcoming] == ["01-12-2026", "04-01-2027"]
    make(shift, "Christmas", rule="yearly on 25 december 09:00", shift="next")
    (christmas, *_more) = shift.desk().read(views.upcoming, "Christmas")
    assert christmas.strftime("%a %d-%m") == "Mon 28-12"
    found = shift.desk().read(views.preview, "yearly on 25 december 09:00")
    assert found.upcoming[0].strftime("%d-%m") == "25-12"
    assert len(found.upcoming) == 5
    assert found.told == "every year on 25 December at 09:00"


def test_a_rule_in_another_zone_keeps_the_hour_of_that_zone(shift):
    make(shift, rule="every day 09:00", timezone="America/New_York")
    assert row(shift).next_at == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    with pytest.raises(Usage, match="time zone"):
        make(shift, "B", timezone="Mars/Olympus")


def test_a_rule_without_an_hour_comes_when_the_desk_opens(shift):
    assert shift.desk().read(views.preview, "every monday").told == "every week on Monday at 08:00"


def test_what_is_wrong_is_told_before_anything_is_kept(shift):
    for values, error in (
        ({"rule": "every blue moon"}, Usage),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, Usage),
        ({"kind": "wish"}, Usage),
        ({"queue": "Nowhere"}, NotFound),
        ({"item": "Nothing"}, NotFound),
        ({"impact": 3}, Usage),
        ({"shift": "sideways"}, Usage),
        ({"name": ""}, Refused),
    ):
        with pytest.raises(error):
            make(shift, **values)
    assert shift.value("SELECT count(*) FROM recurring") == 0


def test_only_leads_and_admins_change_them(shift):
    make(shift)
    for verb, command in (
        (verbs.new, NewRecurring(name="A", rule=MONDAY_EIGHT)),
        (verbs.edit, EditRecurring(ref="patch", name="B")),
        *((one, OnRecord(ref="patch")) for one in (verbs.pause, verbs.resume, verbs.run_now, verbs.remove)),
    ):
        with pytest.raises(Refused, match="Only a lead"):
            shift.do(verb, command, "bea")


def test_one_for_a_confidential_queue_is_not_there_for_others(shift):
    import rights_cases

    rights_cases.staff(shift.desk("ada"))
    shift.desk("ada").call(
        lambda unit: unit.writer.execute("UPDATE agent SET role = 'lead' WHERE login = 'hri'", {})
    )
    shift.do(
        verbs.new, NewRecurring(name="Review", rule="every day 09:30", queue=rights_cases.SECRET_QUEUE), "hri"
    )
    assert shift.desk("lea").read(views.recurring) == ()
    with pytest.raises(NotFound):
        shift.do(verbs.pause, OnRecord(ref="Review"), "lea")
    shift.clock.go(days=1)
    assert run(shift) == []  # made, but nothing is told of it here
    assert shift.value("SELECT count(*) FROM ticket") == 1
    assert [one.made_count for one in shift.desk("hri").read(views.recurring)] == [1]


def test_a_worker_hears_of_a_new_rule_by_the_feed(shift):
    before = shift.desk().feed_position()
    make(shift)
    topics = shift.all("SELECT topic, verb FROM feed WHERE id > :id", id=before)
    assert ("recurring", "new") in topics

"""The change calendar at a desk: windows made and taken back, collisions worked out on an index, and told to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.desk.conftest import MONDAY, Shift

from otui.desk import undo
from otui.desk.changes import commands as c
from otui.desk.changes.calendar import around, collisions
from otui.desk.changes.calendar.collisions import Collision
from otui.desk.changes.calendar.windows import (
    EditWindow,
    NewWindow,
    RemoveWindow,
    edit_window,
    new_window,
    remove_window,
)
from otui.desk.changes.edit import edit, schedule
from otui.desk.changes.new import new
from otui.desk.changes.ties import link
from otui.desk.commands import Undo
from otui.desk.items.making import NewItem, new_item
from otui.desk.views import schedule as views
from otui.desk.views import windows as window_views
from otui.domain.change.schedule import CollisionKind
from otui.domain.change.windows import Stretch
from otui.errors import Conflict, NotFound, Refused, Usage
from otui.store.records import to_micros

HOME = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
"""Wednesday, eight in the evening in Amsterdam."""
HOURS = timedelta(hours=1)
WEEK = (MONDAY - timedelta(hours=9), MONDAY + timedelta(days=7))


def item(shift: Shift, name: str, **values: Any) -> str:
    return shift.do(new_item, NewItem(name=name, **values), "lea").number


def change(
    shift: Shift, subject: str = "Router upgrade", *items: str, at: datetime | None = EVENING, **values: Any
) -> str:
    """Record a normal change of two hours and return its number."""
    if at is not None:
        values = {"starts": at, "ends": at + 2 * HOURS, **values}
    login = values.pop("login", "bea")
    return shift.do(new, c.NewChange(subject=subject, items=items, **values), login).number


def blackout(shift: Shift, name: str = "Year end", login: str = "lea", **values: Any) -> Any:
    given = {"kind": "blackout", "starts": EVENING - HOURS, "ends": EVENING + HOURS, **values}
    return shift.do(new_window, NewWindow(name=name, **given), login)


def hits(shift: Shift, number: str, login: str = "bea") -> tuple[Collision, ...]:
    desk = shift.desk(login)

    def ask(view: Any) -> tuple[Collision, ...]:
        (row,) = view.reader.records("change", "number = :n", {"n": number})
        return collisions.of(view, row)

    return desk.read(ask)


def kinds(shift: Shift, number: str, login: str = "bea") -> list[str]:
    return [one.kind for one in hits(shift, number, login)]


# -- windows -----------------------------------------------------------------------------------------------------------


def test_a_window_is_made_changed_and_removed_and_each_is_undone(shift: Shift) -> None:
    made = blackout(shift, reason="Books close.")
    assert made.said == "Year end is on the calendar: blackout, Wed 25 Nov 19:00–21:00."
    shift.do(edit_window, EditWindow(ref="year END", rule="weekly", name="Quiet evening"), "lea")
    (row,) = shift.desk("bea").read(window_views.windows)
    assert (row.name, row.rule, row.next, row.version) == (
        "Quiet evening",
        "FREQ=WEEKLY",
        Stretch(EVENING - HOURS, EVENING + HOURS),
        2,
    )
    shift.do(remove_window, RemoveWindow(ref="Quiet evening"), "lea")
    assert shift.desk("bea").read(window_views.windows) == ()
    with pytest.raises(NotFound):
        shift.do(remove_window, RemoveWindow(ref="Quiet evening"), "lea")
    back = Undo(since=0)
    shift.do(undo.undo, back, "lea")
    assert [one.name for one in shift.desk("bea").read(window_views.windows)] == ["Quiet evening"]
    shift.do(undo.undo, back, "lea")
    (row,) = shift.desk("bea").read(window_views.windows)
    assert (row.name, row.rule) == ("Year end", "")
    shift.do(undo.undo, back, "lea")
    assert shift.desk("bea").read(window_views.windows) == ()


def test_its_history_says_what_changed(shift: Shift) -> None:
    item(shift, "VPN")
    made = blackout(shift)
    shift.do(edit_window, EditWindow(ref=made.record_id, item="VPN", rule="every wednesday"), "lea")
    found = shift.value("SELECT changes FROM record_event WHERE record = 'change_window' AND verb = 'edit'")
    assert '"item":["all","VPN"]' in found.replace(", ", ",").replace(": ", ":")
    assert "every week on Wednesday" in found


def test_only_a_lead_or_an_admin_changes_windows(shift: Shift) -> None:
    with pytest.raises(Refused, match="lead or an admin"):
        blackout(shift, login="bea")
    blackout(shift)
    for verb, command in (
        (edit_window, EditWindow(ref="Year end", reason="x")),
        (remove_window, RemoveWindow(ref="Year end")),
    ):
        with pytest.raises(Refused, match="lead or an admin"):
            shift.do(verb, command, "bea")


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"kind": "holiday"}, Usage, "no kind of window"),
        ({"ends": EVENING - HOURS}, Usage, "ends after it begins"),
        ({"name": " "}, Refused, "name"),
        ({"item": "Nothing"}, NotFound, "Nothing"),
        ({"rule": "FREQ=HOURLY"}, Usage, "daily, weekly, monthly or yearly"),
        ({"rule": "every sunday"}, Usage, "does not fall on Wed 25 Nov"),
        ({"rule": "now and then"}, Usage, "now"),
        ({"rule": "FREQ=WEEKLY;BYHOUR=3"}, Usage, "BYHOUR"),
    ],
)
def test_what_makes_no_window(
    shift: Shift, values: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        blackout(shift, **values)


def test_two_windows_never_have_one_name_and_a_removed_one_gives_its_name_away(shift: Shift) -> None:
    blackout(shift)
    with pytest.raises(Refused, match="already"):
        blackout(shift, "YEAR end")
    shift.do(remove_window, RemoveWindow(ref="Year end"), "lea")
    again = blackout(shift)
    shift.do(edit_window, EditWindow(ref="Year end", reason="Again."), "lea")
    assert shift.value("SELECT reason FROM change_window WHERE id = :id", id=again.record_id) == "Again."


def test_a_window_that_moved_on_is_not_overwritten(shift: Shift) -> None:
    made = blackout(shift)
    shift.do(edit_window, EditWindow(ref="Year end", reason="One."), "lea")
    with pytest.raises(Conflict):
        shift.do(edit_window, EditWindow(ref="Year end", reason="Two.", version=made.version), "ada")


@pytest.mark.parametrize(
    "typed", ["every wednesday 03:00", "elke woensdag", "FREQ=WEEKLY;BYDAY=WE", "weekly", "wekelijks"]
)
def test_a_rule_is_written_in_words_too(shift: Shift, typed: str) -> None:
    blackout(shift, rule=typed)
    rule = shift.value("SELECT rrule FROM change_window")
    assert rule.startswith("FREQ=WEEKLY")
    assert "BYHOUR" not in rule


# -- collisions --------------------------------------------------------------------------------------------------------


def test_two_changes_on_one_item(shift: Shift) -> None:
    vpn = item(shift, "VPN")
    first = change(shift, "Router upgrade", vpn)
    second = change(shift, "New certificate", vpn, at=EVENING + HOURS)
    (hit,) = hits(shift, first)
    assert hit.sentence(HOME, MONDAY) == (
        f"{second} New certificate touches VPN too, Wed 25 Nov 21:00–22:00."
    )
    assert kinds(shift, second) == ["item"]
    assert kinds(shift, change(shift, "Later", vpn, at=EVENING + 4 * HOURS)) == []


def test_what_hangs_on_it_counts_also_by_way_of_others(shift: Shift) -> None:
    for name in ("VPN", "Radius", "Router"):
        item(shift, name)
    ids = dict(shift.all("SELECT name, id FROM item"))
    shift.desk("ada").database.write(
        lambda writer: [
            writer.insert("item_dependency", {"item_id": ids[one], "on_id": ids[other]})
            for one, other in (("VPN", "Radius"), ("Radius", "Router"))
        ]
    ).result()
    top, bottom = change(shift, "Client", "VPN"), change(shift, "Firmware", "Router")
    (hit,) = hits(shift, top)
    assert (hit.kind, hit.item, hit.other_item, hit.name) == (
        CollisionKind.DEPENDENCY,
        "VPN",
        "Router",
        bottom,
    )
    blackout(shift, item="VPN")
    assert next(one.sentence(UTC) for one in hits(shift, bottom)) == (
        "Blackout Year end of VPN, which hangs on Router, Wed 25 Nov 19:00–20:00."
    )


def test_ended_and_canceled_changes_are_in_nobodys_way(
    shift: Shift,
) -> None:
    vpn = item(shift, "VPN")
    first, second = change(shift, "One", vpn), change(shift, "Two", vpn)
    for step in ("canceled", "closed", "document", "review"):
        shift.desk("ada").database.write(
            lambda writer, step=step: writer.execute(
                "UPDATE change SET step = :step WHERE number = :n", {"step": step, "n": second}
            )
        ).result()
        assert kinds(shift, first) == []
        assert kinds(shift, second) == []


def test_what_comes_after_the_time_was_chosen_asks_for_a_reason_again(shift: Shift) -> None:
    vpn = item(shift, "VPN")
    first, second = change(shift, "One", vpn), change(shift, "Two", vpn)

    def stopped(number: str) -> list[str]:
        def ask(view: Any) -> list[str]:
            (row,) = view.reader.records("change", "number = :n", {"n": number})
            bare = collisions.blocking(view.reader, row)
            assert [one.kind for one in bare] == [one.kind for one in collisions.blocking(view, row)]
            return [one.kind for one in bare]

        return shift.desk("bea").read(ask)

    assert stopped(first) == stopped(second) == ["item"]
    shift.do(
        schedule,
        c.Schedule(ref=first, starts=EVENING, ends=EVENING + 2 * HOURS, reason="One team does both."),
    )
    assert stopped(first) == []
    assert [one.new for one in hits(shift, first)] == [False]
    blackout(shift)
    assert stopped(first) == ["blackout"]
    found = shift.desk("bea").read(
        lambda view: collisions.flags(view, [row[0] for row in view.reader.all("SELECT id FROM change")])
    )
    ids = dict(shift.all("SELECT number, id FROM change"))
    assert (found[ids[first]].count, found[ids[first]].new, found[ids[first]].unanswered) == (2, 1, 1)
    assert (found[ids[second]].count, found[ids[second]].unanswered) == (2, 2)


def test_what_an_own_edit_runs_into_is_new_too(shift: Shift) -> None:
    first = change(shift, "One", implementer="cas")
    change(shift, "Two", implementer="dio")
    shift.do(
        schedule, c.Schedule(ref=first, starts=EVENING, ends=EVENING + 2 * HOURS, reason="It is agreed.")
    )
    shift.do(edit, c.EditChange(ref=first, implementer="dio"))
    (hit,) = hits(shift, first)
    assert (hit.kind, hit.new, hit.answered) == (CollisionKind.IMPLEMENTER, True, False)


def test_an_item_that_is_tied_later_is_looked_at(shift: Shift) -> None:
    vpn = item(shift, "VPN")
    first, second = change(shift, "One"), change(shift, "Two", vpn)
    assert kinds(shift, first) == []
    shift.do(link, c.TieChange(ref=first, kind="affects", other=vpn))
    assert kinds(shift, first) == kinds(shift, second) == ["item"]


def test_a_change_in_a_confidential_queue_is_another_change_to_others(shift: Shift) -> None:
    from otui.desk import queues
    from otui.desk.office import staff

    shift.do(lambda unit, _none: queues.new_queue(unit, "Secret", line=2), None, "ada")
    shift.do(staff.teams, staff.Teams(agent="cas", join=("Secret",)), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Secret", confidential=True), "ada")
    for login in ("cas", "bea", "ada"):
        shift.desk(login).refresh()
    vpn = item(shift, "VPN")
    hidden = change(shift, "Take over", vpn, queue="Secret", login="cas")
    seen = change(shift, "Router upgrade", vpn)
    assert [one.name for one in hits(shift, seen, "cas")] == [hidden]
    (told,) = hits(shift, seen, "bea")
    assert (told.name, told.subject, told.other_id) == ("", "", None)
    assert told.sentence(UTC).startswith("Another change touches VPN too")
    numbers = [one.number for one in shift.desk("bea").read(views.schedule, *WEEK).changes]
    assert numbers == [seen]
    (bare,) = shift.desk("cas").read(
        lambda view: collisions.of(view.reader, view.reader.records("change", "number = :n", {"n": seen})[0])
    )
    assert bare.name == "", "nobody is known to ask: nothing is named"


# -- the calendar ------------------------------------------------------------------------------------------------------


def test_a_week_holds_changes_windows_and_meetings(shift: Shift) -> None:
    from otui.desk.changes.board.meetings import NewMeeting, new_meeting

    vpn = item(shift, "VPN")
    number = change(shift, "Router upgrade", vpn, implementer="cas")
    blackout(
        shift, starts=MONDAY - timedelta(days=30, hours=2), ends=MONDAY - timedelta(days=30), rule="daily"
    )
    shift.do(new_meeting, NewMeeting(starts_at=MONDAY + 5 * HOURS, fill=False), "lea")
    found = shift.desk("bea").read(views.schedule, *WEEK)
    kinds_of = [type(one).__name__ for one in found.entries]
    assert (kinds_of.count("WindowOn"), kinds_of.count("MeetingOn"), kinds_of.count("ChangeOn")) == (8, 1, 1)
    assert [one.starts_at for one in found.entries] == sorted(one.starts_at for one in found.entries)
    (one,) = found.changes
    assert (one.number, one.items, one.implementer) == (number, ("VPN",), "cas")
    day = found.during(EVENING, EVENING + HOURS)
    assert one in day


def test_mine_and_an_item(shift: Shift) -> None:
    vpn, till = item(shift, "VPN"), item(shift, "Till")
    router = item(shift, "Router")
    ids = dict(shift.all("SELECT name, id FROM item"))
    shift.desk("ada").database.write(
        lambda writer: writer.insert("item_dependency", {"item_id": ids["VPN"], "on_id": ids["Router"]})
    ).result()
    change(shift, "On the VPN", vpn, login="cas")
    change(shift, "On the till", till, implementer="bea", login="cas")
    change(shift, "On the router", router, login="cas")
    blackout(shift, item="Till")

    def subjects(**wanted: Any) -> set[str]:
        found = shift.desk("bea").read(views.schedule, *WEEK, **wanted)
        return {getattr(one, "subject", None) or one.name for one in found.entries}

    assert subjects(mine=True) == {"On the till", "Year end"}
    assert subjects(item_id=ids["Router"]) == {"On the VPN", "On the router"}
    assert subjects(item_id=ids["Till"]) == {"On the till", "Year end"}


def test_what_sticks_out_of_a_week_meets_others_there(shift: Shift) -> None:
    vpn = item(shift, "VPN")
    long = change(shift, "Move house", vpn, at=MONDAY + timedelta(days=6), ends=MONDAY + timedelta(days=9))
    change(shift, "After the weekend", vpn, at=MONDAY + timedelta(days=8))
    (one,) = shift.desk("bea").read(views.schedule, *WEEK).changes
    assert one.number == long
    assert [hit.kind for hit in one.collisions] == ["item"]


def test_nothing_is_read_whole(shift: Shift, desks: Any) -> None:
    """However many changes there are, a look at the calendar reads those of its stretch."""
    vpn = item(shift, "VPN")
    first = change(shift, "One", vpn)
    change(shift, "Two", vpn)
    blackout(shift)
    asked: list[tuple[str, Any]] = []

    def watch(view: Any) -> None:
        reader, plain = view.reader, view.reader.all

        def noted(sql: str, params: Any = None) -> Any:
            asked.append((sql, params))
            return plain(sql, params)

        reader.all = noted
        try:
            (row,) = reader.records("change", "number = :n", {"n": first})
            collisions.of(view, row)
            views.schedule(view, *WEEK, item_id=1)
            window_views.windows_on(view, *WEEK)
        finally:
            del reader.all
        for sql, params in asked:
            _steps, whole = desks.engine.plan(reader, sql, params)
            assert not set(whole) & {
                "change",
                "c",
                "change_window",
                "w",
                "tie",
                "record_event",
                "item_dependency",
            }, sql

    shift.desk("bea").read(watch)
    assert len(asked) > 8


def test_far_back_and_far_ahead_the_begun_are_found_by_their_end(shift: Shift, desks: Any) -> None:
    reader = shift.desk("bea").database.read()
    times = {"since": to_micros(MONDAY), "until": to_micros(MONDAY + HOURS)}
    steps, _whole = desks.engine.plan(reader, around.CHANGES, times)
    if desks.engine.name == "sqlite":
        assert any("ix_change_starts_at" in step for step in steps)
        assert any("ix_change_ends_at" in step for step in steps)

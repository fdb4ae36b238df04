"""`otui change calendar` and `otui change window`: an agenda, JSON, and a file that other calendars read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest

from otui.desk.changes import commands as c
from otui.desk.changes.advance import cancel
from otui.desk.changes.edit import edit as edit_change
from otui.desk.changes.new import new as new_change
from otui.desk.desk import Desk
from otui.desk.items.making import NewItem, new_item

EVENING = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)


@pytest.fixture
def planned(otui: Any) -> list[str]:
    """Two changes on one item at one time; their numbers."""
    with Desk.open(otui.env["OTUI_DESK"], login="ada") as desk:
        desk.do(new_item, NewItem(name="VPN"))
        numbers = [
            desk.do(
                new_change,
                c.NewChange(
                    subject=subject,
                    items=("VPN",),
                    starts=EVENING,
                    ends=EVENING.replace(hour=21),
                    implementer=login,
                    description="Words of\nmore lines.",
                ),
            ).number
            for subject, login in (("Router upgrade", "bea"), ("New certificate", "cas"))
        ]
        desk.do(edit_change, c.EditChange(ref=numbers[1], outage=True))
        return numbers


def window(otui: Any, *more: str, name: str = "Quiet night", kind: str = "maintenance") -> Any:
    words = ("--from", "2026-11-01 02:00", "--to", "4h", "--repeat", "every sunday", *more)
    return otui("change", "window", "new", kind, name, *words)


# -- windows -----------------------------------------------------------------------------------------------------------


def test_windows_are_made_listed_changed_and_removed(otui: Any) -> None:
    made = window(otui, "--reason", "Nobody works.", "--json")
    assert made.code == 0, made.err
    assert made.json["starts_at"] == "2026-11-01T01:00:00+00:00"
    assert made.json["ends_at"] == "2026-11-01T05:00:00+00:00"
    assert made.json["next_starts_at"] == "2026-11-29T01:00:00+00:00"
    assert made.json["rule"] == "FREQ=WEEKLY;BYDAY=SU"
    listed = otui("change", "window", "list").out
    assert "Sun 29 Nov 2:00–6:00" in listed
    assert "every week on Sunday" in listed
    assert otui("change", "window", "change", "quiet night", "--from", "2026-11-01 03:00").code == 0
    (row,) = otui("change", "window", "list", "--json").json
    assert (row["starts_at"], row["ends_at"]) == ("2026-11-01T02:00:00+00:00", "2026-11-01T06:00:00+00:00")
    assert otui("change", "window", "remove", "Quiet night", "--version", "1").code == 4
    assert otui("change", "window", "remove", "Quiet night").out == "Quiet night is off the calendar.\n"
    assert otui("change", "window", "list", "--json").json == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--repeat", "FREQ=MINUTELY"), 2, "daily, weekly, monthly or yearly"),
        (("--repeat", "every monday"), 2, "does not fall on Sun 1 Nov"),
        (("--to", "2026-10-31 04:00"), 2, "ends after it begins"),
        (("--item", "Nothing"), 1, "Nothing"),
    ],
)
def test_what_makes_no_window(otui: Any, words: tuple[str, ...], code: int, said: str) -> None:
    refused = window(otui, *words)
    assert refused.code == code
    assert said in refused.err
    assert refused.err.count("\n") == 1


def test_an_agent_makes_none(otui: Any) -> None:
    otui.env["OTUI_AGENT"] = "bea"
    refused = window(otui)
    assert refused.code == 1
    assert "lead or an admin" in refused.err


# -- the agenda --------------------------------------------------------------------------------------------------------


def test_a_week_as_an_agenda(otui: Any, planned: list[str]) -> None:
    window(otui, "--reason", "Nobody works.")
    said = otui("change", "calendar")
    first, second = planned
    assert said.out.splitlines() == [
        "Wed 25 Nov",
        f"  20:00–22:00  {first} Router upgrade · record · VPN · bea",
        f"               ! {second} New certificate touches VPN too, Wed 25 Nov 20:00–22:00. (new, needs a reason)",
        "               ! It lies outside the maintenance window Quiet night. (new, needs a reason)",
        f"  20:00–22:00  {second} New certificate · record · VPN · cas · outage",
        f"               ! {first} Router upgrade touches VPN too, Wed 25 Nov 20:00–22:00. (needs a reason)",
        "               ! It lies outside the maintenance window Quiet night. (new, needs a reason)",
        "",
        "Sun 29 Nov",
        "   2:00–6:00   [maintenance] Quiet night · Nobody works.",
    ]


def test_a_month_and_days_and_mine(otui: Any, planned: list[str]) -> None:
    window(otui)
    month = otui("change", "calendar", "--month", "--json").json
    assert (month["since"], month["until"]) == ("2026-10-31T23:00:00+00:00", "2026-11-30T23:00:00+00:00")
    assert [one["kind"] for one in month["entries"]].count("window") == 5
    one = next(one for one in month["entries"] if one["kind"] == "change")
    assert (one["number"], one["items"], one["collisions"][0]["kind"]) == (planned[0], ["VPN"], "item")
    day = otui("change", "calendar", "--from", "2026-11-29", "--to", "2026-11-29", "--json").json["entries"]
    assert [one["kind"] for one in day] == ["window"]
    otui.env["OTUI_AGENT"] = "cas"
    mine = otui("change", "calendar", "--mine", "--json").json["entries"]
    assert [one["number"] for one in mine if one["kind"] == "change"] == [planned[1]]
    assert otui("change", "calendar", "--item", "VPN", "--json").code == 0
    assert otui("change", "calendar", "--item", "Nothing").code == 1


def test_nothing_planned_says_so(otui: Any) -> None:
    assert otui("change", "calendar").out == "Nothing is planned from Mon 23 Nov to Sun 29 Nov.\n"


def test_in_dutch(otui: Any) -> None:
    window(otui)
    said = otui("--lang", "nl", "change", "calendar").out
    assert "zo 29 nov" in said
    assert "onderhoudsvenster" in said


def test_words_that_contradict(otui: Any) -> None:
    assert otui("change", "calendar", "--week", "--month").code == 2
    assert otui("change", "calendar", "--from", "2026-11-29", "--to", "2026-11-01").code == 2


# -- iCalendar ---------------------------------------------------------------------------------------------------------


def parsed(text: str) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(text)
    return {str(event["UID"]).split("@")[0]: event for event in calendar.walk("VEVENT")}


def test_the_file_is_read_back_as_it_is(otui: Any, planned: list[str]) -> None:
    window(otui, "--reason", "Nobody works.")
    window(otui, kind="blackout", name="Year end")
    otui("change", "window", "change", "Year end", "--repeat", "FREQ=WEEKLY;UNTIL=20261201")
    text = otui("change", "calendar", "--ics", "-", "--month").out
    assert "\r\n" in text or text.startswith("BEGIN:VCALENDAR\n")
    events = parsed(text)
    change = events[f"change-{planned[0]}"]
    assert change.decoded("DTSTART") == EVENING
    assert change["DTSTART"].to_ical() == b"20261125T190000Z"
    assert (int(change["SEQUENCE"]), str(change["STATUS"]), str(change["TRANSP"])) == (
        1,
        "TENTATIVE",
        "OPAQUE",
    )
    assert str(change["SUMMARY"]) == f"{planned[0]} Router upgrade"
    assert "touches VPN too" in str(change["DESCRIPTION"])
    assert str(change["DESCRIPTION"]).endswith("Words of\nmore lines.")
    quiet = next(event for event in events.values() if "Quiet night" in str(event["SUMMARY"]))
    assert quiet["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert quiet.decoded("DTSTART").hour == 2
    assert quiet["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=SU"
    assert str(quiet["TRANSP"]) == "TRANSPARENT"
    assert [str(one) for one in quiet["CATEGORIES"].cats] == ["maintenance"]
    freeze = next(event for event in events.values() if "Year end" in str(event["SUMMARY"]))
    assert b"UNTIL=20261201T225959Z" in freeze["RRULE"].to_ical()
    zones = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Europe/Amsterdam"]
    assert {part.name for part in zones[0].subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_a_canceled_change_stays_in_it_as_such_under_its_own_name(otui: Any, planned: list[str]) -> None:
    before = parsed(otui("change", "calendar", "--ics", "-").out)[f"change-{planned[0]}"]
    with Desk.open(otui.env["OTUI_DESK"], login="ada") as desk:
        desk.do(cancel, c.WithReason(ref=planned[0], reason="Not needed."))
    after = parsed(otui("change", "calendar", "--ics", "-").out)[f"change-{planned[0]}"]
    assert (str(after["UID"]), str(after["STATUS"])) == (str(before["UID"]), "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_it_goes_to_a_file_but_not_over_ssh(
    otui: Any, planned: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "changes.ics"
    assert otui("change", "calendar", "--ics", str(target)).code == 0
    assert set(parsed(target.read_text())) == {f"change-{number}" for number in planned}
    target.unlink()
    monkeypatch.setattr("otui.restricted._person", "ada")
    refused = otui("change", "calendar", "--ics", str(target))
    assert refused.code == 1
    assert "SSH" in refused.err
    assert not target.exists()
    assert otui("change", "calendar", "--ics", "-").out.startswith("BEGIN:VCALENDAR")


def test_what_is_planned_tells_what_it_runs_into(otui: Any, planned: list[str]) -> None:
    first, second = planned
    times = ("--from", "2026-11-25 21:00", "--to", "2026-11-25 23:00")
    said = otui("change", "schedule", first, *times).out
    assert f"! {second} New certificate touches VPN too, Wed 25 Nov 21:00–22:00. (needs a reason)" in said
    assert (
        f"! {second}" not in otui("change", "schedule", first, "--from", "2026-11-26 21:00", "--to", "2h").out
    )
    back = otui("change", "schedule", first, "--from", "2026-11-25 20:30", "--to", "2h", "--json").json
    assert [(one["kind"], one["name"], one["answered"]) for one in back["collisions"]] == [
        ("item", second, False)
    ]
    answered = otui("change", "schedule", first, "--keep", "--reason", "One team does both.").out
    assert "20:30–22:00. (answered)" in answered
    assert "(answered)" in otui("change", "show", first).out
    assert otui("change", "show", second, "--json").json["collisions"][0]["new"] is True

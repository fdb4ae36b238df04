"""`otui change cab`: meetings, agenda, decisions and minutes as commands, and as JSON."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def change(otui) -> Callable[..., str]:
    """Makes changes; returns the number."""

    def make(subject: str = "New core switch") -> str:
        said = otui("change", "new", "--subject", subject, "--json")
        assert said.code == 0, said.err
        return str(said.json["number"])

    return make


def ok(said):
    assert said.code == 0, said.err
    return said


def test_a_meeting_is_called_filled_by_hand_and_shown(otui, change):
    number = change()
    assert "is called" in ok(otui("change", "cab", "new", "fri", "14:00")).out
    ok(otui("change", "cab", "add", number))
    shown = ok(otui("change", "cab", "show")).out
    assert "CAB Fri 27 Nov 14:00" in shown
    assert f"1. {number} New core switch" in shown
    (row,) = ok(otui("change", "cab", "list", "--json")).json
    assert (row["state"], row["items"], row["decided"]) == ("planned", 1, 0)
    ok(otui("change", "cab", "remove", number))
    assert ok(otui("change", "cab", "show", "--json")).json["agenda"] == []


def test_a_decision_has_its_reason_and_stands_in_the_minutes(otui, change):
    number = change()
    ok(otui("change", "cab", "new", "fri", "14:00", "--name", "Weekly"))
    ok(otui("change", "cab", "add", number))
    refused = otui("change", "cab", "approve", number)
    assert refused.code == 1
    assert "was not asked" in refused.err
    refused = otui("change", "cab", "defer", number)
    assert refused.code == 1
    assert "Say in the minutes why" in refused.err
    ok(otui("change", "cab", "defer", number, "--minutes", "-", stdin="Until the switch is there."))
    ok(otui("change", "cab", "minutes", "--body", "Next time: Friday."))
    ok(otui("change", "cab", "attend", "bea", "cas"))
    page = ok(otui("change", "cab", "show", "--minutes")).out
    assert page.startswith("# Weekly")
    assert "Present: bea, cas" in page
    assert "Decision: deferred" in page
    assert "Until the switch is there." in page
    assert page.rstrip().endswith("Next time: Friday.")
    assert "====" in ok(otui("change", "cab", "show", "weekly", "--plain")).out


def test_a_meeting_that_is_held_hands_on_and_is_undone(otui, change):
    number = change()
    ok(otui("change", "cab", "new", "thu", "14:00", "--name", "First"))
    ok(otui("change", "cab", "new", "fri", "14:00", "--name", "Second"))
    ok(otui("change", "cab", "add", number, "--meeting", "First"))
    said = ok(otui("change", "cab", "hold", "--meeting", "First")).out
    assert "1 goes on to Second" in said
    assert ok(otui("change", "cab", "show", "--json")).json["agenda"][0]["number"] == number
    ok(otui("undo"))
    assert ok(otui("change", "cab", "show", "Second", "--json")).json["agenda"] == []
    ok(otui("change", "cab", "call-off", "--meeting", "Second"))
    assert [row["name"] for row in ok(otui("change", "cab", "list", "--json")).json] == ["First"]


def test_places_are_counted_from_one(otui, change):
    numbers = [change(subject) for subject in ("One", "Two", "Three")]
    ok(otui("change", "cab", "new", "fri", "14:00"))
    for number in numbers:
        ok(otui("change", "cab", "add", number))
    shown = ok(otui("change", "cab", "place", numbers[2], "1", "--json")).json
    assert [row["number"] for row in shown["agenda"]] == [numbers[2], numbers[0], numbers[1]]


def test_whoever_does_not_lead_runs_no_meeting(otui, change):
    number = change()
    refused = otui("change", "cab", "new", "fri", "14:00", OTUI_AGENT="bea")
    assert refused.code == 1
    assert "Only a lead or an admin" in refused.err
    assert otui("change", "cab", "add", number).code == 1
    assert "No meeting is planned" in otui("change", "cab", "show").err

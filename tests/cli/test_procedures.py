"""Procedures, checklists, categories and recurring tickets as commands."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

STEPS = ("--category", "Printer", "-s", "Ask which printer", "-s", "Read the counter?", "-s", "Order toner")


class Runs:
    """Commands that are to succeed, or to fail with a code; what they print."""

    def __init__(self, otui: Any) -> None:
        self._otui = otui

    def __call__(self, *words: str) -> str:
        said = self._otui(*words)
        assert said.code == 0, said.err
        return str(said.out)

    def json(self, *words: str) -> Any:
        return json.loads(self(*words))

    def fails(self, *words: str, code: int = 1) -> str:
        said = self._otui(*words)
        assert said.code == code, said
        return str(said.err)


@pytest.fixture
def desk(otui):
    return Runs(otui)


@pytest.fixture
def printer(desk):
    """A desk with a procedure, and a ticket that it is for."""
    desk("procedure", "new", "Printer", *STEPS)
    return desk.json("ticket", "new", "--subject", "It jams", "--category", "printer", "--json")["number"]


def test_a_checklist_is_read_ticked_and_added_to(desk, printer):
    rows = desk.json("ticket", "checklist", printer, "--json")
    assert [(row["n"], row["subject"], row["required"], row["procedure"]) for row in rows] == [
        (1, "Ask which printer", True, "Printer"),
        (2, "Read the counter", False, "Printer"),
        (3, "Order toner", True, "Printer"),
    ]
    assert "done" in desk("ticket", "step", printer, "1", "done")
    desk("ticket", "step", printer, "3", "skip", "--reason", "None left")
    desk("ticket", "step", printer, "new", "Call", "back")
    text = desk("ticket", "checklist", printer)
    for words in ("[x] Ask which printer", "[-] Order toner", "None left", "[ ] Call back", "optional"):
        assert words in text
    desk("ticket", "step", printer, "1", "open")
    assert desk.json("ticket", "checklist", printer, "--json")[0]["state"] == "open"


def test_a_close_is_stopped_and_a_reason_lets_it(desk, printer):
    said = desk.fails("ticket", "close", printer)
    assert "2 steps" in said
    assert "--despite" in said
    desk("ticket", "close", printer, "--despite", "The printer is gone")
    assert {row["reason"] for row in desk.json("ticket", "checklist", printer, "--json")} == {
        "The printer is gone",
        None,
    }
    assert "left out" in desk("ticket", "history", printer)
    desk("undo")
    assert desk.json("ticket", "show", printer, "--json")["state"] == "new"


def test_of_several_one_that_is_stopped_stops_no_other(desk, printer):
    other = desk.json("ticket", "new", "--subject", "Other", "--json")["number"]
    desk.fails("ticket", "close", printer, other)
    assert desk.json("ticket", "show", other, "--json")["state"] == "closed"
    assert desk.json("ticket", "show", printer, "--json")["state"] == "new"


def test_a_category_is_set_listed_and_taken_away(desk, printer):
    desk("ticket", "new", "--subject", "Other")
    assert [row["number"] for row in desk.json("ticket", "list", "--category", "print", "--json")] == [
        printer
    ]
    assert desk.json("ticket", "show", printer, "--json")["category"] == "Printer"
    assert "Printer" in desk("ticket", "show", printer)
    desk("ticket", "category", printer, "-")
    assert desk.json("ticket", "show", printer, "--json")["category"] == ""
    assert "no category" in desk.fails("ticket", "list", "--category", "Nothing")


def test_a_procedure_is_shown_edited_attached_and_taken_out_of_use(desk, printer):
    (row,) = desk.json("procedure", "list", "--json")
    assert (row["name"], row["category"], row["active"]) == ("Printer", "Printer", True)
    assert "Read the counter (optional)" in desk("procedure", "show", "print")
    assert "stay as they are" in desk("procedure", "edit", "Printer", "--steps", "Kick it\nLook?")
    assert len(desk.json("procedure", "show", "Printer", "--json")["steps"]) == 2
    assert len(desk.json("ticket", "checklist", printer, "--json")) == 3
    desk("procedure", "attach", "Printer", printer)
    assert len(desk.json("ticket", "checklist", printer, "--json")) == 5
    desk("procedure", "deactivate", "Printer")
    assert desk.json("procedure", "list", "--json") == []
    assert len(desk.json("procedure", "list", "--all", "--json")) == 1
    desk("procedure", "activate", "Printer")
    assert "Printer" in desk("procedure", "list")


def test_a_rule_is_previewed_before_it_is_kept(desk):
    found = desk.json("recurring", "preview", "elke", "maandag", "8:00", "--json")
    assert found["rrule"] == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0"
    assert len(found["upcoming"]) == 5
    assert "every week on Monday at 08:00" in desk("recurring", "preview", "every monday 8")
    assert "blue" in desk.fails("recurring", "preview", "every", "blue", "moon", code=2)


def test_a_recurring_ticket_is_made_run_paused_and_removed(desk):
    desk("recurring", "new", "Patch", "--rule", "every monday 08:00", "-q", "Servers", "-b", "All of them")
    (row,) = desk.json("recurring", "list", "--json")
    assert (row["name"], row["queue"], row["state"], row["made"]) == ("Patch", "Servers", "running", 0)
    assert datetime.fromisoformat(row["next_at"]).weekday() == 0
    said = desk.fails("recurring", "run", code=2)
    assert "made by itself" in said
    assert "name it: Patch." in said
    made = desk.json("recurring", "run", "patch", "--json")
    assert made["subject"] == "Patch"
    desk("recurring", "edit", "Patch", "--rule", "every day 9", "--subject", "Patch them all")
    shown = desk.json("recurring", "show", "Patch", "--json")
    assert (shown["rule"], shown["subject"], shown["made"]) == ("every day at 09:00", "Patch them all", 1)
    assert len(shown["upcoming"]) == 5
    for command, state in (("pause", "paused"), ("resume", "running"), ("remove", "removed")):
        desk("recurring", command, "Patch")
        assert desk.json("recurring", "show", "Patch", "--json")["state"] == state
    assert desk.json("recurring", "list", "--json") == []

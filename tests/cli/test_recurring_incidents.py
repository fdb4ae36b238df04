"""`otui ticket like`, `otui recurrence` and `otui major`: what they print, ask and refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from otui.text import i18n

SUBJECTS = (
    "VPN down, whole site Breda",
    "VPN does not work in Breda",
    "Breda: no VPN",
    "VPN in Breda broken",
)


@pytest.fixture
def hit(ticket: Callable[..., str]) -> list[str]:
    contacts = ("anna", "bert", "cleo", "anna")
    return [
        ticket(subject, "--contact", f"{name}@example.org")
        for subject, name in zip(SUBJECTS, contacts, strict=True)
    ]


def test_like_prints_what_is_like_a_ticket(otui: Any, hit: list[str], ticket: Any) -> None:
    alone = ticket("Till does not open")
    said = otui("ticket", "like", hit[0])
    assert said.out.startswith("3 like this since 9:00")
    assert [number for number in hit[1:] if number in said.out] == hit[1:]
    assert {row["number"] for row in otui("ticket", "like", hit[0], "--json").json} == set(hit[1:])
    assert otui("ticket", "like", alone).out == f"Nothing like {alone} was reported lately.\n"
    assert otui("ticket", "like", alone, "--json").json == []


def test_groups_are_listed_shown_and_dismissed(otui: Any, hit: list[str]) -> None:
    (row,) = otui("recurrence", "list", "--json").json
    assert (row["words"], row["count"], row["open"]) == ("Breda VPN", 4, 4)
    assert "Breda VPN" in otui("recurrence", "list").out
    shown = otui("recurrence", "show", hit[1], "--json").json
    assert sorted(shown["tickets"]) == sorted(hit)
    assert shown["tickets"][0] == shown["newest"]
    assert otui("recurrence", "dismiss", hit[1]).out == "“Breda VPN” is no pattern.\n"
    assert otui("recurrence", "list").out == "Nothing recurs.\n"
    assert "not a pattern" in otui("recurrence", "list", "--all").out
    assert otui("recurrence", "dismiss", hit[1]).code == 1
    assert otui("recurrence", "dismiss", hit[1], "--back").code == 0
    assert len(otui("recurrence", "list", "--json").json) == 1


def test_a_problem_is_made_of_a_group_only_where_that_is_wanted(otui: Any, hit: list[str]) -> None:
    said = otui("recurrence", "problem", hit[0], "--dry-run", "--json")
    assert sorted(said.json) == sorted(hit)
    said = otui("recurrence", "problem", hit[0])
    assert (said.code, "nothing was changed" in said.err) == (1, True)
    assert otui("recurrence", "list", "--json").json[0]["problems"] == []
    made = otui("recurrence", "problem", hit[0], "--yes", "--json").json
    assert (made["number"][0], sorted(made["incidents"])) == ("P", sorted(hit))
    assert otui("recurrence", "list", "--json").json[0]["problems"] == [made["number"]]
    assert otui("undo").code == 0


def test_the_life_of_a_major_incident(otui: Any, hit: list[str]) -> None:
    parent = hit[0]
    assert otui("major", "propose", parent).out == f"{parent} is proposed as a major incident.\n"
    (row,) = otui("major", "list", "--json").json
    assert (row["number"], row["state"], row["members"]) == (parent, "proposed", 4)
    said = otui("major", "declare", parent, OTUI_AGENT="bea")
    assert (said.code, said.err.splitlines()[0]) == (
        1,
        f"declare a major incident on {parent} is for a lead or an admin.",
    )
    assert otui("major", "declare", parent).out == f"{parent} is a major incident; it stands for 3 others.\n"
    preview = otui("major", "message", parent, "--body", "We look.", "--dry-run", "--json").json
    assert (len(preview["contacts"]), preview["tickets"]) == (3, 4)
    assert otui("major", "message", parent, "--body", "We look.").code == 1
    said = otui("major", "message", parent, "--body", "-", "--yes", stdin="We look.\n")
    assert said.out.splitlines()[-1] == "3 contacts are told."
    assert otui("major", "remove", parent, hit[3]).code == 0
    assert otui("major", "add", parent, hit[3]).code == 0
    assert f"{parent} · declared · stands for 3, 3 open" in otui("ticket", "show", hit[1]).out
    assert "part of" in otui("ticket", "show", hit[1]).out
    shown = otui("major", "show", hit[1]).out
    assert "stands for 3, 3 open" in shown
    assert otui("major", "resolve", parent, "--body", "Mended.", "--yes").code == 0
    assert [otui("ticket", "show", number, "--json").json["state"] for number in hit] == ["resolved"] * 4
    (row,) = otui("major", "list", "--json").json
    assert (row["state"], row["review_due"][:10]) == ("over", "2026-11-28")
    assert otui("major", "review", parent, "--body", "A cable.").code == 0
    assert otui("major", "list").out == "No major incidents.\n"
    assert otui("major", "list", "--all", "--json").json[0]["review"] == "A cable."


def test_what_is_no_major_incident_is_told(otui: Any, hit: list[str]) -> None:
    said = otui("major", "declare", hit[0])
    assert (said.code, said.err.startswith(f"{hit[0]} is no major incident.")) == (1, True)
    assert otui("major", "show", hit[0]).code == 1
    otui("major", "propose", hit[0], "--with", hit[1])
    assert otui("major", "dismiss", hit[0], "--reason", "One switch.").code == 0
    assert otui("major", "list").out == "No major incidents.\n"


def test_in_dutch(otui: Any, hit: list[str]) -> None:
    said = otui("--lang", "nl", "ticket", "like", hit[0])
    i18n.use("en")
    assert said.out.startswith("3 als deze sinds 9:00")

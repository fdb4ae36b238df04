"""`otui problem`: from incidents to a fix, in the words and the JSON that it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Otui = Any
Ticket = Callable[..., str]


def problem(otui: Otui, *incidents: str) -> str:
    """Make a problem of incidents, taken, and return its number."""
    made = otui("problem", "from", *incidents, "--take", "--json")
    assert made.code == 0, made.err
    return str(made.json["number"])


def to_fix(otui: Otui, number: str) -> None:
    for words in (
        ("assess", number),
        ("analyse", number),
        (
            "edit",
            number,
            "--root-cause",
            "A worn card.",
            "--fix",
            "A new card.",
            "--workaround",
            "The other gate.",
        ),
        ("fix", number),
    ):
        assert otui("problem", *words).code == 0


def test_it_is_made_of_incidents_listed_shown_and_found(otui: Otui, ticket: Ticket):
    one, two = ticket("VPN down", "--contact", "jan@example.org"), ticket("VPN slow")
    number = problem(otui, one, two)
    shown = otui("problem", "show", number, "--json").json
    assert (shown["subject"], shown["step"], shown["owner"]) == ("VPN down", "new", "ada")
    assert [tie["number"] for tie in shown["linked"]] == [one, two]
    assert [row["incidents"] for row in otui("problem", "list", "--json").json] == [2]
    assert number in otui("problem", "list", "--search", "vpn").out
    assert number in otui("problem", "list", "--view", "mine").out
    assert otui("problem", "list", "--view", "nope").code == 2
    text = otui("problem", "show", number).out
    assert f"ticket {one}  VPN down" in text
    assert "what may follow" in text
    assert f"problem {number}" in otui("ticket", "show", one).out


def test_every_step_is_refused_with_what_is_missing(otui: Otui, ticket: Ticket):
    number = otui("problem", "new", "-s", "It hums", "--json").json["number"]
    refused = otui("problem", "assess", number)
    assert refused.code == 1
    assert "no coordinator" in refused.err
    assert otui("problem", "take", number).code == 0
    to_fix(otui, number)
    assert otui("problem", "known-error", number).code == 0
    accept = ("problem", "accept-risk", number, "-r", "Too dear", "--review", "24-11-2027")
    assert otui(*accept, OTUI_AGENT="bea").code == 1
    assert otui(*accept).code == 0
    assert "risk accepted" in otui("problem", "show", number).out
    assert otui("problem", "edit", number, "--fix", "x").code == 1
    assert otui("problem", "re-analyse", number, "-r", "It is back").code == 0
    verbs = [event["verb"] for event in otui("problem", "history", number, "--json").json]
    assert verbs[-3:] == ["known-error", "accept-risk", "re-analyse"]


def test_whom_it_touches_is_shown_and_asked_before_anybody_is_told(otui: Otui, ticket: Ticket):
    one = ticket("VPN down", "--contact", "jan@example.org")
    number = problem(otui, one)
    assert otui("problem", "workaround", number, "--dry-run").out.count(f"{one}  ") == 1
    assert otui("problem", "edit", number, "--workaround", "-", stdin="The other gate.").code == 0
    ahead = otui("problem", "workaround", number, "--dry-run", "--json").json
    assert [row["number"] for row in ahead["tickets"]] == [one]
    assert otui("problem", "workaround", number).code == 1, "nobody is there to ask"
    told = otui("problem", "workaround", number, "--yes", "-m", "Dear {{contact.name|you}}: the other gate.")
    assert "told on 1 ticket" in told.out
    assert "Dear Jan: the other gate." in otui("ticket", "show", one).out
    assert otui("undo").code == 0
    assert ": the other gate." not in otui("ticket", "show", one).out


def test_what_waits_for_it_is_resolved_with_it(otui: Otui, ticket: Ticket):
    waits, other = ticket("VPN down"), ticket("VPN slow")
    number = problem(otui, other)
    said = otui("ticket", "wait", waits, number)
    assert f"waits for {number}" in said.out
    assert f"waiting for problem {number}" in otui("ticket", "show", waits).out
    to_fix(otui, number)
    assert otui("problem", "resolve", number, "--yes").code == 0
    assert otui("ticket", "show", waits, "--json").json["state"] == "resolved"
    assert otui("ticket", "show", other, "--json").json["state"] == "new"
    assert otui("problem", "task", number, "Look again").code == 1
    assert otui("problem", "complete", number).code == 0


def test_tasks_notes_links_and_a_duplicate(otui: Otui, ticket: Ticket):
    one, number = ticket("VPN down"), otui("problem", "new", "-s", "It hums", "--json").json["number"]
    assert otui("problem", "task", number, "Listen", "--kind", "root-cause").code == 0
    (task,) = otui("problem", "show", number, "--json").json["tasks"]
    assert otui("problem", "task-done", str(task["id"])).code == 0
    assert otui("problem", "note", number, "--body", "It hums in C.").code == 0
    assert otui("problem", "link", number, one).code == 0
    original = otui("problem", "new", "-s", "It whistles", "--json").json["number"]
    assert otui("problem", "duplicate", number, original).code == 0
    assert one in otui("problem", "show", original).out
    assert otui("problem", "unlink", original, one).code == 0
    shown = otui("problem", "show", number, "--json").json
    assert (shown["resolution"], shown["duplicate_of"]) == ("duplicate", original)

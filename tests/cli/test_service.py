"""`otui service`, and what tickets say of services and items, as commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FILE = """
[[item]]
name = "Mail"
queue = "Second line"
hangs_on = ["Storage"]

[[item]]
name = "Storage"
kind = "server"
impact = 4
"""


@pytest.fixture
def items(otui, tmp_path):
    """Mail, which hangs on storage."""
    path = tmp_path / "items.toml"
    path.write_text(FILE, encoding="utf-8")
    said = otui("service", "load", str(path))
    assert (said.code, said.out) == (0, "2 services and items are loaded.\n"), said.err
    return path


def test_items_are_made_changed_and_shown(otui):
    otui("customer", "new", "Acme")
    made = otui("service", "new", "Telephony", "--queue", "Network", "--impact", "4", "--json")
    assert (made.json["name"], made.json["queue"], made.json["impact"]) == ("Telephony", "Network", 4)
    assert otui("service", "used-by", "tele", "acme").out == "Acme uses Telephony.\n"
    assert otui("service", "change", "Telephony", "--queue", "", "--location", "Breda").code == 0
    shown = otui("service", "show", "Telephony", "--json").json
    assert (shown["queue"], shown["location"], shown["customers"]) == (None, "Breda", ["Acme"])
    text = otui("service", "show", "Telephony").out
    assert "customers: Acme" in text
    assert "impact:    4: Telephony has it" in text
    events = otui("service", "history", "Telephony", "--json").json
    assert [event["verb"] for event in events] == ["new", "used-by", "edit"]
    assert "Acme" in otui("service", "history", "Telephony").out
    assert otui("undo").out == "edit on Telephony is undone.\n"
    assert otui("service", "show", "Telephony", "--json").json["queue"] == "Network"


def test_what_hangs_on_what_is_drawn(otui, items, ticket):
    ticket("Slow", "--item", "Storage")
    assert otui("service", "depends", "Storage", "Mail").err == (
        "Nothing hangs on itself: Storage → Mail → Storage. Take one of these ties away first.\n"
    )
    tree = otui("service", "tree", "Storage").out
    assert tree.splitlines() == [
        "What hangs on it",
        "Storage (server) 1 open ticket",
        "└─ Mail (service)",
        "What it hangs on",
        "Storage (server) 1 open ticket",
        "nothing",
    ]
    nodes = otui("service", "tree", "Mail", "--json").json
    assert [(node["name"], node["depth"]) for node in nodes["down"]] == [("Mail", 0), ("Storage", 1)]
    assert otui("service", "depends", "Mail", "Storage", "--no-longer").code == 0
    assert otui("service", "show", "Mail", "--json").json["hangs_on"] == []


def test_the_list_has_what_is_asked_for(otui, items):
    rows = otui("service", "list", "--json").json
    assert [(row["name"], row["kind"]) for row in rows] == [("Mail", "service"), ("Storage", "server")]
    assert [row["name"] for row in otui("service", "list", "--kind", "server", "--json").json] == ["Storage"]
    assert [row["name"] for row in otui("service", "list", "--queue", "Second", "--json").json] == ["Mail"]
    assert [row["name"] for row in otui("service", "list", "sto", "--json").json] == ["Storage"]
    assert otui("service", "deactivate", "Mail").out == "Mail is out of use.\n"
    assert [row["name"] for row in otui("service", "list", "--json").json] == ["Storage"]
    assert "Mail (out of use)" in otui("service", "list", "--all").out
    assert otui("service", "activate", "Mail").code == 0
    assert otui("service", "list", "--kind", "toaster").code == 2


def test_a_ticket_is_told_what_it_is_about_and_what_that_proposes(otui, items, ticket):
    number = ticket("Slow mail", "--impact", "1")
    said = otui("ticket", "item", number, "mail")
    assert said.out.splitlines() == [
        f"{number} is about Mail.",
        f"Second line answers for it: `otui ticket item {number} Mail --move` moves the ticket there.",
    ]
    said = otui("ticket", "item", number, "Storage")
    assert said.out.splitlines() == [
        f"{number} is about Storage.",
        f"It proposes impact 4 (Storage has it): `otui ticket item {number} Storage --impact` takes it over.",
    ]
    row = otui("ticket", "item", number, "Storage", "--impact", "--json").json
    assert (row["item"], row["impact"]) == ("Storage", 4)
    assert "service or item: Storage" in otui("ticket", "show", number).out
    assert "service or item: Mail → Storage" in otui("ticket", "history", number).out
    other = ticket("Else")
    listed = otui("ticket", "list", "--item", "storage", "--json").json
    assert [one["number"] for one in listed] == [number]
    assert other not in [one["number"] for one in listed]
    assert otui("ticket", "item", number, "-", "--json").json["item"] is None


def test_a_new_ticket_goes_by_its_item_where_it_is_told_to(otui, items):
    words = ("ticket", "new", "--subject", "No mail", "--item", "Mail", "--by-item", "--json")
    assert (otui(*words).json["queue"], otui(*words).json["item"]) == ("Second line", "Mail")
    assert otui(*words, "--queue", "Network").json["queue"] == "Network"


def test_a_file_with_a_mistake_loads_nothing(otui, items):
    items.write_text(FILE + '\n[[item]]\nname = "X"\nhangs_on = ["Nothing there"]\n', encoding="utf-8")
    said = otui("service", "load", str(items))
    assert said.code == 2
    assert said.err.startswith(f"{items}:12: There is no service or item Nothing there.")
    assert len(otui("service", "list", "--json").json) == 2


def test_who_may_not_is_told_so(otui, items):
    refused = otui("service", "new", "X", OTUI_AGENT="bea")
    assert refused.code == 1
    assert "a lead, an admin, or the team" in refused.err
    assert otui("service", "load", str(items), OTUI_AGENT="bea").code == 1


def test_dutch(otui, items):
    said = otui("--lang", "nl", "service", "tree", "Mail").out
    assert said.splitlines()[0] == "Wat ervan afhangt"
    assert "Storage (server)" in said


def test_the_file_of_the_handbook_is_loaded(otui, tmp_path):
    page = (Path(__file__).resolve().parents[2] / "docs" / "services.md").read_text("utf-8")
    path = tmp_path / "items.toml"
    path.write_text(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    for name in ("Acme", "Bergmans"):
        otui("customer", "new", name)
    assert otui("service", "load", str(path)).out == "2 services and items are loaded.\n"

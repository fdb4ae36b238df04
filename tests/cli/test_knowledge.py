"""`otui knowledge`: from a ticket to an article that solves many, in the words and the JSON that it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Otui = Any
Ticket = Callable[..., str]


def article(otui: Otui, subject: str, *words: str) -> str:
    """Write an article as bea, publish it as cas, and return its number."""
    made = otui(
        "knowledge", "new", "-s", subject, "--solution", "Dear {{contact.name|you}}.", "--json", *words
    )
    assert made.code == 0, made.err
    number = str(made.json["number"])
    assert otui("knowledge", "submit", number).code == 0
    assert otui("knowledge", "publish", number, OTUI_AGENT="cas").code == 0
    return number


def test_an_article_is_made_read_published_and_shown(otui: Otui):
    number = article(otui, "Printer jams", "--keywords", "paper", "--body", "## Cause\nDust.")
    shown = otui("knowledge", "show", number, "--json").json
    assert (shown["step"], shown["reviewer"], shown["keywords"]) == ("published", "cas", "paper")
    assert shown["review_at"].startswith("2027-11-23")
    text = otui("knowledge", "show", number).out
    assert "Printer jams" in text
    assert "Dear {{contact.name|you}}." in text
    assert [row["number"] for row in otui("knowledge", "list", "--json").json] == [number]
    assert number in otui("knowledge", "list", "--search", "pap").out
    assert [event["verb"] for event in otui("knowledge", "history", number, "--json").json] == [
        "new",
        "submit",
        "publish",
    ]


def test_the_writer_does_not_publish_and_a_reason_is_asked_for(otui: Otui):
    number = otui("knowledge", "new", "-s", "VPN", "--body", "x", "--json").json["number"]
    assert otui("knowledge", "submit", number).code == 0
    refused = otui("knowledge", "publish", number)
    assert refused.code == 1
    assert "wrote" in refused.err
    assert otui("knowledge", "send-back", number, "--reason", " ", OTUI_AGENT="cas").code == 1
    assert otui("knowledge", "send-back", number, "--reason", "Which?", OTUI_AGENT="cas").code == 0
    assert otui("knowledge", "retire", number, "--reason", "No").code == 0
    assert otui("knowledge", "reopen", number).code == 0
    assert otui("knowledge", "edit", number, "--body", "y", "--if-version", "1").code == 4
    assert otui("knowledge", "note", number, "--body", "Look at this.").code == 0
    assert "Look at this." in otui("knowledge", "show", number).out


def test_what_is_about_the_same_is_told_before_another_is_made(otui: Otui, ticket: Ticket):
    number = article(otui, "Printer jams on tray two")
    refused = otui("knowledge", "new", "-s", "Printer jams tray two")
    assert refused.code == 1
    assert number in refused.err
    assert otui("knowledge", "from", ticket("Printer jams on tray two")).code == 1
    made = otui("knowledge", "from", ticket("Printer jams on tray two"), "--anyway", "--json")
    assert made.json["ties"][0]["kind"] == "source"


def test_what_is_known_is_found_with_why(otui: Otui, ticket: Ticket):
    number = article(otui, "Printer jams")
    (known,) = otui("knowledge", "find", "-t", ticket("The printer jams"), "--json").json
    assert (known["number"], known["words"]) == (number, ["printer", "jams"])
    assert "printer, jams" in otui("knowledge", "find", "my", "printer", "jams").out
    assert "Nothing is known" in otui("knowledge", "find", "coffee").out


def test_a_standard_solution_goes_to_many_and_one_undo_takes_it_back(otui: Otui, ticket: Ticket):
    number = article(otui, "Printer jams")
    numbers = [ticket(f"Jam {place}", "--contact", f"p{place}@example.org") for place in range(3)]
    closed = ticket("Gone", "--contact", "x@example.org")
    assert otui("ticket", "close", closed).code == 0
    dry = otui("knowledge", "apply", number, *numbers, closed, "--resolve", "--dry-run", "--json").json
    assert dry["reached"] == 3
    assert [row["why_not"] for row in dry["tickets"]][-1] == "It is closed: reply is not possible."
    assert otui("ticket", "show", numbers[0], "--json").json["state"] == "new"
    asked = otui("knowledge", "apply", number, *numbers, "--resolve")
    assert asked.code == 1
    assert "--yes" in asked.err
    done = otui("knowledge", "apply", number, *numbers, closed, "--resolve", "--yes", "--json")
    assert done.code == 0, done.err
    assert {row["state"] for row in done.json["done"]} == {"resolved"}
    shown = otui("knowledge", "show", number, "--json").json
    assert (shown["used"], shown["helped"]) == (3, 3)
    assert otui("knowledge", "helped", numbers[0], "--no").code == 0
    assert otui("knowledge", "show", number, "--json").json["helped"] == 2
    assert otui("undo").code == 0
    assert otui("undo").code == 0
    assert otui("ticket", "show", numbers[2], "--json").json["state"] == "new"
    assert otui("knowledge", "show", number, "--json").json["used"] == 0


def test_one_ticket_is_answered_with_it(otui: Otui, ticket: Ticket):
    number = article(otui, "Printer jams")
    one = ticket("Jam", "--contact", "p@example.org")
    assert otui("knowledge", "use", number, one).code == 0
    assert otui("knowledge", "show", number, "--json").json["used"] == 1
    assert otui("knowledge", "show", "K1").code == 1

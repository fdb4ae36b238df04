"""Every verb by its key, and as a `:` line hands it to the screen: what the desk holds after it, and what was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from desk_app import TUESDAY, Office, Session, open_app

from otui.keys.actions import action

MAIL = "[EXT] Mail slow since the update"
VPN = "VPN down, whole site Breda"
WISH = "Wish: darker screens"
STARTER = "New starter 1 December"
PAYROLL = "Payroll export stops at 99 %"
INVOICES = "Cannot print invoices"


async def keys(session: Session, strokes: Sequence[str]) -> None:
    """Press single keys; what begins with a blank is typed as words."""
    for stroke in strokes:
        if stroke.startswith(" "):
            await session.type(stroke[1:])
        else:
            await session.press(stroke)


BY_KEY: dict[str, tuple[str, list[str], dict[str, Any], str]] = {
    # Verb: the ticket, the keys, what the ticket then is, and how the sentence begins.
    "take": (MAIL, ["a"], {"owner": "bea", "locked": 1, "state": "open"}, "{number} is yours"),
    "unlock": (STARTER, ["d"], {"locked": 0}, "{number}"),
    "assign": (MAIL, ["A", " cas cl", "enter"], {"owner": "cas", "locked": 1}, "{number}"),
    "move": (MAIL, ["m", " mail", "enter"], {"queue": "Mail and 365", "owner": ""}, "{number}"),
    "line-up": (MAIL, ["u", " needs the mail team", "enter"], {"queue": "Second line"}, "{number}"),
    "wait-contact": (MAIL, ["w", " contact", "enter"], {"state": "waiting-contact"}, "{number}"),
    "wait-third": (MAIL, ["w", " third", "enter"], {"state": "waiting-third-party"}, "{number}"),
    "wait-until": (MAIL, ["w", " 2h", "enter"], {"state": "waiting-until"}, "{number}"),
    "resolve": (MAIL, ["s", " It is quick again", "enter"], {"state": "resolved"}, "{number}"),
    "close": (MAIL, ["c", "enter"], {"state": "closed"}, "{number}"),
    "junk": (MAIL, ["x"], {"state": "closed"}, "{number}"),
    "wake": (STARTER, ["o"], {"state": "open"}, "{number}"),
    "priority": (WISH, ["p", "8", "4", "enter"], {"impact": 8, "urgency": 4}, "{number}"),
    "subject": (MAIL, [",", "s", "ctrl+u", " Mail is slow", "enter"], {}, "{number}"),
    "kind": (MAIL, [",", "k"], {"kind": "request"}, "{number}"),
    "merge": (MAIL, ["M", " payroll", "enter"], {"state": "merged"}, "{number}"),
    "link": (MAIL, ["L", " payroll", "enter"], {}, "{number}"),
    "forward": (MAIL, ["f", " help@example.com please look", "enter"], {}, "{number}"),
}


@pytest.mark.parametrize("name", BY_KEY)
async def test_a_verb_by_its_key(office: Office, name: str) -> None:
    subject, strokes, after, told = BY_KEY[name]
    before = office.ticket(subject)
    async with open_app(office) as session:
        await session.go_to(subject)
        await keys(session, strokes)
        await session.until(lambda: session.said(), "a word about it")
        last = session.app.notices.told[-1]
        assert last.severity == "information", last.text
        assert last.text.startswith(told.format(number=before["number"])), last.text
        assert "z undoes it" in last.text
    now = office.value("SELECT version FROM ticket WHERE id = :i", i=before["id"])
    assert now == before["version"] + 1
    if after:
        ticket = office.ticket(subject)
        assert {name: ticket[name] for name in after} == after


async def test_split_makes_a_ticket_of_a_message(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(PAYROLL)
        await keys(session, ["S", "enter"])
        await session.until(lambda: session.said())
    assert office.value("SELECT count(*) FROM link WHERE kind LIKE 'split%'") == 1


async def test_a_reply_a_note_and_a_call(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        for key, words in (("r", "We are on it."), ("i", "Queue is full."), ("b", "Told him.")):
            await keys(session, [key, " " + words, "ctrl+s"])
    assert office.articles(MAIL, "reply") == ["We are on it."]
    assert office.articles(MAIL, "note") == ["Queue is full."]
    assert office.articles(MAIL, "call") == ["Told him."]
    assert office.drafts() == []


BY_LINE: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "ticket.move": (MAIL, "mail and 365 they know it", "move", {"queue": "Mail and 365"}),
    "ticket.line_up": (MAIL, "needs the mail team", "line-up", {"queue": "Second line"}),
    "ticket.assign": (MAIL, "cas", "assign", {"owner": "cas"}),
    "ticket.wait": (MAIL, "tomorrow 9", "wait-until", {"state": "waiting-until"}),
    "ticket.resolve": (MAIL, "It is quick again", "resolve", {"state": "resolved"}),
    "ticket.close": (MAIL, "Sorry", "close", {"state": "closed"}),
    "ticket.priority": (MAIL, "8 8", "priority", {"level": "URGENT"}),
    "ticket.subject": (MAIL, MAIL + "!", "subject", {}),
    "ticket.kind": (MAIL, "request", "kind", {"kind": "request"}),
    "ticket.contact": (MAIL, "Nora Nieuw", "contact", {}),
    "ticket.forward": (MAIL, "help@example.com please", "forward", {}),
    "ticket.reply": (MAIL, "We are on it.", "reply", {}),
    "ticket.note": (MAIL, "Queue is full.", "note", {}),
    "ticket.call": (MAIL, "Told him.", "call", {}),
    "ticket.take": (MAIL, "", "take", {"owner": "bea"}),
    "ticket.junk": (MAIL, "", "close", {"state": "closed"}),
}


@pytest.mark.parametrize("name", BY_LINE)
async def test_a_verb_by_a_command_line(office: Office, name: str) -> None:
    subject, words, verb, after = BY_LINE[name]
    ticket = office.ticket(subject)
    async with open_app(office) as session:
        await session.go_to(subject)
        session.app.overview.perform(action(name), words)
        await session.until(lambda: session.said(), "a word about it")
        await session.settle()
        assert session.app.notices.told[-1].severity == "information", session.said()
    verbs = [
        v for (v,) in office.all("SELECT verb FROM history WHERE ticket_id = :t ORDER BY id", t=ticket["id"])
    ]
    assert verb in verbs
    if after:
        now = office.ticket(subject)
        assert {key: now[key] for key in after} == after


WRONG = {
    "ticket.move": "Nowhere at all",
    "ticket.assign": "zed",
    "ticket.wait": "some day",
    "ticket.priority": "8",
    "ticket.kind": "banana",
    "ticket.forward": "nobody",
    "ticket.merge": "9999-99",
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_line_is_told_and_changes_nothing(office: Office, name: str) -> None:
    before = office.ticket(MAIL)
    async with open_app(office) as session:
        await session.go_to(MAIL)
        session.app.overview.perform(action(name), WRONG[name])
        await session.until(lambda: session.said(), "a word about it")
        assert session.app.notices.told[-1].severity == "warning", session.said()
    assert office.ticket(MAIL) == before


async def test_wait_until_words_are_understood_before_enter(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await keys(session, ["w", " tomorrow 9"])
        assert "Wed 25 Nov 9:00" in session.text()
        await session.press("enter")
        await session.until(lambda: session.said())
    assert office.ticket(MAIL)["wait_until"] == int(TUESDAY.timestamp() + 23 * 3600) * 1_000_000


async def test_a_level_shows_its_due_times_before_enter(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(WISH)
        await keys(session, ["p", "8", "8"])
        assert "URGENT" in session.text()
        await session.press("escape")
    assert office.ticket(WISH)["impact"] == 1


@pytest.mark.parametrize(
    "strokes", [["w", "enter"], ["w", " 2", "backspace", "enter"], ["w", " contact", "ctrl+u"]]
)
async def test_a_wait_for_nothing_is_asked_again(office: Office, strokes: list[str]) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await keys(session, [*strokes, "enter"])
        assert "is not a time" in session.text()
        await session.press("escape")
    assert office.ticket(MAIL)["state"] == "new"


async def test_lining_up_needs_a_reason(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await keys(session, ["u", "enter"])
        assert "A reason is needed." in session.text()
        await session.press("escape")
    assert office.ticket(MAIL)["queue"] == "First line"


@pytest.mark.parametrize("key", ["m", "A", "w", "s", "c", "p", "u", "f", "M", "L", "S", "V"])
async def test_esc_leaves_a_question_and_changes_nothing(office: Office, key: str) -> None:
    before = office.ticket(MAIL)
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.press(key, "escape")
        assert session.app.screen is session.app.overview
        assert session.said() == []
    assert office.ticket(MAIL) == before


async def test_the_last_verb_again(office: Office) -> None:
    async with open_app(office) as session:
        await session.press(".")
        assert session.said()[-1] == "There is no verb yet to do again."
        await session.go_to(MAIL)
        await keys(session, ["m", " network", "enter"])
        await session.go_to(WISH)
        await session.press(".")
    assert office.ticket(WISH)["queue"] == "Network"


async def test_a_verb_on_an_empty_list_says_so(office: Office) -> None:
    async with open_app(office, login="cas") as session:
        await session.press("2", "h", "G", "l")
        assert session.rows() == []
        for key in ("a", "s", "p", "r", "x", "S", "y"):
            await session.press(key, *("i" if key == "y" else ""))
        assert session.app.screen is session.app.overview
        assert not [n.text for n in session.app.notices.told if n.severity == "error"]


async def test_what_the_workflow_forbids_is_refused_in_words(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("2", "h", "G", "k", "l")
        assert session.subject == "Password forgotten"
        await session.press("s", "enter")
        told = session.app.notices.told[-1]
        assert told.severity == "warning"
        assert told.text.startswith(office.ticket("Password forgotten")["number"])


async def test_a_ticket_of_another_is_refused_with_the_owners_name(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(INVOICES)
        await session.press("x")
        assert "locked by cas" in session.said()[-1]
    assert office.ticket(INVOICES)["state"] == "open"


async def test_merging_offers_first_what_has_the_same_subject(office: Office) -> None:
    twin = office.new("Mail slow since the update, again")
    office.new("Mail, a question")
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.press("M")
        await session.until(lambda: twin in session.text(), "the twin")
        assert "a question" not in session.text()

"""Who else is on a ticket: seen in the list and on the ticket, told to the others, and quiet on the wire."""

from __future__ import annotations

from typing import Any

import pytest
from desk_app import Office, Session, open_app, squeezed, text_of

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.together import presence
from otui.desk.together.presence import NOTE, READING, WRITING
from otui.screens.presence import initials
from otui.store import feed

MAIL = "[EXT] Mail slow since the update"
VPN = "VPN down, whole site Breda"
INVOICES = "Cannot print invoices"


def come(office: Office, subject: str, doing: str = READING, login: str = "cas", session: str = "") -> None:
    """Let somebody be on a ticket in another session."""
    ticket = office.ticket(subject)["id"]
    office.desk(login).call(presence.come, session or f"{login}'s", ticket, doing)


def go(office: Office, login: str = "cas") -> None:
    office.desk(login).call(presence.go, f"{login}'s")


def rows(office: Office) -> list[tuple[Any, ...]]:
    """(login, ticket, doing) as the desk has it."""
    return office.all(
        "SELECT a.login, p.ticket_id, p.doing FROM presence p JOIN agent a ON a.id = p.agent_id ORDER BY p.id"
    )


def line_of(session: Session, subject: str) -> str:
    """The row of a ticket in the list."""
    return next((line for line in session.lines() if f" {subject[:6]}" in line), "")


def place(session: Session) -> str:
    """The line of the ticket screen that says where it is."""
    return squeezed(text_of(session.app.screen.query_one("#where")))


# -- in the list -------------------------------------------------------------------------------------------------------


async def test_the_list_says_who_is_on_a_ticket_and_no_longer_when_they_left(office: Office) -> None:
    async with open_app(office) as session:
        before = line_of(session, VPN)
        come(office, VPN)
        await session.until(lambda: "◦CC" in line_of(session, VPN), "who reads")
        come(office, VPN, WRITING)
        await session.until(lambda: "✎CC" in line_of(session, VPN), "who writes")
        go(office)
        await session.until(lambda: line_of(session, VPN) == before, "nobody")


async def test_a_wide_list_has_the_login(office: Office) -> None:
    async with open_app(office, size=(160, 40)) as session:
        come(office, VPN, NOTE)
        await session.until(lambda: "✎cas" in line_of(session, VPN))


async def test_a_terminal_without_the_signs_has_others(office: Office) -> None:
    async with open_app(office, ascii=True) as session:
        come(office, VPN)
        await session.until(lambda: "@CC" in line_of(session, VPN))
        come(office, VPN, WRITING)
        await session.until(lambda: "+CC" in line_of(session, VPN))


async def test_of_several_the_one_who_writes_is_named(office: Office) -> None:
    async with open_app(office) as session:
        come(office, VPN, READING, "lea")
        come(office, VPN, WRITING, "cas")
        await session.until(lambda: "✎CC+1" in line_of(session, VPN))


async def test_the_columns_stay_where_they_are(office: Office) -> None:
    async with open_app(office, size=(80, 24)) as session:
        before = line_of(session, VPN)
        come(office, VPN)
        await session.until(lambda: line_of(session, VPN) != before)
        after = line_of(session, VPN)
        assert len(after) == len(before)
        assert after[-2:] == before[-2:]
        assert after[:40] == before[:40]


async def test_whoever_is_there_before_the_program_starts_is_seen(office: Office) -> None:
    come(office, VPN)
    async with open_app(office) as session:
        await session.until(lambda: "◦CC" in line_of(session, VPN))


# -- on the ticket -----------------------------------------------------------------------------------------------------


async def test_the_ticket_says_it_in_words(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("enter")
        come(office, VPN, WRITING, "cas")
        await session.until(lambda: "Cas Claes writes a reply" in place(session))
        come(office, VPN, READING, "lea")
        await session.until(lambda: "Cas Claes writes a reply · Lea Lead reads" in place(session))
        office.clock.go(minutes=2)
        await session.until(lambda: "Cas Claes writes a reply, 2 min" in place(session))


async def test_ones_own_other_session_is_you_elsewhere(office: Office) -> None:
    async with open_app(office) as session:
        come(office, VPN, WRITING, "bea")
        await session.until(lambda: "✎you" in line_of(session, VPN))
        await session.go_to(VPN)
        await session.press("enter")
        await session.until(lambda: "you, elsewhere: a reply" in place(session))


async def test_who_writes_sees_who_else_does(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("r")
        come(office, VPN, WRITING)
        title = session.app.screen.query_one("#title")
        await session.until(lambda: "Cas Claes writes a reply" in text_of(title))


async def test_of_what_the_owner_alone_reads_the_owner_is_known(office: Office) -> None:
    come(office, INVOICES, WRITING, "cas")
    come(office, INVOICES, READING, "lea")
    async with open_app(office) as session:
        await session.press("2")
        await session.until(lambda: "✎CC" in line_of(session, INVOICES))
        assert "✎CC+" not in line_of(session, INVOICES)


# -- what is told of this session --------------------------------------------------------------------------------------


async def test_a_list_tells_nothing(office: Office) -> None:
    async with open_app(office) as session:
        session.app._second()
        await session.press("j", "k", "3", "1")
        session.app._second()
        await session.settle()
        assert rows(office) == []


async def test_a_ticket_a_composer_and_the_way_back(office: Office) -> None:
    ticket = office.ticket(VPN)["id"]
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("enter")
        await session.until(lambda: rows(office) == [("bea", ticket, READING)], "reading")
        await session.press("r")
        await session.until(lambda: rows(office) == [("bea", ticket, WRITING)], "writing")
        await session.press("escape")
        await session.until(lambda: rows(office) == [("bea", ticket, READING)], "reading again")
        await session.press("i")
        await session.until(lambda: rows(office) == [("bea", ticket, NOTE)], "a note")
        await session.press("escape", "escape")
        await session.until(lambda: rows(office) == [], "gone")


async def test_a_ticket_that_is_not_theirs_to_read_is_not_told(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("2")
        await session.go_to(INVOICES)
        await session.press("enter")
        session.app._second()
        await session.settle()
        assert rows(office) == []


async def test_leaving_the_program_takes_it_away(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("enter")
        await session.until(lambda: rows(office) != [])
    assert rows(office) == []


async def test_renewing_wakes_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "RENEW_EVERY", 0.0)
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("enter")
        await session.until(lambda: rows(office) != [])
        stamp = office.value("SELECT seen_at FROM presence")
        position = feed.last_id(office.desk("ada").database.read())
        await session.until(lambda: office.value("SELECT seen_at FROM presence") > stamp + 1, "two renewals")
        assert feed.last_id(office.desk("ada").database.read()) == position


async def test_one_who_comes_makes_no_list_read_again(office: Office) -> None:
    async with open_app(office) as session:
        asked: list[Any] = []
        changed = session.app.overview.desk_changed
        session.app.overview.desk_changed = lambda changes: (asked.append(changes), changed(changes))[1]  # type: ignore[method-assign]
        come(office, VPN)
        await session.until(lambda: "◦CC" in line_of(session, VPN))
        assert asked == []
        office.do(tickets.note, c.Note(ticket=office.ticket(MAIL)["id"], body="Hm."))
        await session.until(lambda: asked)


async def test_what_ended_without_a_word_is_swept_by_who_sees_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "COUNTS_FOR", 0.5)
    async with open_app(office) as session:
        come(office, VPN)
        await session.until(lambda: "◦CC" in line_of(session, VPN))
        await session.until(lambda: "◦CC" not in line_of(session, VPN))
        await session.until(lambda: rows(office) == [], "the sweep")


@pytest.mark.parametrize(
    ("name", "letters"), [("Bea Bakker", "BB"), ("Bea van den Berg", "BB"), ("cas", "ca"), ("", "?")]
)
def test_a_name_in_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters

"""Agents and queues: looked at, changed, put away and back, as far as one may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_app import Office, Session, open_app, text_of

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.office import absence, leaving, staff
from otui.screens.staff.form import RecordForm
from otui.screens.staff.screen import StaffScreen
from otui.screens.staff.ticks import TickList
from otui.widgets.confirm import Confirm
from otui.widgets.status_line import StatusLine


def screen(session: Session) -> StaffScreen:
    assert isinstance(session.app.screen, StaffScreen)
    return session.app.screen


async def to_agent(session: Session, login: str) -> None:
    if not isinstance(session.app.screen, StaffScreen):
        await session.press("g", "a")
    await session.until(lambda: screen(session).agents.window.total)
    row = next(one for one in screen(session).agents.window.rows if one.row.agent.login == login)
    assert screen(session).agents.move_to_id(row.id)
    await session.settle()


async def to_queue(session: Session, name: str) -> None:
    await session.press("g", "a")
    await session.until(lambda: screen(session).queues.window.total)
    await session.press("tab")
    row = next(one for one in screen(session).queues.window.rows if one.card.name == name)
    assert screen(session).queues.move_to_id(row.id)
    await session.settle()


async def fill(session: Session, **values: str) -> None:
    form = session.app.screen
    assert isinstance(form, RecordForm)
    for name, value in values.items():
        form.line(name).value = value
    await session.press("ctrl+s")


def agent(office: Office, login: str) -> tuple[str, str, bool]:
    ((name, role, active),) = office.all("SELECT name, role, active FROM agent WHERE login = :l", l=login)
    return name, role, bool(active)


def footer(session: Session) -> str:
    return session.lines()[-1]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
@pytest.mark.parametrize("lang", ["en", "nl"])
async def test_both_lists_with_their_cards_at_every_size(
    office: Office, size: tuple[int, int], lang: str
) -> None:
    async with open_app(office, login="ada", size=size, lang=lang, theme="mono") as session:
        await to_agent(session, "lea")
        await session.until(lambda: "Lea Lead" in text_of(screen(session).card))
        await session.press("tab")
        await session.until(lambda: "First line" in text_of(screen(session).card))
        assert any(line.lstrip("▌ ").startswith("First line") for line in session.lines()[3:])


async def test_an_admin_makes_changes_and_undoes(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await session.press("g", "a")
        await session.until(lambda: screen(session).agents.window.total)
        await session.press("n")
        await fill(session, login="eve", name="Eve Eikema", role="l")
        await session.until(lambda: isinstance(session.app.screen, StaffScreen))
        assert agent(office, "eve") == ("Eve Eikema", "lead", True)
        chosen = screen(session).chosen_agent()
        assert chosen is not None
        assert chosen.agent.login == "eve"
        await session.press("e")
        await fill(session, name="Eve E.")
        await session.until(lambda: agent(office, "eve")[0] == "Eve E.")
        await session.until(lambda: isinstance(session.app.screen, StaffScreen))
        await session.press("z")
        await session.until(lambda: agent(office, "eve")[0] == "Eve Eikema")
        await session.press("Z")
        await session.until(lambda: agent(office, "eve")[0] == "Eve E.")


async def test_a_mistake_is_told_in_the_form_and_nothing_typed_is_lost(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await to_agent(session, "cas")
        await session.press("enter")
        await fill(session, role="king", name="Cas C.")
        await session.until(lambda: "king is none of them" in session.text())
        await fill(session, role="agent", email="nowhere")
        await session.until(lambda: "no mail address" in session.text())
        form = session.app.screen
        assert isinstance(form, RecordForm)
        assert form.line("name").value == "Cas C."
        await session.press("escape")
    assert agent(office, "cas")[0] == "Cas Claes"


async def test_what_one_may_not_is_not_offered_and_refused(office: Office) -> None:
    async with open_app(office, login="bea") as session:
        await to_agent(session, "cas")
        assert "deactivate" not in footer(session)
        assert "new" not in footer(session)
        await session.press("x")
        await session.until(lambda: any("Only an admin" in line for line in session.said()))
        await to_agent(session, "bea")
        assert "change" in footer(session)
        await session.press("e")
        form = session.app.screen
        assert isinstance(form, RecordForm)
        assert list(form._fields) == ["lang"]
        await fill(session, lang="nl")
        await session.until(lambda: office.value("SELECT lang FROM agent WHERE login = 'bea'") == "nl")


async def test_teams_are_ticked_off(office: Office) -> None:
    async with open_app(office, login="lea") as session:
        await to_agent(session, "cas")
        await session.press("t")
        assert isinstance(session.app.screen, TickList)
        await session.press("j", "j", "space", "enter")
        await session.until(lambda: isinstance(session.app.screen, StaffScreen))
        await session.until(lambda: "Second line" in text_of(screen(session).card))
    rows = office.all(
        "SELECT q.name FROM queue_member m JOIN queue q ON q.id = m.queue_id JOIN agent a ON a.id = m.agent_id"
        " WHERE a.login = 'cas' ORDER BY q.id"
    )
    assert [name for (name,) in rows] == ["First line", "Accounts", "Second line"]


async def test_leaving_asks_where_locked_tickets_go(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await to_agent(session, "cas")
        await session.press("x")
        assert isinstance(session.app.screen, Confirm)
        assert "Cas Claes has 1 locked ticket. Where does it go?" in session.text()
        await session.press("h")
        await session.type("bea")
        await session.press("enter")
        await session.until(lambda: not agent(office, "cas")[2])
    assert office.ticket("Cannot print invoices")["owner"] == "bea"


async def test_a_queue_is_changed_and_goes_out_of_use(office: Office) -> None:
    office.new("Wish: a quiet mouse", queue="Workplace", impact=1, urgency=1)
    async with open_app(office, login="ada") as session:
        await to_queue(session, "Workplace")
        await session.press("e")
        await fill(session, name="Workplaces", calendar="always", confidential="no")
        await session.until(lambda: "1 of 2 open tickets move: 1 sooner." in session.text())
        # Back with what was typed, and nothing happened; then again, and done.
        await session.press("escape")
        await session.until(lambda: "Nothing was changed." in session.text())
        assert office.value("SELECT calendar FROM queue WHERE name = 'Workplace'") == ""
        await session.press("ctrl+s")
        await session.until(lambda: "Those that move farthest" in session.text())
        await session.press("ctrl+s")
        await session.until(lambda: any("Workplaces is changed" in line for line in session.said()))
        assert any("due times of 1 ticket moved" in line for line in session.said())
        await session.until(lambda: isinstance(session.app.screen, StaffScreen))
        await session.press("x")
        await session.type("network")
        await session.press("enter")
        await session.until(lambda: any("no longer active" in line for line in session.said()))
    assert office.ticket("Printer 3rd floor jams")["queue"] == "Network"


async def test_away_by_command_and_back_by_itself_at_the_instant(office: Office) -> None:
    async with open_app(office, login="bea") as session:
        await session.press(":")
        await session.type("away 16:00 cas")
        await session.press("enter")
        await session.until(
            lambda: any("bea is away until Tue 24 Nov 16:00. cas stands in." in s for s in session.said())
        )
        line = session.app.screen.query_one(StatusLine)
        await session.until(lambda: "bea · away" in text_of(line))
        office.clock.go(hours=6)
        await session.until(lambda: "away" not in text_of(line))
        assert "bea" in text_of(line)


async def test_away_is_said_in_words_and_taken_back_by_command(office: Office) -> None:
    async with open_app(office, login="bea") as session:
        await session.press("g", "z")
        await session.type("tomorrow nobody")
        assert "There is no agent nobody" in session.text()
        for _letter in "nobody":
            await session.press("backspace")
        await session.type("cas")
        assert "Cas Claes stands in" in session.text()
        await session.press("enter")
        await session.until(lambda: office.value("SELECT back_at FROM agent WHERE login = 'bea'"))
        await session.press(":")
        await session.type("back")
        await session.press("enter")
        await session.until(lambda: office.value("SELECT away_at FROM agent WHERE login = 'bea'") is None)


def bea_is_away(office: Office) -> None:
    office.do(
        absence.away,
        absence.Away(agent="bea", until=office.clock() + timedelta(hours=4), substitute="cas"),
        "ada",
    )


async def test_whoever_stands_in_is_told_and_sees_theirs(office: Office) -> None:
    async with open_app(office, login="cas") as session:
        bea_is_away(office)
        await session.until(lambda: any("You stand in for bea until" in line for line in session.said()))
        await session.press("4")
        await session.until(lambda: "g i bea" in session.text())
        await session.press("g", "i")
        await session.until(lambda: session.rows() == ["New starter 1 December"])
        assert "Bea Bakker, for whom you stand in" in session.text()
        number = office.ticket("Password forgotten")["number"]
        office.do(tickets.reopen, c.Reopen(ticket=number), "lea")
        await session.until(
            lambda: any(f"{number} of bea, for whom you stand in, is open again" in s for s in session.said())
        )


async def test_whoever_stands_in_is_told_when_a_planned_absence_begins_by_itself(office: Office) -> None:
    noon = office.clock() + timedelta(hours=2)
    plan = absence.Away(agent="bea", since=noon, until=noon + timedelta(hours=4), substitute="cas")
    office.do(absence.away, plan, "ada")
    async with open_app(office, login="cas") as session:
        told = "You stand in for bea until Tue 24 Nov 16:00"
        session.app._second()
        await session.settle()
        assert not any(told in line for line in session.said())
        office.clock.go(hours=2)
        await session.until(lambda: any(told in line for line in session.said()))
        office.clock.go(minutes=1)
        for _again in range(3):
            session.app._second()
            await session.settle()
        assert sum(told in line for line in session.said()) == 1
        await session.press("4")
        await session.until(lambda: "g i bea" in session.text())


async def test_nobody_is_stood_in_for_says_so(office: Office) -> None:
    async with open_app(office, login="cas") as session:
        await session.press("g", "i")
        await session.until(lambda: any("You stand in for nobody" in line for line in session.said()))


async def test_a_due_of_somebody_away_rings_at_the_substitute(office: Office) -> None:
    number = office.new("Runs late", "bea", impact=4, urgency=4)
    office.do(tickets.take, c.Take(ticket=number), "bea")
    bea_is_away(office)
    # On no team: what rings is what is bea's.
    office.do(staff.teams, staff.Teams(agent="cas", leave=("First line", "Accounts")), "ada")
    async with open_app(office, login="cas") as session:
        office.clock.go(hours=2, minutes=1)
        await session.until(lambda: any(f"{number} response is due" in line for line in session.said()))


async def test_assigning_to_somebody_away_offers_the_substitute(office: Office) -> None:
    bea_is_away(office)
    async with open_app(office, login="lea") as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("A")
        await session.type("bea")
        assert "away until Tue 24 Nov 14:00 → cas" in session.text()
        await session.press("enter")
        assert isinstance(session.app.screen, Confirm)
        await session.press("s")
        await session.until(lambda: office.ticket("VPN down, whole site Breda")["owner"] == "cas")
        await session.go_to("VPN down, whole site Breda")
        await session.press("A")
        await session.type("bea")
        await session.press("enter", "a")
        await session.until(lambda: office.ticket("VPN down, whole site Breda")["owner"] == "bea")


async def test_whoever_is_deactivated_is_shown_the_door_with_their_draft_kept(office: Office) -> None:
    async with open_app(office, login="bea") as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("i")
        await session.type("Half a thought")
        office.do(leaving.deactivate, leaving.Deactivate(agent="bea", release=True), "ada")
        await session.until(lambda: not session.app.is_running or session.app._exit)
    assert ("note", "Half a thought") in office.drafts()


async def test_what_changes_elsewhere_shows_and_is_kept(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        await to_agent(session, "cas")
        office.do(staff.change_agent, staff.ChangeAgent(agent="cas", role="lead"), "ada")
        await session.until(lambda: "role agent → lead" in text_of(screen(session).card))
        await session.press("g", "h")
        await session.until(lambda: "Changes of cas" in session.text())
        assert "new agent" in session.text()

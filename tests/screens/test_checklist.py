"""Checklists, procedures and recurring tickets by key: ticked, left out, asked about before an end, made and edited."""

from __future__ import annotations

from typing import Any

from desk_app import Office, Session, open_app, squeezed

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.procedures import verbs as procedures
from otui.desk.procedures.verbs import NewProcedure
from otui.desk.recurring import verbs as recurring
from otui.desk.recurring.verbs import NewRecurring
from otui.screens.procedures.checklist import ChecklistScreen
from otui.screens.procedures.screen import RoutinesScreen
from otui.screens.records.form import FormScreen
from otui.screens.ticket.screen import TicketScreen

VPN = "VPN down, whole site Breda"
TILL = "New starter 1 December"
PAYROLL = "Payroll export stops at 99 %"


def vpn_steps(office: Office) -> None:
    """A procedure for whatever is about the VPN, and the ticket that is."""
    steps = ("Ask who is hit", "Read the log?", "Restart the tunnel")
    office.do(procedures.new, NewProcedure(name="VPN", category="VPN", steps=steps), "lea")
    office.do(tickets.category, c.SetCategory(ticket=office.ticket(VPN)["number"], category="VPN"))


def states(office: Office) -> list[str]:
    return [state for (state,) in office.all("SELECT state FROM task ORDER BY id")]


def category(office: Office) -> str:
    return str(office.value("SELECT category FROM ticket WHERE subject = :s", s=TILL))


def shown(session: Session) -> str:
    return squeezed(session.text())


async def on_page(session: Session, subject: str) -> None:
    await session.go_to(subject)
    await session.press("enter")
    await session.until(lambda: isinstance(session.app.screen, TicketScreen) and session.app.screen.whole)
    await session.settle()


async def test_the_checklist_stands_beside_the_ticket_and_is_one_key_away(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office, size=(120, 40)) as session:
        await on_page(session, VPN)
        for words in ("checklist (Y)", "0/3", "☐ Ask who is hit", "Read the log (optional)", "category VPN"):
            assert words in shown(session), words
        await session.press("Y")
        assert isinstance(session.app.screen, ChecklistScreen)
        assert "0 of 3 done · 2 stop a close" in shown(session)
        await session.press("space")
        await session.until(lambda: states(office)[0] == "done")
        await session.press("j", "j", "s")
        await session.type("The line itself is down")
        await session.press("enter")
        await session.until(lambda: states(office)[2] == "skipped")
        await session.settle()
        assert "☒ Ask who is hit" in shown(session)
        assert "⊟ Restart the tunnel (The line itself is down)" in shown(session)
        await session.press("n")
        await session.type("Call them back")
        await session.press("enter")
        await session.until(lambda: len(states(office)) == 4)
        await session.press("z")
        await session.until(lambda: len(states(office)) == 3)
        await session.press("escape")
        await session.until(lambda: "1 done, 1 left out" in shown(session))


async def test_without_unicode_the_boxes_are_letters(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office, size=(60, 20), ascii=True) as session:
        await on_page(session, VPN)
        await session.press("Y")
        assert "[ ] Ask who is hit" in shown(session)
        assert all(ord(letter) < 128 for letter in session.text())


async def test_an_end_asks_why_steps_are_left_out_and_esc_ends_nothing(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("s")
        assert "2 steps are not done, the first: Ask who is hit" in shown(session)
        await session.press("escape")
        assert office.ticket(VPN)["state"] == "new"
        await session.press("s")
        await session.type("They fixed it themselves")
        await session.press("enter")
        assert "What does the contact hear" in shown(session)
        await session.press("enter")
        await session.until(lambda: office.ticket(VPN)["state"] == "resolved")
        assert states(office) == ["skipped", "open", "skipped"]
        await session.press("z")
        await session.until(lambda: states(office) == ["open"] * 3)


async def test_the_command_line_asks_the_same_and_several_marks_are_asked_once(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("space")
        await session.go_to(PAYROLL)
        await session.press("space", ":")
        await session.type("close All done")
        await session.press("enter")
        assert "2 steps are not done" in shown(session)
        assert "On 1 ticket." in shown(session)
        await session.type("Not needed")
        await session.press("enter")
        await session.until(lambda: office.ticket(PAYROLL)["state"] == "closed")
        assert office.ticket(VPN)["state"] == "closed"
        assert set(states(office)) == {"skipped", "open"}


async def test_send_and_solve_asks_too_and_going_back_loses_no_word(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("r")
        await session.type("It works again.")
        await session.press("ctrl+o")
        await session.until(lambda: "are not done" in session.text())
        await session.press("escape")
        await session.settle()
        assert "It works again." in session.text()
        assert office.ticket(VPN)["state"] == "new"
        await session.press("ctrl+o")
        await session.until(lambda: "are not done" in session.text())
        await session.type("Came back by itself")
        await session.press("enter")
        await session.until(lambda: office.ticket(VPN)["state"] == "resolved")
        assert office.articles(VPN, "reply")


async def test_junk_goes_without_a_question(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("x")
        await session.until(lambda: office.ticket(VPN)["state"] == "closed")
    assert office.value("SELECT reason FROM task WHERE state = 'skipped' LIMIT 1") == "junk"


async def test_a_category_is_picked_or_new_and_brings_its_steps(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office) as session:
        await session.go_to(TILL)
        await session.press(",", "g")
        assert "VPN" in session.text()
        await session.type("vpn")
        await session.press("enter")
        await session.until(lambda: category(office) == "VPN")
        assert len(states(office)) == 6
        await session.press(":")
        await session.type("category Till hardware")
        await session.press("enter")
        await session.until(lambda: category(office) == "Till hardware")
        assert len(states(office)) == 3


async def test_a_procedure_is_attached_by_name(office: Office) -> None:
    vpn_steps(office)
    async with open_app(office) as session:
        await session.go_to(TILL)
        await session.press("Y")
        assert "No steps" in session.text()
        await session.press("L")
        await session.press("enter")
        await session.until(lambda: len(states(office)) == 6)


async def routines(session: Session) -> RoutinesScreen:
    await session.press("g", "R")
    screen = session.app.screen
    assert isinstance(screen, RoutinesScreen)
    return screen


async def test_a_lead_makes_and_edits_a_procedure(office: Office) -> None:
    async with open_app(office, login="lea") as session:
        await routines(session)
        assert "No procedures yet" in session.text()
        await session.press("n")
        form: Any = session.app.screen
        assert isinstance(form, FormScreen)
        for name, words in (
            ("name", "New starter"),
            ("kind", "request"),
            ("steps", "Ask when\nMake the account\nBadge?"),
        ):
            form.put(name, words)
        await session.press("ctrl+s")
        await session.until(lambda: office.value("SELECT count(*) FROM procedure") == 1)
        await session.until(lambda: "New starter" in session.text())
        assert "request" in session.text()
        await session.press("e")
        form = session.app.screen
        assert form.words("steps").endswith("Badge ?")
        form.put("kind", "")
        form.put("category", "Starters")
        await session.press("ctrl+s")
        await session.until(lambda: office.value("SELECT category FROM procedure") == "Starters")
        assert office.value("SELECT kind FROM procedure") == ""
        await session.press("x")
        await session.until(lambda: not office.value("SELECT active FROM procedure"))
        await session.press("z")
        await session.until(lambda: office.value("SELECT active FROM procedure"))


async def test_a_recurring_ticket_is_made_with_its_rule_told_back(office: Office) -> None:
    async with open_app(office, login="lea") as session:
        await routines(session)
        await session.press("tab", "n")
        form: Any = session.app.screen
        form.put("name", "Patch")
        form.field("rule").focus()
        await session.type("every blue moon")
        await session.until(lambda: "blue is not understood" in session.text())
        form.put("rule", "every first working day of the month 09:00")
        await session.until(lambda: "every month on the first working day at 09:00" in shown(session))
        assert "1 Dec 9:00" in shown(session)
        await session.press("ctrl+s")
        await session.until(lambda: office.value("SELECT count(*) FROM recurring") == 1)
        await session.until(lambda: "1 Dec 9:00" in shown(session))
        await session.press("s")
        await session.until(lambda: office.value("SELECT made_count FROM recurring") == 1)
        await session.press("w")
        await session.until(lambda: "paused" in session.text())
        await session.press("w")
        await session.until(lambda: "paused" not in session.text())
        await session.press("x")
        await session.until(lambda: "removed" in session.text())
        await session.press("g", "h")
        assert "remove" in session.text()


async def test_an_agent_looks_and_is_told_who_may(office: Office) -> None:
    office.do(recurring.new, NewRecurring(name="Backups", rule="every day 09:00"), "lea")
    async with open_app(office) as session:
        await routines(session)
        await session.press("tab")
        assert "Backups" in session.text()
        await session.press("enter")
        assert "every day at 09:00" in session.text()
        await session.press("escape", "w")
        assert "Only a lead or an admin" in session.text()


async def test_it_is_made_while_one_sits_here_and_told(office: Office) -> None:
    office.do(recurring.new, NewRecurring(name="Backups", rule="every day 10:01"), "lea")
    async with open_app(office, login="ada") as session:
        office.clock.go(minutes=2)
        session.app.live._nudge.set()
        await session.until(lambda: any("came round" in one for one in session.said()))
    assert office.value("SELECT count(*) FROM ticket WHERE subject = 'Backups'") == 1

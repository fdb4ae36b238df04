"""What recurs, on the screen: like this one, groups, floods and major incidents, by key."""

from __future__ import annotations

from typing import Any

import pytest
from desk_app import Office, open_app, squeezed

from otui.desk.majors import commands as m
from otui.desk.majors import deciding
from otui.desk.recurrence import flood
from otui.screens.records.form import FormScreen
from otui.screens.recurrence.hint import HintLine
from otui.screens.recurrence.screen import ClustersScreen
from otui.screens.recurrence.tickets import TicketsScreen
from otui.screens.ticket.screen import TicketScreen

LIKE = ("VPN does not work in Breda", "Breda: no VPN", "VPN broken in Breda")


@pytest.fixture
def hit(office: Office) -> list[str]:
    """Three more that are like "VPN down, whole site Breda"."""
    return [
        office.new(subject, contact=f"{name}@example.org", urgency=8, impact=2)
        for subject, name in zip(LIKE, ("an", "bo", "cy"), strict=True)
    ]


def major(office: Office) -> tuple[str, int]:
    rows = office.all("SELECT state, (SELECT count(*) FROM link WHERE kind = 'parent') FROM major_incident")
    return rows[0] if rows else ("", 0)


async def hinted(session: Any) -> str:
    line = session.app.screen.query_one(HintLine)
    await session.until(lambda: line.looked and line.display, "the hint")
    await session.until(lambda: line.size.width and line.region.height, "its place on the screen")
    await session.settle()
    return squeezed(session.text())


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_a_ticket_says_what_is_like_it_and_a_key_lists_them(office, hit, size):
    async with open_app(office, size=size) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("enter")
        assert "3 like this since 10:00 · = shows them" in await hinted(session)
        await session.press("=")
        assert isinstance(session.app.screen, TicketsScreen)
        shown = [row.subject for row in session.app.screen.moved_list.window.rows]
        assert shown == ["VPN down, whole site Breda", *LIKE[::-1]]
        await session.press("escape")
        assert isinstance(session.app.screen, TicketScreen)


async def test_what_nothing_is_like_has_no_line(office, hit):
    async with open_app(office) as session:
        await session.go_to("Payroll export stops at 99 %")
        await session.press("enter")
        line = session.app.screen.query_one(HintLine)
        await session.until(lambda: (line._timer is not None and not line._timer._active.is_set()) or True)
        await session.settle()
        assert not line.display


async def test_the_key_says_that_nothing_is_like_it(office, hit):
    number = office.ticket("Payroll export stops at 99 %")["number"]
    async with open_app(office) as session:
        await session.go_to("Payroll export stops at 99 %")
        await session.press("=")
        assert session.said()[-1] == f"Nothing like {number} was reported lately."
        assert not isinstance(session.app.screen, TicketsScreen)


async def test_the_preview_says_it_too(office, hit):
    async with open_app(office, size=(140, 40)) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.until(lambda: "3 like this" in squeezed(session.text()), "the preview's hint")


async def test_ticket_keys_work_in_the_list_of_like_ones(office, hit):
    async with open_app(office) as session:
        await session.go_to(LIKE[0])
        await session.press("=", "a")
        assert office.ticket(LIKE[0])["owner"] == "bea"
        await session.press("*", "a")
        assert [office.ticket(subject)["owner"] for subject in LIKE] == ["bea"] * 3


async def test_groups_by_weight_and_a_problem_of_one(office, hit):
    office.new("Printer 3rd floor jams again")
    async with open_app(office, size=(120, 40)) as session:
        await session.press("g", "r")
        screen = session.app.screen
        assert isinstance(screen, ClustersScreen)
        labels = [row.group.cluster.label for row in screen.moved_list.window.rows]
        assert labels == ["Breda VPN", "Printer 3rd floor jams"]
        await session.until(lambda: "Breda: no VPN" in session.text(), "the tickets beside it")
        await session.press("+", "p")
        assert "with 4 incidents" in session.said()[-1]
        number = office.value("SELECT number FROM problem")
        await session.until(lambda: number in session.text(), "the problem's number")
        await session.press("z")
        assert office.value("SELECT count(*) FROM tie") == 0


async def test_incidents_of_a_group_are_linked_to_a_problem_in_one_stroke(office, hit):
    from otui.desk.problems import making
    from otui.desk.problems.commands import NewProblem

    number = office.do(making.new, NewProblem(subject="The line to Breda")).number
    async with open_app(office) as session:
        await session.press("g", "r", "L")
        await session.type(number)
        await session.press("enter")
        assert office.value("SELECT count(*) FROM tie") == 4
        await session.press("z")
        assert office.value("SELECT count(*) FROM tie") == 0


async def test_a_group_that_is_no_pattern_goes_and_comes_back(office, hit):
    async with open_app(office) as session:
        await session.press("g", "r")
        screen = session.app.screen
        await session.press("x")
        assert not screen.moved_list.window.rows
        await session.press("v")
        assert "not a pattern" in squeezed(session.text())
        await session.press("x", "v")
        assert [row.group.cluster.count for row in screen.moved_list.window.rows] == [4]


async def test_enter_shows_the_tickets_of_a_group(office, hit):
    async with open_app(office) as session:
        await session.press("g", "r", "enter")
        assert isinstance(session.app.screen, TicketsScreen)
        assert session.app.screen.moved_list.window.total == 4


async def test_a_lead_proposes_declares_writes_and_solves_by_key(office, hit):
    async with open_app(office, login="lea") as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("+", "m")
        assert "3 like it" in squeezed(session.text())
        await session.press("p")
        assert major(office) == ("proposed", 0)
        await session.until(
            lambda: "a major incident? + m" in squeezed(session.text()), "the line over the list"
        )
        await session.press("+", "m", "enter")
        assert major(office) == ("declared", 3)
        await session.until(lambda: "MAJOR INCIDENT" in session.text(), "the loud line")
        assert "⚑⚑ MAJOR" in session.text()
        await session.press("+", "m")
        await session.type("message")
        await session.press("enter")
        assert isinstance(session.app.screen, FormScreen)
        assert "4 contacts, on 4 tickets" in squeezed(session.text())
        await session.type("We look.")
        await session.press("ctrl+s")
        assert office.value("SELECT count(*) FROM article WHERE kind = 'reply' AND body = 'We look.'") == 0
        await session.press("s")
        assert office.value("SELECT count(*) FROM article WHERE kind = 'reply' AND body = 'We look.'") == 4
        await session.press("s")
        await session.type("Mended.")
        await session.press("enter")
        assert {office.ticket(subject)["state"] for subject in LIKE} == {"resolved"}
        await session.press("z")
        assert {office.ticket(subject)["state"] for subject in LIKE} == {"new"}


async def test_marked_tickets_follow_a_major_incident(office, hit):
    parent = office.ticket("VPN down, whole site Breda")["id"]
    office.do(deciding.propose, m.Propose(ticket=parent), "lea")
    office.do(deciding.declare, m.Declare(ticket=parent), "lea")
    async with open_app(office) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("=", "*", "+", "m")
        assert major(office) == ("declared", 3)
        await session.press("*")
        assert "3 tickets follow" in session.said()[-1]


async def test_a_flood_rings_and_tells_a_lead(office, hit):
    async with open_app(office, login="lea") as session:
        bells: list[int] = []
        session.app.bell = lambda: bells.append(1)  # type: ignore[method-assign]
        for number in range(6):
            office.new(LIKE[number % 3])
        flood.look(office.desk("cas"))
        await session.until(lambda: bells, "the bell")
        assert any("a major incident?" in said for said in session.said())
        assert major(office)[0] == "proposed"


async def test_in_dutch_and_without_colour(office, hit):
    async with open_app(office, lang="nl", theme="mono", size=(80, 24)) as session:
        await session.press("g", "r")
        assert "Terugkerende storingen, laatste 7 dagen" in squeezed(session.text())
        await session.press("escape")
        await session.go_to(LIKE[0])
        await session.press("enter")
        assert "3 als deze sinds" in await hinted(session)

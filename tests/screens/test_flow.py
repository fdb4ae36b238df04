"""The flowchart on the screen: where the ticket stands, what may follow, and that it moves along."""

from __future__ import annotations

from desk_app import Office, Session, open_app, text_of

from otui.desk import commands as c
from otui.desk import tickets
from otui.screens.flow.screen import FlowScreen

VPN = "VPN down, whole site Breda"


async def charted(session: Session, subject: str = VPN) -> FlowScreen:
    """Open the chart of a ticket from the list."""
    await session.go_to(subject)
    await session.press("F")
    await session.until(
        lambda: isinstance(session.app.screen, FlowScreen) and session.app.screen.moved.blocks
    )
    await session.settle()
    screen = session.app.screen
    assert isinstance(screen, FlowScreen)
    return screen


def marked(screen: FlowScreen) -> str:
    """The line with the mark."""
    return next(line for line in text_of(screen.moved).split("\n") if "●" in line)


async def test_where_it_stands_is_marked_and_what_follows_is_told(office: Office) -> None:
    async with open_app(office, size=(80, 24)) as session:
        screen = await charted(session)
        assert "new" in marked(screen)
        assert "An incident in the first line" in session.text()
        ways = text_of(screen.query_one("#ways"))
    assert "line up → second line" in ways
    assert "From here" in ways


async def test_the_mark_goes_along_when_somebody_else_acts(office: Office) -> None:
    async with open_app(office, size=(80, 40)) as session:
        screen = await charted(session)
        office.do(tickets.take, c.Take(ticket=office.ticket(VPN)["number"]), "cas")
        await session.until(lambda: "open" in marked(screen), "the mark moves")
        assert "not you" in text_of(screen.query_one("#ways"))


async def test_all_charts_are_one_key_away(office: Office) -> None:
    async with open_app(office, size=(120, 40)) as session:
        screen = await charted(session)
        titles = []
        for _chart in screen.charts:
            titles.append(text_of(screen.query_one("#page-title")).strip())
            await session.press("tab")
        assert [any(words in title for title in titles) for words in ("third line", "problem", "emergency")]
        assert len(set(titles)) == len(screen.charts) == 7
        await session.press("shift+tab")
        assert "emergency" in text_of(screen.query_one("#page-title"))
        assert not screen.query_one("#ways").display
        await session.press("escape")
        assert session.app.screen is session.app.overview


async def test_a_number_after_the_colon_names_what_is_drawn(office: Office) -> None:
    async with open_app(office) as session:
        number = office.ticket(VPN)["number"]
        await session.press("colon")
        await session.type(f"flow {number}")
        await session.press("enter")
        await session.until(lambda: isinstance(session.app.screen, FlowScreen))
        await session.until(lambda: number in session.text(), "read")

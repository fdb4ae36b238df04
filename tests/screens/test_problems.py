"""Problems by key: their list, the page of one, what may follow, and whom an act touches before it is done."""

from __future__ import annotations

from desk_app import Office, open_app, squeezed

from otui.desk.problems import commands as p
from otui.desk.problems import making


def make(office: Office, subject: str = "VPN keeps failing", login: str = "bea", **values: object) -> str:
    return office.do(making.new, p.NewProblem(subject=subject, **values), login).number  # type: ignore[arg-type]


async def test_the_list_opens_shows_and_leads_to_the_page(office: Office) -> None:
    number = make(office)
    async with open_app(office, size=(120, 40)) as session:
        await session.press("g", "p")
        assert "Problems" in session.lines()[1]
        assert "[open]" in session.lines()[1]
        assert number in session.text()
        assert "VPN keeps failing" in session.text()
        await session.press("enter")
        assert session.lines()[1].strip().startswith(f"{number}  VPN keeps failing")
        assert "[new]" in session.lines()[2]
        assert "closed" in session.lines()[2]
        await session.press("escape", "escape")
        assert "Problems" not in session.lines()[1]


async def test_what_follows_says_what_is_missing_and_is_done(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p", ">")
        assert f"What follows on {number}?" in session.text()
        assert "has no coordinator" in squeezed(session.text())
        await session.press("escape", "a")
        assert f"{number} is yours." in session.said()[-1]
        await session.press(">", "enter")
        assert f"{number} is being assessed." in session.said()[-1]
        await session.press("z")
        assert "is undone" in session.said()[-1]
        assert office.value("SELECT step FROM problem WHERE number = :n", n=number) == "new"

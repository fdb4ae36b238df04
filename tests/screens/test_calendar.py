"""The change calendar: a week and a month, walked over by keys, with what collides, at every width and in Dutch."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from desk_app import Office, Session, open_app, squeezed

from otui.desk.changes import commands as c
from otui.desk.changes.calendar.windows import NewWindow, new_window
from otui.desk.changes.new import new as new_change
from otui.desk.items.making import NewItem, new_item

HOME = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOME)


@pytest.fixture
def plan(office: Office) -> dict[str, str]:
    """A busy week: two changes that collide on Wednesday, one on Friday, a blackout and maintenance."""
    office.do(new_item, NewItem(name="VPN"), "lea")

    def change(subject: str, start: str, hours: int, login: str = "bea", **values: Any) -> str:
        starts = at(start)
        command = c.NewChange(
            subject=subject, starts=starts, ends=starts + timedelta(hours=hours), implementer=login, **values
        )
        return office.do(new_change, command, login).number

    numbers = {
        "router": change("Router upgrade", "2026-11-25T20:00", 2, items=("VPN",)),
        "certificate": change("New certificate", "2026-11-25T21:00", 2, "cas", items=("VPN",)),
        "till": change("Till software", "2026-11-27T07:00", 1, "cas"),
    }
    for kind, name, start, end, rule in (
        ("blackout", "Sale", "2026-11-26T00:00", "2026-11-29T00:00", ""),
        ("maintenance", "Quiet night", "2026-11-22T02:00", "2026-11-22T06:00", "every sunday"),
    ):
        values = {"item": "VPN"} if kind == "maintenance" else {}
        office.do(
            new_window,
            NewWindow(
                kind=kind, name=name, starts=at(start), ends=at(end), rule=rule, reason="Busy.", **values
            ),
            "lea",
        )
    return numbers


async def calendar(session: Session) -> None:
    await session.press("g", "y")


def subject(session: Session) -> str:
    entry = session.app.screen.under_cursor  # type: ignore[attr-defined]
    return getattr(entry, "subject", None) or getattr(entry, "name", "")


def place(session: Session) -> str:
    return str(session.app.screen.grid.place[0])  # type: ignore[attr-defined]


async def test_an_empty_week_says_what_to_do(office: Office) -> None:
    async with open_app(office) as session:
        await calendar(session)
        text = squeezed(session.text())
        assert "Week 48 · Mon 23 Nov – Sun 29 Nov 2026" in text
        assert "Tue 24 Nov today" in text
        assert "g c shows the changes" in text


async def test_a_week_as_an_agenda(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office, size=(80, 24)) as session:
        await calendar(session)
        assert place(session) == "2026-11-24"
        await session.press("l")
        assert subject(session) == "Router upgrade"
        text = session.text()
        assert f"! 20:00–22:00  {plan['router']} Router upgrade · VPN" in text
        assert f"{plan['certificate']} New certificate touches VPN too" in squeezed(text)
        assert "outside the maintenance window Quiet night of VPN" in squeezed(text)
        await session.press("j")
        assert subject(session) == "New certificate"
        await session.press("j")
        assert (place(session), subject(session)) == ("2026-11-26", "Sale")
        assert "× all day" in session.text()
        assert "blackout: Sale" in session.text()
        await session.press("k")
        assert subject(session) == "New certificate"


async def test_a_week_in_columns(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await calendar(session)
        lines = session.lines()
        head = next(line for line in lines if "Wed 25" in line)
        assert [name in head for name in ("Mon 23", "Tue 24 today", "Sun 29")] == [True] * 3
        assert any(f"! 20:00 {plan['router']}" in line for line in lines)
        assert any("× Blackout" in line for line in lines)
        assert any("= Maintenance" in line for line in lines)
        assert "! 3 collide" in session.text()
        await session.press("l", "j")
        assert subject(session) == "New certificate"
        await session.press("j")
        assert subject(session) == "New certificate", "a column ends"
        await session.press("l")
        assert subject(session) == "Sale"


async def test_a_month(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office, size=(80, 24)) as session:
        await calendar(session)
        await session.press("v")
        text = session.text()
        assert "November 2026" in text
        assert "[24]" in text
        assert any("25" in line and "2!" in line for line in session.lines())
        await session.press("l")
        assert f"! 20:00–22:00  {plan['router']} Router upgrade" in session.text()
        await session.press("j")
        assert place(session) == "2026-12-02"
        await session.press("k", "enter")
        assert subject(session) == "Router upgrade", "enter shows the week of the day"


@pytest.mark.parametrize(("keys", "day"), [("]", "2026-12-01"), ("[", "2026-11-17"), ("]]0", "2026-11-24")])
async def test_weeks_are_turned(office: Office, keys: str, day: str) -> None:
    async with open_app(office) as session:
        await calendar(session)
        await session.press(*keys)
        assert place(session) == day


async def test_over_the_edge_of_a_week_comes_the_next(office: Office) -> None:
    async with open_app(office) as session:
        await calendar(session)
        await session.press("G", "l")
        assert place(session) == "2026-11-30"
        assert "Week 49" in session.text()
        await session.press("tab", "]")
        assert place(session) == "2026-12-30"
        await session.press("]", "]")
        assert place(session) == "2027-02-28"


async def test_filters(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await calendar(session)
        await session.press("comma", "m")
        assert plan["router"] in session.text()
        assert plan["till"] not in session.text()
        await session.press("comma", "m", "comma", "i")
        await session.type("vpn")
        await session.press("enter")
        assert plan["certificate"] in session.text()
        assert plan["till"] not in session.text()
        await session.press("comma", "i")
        assert plan["till"] in session.text()


async def test_a_window_is_made_changed_removed_and_undone(office: Office) -> None:
    async with open_app(office, login="lea") as session:
        await calendar(session)
        await session.press("l", "n")
        await session.type("Year end")
        await session.press("ctrl+s")
        assert subject(session) == "Year end"
        assert "Wed 25 Nov 20:00–22:00" in session.text()
        await session.press("e")
        form = session.app.screen
        form.put("rule", "every sunday")  # type: ignore[attr-defined]
        await session.press("ctrl+s")
        assert "does not fall on Wed 25 Nov" in squeezed(session.text())
        form.put("rule", "weekly")  # type: ignore[attr-defined]
        await session.press("ctrl+s")
        assert "every week" in session.text()
        await session.press("]")
        assert "blackout: Year end" in session.text()
        await session.press("x")
        assert "All its times go" in squeezed(session.text())
        await session.press("y")
        assert "blackout: Year end" not in session.text()
        await session.press("z")
        await session.press("[")
        assert "blackout: Year end" in session.text()


async def test_an_agent_is_told_who_makes_windows(office: Office) -> None:
    async with open_app(office) as session:
        await calendar(session)
        await session.press("n")
        assert any("lead or an admin" in said for said in session.said())


async def test_what_others_plan_appears_and_the_cursor_stays(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office) as session:
        await calendar(session)
        await session.press("l", "j")
        assert subject(session) == "New certificate"
        start = at("2026-11-25T19:00")
        command = c.NewChange(subject="Early bird", starts=start, ends=start + timedelta(minutes=30))
        office.do(new_change, command)
        await session.until(lambda: "Early bird" in session.text(), "the change of another")
        assert subject(session) == "New certificate"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (98, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("theme", ["dark", "mono"])
async def test_every_size_holds_week_and_month(
    office: Office, plan: dict[str, str], size: tuple[int, int], theme: str
) -> None:
    async with open_app(office, size=size, theme=theme) as session:
        await calendar(session)
        await session.press("l")
        for _view in range(2):
            lines = session.lines()
            assert len(lines) == size[1]
            assert any(plan["router"][-4:] in line for line in lines)
            assert "3 collide" in session.text()
            await session.press("tab")


async def test_in_dutch(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office, lang="nl", size=(120, 40)) as session:
        await calendar(session)
        text = session.text()
        assert "wo 25" in text
        assert "vandaag" in text
        await session.press("l")
        assert "raakt ook VPN" in squeezed(session.text())
        await session.press("tab")
        assert "November 2026" in session.text()


async def test_without_signs_beyond_ascii(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office, ascii=True) as session:
        await calendar(session)
        await session.press("l")
        assert session.text().isascii()
        await session.press("v")
        assert session.text().isascii()


async def test_enter_opens_the_change(office: Office, plan: dict[str, str]) -> None:
    async with open_app(office) as session:
        await calendar(session)
        await session.press("l", "enter")
        assert type(session.app.screen).__name__ == "ChangeScreen"
        assert plan["router"] in session.text()
        await session.press("escape")
        assert subject(session) == "Router upgrade"


async def test_after_midnight_another_day_is_today(office: Office) -> None:
    async with open_app(office) as session:
        await calendar(session)
        assert "Tue 24 Nov today" in session.text()
        office.clock.go(days=1)
        session.app.screen.second_passed()  # type: ignore[attr-defined]
        await session.until(lambda: "Wed 25 Nov today" in session.text(), "the next day")


async def test_a_click_puts_the_cursor_there_and_another_opens_it(
    office: Office, plan: dict[str, str]
) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await calendar(session)
        await session.pilot.click("#calendar", offset=(40, 1))
        await session.settle()
        assert subject(session) == "Router upgrade"
        await session.pilot.click("#calendar", offset=(40, 1))
        await session.settle()
        assert type(session.app.screen).__name__ == "ChangeScreen"

"""Triage: one ticket after another, each with its verdict, and a count of what is left."""

from __future__ import annotations

from desk_app import Office, open_app

from otui.screens.triage.screen import TriageScreen


async def test_after_a_verdict_the_next_comes_by_itself(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("t")
        assert isinstance(session.app.screen, TriageScreen)
        assert "6 tickets left" in session.text()
        assert "Payroll export stops" in session.text()
        await session.press("p", "8", "8", "enter")
        assert "Payroll export stops" in session.text()
        await session.press("a")
        assert "VPN down" in session.text()
        assert "1 decided" in session.text()
        await session.press("m")
        await session.type("network")
        await session.press("enter")
        assert "[EXT] Mail slow" in session.text()
        await session.press("t")
        assert session.app.screen is session.app.overview
        assert session.subject == "[EXT] Mail slow since the update"
    assert office.ticket("Payroll export stops at 99 %")["owner"] == "bea"
    assert office.ticket("VPN down, whole site Breda")["queue"] == "Network"


async def test_one_that_was_refused_stays_in_front(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to("Cannot print invoices")
        await session.press("t", "x")
        assert "Cannot print invoices" in session.text()
        assert session.app.notices.told[-1].severity == "warning"


async def test_after_the_last_one_it_ends(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("h", "j", "j", "j", "j", "l")
        assert session.rows() == ["Printer 3rd floor jams"]
        await session.press("t", "x")
        assert session.app.screen is session.app.overview
        assert session.rows() == []
        await session.press("t")
        assert session.app.screen is session.app.overview

"""Marks: one, a range, all; a verb on them reports for each ticket, and what was refused stays marked."""

from __future__ import annotations

from desk_app import Office, open_app

INVOICES = "Cannot print invoices"
"""Locked by Cas: refused to Bea."""


async def test_space_marks_and_goes_on(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("space", "space", "j", "space")
        assert "3 marked" in session.text()
        assert len(session.app.overview.tickets.marked.ids) == 3
        await session.press("escape")
        assert "marked" not in session.text()


async def test_a_range_marks_what_the_cursor_passes(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("v", "j", "j", "v", "j")
        assert "3 marked" in session.text()


async def test_all_marks_what_the_list_holds_and_again_none(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("*")
        assert "6 marked" in session.text()
        await session.press("*")
        assert "marked" not in session.text()


async def test_a_verb_on_marks_is_done_to_each_and_one_undo_takes_all_back(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("space", "space", "m")
        await session.type("network")
        await session.press("enter")
        assert session.said()[-1] == "2 done, 0 refused. z undoes them."
        moved = ["Payroll export stops at 99 %", "VPN down, whole site Breda"]
        assert [office.ticket(subject)["queue"] for subject in moved] == ["Network", "Network"]
        assert not set(moved) & set(session.rows())
        assert "marked" not in session.text()
        await session.press("z")
        assert [office.ticket(subject)["queue"] for subject in moved] == ["First line", "First line"]


async def test_what_was_refused_is_listed_and_stays_marked(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("*", "m")
        await session.type("network")
        await session.press("enter")
        assert session.said()[-1] == "5 done, 1 refused. z undoes them."
        text = session.text()
        assert "1 ticket was refused; it stays marked" in text
        assert office.ticket(INVOICES)["number"] in text
        assert "cas" in text.lower()
        await session.press("escape")
        listed = session.app.overview.tickets
        assert listed.marked.ids == frozenset({office.ticket(INVOICES)["id"]})
        assert session.rows() == [INVOICES]
    assert office.ticket(INVOICES)["queue"] == "First line"


async def test_a_note_goes_on_every_marked_ticket(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("space", "space", "i")
        await session.type("Same cause.")
        await session.press("ctrl+s")
    assert office.articles("Payroll export stops at 99 %", "note") == ["Same cause."]
    assert office.articles("VPN down, whole site Breda", "note") == ["Same cause."]


async def test_all_also_means_what_was_never_loaded(office: Office) -> None:
    for n in range(230):
        office.new(f"Report {n}", queue="Servers")
    async with open_app(office, login="lea") as session:
        await session.press("h", "G", "k", "k", "l")
        assert len(session.rows()) == 230
        await session.press("*", ".")
        assert "230 marked" in session.text()
        await session.press("a")
        await session.until(lambda: "230 done" in "".join(session.said()), "the verb on all")
    assert office.value("SELECT count(*) FROM ticket WHERE locked AND subject LIKE 'Report%'") == 230

"""The list while others work: nothing moves under the cursor, arrivals wait, time passes where it is told."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

from desk_app import TUESDAY, Office, open_app, squeezed

from otui.desk import commands as c
from otui.desk import tickets


async def test_a_change_of_another_process_shows_within_a_second(office: Office) -> None:
    async with open_app(office) as session:
        office.do(
            tickets.subject,
            c.SetSubject(ticket=office.ticket("Wish: darker screens")["id"], subject="Darker!"),
        )
        await session.until(lambda: "Darker!" in session.text())


async def test_arrivals_wait_until_they_are_taken_in(office: Office) -> None:
    async with open_app(office) as session:
        before = session.rows()
        office.new("Screen stays black")
        office.new("Elsewhere", queue="Servers")
        await session.until(lambda: "▲ 1 new" in session.text(), "the arrival")
        assert session.rows() == before
        await session.press("ctrl+r")
        assert set(session.rows()) - set(before) == {"Screen stays black"}
        assert "▲" not in session.text()
        assert session.subject == before[0]


async def test_what_others_take_out_stays_in_its_place_until_ctrl_r(office: Office) -> None:
    async with open_app(office) as session:
        before = session.rows()
        ticket = office.ticket("VPN down, whole site Breda")["id"]
        office.do(tickets.move, c.Move(ticket=ticket, queue="Network"))
        await session.until(lambda: session.app.overview.tickets.window.is_gone(ticket), "the mark")
        assert session.rows() == before
        await session.press("ctrl+r")
        assert session.rows() == [subject for subject in before if not subject.startswith("VPN")]


async def test_a_row_of_ones_own_act_leaves_and_the_cursor_goes_to_the_next(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("j", "x")
        await session.until(lambda: len(session.rows()) == 5, "the row leaving")
        assert "VPN down, whole site Breda" not in session.rows()
        assert session.subject == "[EXT] Mail slow since the update"
    assert office.ticket("VPN down, whole site Breda")["state"] == "closed"


async def test_a_thousand_changes_of_others_do_not_move_the_cursor(office: Office) -> None:
    for n in range(60):
        office.new(f"Report {n}")
    rng = random.Random(7)
    cas = office.desk("cas")
    ids = [row[0] for row in office.all("SELECT id FROM ticket WHERE queue_id = 1 AND state = 'new'")]

    def change() -> None:
        chosen = rng.choice(ids)
        verb, command = rng.choice(
            [
                (tickets.subject, c.SetSubject(ticket=chosen, subject=f"Reworded {rng.random()}")),
                (tickets.priority, c.SetPriority(ticket=chosen, impact=rng.choice([1, 2, 4, 8]), urgency=4)),
                (tickets.move, c.Move(ticket=chosen, queue=rng.choice(["Network", "First line"]))),
                (tickets.note, c.Note(ticket=chosen, body="Looked at it.")),
            ]
        )
        try:
            cas.do(verb, command)
        except Exception:  # a move to where it is, a level it has: refused, which is as good here
            cas.do(tickets.note, c.Note(ticket=chosen, body="Looked at it."))

    async with open_app(office, size=(120, 40)) as session:
        await session.press(*"jjjjjjj", "space")
        listed = session.app.overview.tickets
        here, marked = listed.cursor, listed.marked
        position, top = listed.window.cursor_position, listed.scroll_offset.y
        order = [row.id for row in listed.window.rows]
        others = threading.Thread(target=lambda: [change() for _ in range(1000)])
        others.start()
        while others.is_alive():
            await session.pilot.pause(0.02)
        await session.until(
            lambda: session.app.live._position == office.desk("ada").feed_position(), "the feed"
        )
        await session.settle()
        assert listed.cursor == here
        assert listed.marked == marked
        assert (listed.window.cursor_position, listed.scroll_offset.y) == (position, top)
        assert [row.id for row in listed.window.rows] == order
        await session.press("ctrl+r")
        assert here is None or listed.cursor == here or listed.window.row(here) is None


async def test_a_tick_repaints_only_the_countdowns_that_changed(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("3")
        listed = session.app.overview.tickets
        regions: list[tuple[int, int]] = []
        refresh = listed.refresh

        def seen(*areas, **how):  # type: ignore[no-untyped-def]
            regions.extend((area.y, area.width) for area in areas)
            return refresh(*areas, **how)

        listed.refresh = seen  # type: ignore[method-assign]
        session.app._second()
        assert regions == []
        office.clock.go(seconds=61)
        session.app._second()
        assert regions
        assert len(regions) <= 8
        assert max(cells for _y, cells in regions) <= 6


async def test_an_escalation_shows_by_itself_when_its_time_comes(office: Office) -> None:
    due = TUESDAY + timedelta(minutes=15)  # the first answer on the payroll export
    office.clock.at = due - timedelta(seconds=1.2)
    async with open_app(office) as session:
        await session.press("3")
        row = next(line for line in session.lines() if "Payroll" in line)
        assert squeezed(row).startswith("0'0")
        office.clock.at = due
        await session.until(
            lambda: "✗" in next(line for line in session.lines() if "Payroll" in line), "the escalation"
        )
        await session.until(lambda: "escalated and missed" in session.text())
        ticket = office.ticket("Payroll export stops at 99 %")["id"]
        # The list counts by itself; that the timer saw it too is what the desk keeps.
        await session.until(
            lambda: (
                ("response", "due")
                in office.all("SELECT clock, stage FROM escalation WHERE ticket_id = :t", t=ticket)
            ),
            "the timer",
        )


async def test_counts_on_the_status_line_follow_the_desk(office: Office) -> None:
    async with open_app(office) as session:
        assert "open 8" in session.lines()[0]
        office.new("One more")
        await session.until(lambda: "open 9" in session.lines()[0])
        office.new("And one more")
        await session.until(lambda: "open 10" in session.lines()[0])

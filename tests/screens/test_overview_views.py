"""The overviews: views by digit, entries beside the list, order, columns, and views of one's own."""

from __future__ import annotations

import pytest
from desk_app import Office, Session, open_app, squeezed


def head(session: Session) -> str:
    """The line over the list that says what it holds, and where the cursor is in it."""
    parts = [session.app.overview.query_one(name).render_line(0).text for name in ("#head", "#place")]
    return squeezed(" ".join(parts))


def entry(session: Session) -> str:
    row = session.app.overview.side.row
    return row.label if row else ""


async def test_each_view_has_its_digit(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("2")
        assert head(session) == "all open by due 1 / 8"
        assert session.rows()[0] == "Till does not open"
        await session.press("3")
        assert head(session) == "Escalations by due 1 / 8"
        await session.press("4")
        assert head(session) == "Mine by due 1 / 1"
        assert session.rows() == ["New starter 1 December"]
        await session.press("g", "f")
        assert head(session) == "Free by due 1 / 6"
        await session.press("1")
        assert head(session) == "my queues by due 1 / 6"


async def test_escalations_are_told_apart_by_word_and_sign(office: Office) -> None:
    async with open_app(office, size=(120, 30)) as session:
        await session.press("3")
        text = session.text()
    lines = [line for line in text.splitlines() if line.startswith("──")]
    assert [squeezed(line.strip("─ ")) for line in lines] == [
        "escalated and missed",
        "within the hour",
        "today",
    ]
    till = next(line for line in text.splitlines() if "Till" in line)
    assert squeezed(till).lstrip("▌ ").startswith("-0:42 ✗ response URGENT")
    payroll = next(line for line in text.splitlines() if "Payroll" in line)
    assert squeezed(payroll).startswith("0:15 ! response HIGH")


async def test_choosing_an_entry_shows_its_tickets(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("h", "j", "j", "j")
        assert entry(session) == "Second line"
        assert session.rows() == ["Till does not open", "Printer 3rd floor jams"]
        await session.press("enter")
        assert session.app.overview.tickets.has_focus
        await session.press("escape")
        assert session.app.overview.side.has_focus


async def test_the_status_view_holds_closed_ones_too(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("2", "h", "G", "k")
        assert entry(session) == "resolved"
        assert session.rows() == ["Password forgotten"]


async def test_a_view_keeps_its_entry_and_order_while_another_is_shown(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("h", "j", "j", "j", "l", "O", "s", "3", "1")
        assert head(session) == "Second line by subject 1 / 2"
        assert session.rows() == ["Printer 3rd floor jams", "Till does not open"]


async def test_a_queue_folds_and_unfolds(office: Office) -> None:
    async with open_app(office) as session:
        labels = [row.label for row in session.app.overview.side.window.rows]
        assert "Workplace" in labels
        await session.press("h", "j", "j", "j", "j")
        assert entry(session) == "Workplace"
        await session.press("[")
        assert entry(session) == "Second line"
        labels = [row.label for row in session.app.overview.side.window.rows]
        assert "Workplace" not in labels
        assert "Servers" in labels
        assert head(session).startswith("Second line")
        assert len(session.rows()) == 2
        await session.press(">")
        assert "Workplace" in [row.label for row in session.app.overview.side.window.rows]


async def test_a_pane_can_have_the_whole_screen_and_give_it_back(office: Office) -> None:
    async with open_app(office) as session:
        overview = session.app.overview
        await session.press("+", "+")
        assert overview.tickets.region.width == 80
        await session.press("escape")
        assert overview.tickets.region.width < 60
        await session.press("tab", "+", "+")
        assert not overview.tickets.region.width
        await session.press("+", "+")
        assert overview.tickets.region.width > 50


async def test_tab_walks_the_panes(office: Office) -> None:
    async with open_app(office) as session:
        overview = session.app.overview
        assert overview.tickets.has_focus
        await session.press("tab")
        assert overview.side.has_focus
        await session.press("shift+tab")
        assert overview.tickets.has_focus


@pytest.mark.parametrize("key", ["escape", "tab", "h"])
async def test_below_72_columns_panes_take_turns(office: Office, key: str) -> None:
    async with open_app(office, size=(60, 20)) as session:
        overview = session.app.overview
        assert overview.tickets.region.width == 60
        await session.press(key, "j", "j", "j")
        assert overview.side.has_focus
        assert not overview.tickets.region.width
        await session.press("enter", "j")
        assert overview.tickets.region.width == 60
        assert session.subject == "Printer 3rd floor jams"
        await session.press("h", "escape", "k")
        assert session.subject == "Till does not open"


async def test_the_preview_follows_the_cursor(office: Office) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await session.until(lambda: "Payroll export stops at 99 %. Can you help?" in session.text())
        await session.press("j")
        await session.until(lambda: "Since 9:30 nobody can reach it." in session.text())


SORTED = {
    "l": ("by level", ""),
    "a": ("by age", "Wish: darker screens"),
    "u": ("by last change", "New starter 1 December"),
    "n": ("by number", "Wish: darker screens"),
    "s": ("by subject", "Cannot print invoices"),
}


@pytest.mark.parametrize("key", SORTED)
async def test_a_list_is_sorted_by_key(office: Office, key: str) -> None:
    words, first = SORTED[key]
    async with open_app(office) as session:
        await session.press("O", key)
        assert words in head(session)
        assert len(session.rows()) == 6
        if first:
            assert session.rows()[0] == first


async def test_the_same_key_again_and_O_r_turn_the_order(office: Office) -> None:
    async with open_app(office) as session:
        by_due = session.rows()
        await session.press("O", "d")
        assert session.rows() == by_due[::-1]
        await session.press("O", "r")
        assert session.rows() == by_due


async def test_columns_come_and_go(office: Office) -> None:
    async with open_app(office, size=(200, 60)) as session:
        columns = session.app.overview.query_one("#columns")
        await session.press("+", "+")
        assert "kind" not in columns.render_line(0).text
        await session.press("O", "c")
        await session.type("kind")
        await session.press("enter", "escape")
        assert "kind" in columns.render_line(0).text
        assert "request" in next(line for line in session.lines() if "Wish" in line)


async def test_a_view_is_saved_on_a_digit_and_is_there_the_next_day(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("h", "j", "j", "j", "l", "O", "s", "V")
        await session.type("5 seconds")
        await session.press("enter")
        assert session.said()[-1] == "Saved on 5."
        await session.press("7")
        assert session.said()[-1] == "View 7 is empty; V saves what you see on it."
    async with open_app(office) as session:
        await session.press("5")
        assert head(session) == "seconds by subject 1 / 2"
        assert session.rows() == ["Printer 3rd floor jams", "Till does not open"]
    async with open_app(office, login="cas") as session:
        await session.press("5")
        assert "empty" in session.said()[-1]


async def test_a_digit_that_is_no_place_for_a_view_is_refused_in_the_dialog(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("V")
        await session.type("3 x")
        await session.press("enter")
        assert "Views of your own go on 5 to 9." in session.text()
        await session.press("escape")
    assert office.value("SELECT count(*) FROM saved_view") == 0


async def test_prose_typed_into_a_list_does_nothing(office: Office) -> None:
    before = office.value("SELECT count(*) FROM act")
    async with open_app(office) as session:
        await session.pilot.press(*"#%&@~=`")
        await session.settle()
        assert "Typing is not meant for a list" in session.said()[-1]
    assert office.value("SELECT count(*) FROM act") == before


async def test_what_may_follow_a_prefix_is_shown_after_a_while(office: Office) -> None:
    async with open_app(office) as session:
        await session.pilot.press("g")
        await session.until(lambda: "g m mine" in squeezed(session.text()).lower(), "the window")
        await session.press("m")
        assert head(session).startswith("Mine")


async def test_an_empty_list_says_what_to_do(office: Office) -> None:
    async with open_app(office, login="cas") as session:
        await session.press("2", "h", "G")
        assert "n makes a ticket" in squeezed(session.text())

from __future__ import annotations

import pytest
from list_demo import ListApp, Row, rows
from textual import events

from otui.widgets.virtual_list import VirtualList


def seen(app: ListApp, kind: type) -> list[object]:
    return [event for event in app.seen if type(event) is kind]


def text(app: ListApp, y: int) -> str:
    return app.list.render_line(y).text


async def test_rows_are_drawn_and_the_cursor_row_has_a_bar() -> None:
    app = ListApp(rows(3))
    async with app.run_test() as pilot:
        await pilot.press("j")
        assert text(app, 0).startswith("  ")
        assert text(app, 1).startswith("▌ ")
        assert "Printer on floor 1 jams" in text(app, 1)
        assert text(app, 3).strip() == ""


async def test_cursor_stays_with_its_row_and_its_line_through_a_refresh() -> None:
    app = ListApp(rows(500))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"j" * 10)
        new = [Row(9_000 + n, 1, "new") for n in range(30)]
        generation = app.list.new_view()
        assert app.list.set_window(generation, [*new, *app.table.rows[:200]], 530, keep=True)
        await pilot.pause()
        assert app.list.cursor == 11
        assert text(app, 10).startswith("▌")


async def test_rows_of_a_view_that_was_left_are_dropped() -> None:
    app = ListApp(rows(5))
    async with app.run_test():
        old = app.list.new_view()
        app.list.new_view()
        assert not app.list.set_window(old, [Row(77, 1, "late")], 1)


async def test_page_and_half_page_keep_the_cursors_line() -> None:
    app = ListApp(rows(500))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j")
        app.list.page(1)
        assert app.list.cursor == 3 + 23
        assert text(app, 2).startswith("▌")
        app.list.half_page(-1)
        assert app.list.cursor == 3 + 23 - 12


async def test_headings_are_stepped_over() -> None:
    app = ListApp(rows(20, sections=True), sections=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"j" * 5)
        assert text(app, 5).startswith("── soon ──")
        assert app.list.cursor == 6
        assert text(app, 6).startswith("▌")


async def test_scrolling_asks_for_rows_before_they_are_needed() -> None:
    app = ListApp(rows(1_000))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(8):
            app.list.page(1)
            await pilot.pause()
        assert app.requests
        assert "…" not in "".join(text(app, y) for y in range(24))


async def test_bottom_of_a_long_list_is_reached() -> None:
    app = ListApp(rows(50_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        await pilot.pause()
        assert app.list.cursor == 50_000
        assert text(app, 23).startswith("▌")
        await pilot.press("g")
        await pilot.pause()
        assert app.list.cursor == 1


async def test_own_act_goes_on_to_the_next_row() -> None:
    app = ListApp(rows(10))
    async with app.run_test() as pilot:
        await pilot.press("j")
        app.list.remove_rows([2])
        await pilot.pause()
        assert app.list.cursor == 3
        assert text(app, 1).startswith("▌")
        assert [event.row.id for event in seen(app, VirtualList.Highlighted)][-1] == 3


async def test_space_marks_and_goes_on() -> None:
    app = ListApp(rows(10))
    async with app.run_test() as pilot:
        await pilot.press("space", "space")
        assert app.list.marked.ids == {1, 2}
        assert text(app, 0).startswith(" *")
        await pilot.pause()
        assert [event.count for event in seen(app, VirtualList.MarksChanged)] == [1, 2]
        assert app.list.clear_marks()
        assert not app.list.clear_marks()


async def test_a_range_gives_back_what_it_leaves() -> None:
    app = ListApp(rows(10))
    async with app.run_test() as pilot:
        app.list.window.marks.toggle(4)
        assert app.list.mark_range()
        await pilot.press("j", "j", "j", "j")
        assert app.list.marked.ids == {1, 2, 3, 4, 5}
        await pilot.press("k", "k", "k")
        assert app.list.marked.ids == {1, 2, 4}
        assert not app.list.mark_range()
        await pilot.press("j")
        assert app.list.marked.ids == {1, 2, 4}


async def test_a_click_moves_the_cursor_and_a_second_opens() -> None:
    app = ListApp(rows(10))
    async with app.run_test() as pilot:
        await pilot.click(VirtualList, offset=(5, 4))
        assert app.list.cursor == 5
        assert not seen(app, VirtualList.Opened)
        await pilot.click(VirtualList, offset=(5, 4))
        assert [event.row.id for event in seen(app, VirtualList.Opened)] == [5]


async def test_an_empty_list_says_what_to_do() -> None:
    app = ListApp([])
    async with app.run_test():
        assert text(app, 1).strip() == "Nothing free. 3 wait in Second line."
        app.list.new_view()
        assert text(app, 1).strip() == "Loading …"


async def test_an_update_changes_a_row_in_its_place() -> None:
    app = ListApp(rows(10))
    async with app.run_test():
        app.list.update_rows([app.table.change(3, "Now on fire")])
        assert "Now on fire" in text(app, 2)
        assert app.list.cursor == 1


async def test_other_colours_are_painted_after_a_change_of_theme() -> None:
    app = ListApp(rows(3))
    async with app.run_test() as pilot:
        before = [segment.style for segment in app.list.render_line(0)]
        app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in app.list.render_line(0)] != before


@pytest.mark.parametrize("name", ["ansi", "mono"])
async def test_cursor_row_differs_by_attribute_without_colours(name: str) -> None:
    app = ListApp(rows(3), name)
    async with app.run_test() as pilot:
        await pilot.pause()
        styles = [segment.style for segment in app.list.render_line(0)]
        assert all(style is not None and style.reverse for style in styles)
        assert not any(segment.style and segment.style.reverse for segment in app.list.render_line(1))
        app.set_focus(None)
        await pilot.pause()
        assert all(segment.style and segment.style.underline for segment in app.list.render_line(0))


HOSTILE = [
    "[/]",
    "[EXT] mail",
    "[@click=app.quit()]x[/]",
    "\x1b]0;owned\x07\x1b[2J",
    "\u202egnp.exe",
    "日本語のチケット" * 30,
    "👩‍👩‍👧‍👦 family 🇳🇱",
    "x" * 1_000_000,
    "",
]


@pytest.mark.parametrize("size", [(120, 40), (60, 20), (20, 5)])
async def test_strangers_subjects_stay_in_their_cells(size: tuple[int, int]) -> None:
    app = ListApp([Row(n, 1, subject) for n, subject in enumerate(HOSTILE, 1)])
    async with app.run_test(size=size) as pilot:
        for _ in HOSTILE:
            await pilot.press("j", "space")
        app.list.tick()
        for y in range(size[1]):
            strip = app.list.render_line(y)
            assert strip.cell_length == size[0]
            assert not set(strip.text) & {"\x1b", "\x07", "\u202e"}


async def test_the_wheel_scrolls_and_leaves_the_cursor_on_its_row() -> None:
    app = ListApp(rows(500))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(15):
            app.list.post_message(
                events.MouseScrollDown(
                    app.list, x=5, y=5, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False
                )
            )
            await pilot.pause()
        assert app.list.scroll_offset.y > 0
        assert app.list.cursor == 1
        await pilot.press("j")
        assert app.list.cursor == 2
        assert any(text(app, y).startswith("▌") for y in range(24))

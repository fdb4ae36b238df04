from __future__ import annotations

import random
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from otui.widgets.pages import LineMap, PageRequest, Where
from otui.widgets.paging import RowWindow


@dataclass(frozen=True)
class Row:
    id: int
    version: int = 1
    section: str = ""


def window_of(count: int, total: int | None = None, **options: int) -> RowWindow[Row]:
    window: RowWindow[Row] = RowWindow(**options)
    window.new_view()
    window.show([Row(n) for n in range(1, count + 1)], total or count)
    return window


def test_a_new_view_puts_the_cursor_on_its_first_row_and_marks_nothing() -> None:
    window = window_of(5)
    window.move_to(3)
    window.marks.toggle(2)

    window.new_view()
    window.show([Row(90), Row(91)], 2)

    assert window.cursor == Row(90)
    assert window.marks.count(window.total) == 0


def test_own_act_takes_the_row_out_and_goes_to_the_next() -> None:
    window = window_of(5)
    window.move_to(2)

    window.remove([3])

    assert [row.id for row in window.rows] == [1, 2, 4, 5]
    assert (window.cursor, window.cursor_position, window.total) == (Row(4), 2, 4)


def test_taking_out_the_last_row_goes_to_the_one_before() -> None:
    window = window_of(3)
    window.move_to(2)

    window.remove([3])

    assert (window.cursor, window.cursor_position) == (Row(2), 1)


def test_taking_out_rows_above_keeps_the_cursor_on_its_row() -> None:
    window = window_of(5)
    window.move_to(3)

    window.remove([1, 2])

    assert (window.cursor, window.cursor_position) == (Row(4), 1)


def test_taking_out_everything_leaves_no_cursor() -> None:
    window = window_of(2)

    window.remove([1, 2])

    assert (window.cursor, window.total) == (None, 0)


def test_rows_that_others_took_stay_until_the_next_refresh() -> None:
    window = window_of(3)

    window.mark_gone([2])
    assert [row.id for row in window.rows] == [1, 2, 3]
    assert window.is_gone(2)

    window.show([Row(1), Row(3)], 2, keep=True)
    assert not window.is_gone(2)
    assert [row.id for row in window.rows] == [1, 3]


def test_arrivals_wait_and_come_in_on_refresh() -> None:
    window = window_of(3)

    assert window.arrived([7, 8, 2]) == 2
    assert len(window) == 3

    window.show([Row(7), Row(8), Row(1), Row(2), Row(3)], 5, keep=True)
    assert window.arrivals == 0
    assert (window.cursor, window.cursor_position) == (Row(1), 2)


def test_a_refresh_without_the_cursors_row_goes_to_the_row_that_followed_it() -> None:
    window = window_of(5)
    window.move_to(2)

    window.show([Row(5), Row(1), Row(4)], 3, keep=True)

    assert window.cursor == Row(4)


def test_a_page_of_an_earlier_view_is_dropped() -> None:
    window = window_of(200, total=1000)
    late = window.needs(150, 190)
    assert late is not None

    window.new_view()
    window.show([Row(5000)], 300)

    assert not window.loaded(late, [Row(201)])
    assert len(window) == 1


def test_nothing_is_asked_twice_while_it_is_under_way() -> None:
    window = window_of(200, total=1000)

    assert window.needs(150, 190) is not None
    assert window.needs(151, 191) is None


def test_a_failed_page_can_be_asked_again() -> None:
    window = window_of(200, total=1000)
    request = window.needs(150, 190)
    assert request is not None

    window.failed(request)

    assert window.needs(150, 190) is not None


def test_the_bottom_is_read_from_the_end_and_the_cursor_waits_for_it() -> None:
    window = window_of(200, total=1000)
    window.move_to(999)
    assert window.cursor is None

    request = window.needs(960, 999)
    assert request is not None
    assert request.where is Where.END
    window.loaded(request, [Row(n) for n in range(801, 1001)])

    assert window.cursor == Row(1000)


def test_memory_is_bounded_and_the_cursor_outlives_its_page() -> None:
    window = window_of(50, total=10_000, page_size=50, max_rows=200)
    for at in range(0, 5_000, 40):
        request = window.needs(at, at + 40)
        if request is not None:
            assert request.where is Where.AFTER
            start = request.position + 1
            window.loaded(request, [Row(n) for n in range(start, start + request.limit)])

    assert len(window) <= 200
    assert window.row(1) is None
    assert window.cursor == Row(1)
    window.update([Row(1, 2)])
    assert window.cursor == Row(1, 2)


def test_a_short_page_before_the_run_mends_the_positions() -> None:
    window: RowWindow[Row] = RowWindow(page_size=50)
    window.new_view()
    window.show([Row(n) for n in range(101, 151)], 150, first=100)
    window.move_to(100)
    request = window.needs(100, 120)
    assert request is not None
    assert request.where is Where.BEFORE

    window.loaded(request, [Row(n) for n in range(91, 101)])

    assert (window.first, window.total) == (0, 60)
    assert (window.cursor, window.cursor_position) == (Row(101), 10)


def test_sections_stay_with_rows_that_change() -> None:
    window: RowWindow[Row] = RowWindow(section_of=lambda row: row.section)
    window.new_view()
    window.show([Row(1), Row(2, 1, "soon"), Row(3, 1, "soon"), Row(4, 1, "today")], 4)

    window.update([Row(3, 2, "today")])

    assert window.headings == ((1, "soon"), (3, "today"))


def test_lines_and_positions_are_each_others_inverse() -> None:
    lines = LineMap(((0, "a"), (2, "b")), 4)

    assert lines.height == 6
    assert [lines.heading_at(line) for line in range(6)] == ["a", None, None, "b", None, None]
    assert [lines.line_of(position) for position in range(4)] == [1, 2, 4, 5]
    assert [lines.position_at(line) for line in range(6)] == [0, 0, 1, 2, 2, 3]


def test_everything_marked_but_one() -> None:
    window = window_of(10, total=500)
    window.marks.mark_everything()
    window.marks.toggle(4)

    assert 4 not in window.marks
    assert 499 in window.marks
    assert window.marks.count(window.total) == 499


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**32), place=st.integers(0, 299), marked=st.sets(st.integers(1, 300), max_size=20)
)
def test_no_background_update_moves_the_cursor_or_a_mark(seed: int, place: int, marked: set[int]) -> None:
    chance = random.Random(seed)
    window = window_of(200, total=300, page_size=50, max_rows=200)
    desk = [Row(n) for n in range(1, 301)]
    window.move_to(place)
    if window.cursor is None:
        request = window.needs(place, place)
        assert request is not None
        window.loaded(request, answer(desk, request))
    assert window.cursor is not None
    window.marks.set(marked)
    mine, before = window.cursor.id, window.marks.snapshot()

    for _step in range(1_000):
        disturb(window, desk, chance, keep=mine)
        assert window.cursor is not None
        assert window.cursor.id == mine
        here = window.position_of(mine)
        assert here is None or here == window.cursor_position
    assert window.marks.snapshot() == before


def disturb(window: RowWindow[Row], desk: list[Row], chance: random.Random, keep: int) -> None:
    """Do one of the things that happen behind a list's back."""
    at = chance.randrange(len(desk))
    match chance.randrange(6):
        case 0:
            desk[at] = replace(desk[at], version=desk[at].version + 1)
            window.update([desk[at]])
        case 1 if desk[at].id != keep and len(desk) > 100:
            window.mark_gone([desk.pop(at).id])
        case 2:
            new = Row(max(row.id for row in desk) + 1)
            desk.insert(at, new)
            window.arrived([new.id])
        case 3:
            mine = next(i for i, row in enumerate(desk) if row.id == keep)
            first = max(0, mine - chance.randrange(100))
            window.show(desk[first : first + 200], len(desk), first=first, keep=True)
        case 4:
            request = window.needs(at, at + 40)
            if request is not None and chance.random() < 0.8:
                window.loaded(request, answer(desk, request))
        case _:
            window.loaded(PageRequest(window.generation - 1, Where.TOP, None, 0, 50), desk[:50])


def answer(desk: list[Row], request: PageRequest[Row]) -> list[Row]:
    """Read a page as a keyset query does: the row asked from may itself be gone by now."""
    if request.where is Where.END:
        return desk[-request.limit :]
    if request.row is None:
        return desk[request.position : request.position + request.limit]
    at = next((i for i, row in enumerate(desk) if row.id == request.row.id), None)
    if at is None:
        return []
    if request.where is Where.AFTER:
        return desk[at + 1 : at + 1 + request.limit]
    return desk[max(0, at - request.limit) : at]


def test_positions_are_mended_also_for_a_cursor_whose_page_was_dropped() -> None:
    window: RowWindow[Row] = RowWindow(page_size=50, max_rows=150)
    window.new_view()
    window.show([Row(n) for n in range(201, 351)], 350, first=200)
    window.move_to(349)
    request = window.needs(200, 220)
    assert request is not None

    window.loaded(request, [Row(n) for n in range(191, 201)])

    assert window.row(350) is None
    assert (window.cursor, window.cursor_position, window.total) == (Row(350), 159, 160)

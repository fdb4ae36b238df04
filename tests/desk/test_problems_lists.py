"""Every view of problems is read on an index, pages by key either way, and knows no queue that is not there."""

from __future__ import annotations

from typing import Any

import pytest

from otui.desk.problems import commands as p
from otui.desk.problems import making
from otui.desk.records import listing
from otui.desk.views import problem_like
from otui.desk.views import problems as views


def make(shift: Any, count: int) -> list[str]:
    numbers = []
    for number in range(count):
        shift.clock.go(minutes=1)
        made = shift.do(making.new, p.NewProblem(subject=f"Gate {number} drops", take=number % 2 == 0))
        numbers.append(made.number)
    return numbers[::-1]


@pytest.mark.parametrize("name", views.VIEWS)
def test_no_view_walks_over_all_problems(shift: Any, name: str) -> None:
    reader = shift.desk().database.read()
    if reader.engine != "sqlite":
        pytest.skip("the planner of a server walks over a table this small whatever indexes it has")
    seen: list[str] = []
    real = reader.all

    def look(sql: str, params: Any = None) -> Any:
        if "FROM problem r" in sql:
            seen.extend(row[3] for row in real("EXPLAIN QUERY PLAN " + sql, params))
        return real(sql, params)

    def page(view: Any) -> None:
        view.reader.all = look  # type: ignore[method-assign]
        try:
            listing.page(view, views.LISTING, views.VIEWS[name](view))
        finally:
            view.reader.all = real

    shift.desk().read(page)
    assert seen
    assert not [line for line in seen if line.startswith("SCAN r") and "INDEX" not in line], seen


def test_pages_follow_each_other_from_both_ends(shift: Any) -> None:
    numbers = make(shift, 7)

    def walk(view: Any) -> list[list[str]]:
        cut = views.open_ones(view)
        first = listing.page(view, views.LISTING, cut, limit=3)
        after = listing.page(
            view, views.LISTING, cut, after=listing.key_of(first[-1], views.LISTING), limit=3
        )
        before = listing.page(
            view, views.LISTING, cut, before=listing.key_of(after[0], views.LISTING), limit=2
        )
        end = listing.page(view, views.LISTING, cut, from_end=True, limit=2)
        return [[row.number for row in rows] for rows in (first, after, before, end)]

    assert shift.desk().read(walk) == [numbers[:3], numbers[3:6], numbers[1:3], numbers[5:]]


def test_words_and_numbers_find_and_a_view_still_holds(shift: Any) -> None:
    numbers = make(shift, 4)

    def found(view: Any, words: str, name: str = "open") -> list[str]:
        cut = views.VIEWS[name](view)
        return [row.number for row in listing.page(view, views.LISTING, cut, words=words)]

    read = shift.desk().read
    assert read(found, "gate 2") == [numbers[1]]
    assert read(found, numbers[0]) == [numbers[0]]
    assert read(found, numbers[0][1:].replace("-", "")) == [numbers[0]]
    assert set(read(found, "drops", "mine")) == {numbers[1], numbers[3]}
    assert read(found, "nothing like it") == []


def test_the_problem_that_is_like_a_subject_comes_first(shift: Any) -> None:
    make(shift, 3)
    printer = shift.do(making.new, p.NewProblem(subject="Printers jam on the third floor")).number
    make(shift, 2)
    like = shift.desk().read(problem_like.like, "RE: my printer jams again")
    assert like[0].number == printer
    assert len(like) == 6

"""The words over and in the columns of a list fit there in every language: a cropped word is not read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from otui.desk.words import CLOCKS, KINDS
from otui.text import i18n, width
from otui.widgets.glyphs import UNICODE, ClockState
from otui.widgets.ticket_row import COLUMNS, TicketPainter

WIDE = 400


@pytest.fixture(params=i18n.LANGUAGES, autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    i18n.use(request.param)
    yield
    i18n.use("en")


@pytest.mark.parametrize("name", COLUMNS)
def test_the_heading_of_a_column_fits(name: str) -> None:
    painter = TicketPainter(
        lambda: datetime(2026, 11, 24, tzinfo=UTC), UNICODE, dict, lambda: 1, columns=(name,)
    )
    assert UNICODE.ellipsis not in painter.header(COLUMNS[name].room or WIDE)


def test_what_a_clock_and_a_kind_are_called_fits() -> None:
    clocks = [i18n._(word) for word in CLOCKS.values()] + [state.word for state in ClockState]
    kinds = [i18n._(word) for word in KINDS.values()]
    assert [word for word in clocks if width.cells(word) > COLUMNS["clock"].room] == []
    assert [word for word in kinds if width.cells(word) > COLUMNS["kind"].room] == []

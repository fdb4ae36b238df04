"""The forms of records: a value that is said in other words, and what the footer calls keeping it."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app, squeezed
from desk_changes import Board

from otui.screens.records.form import FormField, FormScreen

FIELD = FormField("shift", "shift", "no", words={"next": "volgende", "no": "nee"})


@pytest.mark.parametrize(
    ("typed", "meant"), [("Volgende ", "next"), ("next", "next"), ("nee", "no"), ("other", "other")]
)
def test_a_value_is_typed_in_words_or_as_it_is(typed: str, meant: str) -> None:
    assert FIELD.meant(typed) == meant
    assert FIELD.offered == ("volgende", "nee")


async def test_words_are_shown_and_the_value_is_saved(office: Office) -> None:
    saved: list[dict[str, str]] = []

    async def save(changed: dict[str, str]) -> object:
        saved.append(changed)
        return changed

    async with open_app(office, size=(80, 24)) as session:
        form = FormScreen("Form", [FIELD], save)
        session.app.push_screen(form)
        await session.settle()
        assert form.changed == {}
        assert "nee" in session.lines()[2]
        assert "volgende · nee" in session.text()
        assert "keep" in session.lines()[-1]
        assert "send" not in session.lines()[-1]
        await session.press("backspace", "backspace", "backspace")
        await session.type("volgende")
        await session.press("ctrl+s")
    assert saved == [{"shift": "next"}]


async def test_what_is_missing_is_read_whole_below_the_list(office: Office) -> None:
    board = Board(office)
    board.seat()
    board.new()
    async with open_app(office, size=(80, 24)) as session:
        await session.press("g", "c", ">")
        assert "has no justification." in squeezed(session.text().rpartition("…")[2])

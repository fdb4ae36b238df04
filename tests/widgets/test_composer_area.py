from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from otui.widgets.composer_area import ComposerArea


class Writing(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.changes = 0

    def compose(self) -> ComposeResult:
        yield ComposerArea("dear\x1b[2J")

    def on_mount(self) -> None:
        self.query_one(ComposerArea).focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self.changes += 1


async def test_what_is_put_in_or_pasted_cannot_act() -> None:
    app = Writing()
    async with app.run_test() as pilot:
        area = app.query_one(ComposerArea)
        assert area.text == "dear␛[2J"
        area.move_cursor(area.document.end)
        app.post_message(events.Paste("\x1b]0;owned\x07\u202e x"))
        await pilot.pause()
        await pilot.pause()
        assert area.text == "dear␛[2J␛]0;owned␇⟨U+202E⟩ x"
        area.put("\x1b!")
        assert area.text.endswith(" x␛!")


async def test_undo_takes_back_what_was_put_in() -> None:
    app = Writing()
    async with app.run_test() as pilot:
        area = app.query_one(ComposerArea)
        before = area.text
        area.put("a template\nof two lines")
        await pilot.pause()
        assert app.changes >= 1
        await pilot.press("ctrl+z")
        assert area.text == before

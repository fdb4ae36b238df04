"""How the screens look: a few pictures at fixed sizes, on a desk whose clock stands still.

After a change that is meant, `pytest tests/screens/test_look.py --snapshot-update -n 0` takes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_app import Office, Session, make_app
from textual.pilot import Pilot

VIEWS: dict[str, tuple[tuple[int, int], str, str, str]] = {
    # Name: size, language, theme, keys.
    "queues-80x24-en-dark": ((80, 24), "en", "dark", "j"),
    "queues-60x20-nl-light": ((60, 20), "nl", "light", "space j"),
    "queues-200x60-en-dark": ((200, 60), "en", "dark", "j"),
    "escalations-80x24-nl-mono": ((80, 24), "nl", "mono", "3"),
    "escalations-120x40-en-dark": ((120, 40), "en", "dark", "3 j"),
    "ticket-120x40-en-light": ((120, 40), "en", "light", "j enter"),
    "ticket-60x20-nl-dark": ((60, 20), "nl", "dark", "j enter"),
    "reply-80x24-en-dark": ((80, 24), "en", "dark", "j r"),
    "note-80x24-nl-ansi": ((80, 24), "nl", "ansi", "j i"),
    "level-60x20-en-dark": ((60, 20), "en", "dark", "j p 8 4"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_picture(office: Office, name: str, snap_compare: Callable[..., bool]) -> None:
    size, lang, theme, keys = VIEWS[name]
    app = make_app(office, lang=lang, theme=theme)

    async def work(pilot: Pilot[Any]) -> None:
        session = Session(app, pilot)
        await session.opened()
        await session.press(*keys.split())
        await session.until(session.previewed, "the preview")
        await session.settle()
        if app.screen.query("#text"):
            app.screen.query_one("#text").cursor_blink = False  # type: ignore[attr-defined]

    assert snap_compare(app, terminal_size=size, run_before=work)

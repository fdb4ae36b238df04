"""Keys at random, on every screen they lead to: nothing unforeseen may come of it, and nothing may be lost."""

from __future__ import annotations

import random

import pytest
from desk_app import Office, open_app

from otui.store.check import findings

KEYS = (
    *"jkhlaAdrRibfpmuwscoxMUSLEzZ.123456789V/:?*vJK[]<>Qnt+Tq",
    *(
        "enter",
        "escape",
        "tab",
        "space",
        "g",
        "y",
        "O",
        ",",
        ";",
        "down",
        "up",
        "home",
        "end",
        "ctrl+d",
        "ctrl+r",
    ),
    *(
        "ctrl+s",
        "ctrl+p",
        "ctrl+g",
        "ctrl+t",
        "ctrl+o",
        "backspace",
        "pageup",
        "pagedown",
        "8",
        "4",
        "escape",
    ),
)


@pytest.mark.parametrize("seed", range(2))
async def test_a_monkey_at_the_keys(office: Office, seed: int) -> None:
    rng = random.Random(seed)
    size = rng.choice([(60, 20), (80, 24), (120, 40)])
    pressed: list[str] = []
    async with open_app(office, login=rng.choice(["bea", "lea"]), size=size) as session:
        for _ in range(80):
            key = rng.choice(KEYS)
            pressed.append(key)
            await session.pilot.press(key)
            if key == "q" and not session.app.is_running:
                break
            wrong = [notice.text for notice in session.app.notices.told if notice.severity == "error"]
            assert not wrong, (pressed[-12:], wrong)
        assert session.app.return_code in (0, None), pressed[-12:]
    assert findings(office.desk("ada").database.read()) == []
    assert office.value("SELECT count(*) FROM ticket") >= 9

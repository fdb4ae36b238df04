"""What is typed for a small change of the rules, and what it is understood as."""

from __future__ import annotations

from datetime import date

import pytest

from otui.errors import Usage
from otui.screens.rules.asking import understand_holiday, understand_hours, understand_times
from otui.text import i18n

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.mark.parametrize(
    ("typed", "day", "said"),
    [
        ("2026-12-24 Christmas Eve", "2026-12-24", "Thu 24 Dec 2026: Christmas Eve"),
        ("24-12-2026 Christmas Eve", "2026-12-24", "Thu 24 Dec 2026: Christmas Eve"),
        ("24/12/2026 Christmas Eve", "2026-12-24", "Thu 24 Dec 2026: Christmas Eve"),
        ("24-12 Christmas Eve", "12-24", "24 Dec every year: Christmas Eve"),
        ("29-2 Leap day", "02-29", "29 Feb every year: Leap day"),
    ],
)
def test_a_holiday(typed: str, day: str, said: str) -> None:
    (found, name), shown = understand_holiday(typed, TODAY)
    assert (found, shown) == (day, said)
    assert said.endswith(name)


@pytest.mark.parametrize(
    "typed", ["", "Christmas", "2026-12-24", "2026-02-30 No", "23-11-2026 Yesterday", "12-24 No"]
)
def test_no_holiday(typed: str) -> None:
    with pytest.raises(Usage):
        understand_holiday(typed, TODAY)


def test_hours_and_times() -> None:
    assert understand_hours("8:00-12:00, 12.30 - 17:00")[0] == (("08:00", "12:00"), ("12:30", "17:00"))
    assert understand_hours("-") == ((), "closed")
    assert understand_times("direct, 30 min, 60 min")[0] == {
        "respond": "at once",
        "escalate": "30 min",
        "resolve": "1 h",
    }
    for typed in ("", "8", "8:00", "8:00-12:00 13:00-17:00"):
        with pytest.raises(Usage):
            understand_hours(typed)
    for typed in ("", "1 h", "1 h, 2 h, 3 parsecs", "1 h, 4 h, 3 h"):
        with pytest.raises(Usage):
            understand_times(typed)

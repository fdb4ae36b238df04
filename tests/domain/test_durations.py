"""Durations of working time as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.domain.durations import duration_text, parse_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at once", 0),
        ("At once", 0),
        ("direct", 0),
        ("0", 0),
        ("30 min", 30),
        ("30m", 30),
        ("30 minuten", 30),
        ("1 h", 60),
        ("2 uur", 120),
        ("1 h 30 min", 90),
        ("1h30m", 90),
        (" 120h ", 7200),
    ],
)
def test_what_people_write(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", " ", "5", "2 days", "1d", "-1 h", "1.5 h", "30 min 1 h", "soon", "1 h 30"]
)
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@given(st.integers(0, 90_000))
def test_a_duration_written_reads_back(minutes: int) -> None:
    assert parse_duration(duration_text(minutes * 60)) == timedelta(minutes=minutes)

"""ASCII twins: nothing beyond ASCII, and every cell where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.text import safe, width
from otui.text.ascii import to_ascii


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Printer", "Printer"),
        ("één café", "een cafe"),
        ("┌─ queue ─┐", "+- queue -+"),
        ("4 × 4 · 1:59 …", "4 x 4 . 1:59 ."),
        ("会議", "????"),
        ("Ａ1", "A 1"),
        ("שלום", "????"),
    ],
)
def test_what_has_a_like_stays_readable(text, shown):
    assert to_ascii(text) == shown


@given(st.text())
def test_no_line_grows_or_shrinks(text):
    text = safe.line(text)
    assert to_ascii(text).isascii()
    assert width.cells(to_ascii(text)) == width.cells(text)

"""Columns line up only when our widths are the ones Textual draws by."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from otui.text.safe import clean, line
from otui.text.width import cells, fit, wrap

TRICKY = st.text(alphabet=st.sampled_from("ab 日é👩💻🏽❤🇳🇱#1\u200d\ufe0f\u0301\u0e33한ｶ…⟨"), max_size=30)
ANY = st.one_of(st.text(max_size=60), TRICKY)


def test_every_character_has_the_width_that_textual_draws() -> None:
    others = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    assert [hex(code) for code in others if cells(chr(code)) != cell_len(chr(code))] == []


@given(ANY)
def test_texts_have_the_width_that_textual_draws(text: str) -> None:
    assert cells(text) == cell_len(text)


@given(ANY, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_fit_takes_exactly_its_room(text: str, room: int, align: str) -> None:
    assert cells(fit(line(text), room, align)) == room  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "room", "fitted"),
    [
        ("mail", 6, "mail  "),
        ("printer", 5, "prin…"),
        ("日本語", 4, "日… "),
        ("日本語", 6, "日本語"),
        ("e\u0301t", 1, "…"),
        ("x", 0, ""),
    ],
)
def test_fit(text: str, room: int, fitted: str) -> None:
    assert fit(text, room) == fitted


def test_fit_aligns() -> None:
    assert fit("12", 5, "right") == "   12"
    assert fit("12", 5, "center") == " 12  "
    assert fit("printer", 5, more="~") == "prin~"


@given(ANY, st.integers(2, 30))
def test_no_wrapped_line_is_wider_than_the_room(text: str, room: int) -> None:
    assert all(cells(part) <= room for part in wrap(clean(text), room))


@given(st.text(alphabet="ab >\n日👩\u200d💻", max_size=80), st.integers(2, 20))
def test_wrapping_loses_no_word(text: str, room: int) -> None:
    text = clean(text)
    kept = "".join(wrap(text, room))
    for char in "ab日👩💻":
        assert kept.count(char) == text.count(char)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("one\n\ntwo", 8, ["one", "", "two"]),
        ("", 8, [""]),
        ("> quoted words here", 10, ["> quoted", "> words", "> here"]),
        ("> > deep words", 10, ["> > deep", "> > words"]),
        ("- item one two", 10, ["- item one", "  two"]),
        ("  indented text", 10, ["  indented", "  text"]),
        ("https://example.org/x", 10, ["https://ex", "ample.org/", "x"]),
        ("ab 日本語日本語", 6, ["ab 日", "本語日", "本語"]),
        ("👩‍💻👩‍💻👩‍💻", 4, ["👩‍💻👩‍💻", "👩‍💻"]),
    ],
)
def test_wrap(text: str, room: int, lines: list[str]) -> None:
    assert wrap(text, room) == lines


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "word " * 200_000, "日本語" * 333_333, "👩‍💻 é " * 170_000]
)
def test_a_megabyte_in_one_line_is_wrapped_in_a_moment(text: str) -> None:
    began = time.process_time()
    wrap(text, 78)
    assert time.process_time() - began < 5, "quadratic: half a second is usual on a slow machine"

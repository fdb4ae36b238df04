from __future__ import annotations

import pytest
from rich.style import Style

from otui.text import width
from otui.theme import DARK, MONO, NAMES, THEMES, choose, own_no_color, styles
from otui.widgets.glyphs import ROLES, ClockState, due_cell, glyphs, level_cell


@pytest.mark.parametrize("ascii_only", [True, False])
def test_states_are_told_apart_without_colour(ascii_only: bool) -> None:
    signs = [glyphs(ascii_only).of(state) for state in ClockState]
    assert len(set(signs)) == len(signs)
    assert all(width.cells(sign) == 1 for sign in signs)
    assert not ascii_only or all(sign.isascii() for sign in signs)


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_every_role_has_a_style(theme: object) -> None:
    known = styles(theme)  # type: ignore[arg-type]
    assert {role for role in ROLES.values() if role} <= set(known)


def test_mono_has_no_colour_and_still_tells_what_burns() -> None:
    known = styles(MONO)
    assert all(style.color is None and style.bgcolor is None for style in known.values())
    assert known["alarm"].bold


def test_cells_are_as_wide_as_asked() -> None:
    known = styles(DARK)
    assert due_cell("0:07", 6, ClockState.ESCALATED, known).text == "  0:07"
    assert level_cell("URGENT [/]", 0, 6, known).text == "URGEN…"
    assert level_cell("LOW", 3, 6, known).style == known["muted"] != Style()


@pytest.mark.parametrize(
    ("wanted", "environ", "name"),
    [
        ("light", {}, "light"),
        ("light", {"NO_COLOR": "1"}, "mono"),
        ("light", {"NO_COLOR": ""}, "light"),
        ("", {"TERM": "screen"}, "ansi"),
        ("", {"TERM": "screen", "COLORTERM": "truecolor"}, "dark"),
        ("", {"TERM": "xterm-256color"}, "dark"),
        ("no such", {"TERM": "xterm-256color"}, "dark"),
    ],
)
def test_the_look_fits_the_terminal(wanted: str, environ: dict[str, str], name: str) -> None:
    assert choose(wanted, environ) == name


def test_no_color_is_kept_from_textual() -> None:
    environ = {"NO_COLOR": "1", "TERM": "xterm"}
    own_no_color(environ)
    assert environ == {"TERM": "xterm"}

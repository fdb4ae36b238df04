"""Signs for what a clock does, and their ASCII twins. A sign or a word always stands beside a colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rich.segment import Segment
from rich.style import Style

from otui.text import safe, width
from otui.text.i18n import N_, _


class ClockState(Enum):
    """What a clock does, as a word that is shown (translated by `word`)."""

    ESCALATED = N_("escalated")
    MISSED = N_("missed")
    WARNED = N_("due soon")
    RUNNING = N_("running")
    PAUSED = N_("paused")
    MET = N_("met")

    @property
    def word(self) -> str:
        """The state in the reader's language."""
        return _(self.value)


ROLES = {
    ClockState.ESCALATED: "alarm",
    ClockState.MISSED: "alarm",
    ClockState.WARNED: "warning",
    ClockState.RUNNING: "",
    ClockState.PAUSED: "muted",
    ClockState.MET: "good",
}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs, each one cell wide in every terminal that has them at all."""

    escalated: str
    missed: str
    warned: str
    paused: str
    running: str
    met: str
    arrivals: str
    dash: str
    ellipsis: str
    reading: str
    writing: str

    def of(self, state: ClockState) -> str:
        """Return the sign of a clock's state."""
        return str(getattr(self, state.name.lower()))


UNICODE = Glyphs("⚑", "✗", "!", "‖", "·", "✓", "▲", "–", "…", "◦", "✎")
ASCII = Glyphs("#", "X", "!", "=", ".", "v", "^", "-", "~", "@", "+")


_BOXES = {"open": "☐", "done": "☒", "skipped": "⊟", "canceled": "⊟"}
_ASCII_BOXES = {"open": "[ ]", "done": "[x]", "skipped": "[-]", "canceled": "[-]"}


def boxes(ascii_only: bool) -> dict[str, str]:
    """Return the box of a step or a task by its state: to do, done, left out."""
    return _ASCII_BOXES if ascii_only else _BOXES


def glyphs(ascii_only: bool) -> Glyphs:
    """Return the set that the configuration asks for."""
    return ASCII if ascii_only else UNICODE


def clock_cell(state: ClockState, signs: Glyphs, styles: dict[str, Style]) -> Segment:
    """Return the one-cell sign of a clock in its colour."""
    return Segment(signs.of(state), styles.get(ROLES[state]))


def due_cell(text: str, room: int, state: ClockState, styles: dict[str, Style]) -> Segment:
    """Return a countdown, right-aligned in `room` cells, in the colour of its clock's state."""
    return Segment(width.fit(text, room, "right"), styles.get(ROLES[state]))


def level_cell(level: str, rank: int, room: int, styles: dict[str, Style]) -> Segment:
    """Return a level's word in `room` cells. `rank` 0 is the highest: it is strong, the lowest is muted.

    The loud colour is not for levels: it says that something burns.
    """
    role = ("strong", "", "", "muted")[min(rank, 3)]
    return Segment(width.fit(safe.line(level), room), styles.get(role))

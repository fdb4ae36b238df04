"""The rows of a search and how they are drawn: number, state, age, the subject, and where else it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from rich.style import Style

from otui.desk.rows import TicketRow
from otui.desk.views.searching import Hit
from otui.desk.words import state_name
from otui.screens.search.highlight import lit
from otui.text import safe, times, width
from otui.text.folding import spans
from otui.widgets.glyphs import Glyphs
from otui.widgets.rowpaint import RowFlags

NUMBER, STATE, AGE = 8, 9, 6
LEAST_SUBJECT = 24


@dataclass(frozen=True, slots=True)
class Found:
    """A row: a ticket that was found for `words`, or (without a hit) words that were searched lately.

    `version` is that of the search: the same ticket is drawn otherwise for other words.
    """

    id: int
    version: int
    words: str
    hit: Hit | None = None

    @property
    def ticket(self) -> TicketRow | None:
        """The ticket, where it is one."""
        return self.hit.row if self.hit is not None else None


class FoundPainter:
    """Draws what was found."""

    def __init__(
        self, now: Callable[[], datetime], signs: Glyphs, styles: Callable[[], dict[str, Style]]
    ) -> None:
        self._now = now
        self._signs = signs
        self._styles = styles

    def paint(self, row: Found, width: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        if row.hit is None:
            return [Segment(safe.line(row.words), styles["accent"])]
        ticket = row.hit.row
        mark = styles["accent"] + Style(bold=True, underline=True)
        cells = [
            *lit(ticket.number, row.words, NUMBER, styles["muted"], mark),
            Segment(_fit(state_name(ticket.state), STATE - 1) + " ", None),
            Segment(
                _fit(times.countdown(self._now() - ticket.created_at), AGE - 1, "right") + " ",
                styles["muted"],
            ),
        ]
        room = max(8, width - NUMBER - STATE - AGE)
        return cells + self._texts(row.hit, row.words, room, styles, mark)

    def _texts(self, hit: Hit, words: str, room: int, styles: dict[str, Style], mark: Style) -> list[Segment]:
        """Return the subject, and beside it the text around the hit, or who it is of."""
        subject = safe.line(hit.row.subject)
        beside = safe.line(hit.excerpt)
        if not beside:
            beside = " · ".join(part for part in (hit.row.contact, hit.row.customer) if part)
        first = min(width.cells(subject), max(LEAST_SUBJECT, room * 3 // 5)) if beside else room
        first = min(first, room)
        rest = room - first - 3
        cells = lit(subject, words, first if rest > 6 else room, None, mark)
        if rest > 6:
            cells.append(Segment(f" {self._signs.dash} ", styles["muted"]))
            cells += lit(_around(beside, words, rest), words, rest, styles["muted"], mark)
        return cells


def _around(text: str, words: str, room: int) -> str:
    """Return `text` from shortly before its first hit on, so that the hit is seen in `room` cells."""
    found = spans(text, words)
    if not found or width.cells(text[: found[0][1]]) <= room - 2:
        return text
    start = max(0, found[0][0] - room // 3)
    return "…" + text[start:].lstrip()


def _fit(text: str, room: int, align: str = "left") -> str:
    return width.fit(text, room, "right" if align == "right" else "left")

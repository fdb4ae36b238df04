"""How a ticket is drawn that is left to somebody, or was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from rich.style import Style

from otui.desk.rows import TicketRow
from otui.desk.views.handovers import KINDS
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.rowpaint import RowFlags
from otui.widgets.ticket_row import due_text

WHO, KIND, NUMBER, DUE = 9, 10, 9, 7
FREE, KEPT = "*", "-"
"""Instead of a login: the ticket goes free to its team, or stays with its giver."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket as the list shows it. `who` is a login, FREE, KEPT, or empty while nobody is chosen."""

    id: int
    version: int
    row: TicketRow
    who: str
    kind: str
    words: str
    draft: bool = False
    own: bool = True
    """Whether somebody wrote the words; else they are what was said last."""


class LinePainter:
    """Draws a line: who, why, number, due, subject, and what there is to know."""

    def __init__(
        self,
        now: Callable[[], datetime],
        styles: Callable[[], dict[str, Style]],
        *,
        to: bool,
        ascii_only: bool,
    ) -> None:
        self._now = now
        self._styles = styles
        self._to = to
        self._pencil = "~ " if ascii_only else "✎ "
        self._arrow = "> " if ascii_only else "→ "

    def paint(self, line: Line, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        who, role = self._who(line)
        yield Segment(width.fit(who, WHO - 1) + " ", styles.get(role))
        yield Segment(width.fit(_(KINDS.get(line.kind, line.kind)), KIND - 1) + " ", styles["muted"])
        yield Segment(width.fit(line.row.number, NUMBER - 1) + " ", styles["muted"])
        room = columns - WHO - KIND - NUMBER
        if room > 50:
            due = due_text(line.row, self._now())
            late = "alarm" if due.startswith("-") else "muted"
            yield Segment(width.fit(due, DUE - 1, "right") + " ", styles[late])
            room -= DUE
        subject = (self._pencil if line.draft else "") + safe.line(line.row.subject)
        words = safe.line(line.words)
        quiet = styles["muted"]
        first = room * 2 // 5 if words else room
        yield Segment(width.fit(subject, first), quiet if line.who == KEPT else None)
        if words and room - first > 6:
            own = line.own and line.who != KEPT
            yield Segment("  " + width.fit(words, room - first - 2), None if own else quiet)

    def _who(self, line: Line) -> tuple[str, str]:
        if line.who == FREE:
            return _("free"), "accent"
        if line.who == KEPT:
            return _("stays"), "muted"
        if not line.who:
            return _("nobody"), "warning"
        return (self._arrow if self._to else "") + line.who, "strong"

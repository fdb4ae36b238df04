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
    new: bool = False
    """Not read yet by whoever got it."""


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
            yield Segment(width.fit(due_text(line.row, self._now()), DUE - 1, "right") + " ", styles["muted"])
            room -= DUE
        pencil = self._pencil if line.draft else ""
        subject = safe.line(line.row.subject)
        words = safe.line(line.words)
        gone = line.who == KEPT
        first = min(width.cells(pencil + subject), room * 2 // 5 if words else room)
        yield Segment(width.fit(pencil + subject, first), styles["muted"] if gone else None)
        if words and room - first > 6:
            yield Segment("  " + width.fit(words, room - first - 2), styles["muted" if gone else "accent"])

    def _who(self, line: Line) -> tuple[str, str]:
        if line.who == FREE:
            return _("free"), "accent"
        if line.who == KEPT:
            return _("stays"), "muted"
        if not line.who:
            return _("nobody"), "warning"
        return (self._arrow if self._to else "") + line.who, "strong"

    def header(self, columns: int) -> str:
        """Return the line that names the columns."""
        head = (
            width.fit(_("to") if self._to else _("who"), WHO)
            + width.fit("", KIND)
            + width.fit(_("number"), NUMBER)
        )
        if columns - WHO - KIND - NUMBER > 50:
            head += width.fit(_("due"), DUE - 1, "right") + " "
        return head + _("subject, and what there is to know")

"""What stands beside a ticket while one triages: how many are like it, and what major incident it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.desk import View
from otui.desk.majors import views as majors
from otui.desk.majors.views import Standing
from otui.desk.recurrence import reading, words
from otui.desk.recurrence.reading import Alike
from otui.desk.rows import TicketRow
from otui.domain.major import Stand
from otui.domain.workflow import Kind
from otui.errors import OtuiError
from otui.screens.overview.header import LineOfText
from otui.text import times
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph

if TYPE_CHECKING:
    from textual.timer import Timer

    from otui.app import OtuiApp
    from otui.screens.base import DeskScreen

REST = 0.25
"""Seconds that one stays on a ticket before what is like it is looked for: never for every key."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What was read: both may say nothing."""

    alike: Alike
    major: Standing | None


def read_beside(view: View, ticket_id: int, kind: str) -> Beside:
    """Read what belongs beside a ticket. A request recurs by its nature: nothing is like it."""
    alike = reading.like(view, ticket_id) if kind == Kind.INCIDENT else Alike()
    return Beside(alike, majors.of_ticket(view, ticket_id))


def like_line(app: OtuiApp, alike: Alike) -> str:
    """Return `5 like this since Mon 23 Nov · = shows them`, or nothing."""
    said = words.like_words(alike.count, alike.since, app.zone, app.now)
    if not said:
        return ""
    return _("{said} · {key} shows them").format(said=said, key=app.keymap.label("ticket.like"))


def major_line(app: OtuiApp, found: Standing | None, ticket_id: int) -> str:
    """Return what a ticket is to a major incident, or nothing."""
    if found is None or found.row.state == Stand.DISMISSED:
        return ""
    row = found.row
    if row.ticket_id != ticket_id:
        return _("part of major incident {number}").format(number=row.number)
    key = app.keymap.label("ticket.major")
    if row.state == Stand.PROPOSED:
        return _("MAJOR INCIDENT? {key} decides").format(key=key)
    if row.lacks_review and row.review_due is not None:
        return _("MAJOR INCIDENT over · review by {day} ({key})").format(
            day=times.day(row.review_due, app.zone, app.now), key=key
        )
    if row.state == Stand.OVER:
        return _("MAJOR INCIDENT over")
    return _("MAJOR INCIDENT · {n} children, {open} open").format(n=row.children, open=row.open_children)


def texts(app: OtuiApp, found: Beside, ticket_id: int) -> list[tuple[str, str]]:
    """Return what is said beside a ticket, each text with its role."""
    both = ((major_line(app, found.major, ticket_id), "alarm"), (like_line(app, found.alike), "warning"))
    return [(text, role) for text, role in both if text]


async def blocks(app: OtuiApp, row: TicketRow) -> list[Block]:
    """Return the same for a preview."""
    found = await app.live.read(read_beside, row.id, row.kind)
    return [Paragraph(text, role=role) for text, role in texts(app, found, row.id)]


class HintLine(LineOfText):
    """The line below the clocks of a ticket; it is there only while it says something."""

    DEFAULT_CSS = """
    HintLine { display: none; }
    HintLine.-shown { display: block; }
    """
    _ticket: int = 0
    _timer: Timer | None = None
    looked: bool = False
    """Whether what there is to say of this ticket is said."""

    def follow(self, screen: DeskScreen, row: TicketRow) -> None:
        """Look for what is like a ticket, once one stays on it. The ticket does not wait for it."""
        if row.id != self._ticket:
            self.forget()
        self._ticket = row.id
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, lambda: screen.background(self._read(screen.otui, row)))

    def forget(self) -> None:
        """Say nothing."""
        self._ticket = 0
        self.looked = False
        self.set_class(False, "-shown")
        self.show("")

    async def _read(self, app: OtuiApp, row: TicketRow) -> None:
        try:
            found = await app.live.read(read_beside, row.id, row.kind)
        except OtuiError:  # it went out of sight; the screen says so
            return
        if row.id != self._ticket or not self.is_mounted:
            return
        said = texts(app, found, row.id)
        role = said[0][1] if said else "muted"
        self.show(" " + " · ".join(text for text, _role in said), "", role)
        self.set_class(bool(said), "-shown")
        self.looked = True

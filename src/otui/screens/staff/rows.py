"""How agents and queues are drawn in their lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from rich.style import Style

from otui.desk.views.staff import QueueCard, StaffRow
from otui.text import safe, width
from otui.text.i18n import N_, _
from otui.widgets.rowpaint import RowFlags

ROLES = {"agent": N_("agent"), "lead": N_("lead"), "admin": N_("admin")}
STATE = 8
"""Cells for what is out of the common: that somebody leads, is away, or is no longer active."""
FIGURE = 4


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent in the list."""

    id: int
    version: int
    row: StaffRow


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A queue in the list."""

    id: int
    version: int
    card: QueueCard


class AgentPainter:
    """Draws an agent: login, name, how they are, what they have locked."""

    def __init__(self, styles: Callable[[], dict[str, Style]], now: Callable[[], datetime]) -> None:
        self._styles = styles
        self._now = now

    def paint(self, line: AgentLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles, agent = self._styles(), line.row.agent
        off = not agent.active
        login = min(10, max(4, (columns - STATE - FIGURE) // 2))
        name = max(0, columns - login - 1 - STATE - FIGURE)
        yield Segment(width.fit(agent.login, login) + " ", styles["muted"] if off else styles["strong"])
        yield Segment(width.fit(safe.line(agent.name), name), styles["muted"] if off else None)
        if off:
            yield Segment(width.fit(_("off"), STATE, "right"), styles["muted"])
        elif agent.away(self._now()):
            yield Segment(width.fit(_("away"), STATE, "right"), styles["warning"])
        else:
            role = "" if agent.role == "agent" else _(ROLES.get(agent.role, agent.role))
            yield Segment(width.fit(role, STATE, "right"), styles["accent"])
        yield Segment(str(line.row.locked or "").rjust(FIGURE), styles["strong"])

    def header(self, columns: int) -> str:
        """Return the line that names the figures."""
        return width.fit(_("agents"), max(1, columns - 9)) + width.fit(_("locked"), 9, "right")


class QueuePainter:
    """Draws a queue: its name in the tree, its line, its open tickets."""

    def __init__(self, styles: Callable[[], dict[str, Style]], sign: str) -> None:
        self._styles = styles
        self._sign = sign

    def paint(self, line: QueueLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles, card = self._styles(), line.card
        name = "  " * card.depth + safe.line(card.name) + (f" {self._sign}" if card.confidential else "")
        role = None if card.active else styles["muted"]
        yield Segment(width.fit(name, max(1, columns - 2 * FIGURE - 2)), role)
        if not card.active:
            yield Segment(width.fit(_("off"), 2 * FIGURE + 2, "right"), styles["muted"])
            return
        yield Segment(str(card.line).rjust(FIGURE), styles["muted"])
        opened = "" if card.hidden else str(card.count.open or "")
        yield Segment(opened.rjust(FIGURE + 2), styles["strong"])

    def header(self, columns: int) -> str:
        """Return the line that names the figures."""
        return (
            width.fit(_("queues"), max(1, columns - 2 * FIGURE - 2))
            + width.fit(_("line"), FIGURE + 1, "right")
            + width.fit(_("open"), FIGURE + 1, "right")
        )

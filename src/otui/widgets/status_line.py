"""The top line: what is open, mine, free, warned, escalated, what is due next, and who is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from otui import theme
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.glyphs import glyphs
from otui.widgets.rowpaint import changed_span


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What the line says. Texts of times are ready to show; None and "" are left out."""

    desk: str = ""
    open: int | None = None
    mine: int | None = None
    free: int | None = None
    escalated: int | None = None
    warned: int | None = None
    next_due: str = ""
    next_number: str = ""
    who: str = ""
    clock: str = ""
    approve: int = 0
    """Changes that wait for this agent's word; none are not told."""
    major: str = ""
    """Number of a major incident that is declared."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    text: str
    role: str = ""
    right: bool = False


DROPPED = (
    "clock", "desk", "free", "open", "next_number", "mine", "who", "approve", "next_due", "warned", "major",
    "escalated",
)  # fmt: skip
"""Which part gives way first on a narrow screen. What burns stays longest."""


class StatusLine(Widget):
    """One line. `update` sends only the cells that now read otherwise."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; background: $panel; color: $foreground; }
    StatusLine:ansi { background: ansi_default; color: ansi_default; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._signs = glyphs(ascii_only)
        self.facts = StatusFacts()
        self._shown: Strip | None = None

    def update(self, facts: StatusFacts) -> None:
        """Show `facts`."""
        self.facts = facts
        old, self._shown = self._shown, None
        if old is None or not self.size.width:
            self.refresh()
            return
        span = changed_span(old, self._line())
        if span is not None:
            self.refresh(Region(span[0], 0, span[1] - span[0], 1))

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._shown = None

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        return self._line() if y == 0 else Strip.blank(self.size.width, self.rich_style)

    def _line(self) -> Strip:
        if self._shown is None or self._shown.cell_length != self.size.width:
            styles = theme.styles(self.app.current_theme)
            cells = _lay_out(self._parts(), self.size.width, styles)
            self._shown = (
                Strip(cells).apply_style(self.rich_style).adjust_cell_length(self.size.width, self.rich_style)
            )
        return self._shown

    def _parts(self) -> list[_Part]:
        facts, signs = self.facts, self._signs
        parts = [_Part("desk", safe.line(facts.desk), "title")]
        if facts.major:
            said = _("MAJOR {number}").format(number=facts.major)
            parts.append(_Part("major", f"{signs.escalated}{signs.escalated} {said}", "alarm"))
        counts = (
            ("open", _("open {n}"), facts.open),
            ("mine", _("mine {n}"), facts.mine),
            ("free", _("free {n}"), facts.free),
        )
        parts += [_Part(name, text.format(n=number)) for name, text, number in counts if number is not None]
        if facts.approve:
            parts.append(_Part("approve", _("{n} to approve").format(n=facts.approve), "warning"))
        if facts.escalated is not None:
            role = "alarm" if facts.escalated else "muted"
            parts.append(_Part("escalated", f"{signs.escalated} {facts.escalated}", role))
        if facts.warned is not None:
            parts.append(
                _Part("warned", f"{signs.warned} {facts.warned}", "warning" if facts.warned else "muted")
            )
        if facts.next_due:
            parts.append(_Part("next_due", _("next {due}").format(due=facts.next_due), "strong"))
            parts.append(_Part("next_number", facts.next_number))
        parts.append(_Part("who", safe.line(facts.who), "", right=True))
        parts.append(_Part("clock", facts.clock, "muted", right=True))
        return [part for part in parts if part.text]


def _room(parts: Sequence[_Part]) -> int:
    edge = 0 if any(not part.right for part in parts) else 2
    return edge + sum(width.cells(part.text) + (1 if part.name == "next_number" else 2) for part in parts)


def _lay_out(parts: list[_Part], room: int, styles: dict[str, Style]) -> list[Segment]:
    """Return the cells of the parts that fit, the left ones from the left, the right ones from the right."""
    for name in DROPPED:
        if _room(parts) <= room:
            break
        parts = [part for part in parts if part.name != name]
    left, right = [Segment(" ")], [Segment(" ")]
    for part in parts:
        cell = Segment(part.text, styles.get(part.role))
        if part.right:
            right[-1:] = [Segment("  "), cell, Segment(" ")]
        else:
            if len(left) > 1:
                left.append(Segment(" " if part.name == "next_number" else "  "))
            left.append(cell)
    spare = room - sum(segment.cell_length for segment in (*left, *right))
    return [*left, Segment(" " * max(0, spare)), *right]

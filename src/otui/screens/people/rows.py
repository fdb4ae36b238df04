"""How customers and contacts are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from otui.desk.rows import ContactRow
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.rowpaint import RowFlags

FIGURE = 5
EVERYBODY, NOBODYS, NEW = -1, 0, -2
"""Ids of rows that are no record: all contacts that were found, those without a customer, and a new contact."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer, or one of the two rows that stand for others."""

    id: int
    version: int
    name: str
    contacts: int
    open_tickets: int


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact, or (without one) the row that makes one."""

    id: int
    version: int
    contact: ContactRow | None


class CustomerPainter:
    """Draws a customer: name, contacts, open tickets."""

    def __init__(self, styles: Callable[[], dict[str, Style]]) -> None:
        self._styles = styles

    def paint(self, row: CustomerLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        yield Segment(
            width.fit(safe.line(row.name), max(1, columns - 2 * FIGURE)),
            styles["muted"] if row.id <= 0 else None,
        )
        yield Segment(str(row.contacts or "").rjust(FIGURE), styles["muted"])
        yield Segment(str(row.open_tickets or "").rjust(FIGURE), styles["strong"])

    def header(self, columns: int) -> str:
        """Return the line that names the figures."""
        return (
            width.fit(_("customers"), max(1, columns - 2 * FIGURE))
            + width.fit(_("ppl"), FIGURE, "right")
            + width.fit(_("open"), FIGURE, "right")
        )


class ContactPainter:
    """Draws a contact: name, phone, address, open tickets."""

    def __init__(self, styles: Callable[[], dict[str, Style]]) -> None:
        self._styles = styles

    def paint(self, row: ContactLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        if row.contact is None:
            yield Segment(width.fit("+ " + _("new contact"), columns), styles["accent"])
            return
        one = row.contact
        name, detail, room = _parts(one, columns)
        yield Segment(width.fit(name, room))
        yield Segment(width.fit("  " + detail, max(0, columns - room - FIGURE)), styles["muted"])
        yield Segment(str(one.open_count or "").rjust(FIGURE), styles["strong"])

    def header(self, columns: int) -> str:
        """Return the line that names the figures."""
        return width.fit(_("contacts"), max(1, columns - FIGURE)) + width.fit(_("open"), FIGURE, "right")


def _parts(one: ContactRow, columns: int) -> tuple[str, str, int]:
    name = safe.line(one.name)
    detail = safe.line("  ".join(part for part in (one.phone, one.email, one.customer) if part))
    room = max(1, min(max(22, width.cells(name)), (columns - FIGURE) * 3 // 5))
    return name, detail, room

"""What the ticket under the cursor says, without opening it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.desk import View
from otui.desk.rows import ArticleRow, TicketDetail, TicketRow
from otui.desk.views import ticket as ticket_views
from otui.errors import OtuiError
from otui.screens.recurrence import hint
from otui.screens.ticket.thread import article_blocks, clock_line
from otui.text.i18n import _
from otui.widgets.blocks import Block, Gap, Heading, Paragraph

if TYPE_CHECKING:
    from otui.screens.overview.screen import OverviewScreen

LAST = 20
"""Articles that a preview shows; the ticket shows all."""


async def show_preview(screen: OverviewScreen) -> None:
    """Read the ticket under the cursor and show it, unless the cursor has gone on meanwhile."""
    row = screen.tickets.row
    if row is None:
        screen.preview.show(())
        return
    try:
        detail, clocks, thread = await screen.live.read(read_preview, row.id)
    except OtuiError as error:
        screen.preview.show((Paragraph(str(error), role="muted"),))
        return
    if screen.tickets.row is not None and screen.tickets.row.id == row.id:
        again = screen.previewed == row.id
        keep = screen.preview.at_key != "" and again
        screen.previewed = row.id
        screen.said_beside = screen.said_beside if again else ()
        blocks = preview_blocks(screen, detail, clocks, thread)
        screen.preview.show(_with(blocks, screen.said_beside), at_end=True, keep=keep)
        await _show_beside(screen, row, blocks)


async def _show_beside(screen: OverviewScreen, row: TicketRow, blocks: list[Block]) -> None:
    """Say below the clocks what is like it, once that is found: the preview does not wait for it."""
    said = tuple(await hint.blocks(screen.otui, row))
    if said != screen.said_beside and screen.tickets.row is not None and screen.tickets.row.id == row.id:
        screen.said_beside = said
        screen.preview.show(_with(blocks, said), at_end=True, keep=True)


def _with(blocks: list[Block], said: tuple[Block, ...]) -> tuple[Block, ...]:
    return (*blocks[:3], *said, *blocks[3:])


def read_preview(
    view: View, ticket_id: int
) -> tuple[TicketDetail, tuple[ticket_views.ClockRow, ...], tuple[ArticleRow, ...]]:
    """Read what a preview shows, in one snapshot."""
    detail = ticket_views.detail(view, ticket_id)
    clocks = ticket_views.clocks(view, ticket_id)
    thread = ticket_views.thread(view, ticket_id)[-LAST:] if detail.readable else ()
    return detail, clocks, thread


def preview_blocks(
    screen: OverviewScreen,
    detail: TicketDetail,
    clocks: tuple[ticket_views.ClockRow, ...],
    thread: tuple[ArticleRow, ...],
) -> list[Block]:
    """Return the preview as blocks: who and what, the clocks, the last articles."""
    app = screen.otui
    row = detail.row
    who = " · ".join(part for part in (row.contact, row.customer) if part) or _("no contact")
    blocks: list[Block] = [
        Heading(f"{row.number}  {row.subject}", app.level_label(row.level), role="title"),
        Paragraph(who, role="muted"),
        clock_line(app, clocks),
        Gap(),
    ]
    if not detail.readable:
        blocks.append(
            Paragraph(_("{name} has it locked: its owner alone can read it.").format(name=row.owner))
        )
    for article in thread:
        blocks += article_blocks(app, article)
    return blocks

"""Beside the thread: the contact with their other tickets, the service it is about, links, what an import brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.rows import ContactRow, LinkRow, TicketDetail
from otui.desk.views.items import OnTicket
from otui.desk.views.known import Beside
from otui.desk.views.procedures import Checklist
from otui.desk.words import kind_name, link_name, record_name, state_name, step_name
from otui.screens.items.blocks import on_ticket
from otui.screens.knowledge.blocks import known_blocks
from otui.screens.procedures.blocks import checklist_blocks
from otui.text import times
from otui.text.i18n import _
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph

if TYPE_CHECKING:
    from otui.app import OtuiApp


def panel_blocks(
    app: OtuiApp,
    detail: TicketDetail,
    item: OnTicket | None = None,
    checklist: Checklist | None = None,
    beside: Beside | None = None,
) -> list[Block]:
    """Return what stands beside the thread."""
    blocks: list[Block] = checklist_blocks(app, checklist) if checklist is not None else []
    if detail.contact is not None:
        blocks += contact_blocks(detail.contact)
    else:
        key = app.keymap.label("ticket.contact")
        blocks += [
            Paragraph(_("No contact. {key} says who reported it.").format(key=key), role="muted"),
            Gap(),
        ]
    if item is not None:
        blocks += on_ticket(app, item)
    if beside is not None:
        blocks += known_blocks(app, beside)
    if detail.links:
        blocks.append(Heading(_("linked")))
        blocks += [
            Paragraph(f"{link_name(link.kind)} {link.number} {link.subject}", indent=1)
            for link in detail.links
        ]
        blocks.append(Gap())
    if detail.ties:
        blocks.append(Heading(_("belongs to")))
        blocks += [
            Paragraph(
                f"{record_name(tie.other)} {tie.number} {tie.subject} ({step_name(tie.state)})", indent=1
            )
            for tie in detail.ties
        ]
        blocks.append(Gap())
    blocks.append(Heading(_("about it")))
    blocks.append(KeyValue(_("kind"), kind_name(detail.row.kind)))
    if detail.category:
        blocks.append(KeyValue(_("category"), detail.category))
    if detail.external_number:
        blocks.append(KeyValue(_("imported as"), detail.external_number))
    if detail.reopen_count:
        blocks.append(KeyValue(_("reopened"), _("{n} times").format(n=detail.reopen_count)))
    if detail.resolved_at is not None:
        blocks.append(KeyValue(_("resolved"), times.moment(detail.resolved_at, app.zone, app.now)))
    if detail.closed_at is not None:
        blocks.append(KeyValue(_("closed"), times.moment(detail.closed_at, app.zone, app.now)))
    blocks += [
        KeyValue(str(name), str(value))
        for name, value in detail.extra.items()
        if value not in (None, "", [], {})
    ]
    return blocks


def contact_blocks(contact: ContactRow) -> list[Block]:
    """Return a contact with their open and former tickets."""
    blocks: list[Block] = [Heading(contact.name, contact.lang)]
    blocks += [
        Paragraph(text, indent=1)
        for text in (contact.customer, contact.phone, contact.email, contact.note)
        if text
    ]
    blocks.append(
        Paragraph(
            _("{open} open · {former} before").format(open=contact.open_count, former=contact.former_count),
            role="muted",
            indent=1,
        )
    )
    blocks += [_other(link) for link in (*contact.open_tickets, *contact.former_tickets)]
    blocks.append(Gap())
    return blocks


def _other(link: LinkRow) -> Block:
    words = f"{link.number} {link.subject}"
    if link.kind == "former":
        return Paragraph(f"{words} ({state_name(link.state)})", role="muted", indent=2)
    return Paragraph(words, indent=2)

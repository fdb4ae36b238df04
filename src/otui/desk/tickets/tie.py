"""Tickets that belong together: merge, unmerge, split, link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.commands import LinkTickets, Merge, Split, Unmerge
from otui.desk.results import Result
from otui.desk.tickets.common import Changes, first_words, go, home, said
from otui.desk.tickets.new import make
from otui.desk.unit import Unit
from otui.domain.workflow import State
from otui.errors import NotFound, Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

LINK_KINDS = ("related", "parent", "duplicate")


def merge(unit: Unit, command: Merge) -> Result:
    """Put a ticket's articles into another and end it. The survivor's clocks are rebuilt; so are this one's."""
    ticket = unit.ticket_for(command, "merge")
    target = unit.ticket(command.into)
    if target.id == ticket.id:
        raise Refused(_("A ticket cannot be merged into itself."))
    rights.require_on(unit, target, "absorb")
    if target.state in (State.CLOSED, State.MERGED):
        raise Refused(
            _("{number} is done: nothing can be merged into it.").format(number=target.number),
            _("Reopen it first, or merge the other way round."),
        )
    answered = False
    for (article_id,) in unit.writer.all("SELECT id FROM article WHERE ticket_id = :id", {"id": ticket.id}):
        article = unit.load("article", article_id)
        assert article is not None
        article.ticket_id = target.id
        answered = answered or (article.reaches_contact and not article.withdrawn)
        if article.origin_id is None:
            article.origin_id = ticket.id
    ticket.merged_into_id = target.id
    changes: Changes = {"merged_into": (None, target.number)}
    go(unit, ticket, State.MERGED, changes)
    tie(unit, ticket, target, "merged")
    clocks = unit.clocks(target)
    if answered:  # a reply that comes along answers the survivor too, from the instant of the merge
        clocks.responded()
    clocks.rules_changed()
    unit.text_changed(ticket)
    unit.text_changed(target)
    return unit.done(
        "merge",
        ticket,
        said(N_("{number} is merged into {other}."), ticket, other=target.number),
        changes=changes,
        batch=command.batch,
        also=(target,),
    )


def unmerge(unit: Unit, command: Unmerge) -> Result:
    """Take a merged ticket out again: what was its own goes back to it, and it is open."""
    ticket = unit.ticket_for(command, "unmerge")
    target = _end_of_chain(unit, ticket)
    rows = unit.writer.all(
        "WITH RECURSIVE family (id) AS (SELECT CAST(:own AS BIGINT) UNION"
        " SELECT t.id FROM ticket t JOIN family f ON t.merged_into_id = f.id)"
        " SELECT id FROM article WHERE ticket_id = :into AND origin_id IN (SELECT id FROM family)",
        {"into": target.id, "own": ticket.id},
    )
    for (article_id,) in rows:
        article = unit.load("article", article_id)
        assert article is not None
        article.ticket_id = unit_id(ticket)
        if article.origin_id == ticket.id:
            article.origin_id = None
    changes: Changes = {"merged_into": (target.number, None), "state": (ticket.state, State.OPEN.value)}
    ticket.merged_into_id = None
    ticket.state = State.OPEN.value
    home(unit, ticket, changes)
    unit.clocks(ticket).unmerged()
    unit.clocks(target).rules_changed()
    unit.text_changed(ticket)
    unit.text_changed(target)
    return unit.done(
        "unmerge",
        ticket,
        said(N_("{number} is its own ticket again."), ticket),
        changes=changes,
        batch=command.batch,
        entered=True,
        also=(target,),
    )


def _end_of_chain(unit: Unit, ticket: Ticket) -> Ticket:
    """Return the ticket that holds the words of a merged one: where it went may have been merged in its turn."""
    while ticket.merged_into_id is not None:
        ticket = unit.ticket(ticket.merged_into_id)
    return ticket


def split(unit: Unit, command: Split) -> Result:
    """Make a new ticket of one article, with the same contact and queue, and link the two."""
    ticket = unit.ticket_for(command, "split")
    article = unit.load("article", command.article)
    if article is None or article.ticket_id != ticket.id or article.withdrawn:
        raise NotFound(
            _("{number} has no article {article}.").format(number=ticket.number, article=command.article),
            _("`otui ticket show {number}` numbers them.").format(number=ticket.number),
        )
    if article.kind == "note":
        raise Refused(
            _("A note is for its queue only and makes no ticket."), _("Choose a message, reply or call.")
        )
    contact = unit.load("contact", ticket.contact_id) if ticket.contact_id else None
    made = make(
        unit,
        subject=safe.line(command.subject) or ticket.subject,
        kind=ticket.kind,
        category=ticket.category,
        item_id=ticket.item_id,
        impact=ticket.impact,
        urgency=ticket.urgency,
        queue=ticket.queue_id,
        contact=contact,
    )
    made.version = 0
    copy = {
        name: getattr(article, name)
        for name in ("author_kind", "agent_id", "contact_id", "author", "subject", "created_at")
    }
    unit.add_article(made, "message", article.body, origin_id=ticket.id, **copy)
    tie(unit, ticket, made, "split")
    return unit.done(
        "split",
        made,
        said(N_("{number} is made from {other}."), made, other=ticket.number),
        text=first_words(article.body),
        batch=command.batch,
        entered=True,
        also=(ticket,),
    )


def link(unit: Unit, command: LinkTickets) -> Result:
    """Say that two tickets belong together."""
    if command.kind not in LINK_KINDS:
        raise Usage(
            _("{kind} is no kind of link.").format(kind=command.kind),
            _("It is one of {kinds}.").format(kinds=", ".join(LINK_KINDS)),
        )
    ticket = unit.ticket_for(command, "link")
    other = unit.ticket(command.other)
    if other.id == ticket.id:
        raise Refused(_("A ticket cannot be linked to itself."))
    rights.require_on(unit, other, "link-to")
    if not tie(unit, ticket, other, command.kind):
        raise Refused(
            _("{number} and {other} are linked already.").format(number=ticket.number, other=other.number)
        )
    return unit.done(
        "link",
        ticket,
        said(N_("{number} and {other} are linked."), ticket, other=other.number),
        changes={"link": (None, other.number)},
        batch=command.batch,
        also=(other,),
    )


def tie(unit: Unit, ticket: Ticket, other: Ticket, kind: str) -> bool:
    """Link two tickets; False where they are linked like that already, whichever way round."""
    known = unit.writer.value(
        "SELECT 1 FROM link WHERE kind = :kind"
        " AND ((ticket_id = :a AND other_id = :b) OR (ticket_id = :b AND other_id = :a))",
        {"kind": kind, "a": ticket.id, "b": other.id},
    )
    if known:
        return False
    unit.add("link", {"ticket_id": ticket.id, "other_id": other.id, "kind": kind, "created_at": unit.now})
    return True


def unit_id(ticket: Ticket) -> int:
    """Return the id of a ticket that is in the database."""
    assert ticket.id is not None
    return ticket.id

"""Deciding on a major incident: propose, declare, dismiss; who belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from otui.desk import rights
from otui.desk.commands import TicketRef
from otui.desk.majors import standing
from otui.desk.majors.commands import AddChildren, Declare, Dismiss, Propose, RemoveChildren
from otui.desk.results import Result
from otui.desk.tickets.common import first_words, said
from otui.domain.major import Stand
from otui.domain.workflow import OPEN_STATES, Kind, State
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.store.records import Record

Changes = dict[str, tuple[Any, Any]]


def propose(unit: Unit, command: Propose) -> Result:
    """Say that a ticket may be a major incident: leads and its queue are told, and one of them decides."""
    rights.require(unit.agent, "major")
    ticket = unit.ticket(command.ticket)
    unit.require_version(ticket, command.version)
    _require_parent(unit, ticket)
    major = standing.of(unit, ticket.id)
    before = major.state if major is not None else None
    members = [one.id or 0 for one in _named(unit, command.members) if one.id != ticket.id]
    values = {
        "state": Stand.PROPOSED.value,
        "alike": safe.line(command.alike) or ticket.subject,
        "members": [ticket.id, *members],
        "proposed_at": unit.now,
        "proposed_by_id": unit.agent.id or None,
    }
    if major is None:
        unit.add(
            "major_incident", {"ticket_id": ticket.id, "review": "", "flood": False, "version": 1, **values}
        )
    else:
        standing.require_move(unit, ticket, major, "major-propose")
        for name, value in values.items():
            setattr(major, name, value)
        major.version += 1
    return unit.done(
        "major-propose",
        ticket,
        said(N_("{number} is proposed as a major incident."), ticket),
        changes={"major": (before, Stand.PROPOSED.value)},
        text=first_words(safe.line(command.alike)),
        batch=command.batch,
        entered=True,
    )


def declare(unit: Unit, command: Declare) -> Result:
    """Say that it is one: what it was proposed for and is still open follows it from now on."""
    ticket, major = standing.standing(unit, command, "major-declare")
    _require_parent(unit, ticket)
    major.state, major.declared_at = Stand.DECLARED.value, unit.now
    major.declared_by_id = unit.agent.id or None
    major.version += 1
    unit.clocks(ticket)
    found = [cast("Ticket", one) for one in (unit.load("ticket", member) for member in major.members) if one]
    added = [one for one in found if _can_follow(unit, ticket, one) and _tie(unit, ticket, one)]
    return unit.done(
        "major-declare",
        ticket,
        said(N_("{number} is a major incident; it stands for {n} others."), ticket, n=len(added)),
        changes={"major": (Stand.PROPOSED.value, Stand.DECLARED.value), "children": (0, len(added))},
        batch=command.batch,
        entered=True,
        also=tuple(added),
    )


def dismiss(unit: Unit, command: Dismiss) -> Result:
    """Say that it is none: its children are tickets like any other again."""
    ticket, major = standing.standing(unit, command, "major-dismiss")
    before, major.state = major.state, Stand.DISMISSED.value
    major.version += 1
    unit.clocks(ticket)
    _untie(unit, ticket, standing.children(unit, ticket))
    return unit.done(
        "major-dismiss",
        ticket,
        said(N_("{number} is no major incident."), ticket),
        changes={"major": (before, Stand.DISMISSED.value)},
        text=first_words(safe.line(command.reason), 500),
        batch=command.batch,
    )


def add_children(unit: Unit, command: AddChildren) -> Result:
    """Let tickets follow the parent; one that cannot is refused, and then none is added."""
    ticket, major = standing.standing(unit, command, "major-add")
    found = _named(unit, command.children)
    for one in found:
        _require_child(unit, ticket, one)
    if major.state == Stand.PROPOSED:
        major.members = [*major.members, *(one.id for one in found if one.id not in major.members)]
        added = found
    else:
        added = [one for one in found if _tie(unit, ticket, one)]
    if not added:
        raise Refused(_("They follow {number} already.").format(number=ticket.number))
    major.version += 1
    return unit.done(
        "major-add",
        ticket,
        ngettext("{n} ticket follows {number} now.", "{n} tickets follow {number} now.", len(added)).format(
            n=len(added), number=ticket.number
        ),
        changes={"children": (None, ", ".join(one.number for one in added[:20]))},
        batch=command.batch,
        also=tuple(added),
    )


def remove_children(unit: Unit, command: RemoveChildren) -> Result:
    """Let tickets go their own way again."""
    ticket, major = standing.standing(unit, command, "major-remove")
    found = _named(unit, command.children)
    gone = _untie(unit, ticket, found)
    left = [one for one in major.members if one not in {child.id for child in found} - {ticket.id}]
    if not gone and left == major.members:
        raise Refused(_("None of them follows {number}.").format(number=ticket.number))
    major.members = left
    major.version += 1
    return unit.done(
        "major-remove",
        ticket,
        ngettext("{n} ticket goes its own way.", "{n} tickets go their own way.", len(found)).format(
            n=len(found)
        ),
        changes={"children": (", ".join(one.number for one in found[:20]), None)},
        batch=command.batch,
        also=tuple(found),
    )


def _named(unit: Unit, refs: Iterable[TicketRef]) -> list[Ticket]:
    """Return the tickets that are named, each once."""
    found: dict[int, Ticket] = {}
    for ref in refs:
        one = unit.ticket(ref)
        found.setdefault(one.id or 0, one)
    if len(found) > standing.MOST_CHILDREN:
        raise Refused(_("A major incident stands for {n} tickets at most.").format(n=standing.MOST_CHILDREN))
    return list(found.values())


def _require_parent(unit: Unit, ticket: Ticket) -> None:
    """Refuse to let a ticket stand for others that is done, or follows another itself."""
    if ticket.state not in OPEN_STATES:
        raise Refused(
            _("{number} is done: it cannot stand for others.").format(number=ticket.number),
            _("Reopen it first, or choose one that is open."),
        )
    if ticket.kind != Kind.INCIDENT:
        raise Refused(
            _("{number} is a request, and a major incident is an incident.").format(number=ticket.number),
            _("`:kind incident` makes it one."),
        )
    parent = standing.parent_of(unit.writer, ticket.id)
    if parent is not None:
        raise Refused(_("{number} follows another major incident.").format(number=ticket.number))


def _can_follow(unit: Unit, parent: Ticket, child: Ticket) -> bool:
    try:
        _require_child(unit, parent, child)
    except Refused:
        return False
    return True


def _require_child(unit: Unit, parent: Ticket, child: Ticket) -> None:
    """Refuse to let a ticket follow that is gone, is its own parent, stands for others, or is for other eyes."""
    if child.id == parent.id:
        raise Refused(_("{number} is the parent itself.").format(number=child.number))
    if child.state in (State.MERGED, State.CLOSED):
        raise Refused(_("{number} is done: it follows nobody.").format(number=child.number))
    own = standing.of(unit, child.id)
    if own is not None and own.state in (Stand.PROPOSED, Stand.DECLARED):
        raise Refused(
            _("{number} is a major incident itself.").format(number=child.number),
            _("Dismiss that one first; its children can follow this one."),
        )
    other = standing.parent_of(unit.writer, child.id)
    if other not in (None, parent.id):
        raise Refused(_("{number} follows another major incident.").format(number=child.number))
    closed = unit.whole.confidential
    if child.queue_id != parent.queue_id and (child.queue_id in closed or parent.queue_id in closed):
        raise Refused(
            _("{number} is in another confidential queue.").format(number=child.number),
            _("What is confidential follows nothing outside its queue."),
        )


def _tie(unit: Unit, parent: Ticket, child: Ticket) -> bool:
    known = unit.writer.value(
        "SELECT 1 FROM link WHERE ticket_id = :parent AND other_id = :child AND kind = 'parent'",
        {"parent": parent.id, "child": child.id},
    )
    if known:
        return False
    unit.add("link", {"ticket_id": parent.id, "other_id": child.id, "kind": "parent", "created_at": unit.now})
    return True


def _untie(unit: Unit, parent: Ticket, gone: Iterable[Ticket]) -> list[Record]:
    ids = {one.id for one in gone}
    links = unit.load_all("link", "ticket_id = :id AND kind = 'parent'", {"id": parent.id})
    taken = [link for link in links if link.other_id in ids]
    for link in taken:
        unit.remove(link)
    return taken

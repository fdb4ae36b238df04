"""Waiting for a problem or a change: it must be there, and somebody's work still."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.desk.records.acts import event, name_of
from otui.desk.records.finding import Ref, find
from otui.desk.records.ties import TICKET, tie
from otui.domain.workflow import State
from otui.errors import Refused, Usage
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.store.records import Record

KINDS = {State.WAITING_PROBLEM: "problem", State.WAITING_CHANGE: "change"}
"""What the states are a wait for."""


def awaited(unit: Unit, state: State, ref: Ref) -> Record | None:
    """Return the record that a ticket is to wait for in `state`, None in any other; Refused where it is at its end."""
    kind = KINDS.get(state)
    if kind is None:
        return None
    if ref == "":
        raise Usage(_("Say for which one it waits, by its number."), _("For example P1042-33 or C1042-33."))
    record = find(unit, kind, ref)
    if not record.is_open:
        raise Refused(
            _("{number} is at its end: nothing can wait for it.").format(number=name_of(record)),
            _("Wait for one that is still worked on, or resolve the ticket."),
        )
    return record


def waits_for(unit: Unit, ticket: Ticket, record: Record | None) -> bool:
    """Note what a ticket waits for: it belongs to that problem from then on. False where it was noted before."""
    wanted = record.id if record is not None else None
    if ticket.waits_for_id == wanted:
        return False
    ticket.waits_for_id = wanted
    if (
        record is not None
        and record.table == "problem"
        and tie(unit, record, "incident", TICKET, cast("int", ticket.id))
    ):
        event(unit, record, "tie", changes={"link": (None, ticket.number)})
    return True

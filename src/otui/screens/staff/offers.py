"""What the keys offer on an agent or a queue: what one may not do is not offered."""

from __future__ import annotations

from datetime import datetime

from otui.desk import rights
from otui.desk.desk import Desk
from otui.desk.office import rights_staff
from otui.desk.views.staff import QueueCard, StaffRow
from otui.text.i18n import _

Offer = tuple[str, str, bool]
"""An action, its short name here, and whether the agent at the desk may."""


def queue_offers(desk: Desk, card: QueueCard | None) -> list[Offer]:
    """Return what may be done about queues, and to the one under the cursor."""
    me = desk.agent
    queue = desk.directory.queues.get(card.id) if card is not None else None
    off = _("activate") if card is not None and not card.active else _("deactivate")
    return [
        ("admin.new", _("new"), rights.may_at_desk(me, "queue-new")),
        ("admin.edit", _("change"), queue is not None and rights.may_at_desk(me, "queue-change")),
        ("admin.team", _("team"), queue is not None and rights_staff.may_team(me, queue)),
        ("admin.off", off, card is not None and rights.may_at_desk(me, "queue-off")),
    ]


def agent_offers(desk: Desk, row: StaffRow | None, now: datetime) -> list[Offer]:
    """Return what may be done about agents, and to the one under the cursor."""
    me = desk.agent
    offers = [("admin.new", _("new"), rights.may_at_desk(me, "agent-new"))]
    if row is None:
        return offers
    who = row.agent
    changes = rights.may_at_desk(me, "agent-change") or rights.may_at_desk(me, "agent-lang", who.id)
    absence = who.active and rights.may_at_desk(me, "absence", who.id)
    off = who.id != me.id and rights.may_at_desk(me, "agent-off")
    return [
        *offers,
        ("admin.edit", _("change"), changes),
        ("admin.team", _("teams"), rights.may_at_desk(me, "team")),
        ("admin.absence", _("back") if who.away(now) else _("away"), absence),
        ("admin.off", _("deactivate") if who.active else _("activate"), off),
    ]

"""What stands in the form of an agent and of a queue."""

from __future__ import annotations

from otui.desk.desk import Desk
from otui.desk.office import staff
from otui.desk.views.staff import QueueCard, StaffRow
from otui.screens.staff.form import Field
from otui.text.i18n import LANGUAGES, _


def agent_fields(row: StaffRow | None) -> list[Field]:
    """Return the fields of an agent; with None those of one to be made."""
    agent = row.agent if row is not None else None
    fields = [
        Field("login", _("Login"), agent.login if agent else "", about=_("letters, digits, dots and dashes")),
        Field("name", _("Name"), agent.name if agent else "", about=_("what people call them")),
        Field("email", _("Mail"), agent.email if agent else ""),
        Field("role", _("Role"), agent.role if agent else "agent", staff.ROLES),
        Field("line", _("Line"), str(agent.line) if agent else "1", tuple(map(str, staff.LINES))),
        Field(
            "lang",
            _("Language"),
            agent.lang if agent else "",
            LANGUAGES,
            _("{languages}; empty: that of their terminal").format(languages=" · ".join(LANGUAGES)),
        ),
    ]
    if agent is None:
        fields[4] = Field(
            "line",
            _("Line"),
            "1",
            ("1", "2", "3"),
            _("1, 2 or 3: they join the teams of all its queues"),
        )
    return fields


def queue_fields(desk: Desk, card: QueueCard | None) -> list[Field]:
    """Return the fields of a queue; with None those of one to be made."""
    names = tuple(
        queue.name for queue in desk.directory.queues.values() if card is None or queue.id != card.id
    )
    answers = (_("yes"), _("no"))

    def answer(yes: bool) -> str:
        return answers[0] if yes else answers[1]

    calendars = tuple(desk.rules.calendars)
    fields = [
        Field("name", _("Name"), card.name if card else "", about=_("the rules follow another name")),
        Field("parent", _("Part of"), card.parent if card else "", names, _("a queue; empty: of none")),
        Field("line", _("Line"), str(card.line) if card else "1", tuple(map(str, staff.LINES))),
        Field(
            "calendar",
            _("Calendar"),
            card.calendar if card else "",
            calendars,
            _("{names}; empty: that of the queue above").format(names=" · ".join(calendars)),
        ),
    ]
    if card is None:
        return fields
    return [
        *fields,
        Field("place", _("Place"), str(card.place), about=_("from 1, below the same queue")),
        Field(
            "lock_minutes",
            _("Lock lapses after"),
            str(card.lock_minutes),
            about=_("working minutes; 0: as the desk says"),
        ),
        Field(
            "confidential",
            _("Confidential"),
            answer(card.confidential),
            answers,
            _("yes: only its team knows of its tickets"),
        ),
        Field(
            "default",
            _("Takes new tickets"),
            answer(card.default),
            answers if not card.default else answers[:1],
            _("yes: a ticket that names no queue comes here"),
        ),
    ]

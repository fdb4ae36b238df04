"""Who may do what, as one table: role by relation by verb. Every door asks it, and docs/rights.md is made from it.

`TICKET_VERBS` says what an agent may do to a ticket, by how they stand to it. `DESK_VERBS` says what needs no ticket,
by the least role that may. A verb that is in neither does not exist: a test holds the program to that.
"""

from __future__ import annotations

from otui.desk.rights.processes import PROCESS_VERBS
from otui.desk.rights.rows import OnDesk, OnTicket, Relation, Role, Say, on_desk_row, on_ticket_row
from otui.text.i18n import N_

__all__ = [
    "DESK_VERBS",
    "TICKET_VERBS",
    "OnDesk",
    "OnTicket",
    "Relation",
    "Role",
    "Say",
    "on_desk",
    "on_ticket",
]

_VIEW, _DO = "otui.desk.views.ticket:", "otui.desk.tickets:"
_PROBLEM, _ENDED = "otui.desk.problems.telling:", "otui.desk.problems.steps:"
_TASKS, _ATTACH = "otui.desk.records.tasks:", "otui.desk.procedures.verbs:attach"

_OWNER = "Als jij eigenaar van een ticket bent kun jij dus als enige dat ticket bekijken."
_NOTE = "... alleen zichtbaar voor alle personen die vragen beantwoorden in jouw wachtrij."
_TEAM = (
    "Je bent als team verantwoordelijk voor de behandeling van de vragen die zich in de wachtrij bevinden."
)

# The columns: own, locked by another, free in one's queue, free outside it, confidential and not one's own.
TICKET_VERBS: tuple[OnTicket, ...] = (
    on_ticket_row(
        "see", "y y y y x", "y y y y x", _VIEW + "detail", _VIEW + "clocks", _VIEW + "explanations"
    ),
    on_ticket_row("read", "y r y y x", "y y y y x", _VIEW + "thread", _VIEW + "history", source=_OWNER),
    on_ticket_row("read-note", "y r y - x", "y y y y x", _VIEW + "thread", source=_NOTE),
    on_ticket_row("reply", "y - y o x", "y y y y x", _DO + "reply", source=_OWNER),
    on_ticket_row("call", "y - y o x", "y y y y x", _DO + "call", source=_OWNER),
    on_ticket_row("note", "y r y y x", "y y y y x", _DO + "note", source=_NOTE),
    on_ticket_row("forward", "y - y o x", "y y y y x", _DO + "forward"),
    on_ticket_row("take", "y - y o x", "y y y y x", _DO + "take", source=_OWNER),
    on_ticket_row("unlock", "y - y o x", "y y y y x", _DO + "unlock", source=_OWNER),
    on_ticket_row("assign", "y - y o x", "y y y y x", _DO + "assign"),
    on_ticket_row("move", "y - y o x", "y y y y x", _DO + "move", source=_TEAM),
    on_ticket_row("line-up", "y - y o x", "y y y y x", _DO + "line_up"),
    on_ticket_row("wait-contact", "y - y o x", "y y y y x", _DO + "wait"),
    on_ticket_row("wait-third-party", "y - y o x", "y y y y x", _DO + "wait"),
    on_ticket_row("wait-until", "y - y o x", "y y y y x", _DO + "wait"),
    on_ticket_row("wait-problem", "y - y o x", "y y y y x", _DO + "wait"),
    on_ticket_row("wait-change", "y - y o x", "y y y y x", _DO + "wait"),
    on_ticket_row("wake", "y r y o x", "y y y y x", _DO + "wake"),
    # What the owner of a problem does to its incidents: the right is theirs by the problem, whoever has the ticket.
    on_ticket_row("tell-workaround", "y y y y x", "y y y y x", _PROBLEM + "tell_workaround"),
    on_ticket_row("problem-fixed", "y y y y x", "y y y y x", _PROBLEM + "resolve_problem"),
    on_ticket_row("problem-ended", "y y y y x", "y y y y x", _ENDED + "cancel", _ENDED + "accept_risk"),
    on_ticket_row("problem-moved", "y y y y x", "y y y y x", _PROBLEM + "duplicate"),
    on_ticket_row("resolve", "y - y o x", "y y y y x", _DO + "resolve"),
    on_ticket_row("close", "y - y o x", "y y y y x", _DO + "close"),
    on_ticket_row("reopen", ". . y o x", ". . y y x", _DO + "reopen"),
    on_ticket_row("priority", "y - y o x", "y y y y x", _DO + "priority"),
    on_ticket_row("subject", "y - y o x", "y y y y x", _DO + "subject"),
    on_ticket_row("kind", "y - y o x", "y y y y x", _DO + "kind"),
    on_ticket_row("category", "y - y o x", "y y y y x", _DO + "category"),
    on_ticket_row("item", "y - y o x", "y y y y x", _DO + "item"),
    on_ticket_row("contact", "y - y o x", "y y y y x", _DO + "contact"),
    on_ticket_row("merge", "y - y o x", "y y y y x", _DO + "merge"),
    on_ticket_row("absorb", "y y y o x", "y y y y x", _DO + "merge"),
    on_ticket_row("unmerge", ". . y o x", ". . y y x", _DO + "unmerge"),
    on_ticket_row("split", "y r y o x", "y y y y x", _DO + "split"),
    on_ticket_row("link", "y r y o x", "y y y y x", _DO + "link"),
    on_ticket_row("link-to", "y y y y x", "y y y y x", _DO + "link"),
    on_ticket_row("task", "y - y o x", "y y y y x", _TASKS + "new_task", _TASKS + "change_task", _ATTACH),
    # An act of one's own can be taken back as long as nothing was built on it, whoever has the ticket by then.
    on_ticket_row("undo", "y y y y x", "y y y y x", "otui.desk.undo:undo", "otui.desk.undo:redo"),
)

_ALL, _LEAD, _ADMIN = Role.AGENT, Role.LEAD, Role.ADMIN

DESK_VERBS: tuple[OnDesk, ...] = (
    on_desk_row("new", _ALL, "tickets:new"),
    on_desk_row("draft", _ALL, "together.drafts:save", "together.drafts:save_behind", "together.drafts:drop"),
    on_desk_row("saved-view", _ALL, "saved_views:save"),
    on_desk_row("contact-card", _ALL, "contacts:save_contact", "people:new_contact"),
    on_desk_row("customer", _ALL, "people:new_customer"),
    on_desk_row("handover", _ALL, "together.handover:give", "together.handover:seen"),
    on_desk_row(
        "presence",
        _ALL,
        "together.presence:come",
        "together.presence:renew",
        "together.presence:go",
        "together.presence:sweep",
    ),
    on_desk_row("run-clocks", _ALL, "timer:run"),
    on_desk_row(
        "absence",
        _LEAD,
        "office.absence:away",
        "office.absence:back",
        own=True,
        refusal=N_("Only a lead or an admin puts others out of office."),
    ),
    on_desk_row(
        "team",
        _LEAD,
        "queues:queue_team",
        "office.staff:teams",
        refusal=N_("Only a lead or an admin changes the team of a queue."),
    ),
    on_desk_row(
        "agent-lang",
        _ADMIN,
        "office.staff:change_agent",
        own=True,
        refusal=N_("Only they or an admin choose the language of an agent."),
    ),
    on_desk_row(
        "ssh-key",
        _ADMIN,
        "office.sshkeys:add",
        "office.sshkeys:remove",
        own=True,
        refusal=N_("Only an admin manages the keys of others."),
    ),
    on_desk_row("agent-new", _ADMIN, "office.staff:new_agent", refusal=N_("Only an admin makes agents.")),
    on_desk_row(
        "agent-change", _ADMIN, "office.staff:change_agent", refusal=N_("Only an admin changes an agent.")
    ),
    on_desk_row(
        "agent-off",
        _ADMIN,
        "office.leaving:deactivate",
        "office.leaving:activate",
        refusal=N_("Only an admin deactivates or activates an agent."),
    ),
    on_desk_row("queue-new", _ADMIN, "queues:new_queue", refusal=N_("Only an admin makes queues.")),
    on_desk_row("queue-change", _ADMIN, "queues:change_queue", refusal=N_("Only an admin changes a queue.")),
    on_desk_row(
        "queue-off",
        _ADMIN,
        "queues:deactivate_queue",
        "queues:activate_queue",
        refusal=N_("Only an admin deactivates or activates a queue."),
    ),
    on_desk_row(
        "rules",
        _ADMIN,
        "rules.ruling:load",
        "rules.ruling:rebuild",
        refusal=N_("Only an admin changes the rules."),
    ),
    on_desk_row("import", _ADMIN, "imports.run:run_import", refusal=N_("Only an admin imports.")),
    *PROCESS_VERBS,
)

_ON_TICKET = {row.verb: row for row in TICKET_VERBS}
_ON_DESK = {row.verb: row for row in DESK_VERBS}


def on_ticket(verb: str) -> OnTicket:
    """Return the row of a verb on tickets; KeyError for one that nobody may do."""
    return _ON_TICKET[verb]


def on_desk(verb: str) -> OnDesk:
    """Return the row of a verb that needs no ticket; KeyError for one that nobody may do."""
    return _ON_DESK[verb]

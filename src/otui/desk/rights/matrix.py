"""Who may do what, as one table: role by relation by verb. Every door asks it, and docs/rights.md is made from it.

`TICKET_VERBS` says what an agent may do to a ticket, by how they stand to it. `DESK_VERBS` says what needs no ticket,
by the least role that may. A verb that is in neither does not exist: a test holds the program to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otui.text.i18n import N_


class Role(StrEnum):
    """What an agent is to the desk, the least first. Whoever has left has none of them."""

    AGENT = "agent"
    LEAD = "lead"
    ADMIN = "admin"


class Relation(StrEnum):
    """How an agent stands to a ticket. A note stands where it was written: its queue, no lock."""

    OWN = "own"
    """They have it locked."""
    LOCKED = "locked"
    """Another has."""
    TEAM = "team"
    """It is free, and they are on the team of its queue."""
    OUTSIDE = "outside"
    """It is free, and they are not."""
    UNSEEN = "unseen"
    """Its queue is confidential, and they are not on its team."""


class Say(StrEnum):
    """What the table answers."""

    YES = "yes"
    NO = "no"
    READABLE = "readable"
    """Yes where the desk lets all read what is locked: `locked_tickets = "read"`."""
    OPEN_DOOR = "open door"
    """Yes where the desk lets agents act outside their queues: `outside = "act"`."""
    NEVER = "never"
    """No ticket that the verb is for is ever locked."""
    NOTHING = "nothing"
    """There is no such ticket, in the words of one that never was."""


_LETTERS = {
    "y": Say.YES,
    "-": Say.NO,
    "r": Say.READABLE,
    "o": Say.OPEN_DOOR,
    "x": Say.NOTHING,
    ".": Say.NEVER,
}


@dataclass(frozen=True, slots=True)
class OnTicket:
    """A row of the ticket table."""

    verb: str
    agent: tuple[Say, ...]
    """By relation, in the order of Relation."""
    lead: tuple[Say, ...]
    """The same for leads and admins."""
    functions: tuple[str, ...]
    """module:name of what does it."""
    source: str = ""
    """The passage of the description of the system that asks for it."""

    def answer(self, role: str, relation: Relation) -> Say:
        """Return what the table says to a role in a relation."""
        cells = self.agent if role == Role.AGENT else self.lead
        return cells[tuple(Relation).index(relation)]


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A row of the desk table. `refusal` is what a lesser role is told."""

    verb: str
    least: Role
    functions: tuple[str, ...]
    refusal: str = ""
    own: bool = False
    """Whether everybody may do it to what is theirs."""


def _t(verb: str, agent: str, lead: str, *functions: str, source: str = "") -> OnTicket:
    cells = [tuple(_LETTERS[letter] for letter in text.split()) for text in (agent, lead)]
    return OnTicket(verb, cells[0], cells[1], functions, source)


def _d(verb: str, least: Role, *functions: str, refusal: str = "", own: bool = False) -> OnDesk:
    return OnDesk(verb, least, tuple(_DESK + name for name in functions), refusal, own)


_DESK = "otui.desk."
_VIEW, _DO = "otui.desk.views.ticket:", "otui.desk.tickets:"

_OWNER = "Als jij eigenaar van een ticket bent kun jij dus als enige dat ticket bekijken."
_NOTE = "... alleen zichtbaar voor alle personen die vragen beantwoorden in jouw wachtrij."
_TEAM = (
    "Je bent als team verantwoordelijk voor de behandeling van de vragen die zich in de wachtrij bevinden."
)

# The columns: own, locked by another, free in one's queue, free outside it, confidential and not one's own.
TICKET_VERBS: tuple[OnTicket, ...] = (
    _t("see", "y y y y x", "y y y y x", _VIEW + "detail", _VIEW + "clocks", _VIEW + "explanations"),
    _t("read", "y r y y x", "y y y y x", _VIEW + "thread", _VIEW + "history", source=_OWNER),
    _t("read-note", "y r y - x", "y y y y x", _VIEW + "thread", source=_NOTE),
    _t("reply", "y - y o x", "y y y y x", _DO + "reply", source=_OWNER),
    _t("call", "y - y o x", "y y y y x", _DO + "call", source=_OWNER),
    _t("note", "y r y y x", "y y y y x", _DO + "note", source=_NOTE),
    _t("forward", "y - y o x", "y y y y x", _DO + "forward"),
    _t("take", "y - y o x", "y y y y x", _DO + "take", source=_OWNER),
    _t("unlock", "y - y o x", "y y y y x", _DO + "unlock", source=_OWNER),
    _t("assign", "y - y o x", "y y y y x", _DO + "assign"),
    _t("move", "y - y o x", "y y y y x", _DO + "move", source=_TEAM),
    _t("line-up", "y - y o x", "y y y y x", _DO + "line_up"),
    _t("wait-contact", "y - y o x", "y y y y x", _DO + "wait"),
    _t("wait-third-party", "y - y o x", "y y y y x", _DO + "wait"),
    _t("wait-until", "y - y o x", "y y y y x", _DO + "wait"),
    _t("wake", "y r y o x", "y y y y x", _DO + "wake"),
    _t("resolve", "y - y o x", "y y y y x", _DO + "resolve"),
    _t("close", "y - y o x", "y y y y x", _DO + "close"),
    _t("reopen", ". . y o x", ". . y y x", _DO + "reopen"),
    _t("priority", "y - y o x", "y y y y x", _DO + "priority"),
    _t("subject", "y - y o x", "y y y y x", _DO + "subject"),
    _t("kind", "y - y o x", "y y y y x", _DO + "kind"),
    _t("contact", "y - y o x", "y y y y x", _DO + "contact"),
    _t("merge", "y - y o x", "y y y y x", _DO + "merge"),
    _t("absorb", "y y y o x", "y y y y x", _DO + "merge"),
    _t("unmerge", ". . y o x", ". . y y x", _DO + "unmerge"),
    _t("split", "y r y o x", "y y y y x", _DO + "split"),
    _t("link", "y r y o x", "y y y y x", _DO + "link"),
    _t("link-to", "y y y y x", "y y y y x", _DO + "link"),
    # An act of one's own can be taken back as long as nothing was built on it, whoever has the ticket by then.
    _t("undo", "y y y y x", "y y y y x", "otui.desk.undo:undo", "otui.desk.undo:redo"),
)

_ALL, _LEAD, _ADMIN = Role.AGENT, Role.LEAD, Role.ADMIN

DESK_VERBS: tuple[OnDesk, ...] = (
    _d("new", _ALL, "tickets:new"),
    _d("draft", _ALL, "drafts:save", "drafts:save_behind", "drafts:drop"),
    _d("saved-view", _ALL, "saved_views:save"),
    _d("contact-card", _ALL, "contacts:save_contact", "people:new_contact"),
    _d("customer", _ALL, "people:new_customer"),
    _d("handover", _ALL, "handover:give", "handover:seen"),
    _d("presence", _ALL, "presence:come", "presence:renew", "presence:go", "presence:sweep"),
    _d("run-clocks", _ALL, "timer:run"),
    _d(
        "absence",
        _LEAD,
        "absence:away",
        "absence:back",
        own=True,
        refusal=N_("Only a lead or an admin puts others out of office."),
    ),
    _d(
        "team",
        _LEAD,
        "queues:queue_team",
        "staff:teams",
        refusal=N_("Only a lead or an admin changes the team of a queue."),
    ),
    _d(
        "agent-lang",
        _ADMIN,
        "staff:change_agent",
        own=True,
        refusal=N_("Only they or an admin choose the language of an agent."),
    ),
    _d(
        "ssh-key",
        _ADMIN,
        "sshkeys:add",
        "sshkeys:remove",
        own=True,
        refusal=N_("Only an admin manages the keys of others."),
    ),
    _d("agent-new", _ADMIN, "staff:new_agent", refusal=N_("Only an admin makes agents.")),
    _d("agent-change", _ADMIN, "staff:change_agent", refusal=N_("Only an admin changes an agent.")),
    _d(
        "agent-off",
        _ADMIN,
        "leaving:deactivate",
        "leaving:activate",
        refusal=N_("Only an admin deactivates or activates an agent."),
    ),
    _d("queue-new", _ADMIN, "queues:new_queue", refusal=N_("Only an admin makes queues.")),
    _d("queue-change", _ADMIN, "queues:change_queue", refusal=N_("Only an admin changes a queue.")),
    _d(
        "queue-off",
        _ADMIN,
        "queues:deactivate_queue",
        "queues:activate_queue",
        refusal=N_("Only an admin deactivates or activates a queue."),
    ),
    _d("rules", _ADMIN, "ruling:load", "ruling:rebuild", refusal=N_("Only an admin changes the rules.")),
    _d("import", _ADMIN, "imports.run:run_import", refusal=N_("Only an admin imports.")),
)

_ON_TICKET = {row.verb: row for row in TICKET_VERBS}
_ON_DESK = {row.verb: row for row in DESK_VERBS}


def on_ticket(verb: str) -> OnTicket:
    """Return the row of a verb on tickets; KeyError for one that nobody may do."""
    return _ON_TICKET[verb]


def on_desk(verb: str) -> OnDesk:
    """Return the row of a verb that needs no ticket; KeyError for one that nobody may do."""
    return _ON_DESK[verb]

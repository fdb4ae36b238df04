"""Words that cross: what happened to a ticket since somebody began to write on it, and what holds their words back.

Every door asks here: the composer, the `:` line, several marked tickets, `otui ticket reply --version`, mail. Words are
held back by what their writer must have read before they go; of all else a writer is only told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.told import Told
from otui.desk.words import state_name, verb_name
from otui.errors import Conflict
from otui.store.records import from_db, from_micros
from otui.text import safe, times
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.commands import OnTicket
    from otui.desk.directory import Directory
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.store.database import Reader

# -- the table ---------------------------------------------------------------------------------------------------------

SAID = frozenset({"message", "reply", "call"})
"""Somebody spoke: the contact, or another agent to the contact."""
HANDS = frozenset({"take", "assign"})
"""Another has it now."""
ENDS = frozenset({"resolve", "close", "auto-close", "reopen", "merge", "unmerge"})
AUDIENCE = frozenset({"move", "line-up", "merge", "unmerge"})
"""A note is for the queue's agents: in another queue others read it."""
PLACE = frozenset({"move", "line-up", "wait-contact", "wait-third-party", "wait-until", "wake"})
"""What a reply that also resolves, closes or waits would overrule."""

HOLDS_BACK: dict[str, frozenset[str]] = {
    # A colleague's note may say what the contact must not hear; another contact would read what was meant for the
    # first. Impact and urgency, subject, kind, links, a split, a forward, a lapsed lock are only told, and so is
    # what time raises: a warning, an escalation.
    "reply": SAID | HANDS | ENDS | {"note", "contact"},
    # A call was made: it is held back only where another has written down or decided what it may change.
    "call": SAID | HANDS | ENDS | {"note"},
    "note": AUDIENCE,
}
"""What is written, and the verbs that hold it back."""
OWN = frozenset({"message", "reply", "call", "merge", "unmerge"})
"""Of what the writer did, here or in another session, only this holds back: a second answer, another ticket."""


def holds_back(writing: str, then: str, verb: str, *, own: bool) -> bool:
    """Whether `verb`, done since the words were begun, holds back a `writing` that goes on with `then`."""
    held = HOLDS_BACK[writing] | (PLACE if then else frozenset())
    return verb in (held & OWN if own else held)


# -- news --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened to a ticket. `text` is what was said; empty where this agent may not read it."""

    at: datetime
    agent_id: int | None
    who: str
    """The agent's name, the contact's, or nothing for what time did."""
    verb: str
    """Of an undo, the verb that it took back: see `undone`."""
    undone: bool
    to: str
    """Where it was moved, to whom it was given, into which ticket it went."""
    text: str
    version: int
    own: bool
    also_on: str = ""
    """Number of the ticket that the act was done on, where this one only took part."""

    def holds(self, writing: str, then: str = "") -> bool:
        """Whether it holds words back that were begun before."""
        return holds_back(writing, then, self.verb, own=self.own)


def require_uncrossed(unit: Unit, command: OnTicket, writing: str, then: str = "") -> None:
    """Hold words back that were written against an older version, where their writer must read what is new first.

    Raises Conflict; without a version there is nothing to hold them to.
    """
    ticket = unit.ticket(command.ticket)
    if command.version is None or command.version == ticket.version or ticket.id is None:
        return
    if command.version > ticket.version:
        unit.require_version(ticket, command.version)
    news = read_news(unit.writer, unit.directory, unit.agent, ticket.id, command.version, readable=False)
    held = next((one for one in reversed(news) if one.holds(writing, then)), None)
    if held is not None:
        raise Conflict(
            _("{number} moved on meanwhile: {news}.").format(number=ticket.number, news=told(held, unit.now)),
            _("Look at what is new, then decide again."),
            ticket_id=ticket.id,
            version=ticket.version,
        )


def read_news(
    reader: Reader, directory: Directory, agent: AgentRow, ticket_id: int, version: int, *, readable: bool
) -> tuple[News, ...]:
    """Return what happened to a ticket after `version`, oldest first; who did what alone where it is not `readable`.

    An act that was taken back since is left out, with what took it back.
    """
    hidden = rights.hidden_queues(agent, directory)
    rows = reader.all(
        "SELECT h.at, h.agent_id, h.actor, h.verb, h.changes, h.text, h.version, a.id, a.undoes_id,"
        " a.undone_by_id, a.inverse, coalesce(t.number, '')"
        " FROM history h LEFT JOIN act a ON a.id = h.act_id LEFT JOIN ticket t ON t.id = a.ticket_id"
        f" AND a.ticket_id <> h.ticket_id{rights.without(hidden, 't.queue_id')}"
        " WHERE h.ticket_id = :id AND h.version > :version ORDER BY h.id",
        {"id": ticket_id, "version": version},
    )
    acts = {row[7] for row in rows if row[7] is not None}
    mended = {row[8] for row in rows if row[8] in acts}
    mends = {row[7] for row in rows if row[8] in mended}
    parsed = [from_db("changes", row[4]) or {} for row in rows]
    tellable = Told(reader, directory, hidden, parsed)
    found = []
    for row, changes in zip(rows, map(tellable.of, parsed), strict=True):
        if row[7] in mended or row[7] in mends:
            continue
        at, agent_id, actor, verb, _changes, text = row[:6]
        undone = verb == "undo"
        if verb in ("undo", "redo"):
            verb = next((str(one) for pair in changes.values() for one in pair if one), verb)
        body = _words(reader, directory, agent, row[10], verb, text) if readable else ""
        known = directory.agents.get(agent_id) if agent_id is not None else None
        found.append(
            News(
                at=from_micros(at),
                agent_id=agent_id,
                who=known.name if known else ("" if agent_id is None and verb != "message" else actor),
                verb=verb,
                undone=undone,
                to=_to(changes),
                text=body,
                version=row[6],
                own=agent_id == agent.id,
                also_on=row[11],
            )
        )
    return tuple(found)


def _words(reader: Reader, directory: Directory, agent: AgentRow, inverse: Any, verb: str, text: str) -> str:
    """Return what was said in an act: its article whole, where it made one that this agent may read."""
    ids = [
        row_id
        for table, row_id, before, _after in from_db("inverse", inverse) or ()
        if table == "article" and before is None
    ]
    if not ids:
        return "" if verb == "note" else str(text)
    row = reader.one(
        "SELECT body, kind, queue_id, agent_id FROM article WHERE id = :id AND NOT withdrawn", {"id": ids[0]}
    )
    if row is None:
        return ""
    body, kind, queue_id, author = row
    hidden = kind == "note" and not rights.may_read_note(agent, directory, queue_id, author)
    return "" if hidden else str(body)


def _to(changes: Mapping[str, Any]) -> str:
    """Return where a change leads, as people say it."""
    for field in ("merged_into", "owner", "queue", "contact", "subject", "level"):
        after = changes.get(field, (None, None))[1]
        if after:
            return str(after)
    state = changes.get("state", (None, None))[1]
    return state_name(state) if state else ""


# -- in words ----------------------------------------------------------------------------------------------------------

SENTENCES = {
    "message": N_("{who} wrote"),
    "reply": N_("{who} replied to the contact"),
    "call": N_("{who} spoke with the contact"),
    "note": N_("{who} wrote a note"),
    "forward": N_("{who} forwarded this"),
    "take": N_("{who} took this"),
    "unlock": N_("{who} let this go"),
    "assign": N_("{who} gave this to {to}"),
    "move": N_("{who} moved this to {to}"),
    "line-up": N_("{who} handed this up to {to}"),
    "wait-contact": N_("{who} lets this wait for the contact"),
    "wait-third-party": N_("{who} lets this wait for a third party"),
    "wait-until": N_("{who} lets this wait"),
    "wake": N_("{who} ended the wait"),
    "resolve": N_("{who} resolved this"),
    "close": N_("{who} closed this"),
    "reopen": N_("{who} reopened this"),
    "priority": N_("{who} made this {to}"),
    "subject": N_("{who} worded the subject anew"),
    "contact": N_("{who} changed the contact to {to}"),
    "merge": N_("{who} merged this into {to}"),
    "unmerge": N_("{who} took the merge back"),
}
BY_TIME = {
    "wake": N_("The wait is over"),
    "auto-close": N_("This was closed after silence"),
    "lapse": N_("The lock lapsed"),
    "warn": N_("A time is nearly up"),
    "escalate": N_("A time was missed"),
}


def sentence(one: News) -> str:
    """Say what happened, without when: `Cas Claes closed this`."""
    who = _("You") if one.own else safe.line(one.who)
    if one.undone:
        return _("{who} took back: {verb}").format(who=who, verb=verb_name(one.verb))
    if not one.who and one.verb in BY_TIME:
        return _(BY_TIME[one.verb])
    if one.verb == "merge" and one.also_on:
        return _("{who} merged {number} into this").format(who=who, number=one.also_on)
    words = SENTENCES.get(one.verb)
    if words is None:
        return _("{who}: {verb}").format(who=who or "otui", verb=verb_name(one.verb))
    return _(words).format(who=who or "otui", to=safe.line(one.to) or "–")


STEP = 10
"""Seconds between two changes of a time that is less than a minute ago."""


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago it was, in steps: what stands on a screen need not be sent anew each second."""
    seconds = int((now - at).total_seconds())
    if STEP <= seconds < 60:
        return _("{n} s ago").format(n=seconds // STEP * STEP)
    return times.ago(at, now)


def told(one: News, now: datetime) -> str:
    """Say what happened and when: `Cas Claes closed this, 20 s ago`."""
    return _("{what}, {ago}").format(what=sentence(one), ago=ago(one.at, now))

"""The page of the handbook with the table of rights: `python -m otui.desk.rights.page` writes docs/rights.md.

English, like the rest of the handbook, whatever language is spoken.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from otui.desk import process_words
from otui.desk.rights import processes
from otui.desk.rights.matrix import DESK_VERBS, TICKET_VERBS, OnDesk, Relation, Role, Say
from otui.desk.words import VERBS

_HEAD = """# Who may do what

<!-- Written by `python -m otui.desk.rights.page > docs/rights.md` from the table of rights: change that. -->

One table decides, and every door asks it: a key, the palette, the `:` line, a command, a session over SSH. What
may not be done is refused with a sentence that says why and whom to ask, and nothing is changed.

Roles: **agent** works on tickets, **lead** also takes over and gives away, **admin** also changes agents, queues and
rules. A contact has no role at the desk. Who is deactivated may do nothing more from that moment on, in an open
session as well.

## With a ticket

*Yours* is a ticket that you have locked, *another's* one that somebody else has.

{legend}

| verb | {columns} |
|---|{dashes}|
{rows}

A ticket that another has locked in a queue that is not yours must let you on both accounts. What the desk has set in
`[desk]` of sla.toml:

- `locked_tickets = "owner"`: who has locked a ticket alone reads it, and leads. `"read"` lets all read it; acting is
  still the owner's.
- `outside = "act"`: agents work on free tickets of every queue. `"read"` lets them read those of other queues and
  write notes on them, and leaves the rest to the team.

An act of your own you can undo as long as nothing was built on it, whoever has the ticket then; one on an agent or a
queue as long as your role lets you do it. A note is read by the team of the queue it was written in, by its writer and
by leads. An owner is always somebody who sees the ticket.

## A confidential queue

`otui queue change NAME --confidential` makes a queue, and all below it, known to its team alone. For
everybody else, leads and admins included, its tickets do not exist: not in a list, a count, a search, a former ticket
of a contact, a link, a history, a notice or an export, and their numbers are answered as any number that was never
given. A contact or customer whom only such a queue has heard of is known to its team alone as well, until a ticket
elsewhere names them.

- Admins know the name of the queue, because they manage it. To read its tickets they join its team: an act that stays
  in the queue's trail, where its team sees it (`otui queue show NAME`).
- A ticket that is tied to a confidential one shows nothing of that tie: no number, no subject. What its history says of
  a queue that a reader may not know of is left out.
- A ticket that is moved in goes out of everybody else's sight at once, from open screens too. Who worked on it before
  cannot undo that any more; words they had begun stay kept, and come back with membership.
- A ticket that is moved out is seen by all who see its new queue, with what was said on it; notes stay with the team.
- Rule files name queues: where one is confidential, an admin alone reads them.
- Whoever holds the desk's file or a copy of it holds everything in it: `backup`, `restore`, `copy` and `check` work on
  the file, and are for the account that owns it.

## At the desk

| verb | agent | lead | admin |
|---|---|---|---|
{desk}

*own*: with what is their own.
"""

_COLUMNS = {
    Relation.OWN: "yours",
    Relation.LOCKED: "another's",
    Relation.TEAM: "free, in your queue",
    Relation.OUTSIDE: "free, in another queue",
    Relation.UNSEEN: "confidential, and not your queue",
}
_OF_LEADS = (Relation.LOCKED, Relation.UNSEEN)
"""Where leads may otherwise than agents, or might be thought to."""
_SIGNS = {
    Say.YES: "yes",
    Say.NO: "no",
    Say.READABLE: "*read*",
    Say.OPEN_DOOR: "*act*",
    Say.NEVER: "·",
    Say.NOTHING: "nothing",
}
_LEGEND = """- *read*: where the desk has `locked_tickets = "read"`, and no where it has `"owner"`.
- *act*: where the desk has `outside = "act"`, which is how it comes, and no where it has `"read"`.
- ·: no ticket that the verb is for is ever locked.
- nothing: there is no such ticket, in the words of one that never was."""
_WORDS = {
    "see": "see it in lists, with its clocks",
    "read": "read what was said, and its history",
    "read-note": "read a note",
    "absorb": "let another be merged into it",
    "link-to": "be linked to",
    "undo": "undo or redo an act of one's own",
    "new": "make a ticket",
    "draft": "keep a draft",
    "saved-view": "keep a view",
    "contact-card": "make a contact, or put one right",
    "customer": "make a customer",
    "handover": "hand over at the end of a shift",
    "presence": "be seen on a ticket",
    "run-clocks": "let what is due be raised",
    "absence": "put somebody out of office",
    "team": "change the team of a queue",
    "agent-lang": "choose somebody's language",
    "ssh-key": "add or remove an SSH key",
    "agent-new": "make an agent",
    "agent-change": "change an agent: name, role, address",
    "agent-off": "deactivate or activate an agent",
    "queue-new": "make a queue",
    "queue-change": "change a queue, make it confidential",
    "queue-off": "deactivate or activate a queue",
    "rules": "put rules in force, or back",
    "import": "import tickets",
}


def page() -> str:
    """Return the page."""
    columns = [*_COLUMNS.values(), *(f"lead, admin: {_COLUMNS[one]}" for one in _OF_LEADS)]
    return _HEAD.format(
        legend=_LEGEND,
        columns=" | ".join(columns),
        dashes="|".join("---" for _one in columns),
        rows="\n".join(_ticket_rows()),
        desk="\n".join(_desk_row(row) for row in DESK_VERBS),
    )


def _ticket_rows() -> Iterator[str]:
    for row in TICKET_VERBS:
        cells = [_SIGNS[say] for say in row.agent]
        cells += [_SIGNS[row.answer(Role.LEAD, one)] for one in _OF_LEADS]
        yield f"| {_words(row.verb)} | {' | '.join(cells)} |"


def _desk_row(row: OnDesk) -> str:
    roles = tuple(Role)
    cells = [
        "yes" if roles.index(role) >= roles.index(row.least) else ("own" if row.own else "no")
        for role in roles
    ]
    return f"| {_words(row.verb)} | {' | '.join(cells)} |"


def _words(verb: str) -> str:
    return _WORDS.get(verb) or processes.WORDS.get(verb) or process_words.VERBS.get(verb) or VERBS[verb]


if __name__ == "__main__":
    sys.stdout.write(page())

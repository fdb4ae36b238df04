"""The registry: every action of otui, declared once, by its id."""

from __future__ import annotations

import difflib

from otui.errors import NotFound
from otui.keys.model import Action, Context, Danger
from otui.keys.registry import (
    admin,
    changes,
    flow,
    handover,
    items,
    knowledge,
    places,
    problems,
    procedures,
    program,
    records,
    recurrence,
    ruling,
    schedule,
    tickets,
    words,
)
from otui.text.i18n import _

__all__ = ["ACTIONS", "Action", "Context", "Danger", "action", "nearest", "nearest_hint"]

ACTIONS: dict[str, Action] = {
    row.id: row
    for group in (
        tickets.OWN,
        words.TALK,
        tickets.DECIDE,
        tickets.TIE,
        words.KNOW,
        words.MEND,
        places.VIEWS,
        places.FIND,
        places.MARK,
        program.MOVE,
        places.GO,
        words.COMPOSE,
        handover.HANDOVER,
        admin.STAFF,
        admin.ADMIN,
        ruling.RULES,
        changes.GO,
        changes.CHANGES,
        changes.CAB,
        schedule.SCHEDULE,
        records.RECORDS,
        problems.PROBLEMS,
        recurrence.RECURRENCE,
        items.ITEMS,
        records.TASKS,
        procedures.PROCEDURES,
        knowledge.KNOWLEDGE,
        flow.FLOW,
        program.APP,
    )
    for row in group
}
"""Every action by its id, in the order in which help tells them."""


def action(action_id: str) -> Action:
    """Return the action of that id. Raises NotFound, naming the nearest one."""
    found = ACTIONS.get(action_id)
    if found is None:
        raise NotFound(_("There is no action {name}.").format(name=action_id), nearest_hint(action_id))
    return found


def nearest(action_id: str) -> str:
    """Return the id that looks most like `action_id`, or nothing where none does."""
    return next(iter(difflib.get_close_matches(action_id, ACTIONS, n=1, cutoff=0.5)), "")


def nearest_hint(action_id: str) -> str:
    """Return the sentence that says which action was probably meant."""
    near = nearest(action_id)
    return _("Did you mean {name}?").format(name=near) if near else _("See `otui keys` for all of them.")

"""The verbs of a ticket: `verb(unit, command) -> Result`, each one rule, one history event, one inverse."""

from otui.desk.tickets.change import category, contact, kind, priority, subject
from otui.desk.tickets.concerns import item
from otui.desk.tickets.life import close, reopen, resolve, wait, wake
from otui.desk.tickets.new import new
from otui.desk.tickets.own import assign, take, unlock
from otui.desk.tickets.place import line_up, move
from otui.desk.tickets.talk import call, forward, note, reply
from otui.desk.tickets.tie import link, merge, split, unmerge

__all__ = [
    "assign",
    "call",
    "category",
    "close",
    "contact",
    "forward",
    "item",
    "kind",
    "line_up",
    "link",
    "merge",
    "move",
    "new",
    "note",
    "priority",
    "reopen",
    "reply",
    "resolve",
    "split",
    "subject",
    "take",
    "unlock",
    "unmerge",
    "wait",
    "wake",
]

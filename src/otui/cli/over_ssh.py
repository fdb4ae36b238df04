"""Which commands an agent may run who came in with a key: those that speak to the desk and to nothing else."""

from __future__ import annotations

from otui import restricted
from otui.text.i18n import _

EVERY = frozenset({"*"})
ALLOWED: dict[str, frozenset[str]] = {
    "ticket": EVERY,
    "undo": EVERY,
    "redo": EVERY,
    "sla": EVERY,
    "queue": EVERY,
    "agent": EVERY,
    "customer": EVERY,
    "contact": EVERY,
    "change": EVERY,
    "handover": EVERY,
    "service": frozenset(
        {
            *("list", "show", "tree", "history", "new", "change", "depends", "used-by"),
            *("activate", "deactivate"),
        }
    ),
    "flow": EVERY,
    "problem": EVERY,
    "knowledge": EVERY,
    "procedure": EVERY,
    "recurring": EVERY,
    "recurrence": EVERY,
    "major": EVERY,
    "keys": EVERY,
    "rules": frozenset({"show", "log", "back"}),
    "ssh": frozenset({"key"}),
    "doctor": EVERY,
}
"""By the first word, the second ones that are allowed. What is not here is refused."""


def forbid_others(path: tuple[str, ...]) -> None:
    """Refuse, in such a session, a command that is not on the list; `path` is what names it."""
    if path and not (ALLOWED.get(path[0], frozenset()) & {*path[1:2], *EVERY}):
        restricted.forbid(
            _("`{command}` does not work over SSH.").format(command=" ".join(("otui", *path[:2])))
        )

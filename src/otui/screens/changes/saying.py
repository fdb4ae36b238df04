"""How an approver says it: approve, reject or defer a change, or a standard change of the catalogue."""

from __future__ import annotations

from otui.desk.changes import approving
from otui.desk.changes import commands as c
from otui.desk.changes.rounds import SAYS
from otui.domain.change.approval import Say
from otui.errors import Usage
from otui.screens.records.doing import Chosen
from otui.screens.records.verbs import RecordVerbs
from otui.text.i18n import _
from otui.widgets.picker import Choice, Picker

SAYINGS = {
    "approve": (approving.approve, Say.APPROVED),
    "reject": (approving.reject, Say.REJECTED),
    "defer": (approving.defer, Say.DEFERRED),
}


async def say(screen: RecordVerbs, one: Chosen, verb: str, words: str) -> None:
    """Say what one thinks of a record, being asked; what is rejected or deferred is so with a reason."""
    if not verb:
        choices = [Choice(name, _(SAYS[state])) for name, (_act, state) in SAYINGS.items()]
        heading = _("What do you say to {number}?").format(number=one.number)
        picked = await screen.otui.ask(Picker(heading, choices, ascii_only=screen.otui.ascii_only))
        if not isinstance(picked, str):
            return
        verb = picked
    if verb not in SAYINGS:
        raise Usage(_("Say approve, reject or defer."))
    if verb != "approve":
        words = await screen.reason(
            _("Why? Whoever planned {number} reads it.").format(number=one.number), words
        )
        if not words:
            return
    await screen.act(SAYINGS[verb][0], c.Decide(ref=one.id, words=words, record=screen.KIND), chosen=one)

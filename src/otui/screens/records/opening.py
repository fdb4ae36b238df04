"""From the kind of a thing and its id to the screen that shows it: one table for keys, links, `:go` and palette."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from otui.desk.words import record_name
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp

OPENERS: dict[str, str] = {
    "problem": "otui.screens.problems.screen:ProblemScreen",
    "change": "otui.screens.changes.screen:ChangeScreen",
    "knowledge": "otui.screens.knowledge.screen:KnowledgeScreen",
    "item": "otui.screens.items.screen:ItemScreen",
}
"""By kind: module:name of a screen that is made with the id of its record. Tickets have the app's own way."""


def open_record(app: OtuiApp, kind: str, record_id: int) -> None:
    """Show a ticket or a record on its own screen; Refused for a kind that has none."""
    if kind == "ticket":
        app.open_ticket(record_id)
        return
    if kind not in OPENERS:
        raise Refused(_("There is no page for that: {kind}.").format(kind=record_name(kind)))
    module, _colon, name = OPENERS[kind].partition(":")
    app.push_screen(getattr(import_module(module), name)(record_id))


async def go_on(app: OtuiApp, draft: str) -> bool:
    """Show the record that a draft (`edit:problem:7`) is of, with its form in front; False for any other draft."""
    from otui.screens.records.verbs import RecordVerbs

    verb, *rest = draft.split(":")
    if len(rest) != 2 or rest[0] not in OPENERS or not rest[1].isdecimal():
        return False
    open_record(app, rest[0], int(rest[1]))
    screen = app.screen
    if isinstance(screen, RecordVerbs) and verb in ("edit", "note"):
        screen.background(screen.do_record_edit() if verb == "edit" else screen.do_record_note())
    return True

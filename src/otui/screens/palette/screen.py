"""The palette: actions that are possible here, by name; where few fit, records and tickets that hold the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from rich.segment import Segment
from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.widgets import Input

from otui import theme
from otui.desk.views import finding_records, searching
from otui.desk.views.finding_records import RecordHit
from otui.desk.views.searching import Hit
from otui.desk.words import record_name
from otui.keys.actions import ACTIONS, Action
from otui.keys.model import TEXT_CONTEXTS
from otui.screens.base import Keyed
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.fuzzy import best, fold
from otui.widgets.picker import Choice, Picker
from otui.widgets.rowpaint import RowFlags

TICKETS = 20
RECORDS = 8
ALWAYS_TICKETS = 3
"""With so many actions or fewer, tickets that hold the words stand below them."""
HIDDEN_GROUPS = ("move", "compose")
"""Keys that only walk about, or that work while something is written, are no use by name."""


@dataclass(frozen=True, slots=True)
class TicketChoice:
    """A ticket that was found."""

    id: int
    number: str
    subject: str


Choosable = Action | TicketChoice | RecordHit


class PaletteScreen(Picker[Choosable]):
    """Does what is picked: an action on the screen behind it, or opening a ticket."""

    def __init__(self, opener: Screen[Any]) -> None:
        super().__init__(
            _("What do you want to do?"),
            fetch=self._choices_for,
            empty_text=_("No action and no ticket by these words."),
        )
        self._opener = cast("Keyed", opener)
        self._actions = [_choice(action, self._opener) for action in possible(self._opener)]

    def on_mount(self) -> None:
        """Take what is typed from the first letter on."""
        self.set_focus(self.query_one(Input))

    def _choices_for(self, typed: str) -> Sequence[Choice[Choosable]]:
        """Return actions that fit, best first, and tickets where few do. Runs in a thread."""
        found = best(typed, self._actions, lambda choice: fold(f"{choice.label} {choice.keywords}"))
        if len(found) > ALWAYS_TICKETS or not typed.strip() or not self._opener.otui.is_open:
            return found
        desk = self._opener.live.desk
        records = desk.read(finding_records.find, typed, limit=RECORDS)
        hits = desk.read(searching.find, typed, limit=TICKETS)
        return [*found, *map(_record_choice, records), *map(_ticket_choice, hits)]

    def paint(self, row: Any, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Draw an action (name, what it does, its key at the right), or a ticket or record (number, subject)."""
        styles = theme.styles(self.app.current_theme)
        picked = self._found[row.id].value
        if not isinstance(picked, Action):
            number, kind = safe.line(picked.number), ""
            if isinstance(picked, RecordHit):
                kind = record_name(picked.kind)
            room = columns - width.cells(number) - width.cells(kind) - 4
            yield Segment(f"{number}  ", styles["muted"])
            yield Segment(width.fit(safe.line(picked.subject), max(1, room)))
            yield Segment(f"  {kind}", styles["muted"])
            return
        key = row.detail
        name = width.fit(row.label, min(columns, max(width.cells(row.label), 24)))
        room = max(0, columns - width.cells(name) - width.cells(key) - 3)
        yield Segment(name)
        yield Segment("  " + width.fit(_(picked.help), room), styles["muted"])
        yield Segment(f" {key}", styles["title"])

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close, then do what was picked."""
        closed = super().dismiss(result)
        if isinstance(result, Action):
            self._opener.perform(result)
        elif isinstance(result, TicketChoice):
            self._opener.otui.open_ticket(result.id, self._opener)
        elif isinstance(result, RecordHit):
            self._opener.otui.open_record(result.kind, result.id)
        return closed


def possible(opener: Keyed) -> list[Action]:
    """Return the actions that the screen `opener`, or the app, can do where it has focus now."""
    contexts = set(opener.contexts())
    return [
        action
        for action in ACTIONS.values()
        if action.group not in HIDDEN_GROUPS
        and action.id != "find.palette"
        and (action.contexts - TEXT_CONTEXTS) & contexts
        and opener.handler(action.id) is not None
    ]


def _choice(action: Action, opener: Keyed) -> Choice[Choosable]:
    app = opener.otui
    words = " ".join((_(action.help), action.id, action.command or "", *action.aliases))
    key = app.keymap.label(action.id, ascii_only=app.ascii_only)
    return Choice(action, _(action.title), key, words)


def _ticket_choice(hit: Hit) -> Choice[Choosable]:
    return Choice(TicketChoice(hit.id, hit.row.number, hit.row.subject), hit.row.number)


def _record_choice(hit: RecordHit) -> Choice[Choosable]:
    return Choice(hit, hit.number)

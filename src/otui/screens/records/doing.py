"""How an act on a record is done from a screen: one transaction, told, undone, a conflict asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from otui.desk import undo
from otui.desk.commands import Redo, Undo
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.desk.unit import Unit
from otui.desk.views import records
from otui.desk.words import verb_name
from otui.errors import Conflict, OtuiError, Refused
from otui.screens.verbs.doing import came
from otui.text import times
from otui.text.i18n import _
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.screens.base import DeskScreen

    _Base = DeskScreen
else:
    _Base = object

Verb = Callable[[Unit, Any], Result]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The record that a key acts on, as the screen last read it."""

    id: int
    number: str
    """Its number, or its name."""
    version: int
    subject: str = ""


class RecordDoing(_Base):
    """Mixed into screens of records: the screen says which one is chosen, and shows what was done."""

    KIND: ClassVar[str] = ""

    @property
    def chosen(self) -> Chosen | None:
        """The record that keys act on; None while there is none."""
        raise NotImplementedError

    @property
    def all_read(self) -> bool:
        """Whether nothing is being read any more: what is not there by now does not come."""
        return False

    def record_acted(self, result: Result) -> None:
        """Show what was done."""
        raise NotImplementedError

    async def one(self) -> Chosen:
        """Return the record that a key is meant for, once it is read; Refused where there is none."""
        await came(lambda: self.chosen is not None or self.all_read)
        if self.chosen is None:
            raise Refused(_("There is nothing here to do that to."))
        return self.chosen

    async def act(self, verb: Verb, command: Any, *, chosen: Chosen | None = None) -> Result | None:
        """Do a verb, against the version that was read; tell what was done. None where it was dropped.

        A command that is an `OnRecord` gets the version. Where the record moved on, whoever asked sees what is new
        and chooses.
        """
        target = chosen or self.chosen
        if (
            isinstance(command, OnRecord)
            and command.version is None
            and target is not None
            and target.version
        ):
            command = replace(command, version=target.version)
        try:
            result = await self.live.do(verb, command)
        except Conflict as conflict:
            settled = await self._settle(verb, command, target, conflict)
            if settled is None:
                return None
            result = settled
        undo_key = self.otui.keymap.label("edit.undo")
        self.otui.tell(_("{said} {key} undoes it.").format(said=result.said, key=undo_key))
        self.record_acted(result)
        return result

    async def _settle(
        self, verb: Verb, command: Any, target: Chosen | None, conflict: Conflict
    ) -> Result | None:
        """The record moved on: show what is new, and let whoever asked do it all the same, look, or drop it."""
        if target is None or not isinstance(command, OnRecord):
            raise conflict
        news: Sequence[str] = ()
        try:
            events = await self.live.read(records.history, self.KIND, target.id)
            news = [
                f"{times.clock(event.at, self.otui.zone)}  {event.actor}  {verb_name(event.verb)}  {event.text}"
                for event in events
                if event.version > (command.version or 0)
            ][-6:]
        except OtuiError as error:
            news = (str(error),)
        answers = [
            Answer("s", _("do it all the same"), "send"),
            Answer("v", _("look at it"), "view"),
            Answer("d", _("drop it"), "drop"),
        ]
        answer = await self.otui.ask(Confirm(conflict.message, answers, details=news))
        if answer == "view":
            self.look_again()
        if answer != "send":
            return None
        return await self.live.do(verb, replace(command, version=conflict.version or None))

    def look_again(self) -> None:
        """Read again what is shown, as somebody asked to see what is new."""

    async def do_edit_undo(self) -> None:
        """Take the last act of this session back."""
        await self._mend(undo.undo, Undo(since=self.live.desk.session_start))

    async def do_edit_redo(self) -> None:
        """Do again what undo took back."""
        await self._mend(undo.redo, Redo(since=self.live.desk.session_start))

    async def _mend(self, verb: Any, command: Any) -> None:
        result = await self.live.do(verb, command)
        self.record_acted(result)
        key = self.otui.keymap.label("edit.redo" if verb is undo.undo else "edit.undo")
        words = _("{said} {key} does it again.") if verb is undo.undo else _("{said} {key} undoes it.")
        self.otui.tell(words.format(said=result.said, key=key))

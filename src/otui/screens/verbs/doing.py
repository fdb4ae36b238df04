"""How a verb is done from a screen: each ticket its own transaction, one report, conflicts asked about, repeatable."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from otui.desk.commands import OnTicket
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.unit import Unit
from otui.desk.views import ticket as ticket_views
from otui.desk.words import verb_name
from otui.errors import Conflict, OtuiError
from otui.screens.report import ReportScreen
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import LiveDesk

Verb = Callable[[Unit, Any], Result]
Make = Callable[[TicketRow], OnTicket]
"""Makes the command for one ticket."""
Settle = Callable[[Verb, Any, TicketRow, Conflict], Awaitable[Result | None]]
"""Asks what is to become of a command on a ticket that moved on, and does it; None where it is not to be done."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A ticket that a verb was refused on, and why."""

    row: TicketRow
    error: OtuiError


AHEAD = 3.0
"""Seconds that a verb waits for the ticket that it is meant for to be read."""


async def came(there: Callable[[], bool]) -> bool:
    """Wait for what a key was quicker than; False where it does not come."""
    end = asyncio.get_running_loop().time() + AHEAD
    while not there():
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(0.01)
    return True


class Doing:
    """What the verb mixins stand on. The screen gives `targets`, `acted` and `unmark`."""

    if TYPE_CHECKING:
        otui: OtuiApp
        live: LiveDesk

        async def targets(self) -> list[TicketRow]:
            """Return the tickets that a verb acts on."""

        def acted(self, results: list[Result]) -> None:
            """Show what was done."""

        def unmark(self, ids: set[int]) -> None:
            """Take marks off."""

    async def act(
        self,
        verb: Verb,
        make: Make,
        rows: Sequence[TicketRow] | None = None,
        *,
        settle: Settle | None = None,
    ) -> list[Result]:
        """Do `verb` to each target; tell what was done and what was refused, and remember it for `.`.

        `settle` is asked where one ticket moved on meanwhile; else the agent is, with what is new in a window.
        """
        chosen = list(rows) if rows is not None else await self.targets()
        if not chosen:
            self.otui.tell(_("There is no ticket here to do that to."))
            return []
        self.otui.repeatable = (verb, make)
        batch = uuid.uuid4().hex[:12] if len(chosen) > 1 else ""
        results: list[Result] = []
        failures: list[Failure] = []
        for row in chosen:
            command = replace(make(row), version=row.version, batch=batch)
            try:
                results.append(await self.live.do(verb, command))
            except Conflict as conflict:
                if len(chosen) > 1:
                    failures.append(Failure(row, conflict))
                    continue
                settled = await (settle or self._settle)(verb, command, row, conflict)
                if settled is None:
                    return []
                results.append(settled)
            except OtuiError as error:
                failures.append(Failure(row, error))
        self._report(results, failures)
        if results:
            self.unmark({result.ticket_id for result in results})
            self.acted(results)
        return results

    async def _settle(
        self, verb: Verb, command: OnTicket, row: TicketRow, conflict: Conflict
    ) -> Result | None:
        """The ticket moved on: show what is new, and let the agent do it all the same, look, or drop it."""
        news: Sequence[str] = ()
        try:
            events = await self.live.read(ticket_views.history, row.id, after_version=row.version)
            zone = self.otui.zone
            news = [
                f"{times.clock(event.at, zone)}  {event.actor}  {verb_name(event.verb)}  {event.text}"
                for event in events[-6:]
            ]
        except OtuiError as error:
            news = (str(error),)
        takes_over = conflict.hint and self.live.desk.agent.leads and hasattr(command, "over")
        go_on = _("take it over") if takes_over else _("do it all the same")
        answers = [Answer("v", _("view the ticket"), "view"), Answer("d", _("drop it"), "drop")]
        if conflict.version != row.version or takes_over:
            answers.insert(0, Answer("s", go_on, "send"))
        answer = await self.otui.ask(Confirm(conflict.message, answers, details=news))
        if answer == "view":
            self.otui.open_ticket(row.id, self)
        if answer != "send":
            return None
        again = replace(command, version=conflict.version or None)
        if takes_over:
            again = replace(cast("Any", again), over=True)
        return await self.live.do(verb, again)

    def _report(self, results: list[Result], failures: list[Failure]) -> None:
        """One sentence for one ticket; for several the sum, and a list of what was refused."""
        undo = self.otui.keymap.label("edit.undo")
        if len(results) == 1 and not failures:
            self.otui.tell(_("{said} {key} undoes it.").format(said=results[0].said, key=undo))
        elif not results and len(failures) == 1:
            self.otui.tell_error(failures[0].error)
        else:
            self.otui.tell(
                _("{done} done, {refused} refused. {key} undoes them.").format(
                    done=len(results), refused=len(failures), key=undo
                )
            )
            if failures:
                self.otui.push_screen(
                    ReportScreen(
                        ngettext(
                            "{n} ticket was refused; it stays marked",
                            "{n} tickets were refused; they stay marked",
                            len(failures),
                        ).format(n=len(failures)),
                        [(failure.row.number, str(failure.error)) for failure in failures],
                    )
                )

"""The verbs that all records share, as their screens ask for them; each kind adds its own moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from otui.desk.desk import View
from otui.desk.records import holding, notes, ties
from otui.desk.records.moves import DUTIES, Follow
from otui.desk.records.ties import TieRow
from otui.desk.results import Result
from otui.desk.views import people, records
from otui.desk.words import record_name, state_name, step_name, verb_name
from otui.errors import Refused, Usage
from otui.screens.base import Handler
from otui.screens.page import PageScreen
from otui.screens.records.doing import Chosen, RecordDoing
from otui.screens.staff.asking import agent_detail, who_instead
from otui.text.i18n import _, language
from otui.widgets.ask_line import AskLine, ask_reason
from otui.widgets.level_grid import Cell, Factor, LevelGrid
from otui.widgets.picker import Choice, Picker

AS_ON_TICKETS = {
    "ticket.take": "record.take",
    "ticket.assign": "record.assign",
    "ticket.move": "record.move",
    "ticket.priority": "record.priority",
    "ticket.note": "record.note",
    "ticket.link": "record.link",
    "ticket.history": "record.history",
    "ticket.flow": "record.flow",
}
"""What the `:` line calls like on tickets does on a record what its key does."""
NOT_STEPS = frozenset({"take", "assign", "move", "edit", "priority", "task", "note", "link"})
"""Moves of a table that have a key of their own: `>` does not offer them."""


class RecordVerbs(RecordDoing):
    """Mixed into screens of records. `FOLLOWS` reads what may follow; `make_move` does one of its moves.

    For a move called `accept-risk` a subclass writes `async def move_accept_risk(self, one: Chosen, text: str)`.
    """

    FOLLOWS: ClassVar[Any] = None
    """(view, record id) -> tuple[Follow, ...], as a staticmethod; None where a kind has no steps."""

    def handler(self, action_id: str) -> Handler | None:
        """Return what does an action; `:take` and the like are known here as on tickets."""
        return super().handler(AS_ON_TICKETS.get(action_id, action_id))

    # -- whose it is, where, how heavy -----------------------------------------------------------------------------

    async def do_record_take(self) -> None:
        """Become its owner."""
        one = await self.one()
        await self.act(holding.take, holding.TakeRecord(kind=self.KIND, ref=one.id))

    async def do_record_assign(self, text: str = "") -> None:
        """Give it to an agent."""
        one = await self.one()
        login = text.strip() or await self.pick_agent(_("Assign to"))
        if not login:
            return
        chosen = await who_instead(self.otui, self.live.desk.directory.agent(login))
        if chosen is not None:
            agent, anyway = chosen
            command = holding.AssignRecord(kind=self.KIND, ref=one.id, agent=agent.id, anyway=anyway)
            await self.act(holding.assign, command, chosen=one)

    async def pick_agent(self, heading: str) -> str:
        """Return the login of an agent that was picked, or nothing."""
        me = self.live.desk.agent.id
        choices = [
            Choice(agent.login, agent.name, agent_detail(self.otui, agent), recent=agent.id == me)
            for agent in await self.live.read(people.agents)
        ]
        picked = await self.otui.ask(Picker(heading, choices))
        return picked if isinstance(picked, str) else ""

    async def do_record_move(self, text: str = "") -> None:
        """Put it in another queue. A `:` line may give queue and reason."""
        one = await self.one()
        queue, reason = text.strip(), ""
        if queue:
            names = [each.name for each in self.live.desk.directory.queues.values()]
            found = [name for name in names if queue.casefold().startswith(name.casefold())]
            if found:
                name = max(found, key=len)
                queue, reason = name, queue[len(name) :].strip()
        else:
            queue = await self.pick_queue(_("Move to"))
        if queue:
            self.otui.recent_queue(queue)
            command = holding.MoveRecord(kind=self.KIND, ref=one.id, queue=queue, reason=reason)
            await self.act(holding.move, command, chosen=one)

    async def pick_queue(self, heading: str) -> str:
        """Return the name of a queue that was picked, or nothing."""
        recent = self.otui.recent_queues
        choices = [
            Choice(
                queue.name,
                queue.name,
                _("line {line}").format(line=queue.line),
                keywords=" ".join(queue.path),
                recent=queue.name in recent,
            )
            for queue in self.live.desk.directory.queues.values()
        ]
        picked = await self.otui.ask(Picker(heading, choices))
        return picked if isinstance(picked, str) else ""

    async def do_record_priority(self, text: str = "") -> None:
        """Set impact and urgency, by a grid or by two factors on the `:` line."""
        one = await self.one()
        parts = text.replace("×", " ").split()
        if parts and (len(parts) != 2 or not all(part.isdecimal() for part in parts)):
            raise Usage(_("Give impact and urgency, for example 8 4."))
        pair = (int(parts[0]), int(parts[1])) if parts else await self.otui.ask(self._grid())
        if pair is not None:
            command = holding.RecordPriority(kind=self.KIND, ref=one.id, impact=pair[0], urgency=pair[1])
            await self.act(holding.priority, command, chosen=one)

    def _grid(self) -> LevelGrid:
        table = self.live.desk.rules.sla.default

        def cell(impact: int, urgency: int) -> Cell:
            return Cell(table.level_for(impact, urgency).label(language()), str(impact * urgency))

        return LevelGrid(
            [Factor(one.factor, one.label(language())) for one in table.factors.impact],
            [Factor(one.factor, one.label(language())) for one in table.factors.urgency],
            cell,
            start=(1, 1),
            follow=lambda impact, urgency: [table.level_for(impact, urgency).label(language())],
        )

    # -- words, history, tasks -------------------------------------------------------------------------------------

    async def do_record_note(self, text: str = "") -> None:
        """Write on it: words of a `:` line are kept at once."""
        one = await self.one()
        if text.strip():
            await self.act(notes.note, notes.NoteOn(kind=self.KIND, ref=one.id, body=text), chosen=one)
            return
        from otui.screens.records.form import NoteScreen

        self.otui.push_screen(NoteScreen(self, one))

    async def do_record_history(self) -> None:
        """Show what happened to it."""
        from otui.screens.records.blocks import as_history
        from otui.screens.ticket.explained import history_blocks

        one = await self.one()
        events = await self.live.read(records.history, self.KIND, one.id)
        title = _("History: {number}").format(number=one.number)
        blocks = history_blocks(self.otui, as_history(self.otui, events))
        self.otui.push_screen(PageScreen(title, blocks, at_end=True))

    async def do_record_tasks(self) -> None:
        """Show its tasks."""
        from otui.screens.records.tasks import TasksScreen

        one = await self.one()
        self.otui.push_screen(TasksScreen(self.KIND, one.id, one.number))

    async def do_record_flow(self) -> None:
        """Draw where it stands in its process."""
        from otui.screens.flow.screen import FlowScreen

        if self.FOLLOWS is None:
            self.otui.tell(_("There are no steps here."))
            return
        one = await self.one()
        self.otui.push_screen(FlowScreen(self.KIND, one.id))

    # -- what may follow -------------------------------------------------------------------------------------------

    async def do_record_next(self, text: str = "") -> None:
        """Offer what may follow; what is missing, and who may, is said beside each."""
        one = await self.one()
        read: Callable[[View, int], tuple[Follow, ...]] | None = self.FOLLOWS
        if read is None:
            self.otui.tell(_("There are no steps here."))
            return
        found = [row for row in await self.live.read(read, one.id) if row.move.verb not in NOT_STEPS]
        if not found:
            raise Refused(_("{number} is at its end: nothing follows.").format(number=one.number))
        name, _space, rest = text.strip().partition(" ")
        picked = name
        if not name:
            choices = [Choice(row.move.verb, follow_label(row), follow_detail(row)) for row in found]
            heading = _("What follows on {number}?").format(number=one.number)
            answer = await self.otui.ask(Picker(heading, choices, tell_detail=True))
            picked = answer if isinstance(answer, str) else ""
        if not picked:
            return
        row = next((each for each in found if picked in (each.move.verb, verb_name(each.move.verb))), None)
        if row is None:
            raise Usage(
                _("{verb} does not follow here.").format(verb=picked),
                _("It is one of {names}.").format(names=", ".join(each.move.verb for each in found)),
            )
        if not row.may:
            raise Refused(
                _("{verb} on {number} is for {who}.").format(
                    verb=verb_name(row.move.verb), number=one.number, who=_(DUTIES[row.move.duty])
                )
            )
        await self.make_move(row, one, rest)

    async def make_move(self, row: Follow, one: Chosen, text: str) -> None:
        """Do one of the moves: by the method that is called after it."""
        method = getattr(self, "move_" + row.move.verb.replace("-", "_"), None)
        if method is None:
            self.otui.tell(_("{verb} has a key of its own here.").format(verb=verb_name(row.move.verb)))
            return
        await method(one, text)

    async def reason(self, question: str, text: str = "", *, explain: str = "") -> str:
        """Return the words of a `:` line, else ask for them; empty where nobody answers."""
        if text.strip():
            return text.strip()
        asked: str | None = await self.otui.ask(ask_reason(question, explain=explain))
        return asked or ""

    # -- ties ------------------------------------------------------------------------------------------------------

    async def do_record_link(self, text: str = "") -> None:
        """Link it to what is named, or take a link away."""
        one = await self.one()
        named = text.strip()
        if not named:
            tied = await self.live.read(ties.ties_of, self.KIND, one.id)
            choices = [Choice("", _("another: type its number"), recent=True)]
            choices += [
                Choice(str(row.id), _("take away: {what}").format(what=tie_label(row))) for row in tied
            ]
            picked = await self.otui.ask(Picker(_("Link to"), choices)) if tied else ""
            if picked is None:
                return
            taken = next((row for row in tied if str(row.id) == picked), None)
            if taken is not None:
                await self.unlink(one, taken)
                return
            asked = await self.otui.ask(
                AskLine(
                    _("Link {number} to which number?").format(number=one.number),
                    _not_empty,
                    explain=_("a ticket, P… a problem, C… a change, K… an article, or the name of a service"),
                )
            )
            named = asked or ""
        if named:
            await self.link(one, named)

    async def link(self, one: Chosen, named: str) -> None:
        """Tie to what a person named; each kind says with which verb."""
        raise Refused(_("Nothing can be linked here."))

    async def unlink(self, one: Chosen, row: TieRow) -> None:
        """Take a tie away; each kind says with which verb."""
        raise Refused(_("Nothing can be unlinked here."))

    async def do_record_new(self, text: str = "") -> None:
        """Make one; each kind says how."""
        self.otui.tell(_("Nothing is made here."))

    async def do_record_edit(self) -> None:
        """Write its fields; each kind says which."""
        self.otui.tell(_("There is nothing to edit here."))

    def opened(self, result: Result) -> None:
        """Show a record that was made."""
        self.otui.open_record(result.record, result.record_id)


def follow_label(row: Follow) -> str:
    """Return a move as people say it, and where it leads."""
    words = verb_name(row.move.verb)
    return words if row.move.target is None else f"{words} → {step_name(row.move.target)}"


def follow_detail(row: Follow) -> str:
    """Return who may make a move, for whom may not, and what it still lacks."""
    if not row.may:
        return _("for {who}").format(who=_(DUTIES[row.move.duty]))
    return " ".join(row.missing)


def tie_label(row: TieRow) -> str:
    """Return what a tie leads to: what it is, its number and subject, and where it stands."""
    state = state_name(row.state) if row.other == "ticket" else step_name(row.state)
    return f"{record_name(row.other)} {row.number}  {row.subject}" + (f" ({state})" if state else "")


def _not_empty(text: str) -> tuple[str, str]:
    if not text:
        raise Usage(_("Type a number or a name."))
    return text, ""

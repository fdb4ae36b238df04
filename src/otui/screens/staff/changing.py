"""What is changed from the lists of agents and queues: each asks for what it needs, and says what undoes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from otui.desk import queues, rights, undo
from otui.desk.commands import Redo, Undo
from otui.desk.office import absence, leaving, rights_staff, staff
from otui.desk.results import Result
from otui.desk.unit import Unit
from otui.desk.views.staff import QueueCard, StaffRow
from otui.errors import Refused, Usage
from otui.screens.staff.asking import pick_agent, pick_queue, put_away
from otui.screens.staff.effect import agree
from otui.screens.staff.fields import agent_fields, queue_fields
from otui.screens.staff.form import RecordForm, changed
from otui.screens.staff.ticks import Tick, TickList
from otui.text.i18n import _, ngettext
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import LiveDesk


class StaffChanges:
    """Mixed into the screen of agents and queues."""

    if TYPE_CHECKING:
        otui: OtuiApp
        live: LiveDesk

        @property
        def on_queues(self) -> bool:
            """Whether the queues are shown."""

        def chosen_agent(self) -> StaffRow | None:
            """Return the agent under the cursor."""

        def chosen_queue(self) -> QueueCard | None:
            """Return the queue under the cursor."""

        async def read(self, *, select: int = 0) -> None:
            """Read again."""

    async def _act(
        self, verb: Callable[[Unit, Any], Result], command: Any, *, undoes: str = "edit.undo"
    ) -> None:
        """Do a verb, show what came of it, and say how it is undone."""
        told = await self.live.do(verb, command)
        self.live.desk.refresh()
        await self.read()
        self.otui.show_status()
        key = self.otui.keymap.label(undoes)
        words = _("{said} {key} does it again.") if undoes == "edit.redo" else _("{said} {key} undoes it.")
        self.otui.tell(words.format(said=told.said, key=key))

    # -- making and changing ---------------------------------------------------------------------------------------

    async def do_ticket_new(self, text: str = "") -> None:
        """Make an agent or a queue: in these lists that is what is new."""
        await self.do_admin_new()

    async def do_admin_new(self) -> None:
        """Make an agent, or a queue."""
        if self.on_queues:
            await self._new_queue()
        else:
            await self._new_agent()

    async def _new_agent(self) -> None:
        rights.require(self.live.desk.agent, "agent-new")
        fields = agent_fields(None)

        async def save(values: dict[str, str]) -> None:
            made = await self.live.do(
                lambda unit, _none: (
                    staff.new_agent(
                        unit,
                        values["login"],
                        values["name"],
                        role=values["role"] or "agent",
                        email=values["email"],
                        lang=values["lang"],
                        line=_number(values["line"] or "1"),
                    ).id
                ),
                None,
            )
            await self._made(int(made))

        await self.otui.ask(RecordForm(_("New agent"), fields, save))

    async def _new_queue(self) -> None:
        rights.require(self.live.desk.agent, "queue-new")
        fields = queue_fields(self.live.desk, None)

        async def save(values: dict[str, str]) -> None:
            made = await self.live.do(
                lambda unit, _none: (
                    queues.new_queue(
                        unit,
                        values["name"],
                        line=_number(values["line"] or "1"),
                        parent=values["parent"],
                        calendar=values["calendar"],
                    ).id
                ),
                None,
            )
            await self._made(int(made))

        await self.otui.ask(RecordForm(_("New queue"), fields, save))

    async def _made(self, made: int) -> None:
        self.live.desk.refresh()
        await self.read(select=made)

    async def do_admin_edit(self) -> None:
        """Change what the cursor is on."""
        row, card = self.chosen_agent(), self.chosen_queue()
        if row is not None:
            await self._edit_agent(row)
        elif card is not None:
            await self._edit_queue(card)

    async def _edit_agent(self, row: StaffRow) -> None:
        me, agent = self.live.desk.agent, row.agent
        fields = agent_fields(row)
        if not rights.may_at_desk(me, "agent-change"):
            rights.require(me, "agent-lang", agent.id)
            fields = [field for field in fields if field.name == "lang"]

        async def save(values: dict[str, str]) -> None:
            given: dict[str, Any] = changed(fields, values)
            if not given:
                return
            if "line" in given:
                given["line"] = _number(given["line"])
            await self._act(staff.change_agent, staff.ChangeAgent(agent=agent.id, **given))

        await self.otui.ask(RecordForm(agent.name, fields, save))

    async def _edit_queue(self, card: QueueCard) -> None:
        rights.require(self.live.desk.agent, "queue-change")
        fields = queue_fields(self.live.desk, card)

        async def save(values: dict[str, str]) -> None:
            given: dict[str, Any] = changed(fields, values)
            if not given:
                return
            for name in ("line", "place", "lock_minutes"):
                if name in given:
                    given[name] = _number(given[name] or "0")
            if "confidential" in given:
                given["confidential"] = given["confidential"] == _("yes")
            if "default" in given:
                given["default"] = given["default"] == _("yes")
            command = queues.ChangeQueue(queue=card.id, **given)
            base = await agree(self.otui, form, card.name, command)
            await self._act(queues.change_queue, replace(command, base=base))

        form = RecordForm(card.name, fields, save)
        await self.otui.ask(form)

    # -- teams, absence, out of use --------------------------------------------------------------------------------

    async def do_admin_team(self) -> None:
        """Tick off the teams of an agent, or the team of a queue."""
        row, card = self.chosen_agent(), self.chosen_queue()
        desk = self.live.desk
        if row is not None:
            agent_id = row.id
            rights.require(desk.agent, "team")
            was = row.agent.queues
            ticks = [
                Tick(queue.id, "  " * queue.depth + queue.name, queue.id in was)
                for queue in desk.directory.queues.values()
                if rights_staff.may_team(desk.agent, queue)
            ]
            now = await self._ticked(_("Teams of {name}").format(name=row.agent.name), ticks)
            if now is not None:
                known = {tick.id for tick in ticks}
                join, leave = tuple(sorted(now - was)), tuple(sorted((was & known) - now))
                if join or leave:
                    await self._act(staff.teams, staff.Teams(agent=agent_id, join=join, leave=leave))
        elif card is not None:
            queue = desk.directory.queue(card.id)
            rights_staff.require_team(desk.agent, queue)
            agents = desk.directory.agents.values()
            ticks = [Tick(one.id, f"{one.name} ({one.login})", one.login in card.team) for one in agents]
            had = frozenset(tick.id for tick in ticks if tick.ticked)
            now = await self._ticked(_("Team of {name}").format(name=card.name), ticks)
            if now is not None and now != had:
                change = queues.QueueTeam(
                    queue=card.id, join=tuple(sorted(now - had)), leave=tuple(sorted(had - now))
                )
                await self._act(queues.queue_team, change)

    async def _ticked(self, heading: str, ticks: list[Tick]) -> frozenset[int] | None:
        return await self.otui.ask(TickList(heading, ticks, ascii_only=self.otui.ascii_only))

    async def do_admin_absence(self) -> None:
        """Put the agent out of office, or have them back."""
        row = self.chosen_agent()
        if row is None:
            raise Refused(_("Put the cursor on an agent first."))
        rights.require(self.live.desk.agent, "absence", row.id)
        if row.agent.away(self.otui.now):
            await self._act(absence.back, absence.Back(agent=row.id))
        elif await put_away(self.otui, row.agent):
            await self.read()

    async def do_admin_off(self) -> None:
        """Take what the cursor is on out of use, or into use again."""
        row, card = self.chosen_agent(), self.chosen_queue()
        if row is not None:
            rights.require(self.live.desk.agent, "agent-off")
            if not row.agent.active:
                await self._act(leaving.activate, row.id)
            elif (command := await self._ask_leaving(row)) is not None:
                await self._act(leaving.deactivate, command)
        elif card is not None:
            rights.require(self.live.desk.agent, "queue-off")
            if not card.active:
                await self._act(queues.activate_queue, card.id)
            elif (off := await self._ask_closing(card)) is not None:
                await self._act(queues.deactivate_queue, off)

    async def _ask_leaving(self, row: StaffRow) -> leaving.Deactivate | None:
        agent = row.agent
        if not row.locked:
            question = _("Deactivate {name}? What they did and wrote stays.").format(name=agent.name)
            answer = await self.otui.ask(Confirm(question, [Answer("y", _("deactivate"), "y")]))
            return leaving.Deactivate(agent=agent.id) if answer else None
        question = ngettext(
            "{name} has {n} locked ticket. Where does it go?",
            "{name} has {n} locked tickets. Where do they go?",
            row.locked,
        ).format(name=agent.name, n=row.locked)
        answers = [Answer("h", _("hand over to…"), "h"), Answer("f", _("set free"), "f")]
        answer = await self.otui.ask(Confirm(question, answers))
        if answer == "f":
            return leaving.Deactivate(agent=agent.id, release=True)
        if answer == "h":
            to = await pick_agent(self.otui, _("Who takes them over?"), but=agent.id)
            return leaving.Deactivate(agent=agent.id, hand_to=to.login) if to is not None else None
        return None

    async def _ask_closing(self, card: QueueCard) -> queues.DeactivateQueue | None:
        if not card.count.open or card.default:
            question = _("Deactivate {name}? Its former tickets stay.").format(name=card.name)
            answer = await self.otui.ask(Confirm(question, [Answer("y", _("deactivate"), "y")]))
            return queues.DeactivateQueue(queue=card.id) if answer else None
        heading = ngettext(
            "Where does its {n} open ticket go?", "Where do its {n} open tickets go?", card.count.open
        ).format(n=card.count.open)
        to = await pick_queue(self.otui, heading, but=card.id)
        return queues.DeactivateQueue(queue=card.id, move_to=to) if to else None

    # -- mending ---------------------------------------------------------------------------------------------------

    async def do_edit_undo(self) -> None:
        """Take the last act of this session back."""
        await self._act(undo.undo, Undo(since=self.live.desk.session_start), undoes="edit.redo")

    async def do_edit_redo(self) -> None:
        """Do again what undo took back."""
        await self._act(undo.redo, Redo(since=self.live.desk.session_start))


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal()):
        raise Usage(_("{words} is no whole number.").format(words=words or "–"))
    return int(words)

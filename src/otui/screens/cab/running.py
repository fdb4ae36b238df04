"""How a meeting of the board is run from its screen: called, attended, its agenda in order, its minutes, its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.changes.board import agenda, meetings, minutes_page
from otui.desk.results import Result
from otui.errors import Refused, Usage
from otui.screens.records.doing import Chosen, RecordDoing
from otui.screens.records.form import FormField, FormScreen
from otui.screens.staff.ticks import Tick, TickList
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.text.when import parse_when
from otui.widgets.ask_line import AskLine, ask_number
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.desk.views.meetings import MeetingCard
    from otui.screens.cab.columns import AgendaLine
    from otui.widgets.virtual_list import VirtualList


class CabMeeting(RecordDoing):
    """Mixed into the screen of the board."""

    KIND = "cab_meeting"

    if TYPE_CHECKING:
        card: MeetingCard | None

        @property
        def rows(self) -> VirtualList[AgendaLine]:
            """The agenda."""

        async def read(self) -> None:
            """Read again."""

    @property
    def chosen(self) -> Chosen | None:
        """The meeting."""
        card = self.card
        return None if card is None else Chosen(card.row.id, card.row.name, card.row.version)

    def line(self) -> AgendaLine:
        """Return the change under the cursor; Refused where there is none."""
        if self.rows.row is None:
            raise Refused(_("There is no change here."))
        return self.rows.row

    def meeting(self) -> MeetingCard:
        """Return the meeting; Refused where none is planned."""
        if self.card is None:
            raise Refused(
                _("No meeting is planned. {key} calls one.").format(key=self.otui.keymap.label("cab.new"))
            )
        return self.card

    # -- words -----------------------------------------------------------------------------------------------------

    async def do_cab_item_minutes(self, text: str = "") -> None:
        """Write what was said of the change under the cursor."""
        rights.require(self.live.desk.agent, "cab")
        card, row = self.meeting(), self.line().row

        async def keep(words: str) -> Result | None:
            return await self.act(
                agenda.item_minutes,
                agenda.ItemMinutes(ref=card.row.id, change=row.change_id, minutes=words),
            )

        title = _("Minutes of {number}  {subject}").format(number=row.number, subject=row.subject)
        await self._write(title, row.minutes, f"minutes:{card.row.id}:{row.change_id}", keep, text)

    async def do_cab_minutes(self, text: str = "") -> None:
        """Write what was said at the meeting as a whole."""
        rights.require(self.live.desk.agent, "cab")
        card = self.meeting()

        async def keep(words: str) -> Result | None:
            return await self.act(meetings.minutes, meetings.Minutes(ref=card.row.id, minutes=words))

        title = _("Minutes of {name}").format(name=card.row.name)
        await self._write(title, card.minutes, f"minutes:{card.row.id}", keep, text)

    async def _write(self, title: str, before: str, draft: str, keep: Any, text: str) -> None:
        if text.strip():
            await keep(text)
            return

        async def save(changed: dict[str, str]) -> Result | None:
            found: Result | None = await keep(changed["minutes"])
            return found

        field = FormField("minutes", _("What was said; Markdown"), before, long=True)
        self.otui.push_screen(FormScreen(title, [field], save, draft=draft))

    def do_cab_copy(self) -> None:
        """Copy agenda, decisions and minutes as Markdown."""
        card = self.meeting()
        self.otui.copy(minutes_page.page(card, self.otui.zone), _("agenda and minutes"))

    # -- the meeting -----------------------------------------------------------------------------------------------

    async def do_cab_attend(self) -> None:
        """Tick off who is there."""
        rights.require(self.live.desk.agent, "cab")
        card = self.meeting()
        directory = self.live.desk.directory
        expected = [one.agent_id for one in card.invited]
        others = [one.id for one in directory.agents.values() if one.id not in expected]
        marks = {one.agent_id: one for one in card.invited}
        ticks = []
        for agent_id in (*expected, *others):
            agent = directory.agents[agent_id]
            about = (
                ", ".join(board.upper() for board in marks[agent_id].member_of) if agent_id in marks else ""
            )
            label = f"{agent.name} ({agent.login})" + (f"  {about}" if about else "")
            ticks.append(Tick(agent_id, label, agent.login in card.attendees))
        now = await self.otui.ask(TickList(_("Who is there?"), ticks, ascii_only=self.otui.ascii_only))
        if now is None or now == frozenset(tick.id for tick in ticks if tick.ticked):
            return
        logins = tuple(directory.agents[tick.id].login for tick in ticks if tick.id in now)
        await self.act(meetings.attend, meetings.Attend(ref=card.row.id, agents=logins))

    async def do_cab_new(self, text: str = "") -> None:
        """Call a meeting."""
        rights.require(self.live.desk.agent, "cab")
        now, zone = self.otui.now, self.otui.zone

        def understand(words: str) -> tuple[str, str]:
            return words, times.moment(parse_when(words, now, zone), zone, now)

        words = text.strip()
        if not words:
            example = _("fri 14:00, tomorrow 9, 2026-12-01 9:00")
            asked = await self.otui.ask(AskLine(_("When does the board meet?"), understand, explain=example))
            words = asked or ""
        if words:
            begins = parse_when(words, now, zone)
            ends = begins + timedelta(hours=1)
            await self.act(meetings.new_meeting, meetings.NewMeeting(starts_at=begins, ends_at=ends))

    async def do_ticket_new(self, text: str = "") -> None:
        """Call a meeting: here that is what is new."""
        await self.do_cab_new(text)

    async def do_cab_fill(self) -> None:
        """Put on the agenda what waits for the board."""
        await self.act(agenda.fill, meetings.OnMeeting(ref=self.meeting().row.id))

    async def do_cab_add(self, text: str = "") -> None:
        """Put a change on the agenda by its number."""
        card = self.meeting()
        number = text.strip()
        if not number:
            question = _("Which change comes on the agenda?")
            asked = await self.otui.ask(AskLine(question, _number, explain=_("its number, C1042-33")))
            number = asked or ""
        if number:
            await self.act(agenda.add, agenda.OnItem(ref=card.row.id, change=number))

    async def do_cab_remove(self) -> None:
        """Take the change under the cursor off the agenda."""
        await self.act(
            agenda.remove, agenda.OnItem(ref=self.meeting().row.id, change=self.line().row.change_id)
        )

    async def do_cab_place(self, text: str = "") -> None:
        """Put the change under the cursor in another place."""
        card, line = self.meeting(), self.line()
        most = len(card.agenda)
        if text.strip():
            if not text.strip().isdecimal():
                raise Usage(_("A whole number from {least} to {most}.").format(least=1, most=most))
            place: int | None = int(text)
        else:
            question = _("Which place on the agenda does {number} get?").format(number=line.row.number)
            place = await self.otui.ask(ask_number(question, least=1, most=most))
        if place is not None:
            command = agenda.Place(ref=card.row.id, change=line.row.change_id, by=place - line.place)
            await self.act(agenda.place, command)

    async def do_cab_hold(self) -> None:
        """End the meeting, once that is confirmed."""
        rights.require(self.live.desk.agent, "cab")
        card = self.meeting()
        left = card.row.items - card.row.decided
        details = []
        if left:
            details.append(
                ngettext(
                    "{n} change is not treated: it is deferred and goes on to the next meeting.",
                    "{n} changes are not treated: they are deferred and go on to the next meeting.",
                    left,
                ).format(n=left)
            )
        question = _("End {name}?").format(name=card.row.name)
        answers = [Answer("y", _("end it"), "y")]
        if await self.otui.ask(Confirm(question, answers, details=details)) == "y":
            await self.act(meetings.hold, meetings.Hold(ref=card.row.id))

    async def do_cab_call_off(self) -> None:
        """Call the meeting off, once that is confirmed."""
        rights.require(self.live.desk.agent, "cab")
        card = self.meeting()
        question = _("Call {name} off?").format(name=card.row.name)
        if await self.otui.ask(Confirm(question, [Answer("y", _("call it off"), "y")])) == "y":
            await self.act(meetings.call_off, meetings.OnMeeting(ref=card.row.id))


def _number(words: str) -> tuple[str, str]:
    if not words:
        raise Usage(_("Type the number of a change."))
    return words, ""

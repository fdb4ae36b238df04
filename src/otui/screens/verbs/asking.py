"""Verbs that ask first: to whom, where to, until when, how urgent, why, with which last words."""

from __future__ import annotations

from datetime import datetime

from otui.desk import tickets
from otui.desk.commands import (
    Assign,
    Close,
    Forward,
    LineUp,
    Move,
    Resolve,
    SetContact,
    SetKind,
    SetPriority,
    SetSubject,
    Wait,
)
from otui.desk.records.kinds import split_number
from otui.desk.rows import ContactRow, TicketRow
from otui.desk.views import people
from otui.desk.words import clock_name, kind_name
from otui.domain.workflow import Kind
from otui.errors import Refused, Usage
from otui.screens.staff.asking import agent_detail, who_instead
from otui.screens.verbs.doing import Verb
from otui.screens.verbs.listing import ListingVerbs
from otui.text import times
from otui.text.i18n import _, language
from otui.text.when import parse_when
from otui.widgets.ask_line import AskLine, ask_reason
from otui.widgets.level_grid import Cell, Factor, LevelGrid
from otui.widgets.picker import Choice, MakeNew, Picker

CONTACT_WORDS = ("contact", "melder")
THIRD_WORDS = ("third-party", "third party", "derden", "derde", "leverancier", "supplier")


class AskingVerbs(ListingVerbs):
    """Mixed into screens that have tickets."""

    async def do_ticket_assign(self, text: str = "") -> None:
        """Give to an agent."""
        login = text.strip()
        if not login:
            agents = await self.live.read(people.agents)
            me = self.live.desk.agent.id
            choices = [
                Choice(agent.login, agent.name, agent_detail(self.otui, agent), recent=agent.id == me)
                for agent in agents
            ]
            picked = await self.otui.ask(Picker(_("Assign to"), choices))
            if not isinstance(picked, str):
                return
            login = picked
        chosen = await who_instead(self.otui, self.live.desk.directory.agent(login))
        if chosen is not None:
            agent, anyway = chosen
            await self.act(tickets.assign, lambda row: Assign(ticket=row.id, agent=agent.id, anyway=anyway))

    async def do_ticket_move(self, text: str = "") -> None:
        """Put in another queue. A `:` line may give queue and reason."""
        queue, reason = (
            self._queue_and_reason(text) if text.strip() else (await self._pick_queue(_("Move to")), "")
        )
        if queue:
            self.otui.recent_queue(queue)
            await self.act(tickets.move, lambda row: Move(ticket=row.id, queue=queue, reason=reason))

    def _queue_and_reason(self, text: str) -> tuple[str, str]:
        """Return the longest beginning of `text` that names a queue, and what is left as the reason."""
        words = text.split()
        names = {queue.name.casefold(): queue.name for queue in self.live.desk.directory.queues.values()}
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length]).casefold()
            if name in names:
                return names[name], " ".join(words[length:])
        return self.live.desk.directory.queue(words[0]).name, " ".join(words[1:])

    async def _pick_queue(self, heading: str, line: int = 0) -> str:
        recent = self.otui.recent_queues
        queues = [queue for queue in self.live.desk.directory.queues.values() if queue.line > line]
        choices = [
            Choice(
                queue.name,
                queue.name,
                _("line {line}").format(line=queue.line),
                keywords=" ".join(queue.path),
                recent=queue.name in recent,
            )
            for queue in queues
        ]
        picked = await self.otui.ask(Picker(heading, choices))
        return picked if isinstance(picked, str) else ""

    async def do_ticket_line_up(self, text: str = "") -> None:
        """Hand to the next line, with the reason."""
        reason: str | None = text.strip()
        if not reason:
            reason = await self.otui.ask(
                ask_reason(
                    _("Why does it go to the next line?"),
                    explain=_("Whoever takes it reads this first. It loses its lock; its clocks go on."),
                )
            )
        if reason:
            why = reason
            await self.act(tickets.line_up, lambda row: LineUp(ticket=row.id, reason=why))

    async def do_ticket_wait(self, text: str = "") -> None:
        """Wait for the contact, a third party, or until a time."""
        if text.strip():
            wait, _said = self._understand_wait(text)
        else:
            asked = await self.otui.ask(
                AskLine(
                    _("Wait until when, or for whom?"),
                    self._understand_wait,
                    explain=_(
                        "2h · tomorrow 9 · fri 14:00 · 24-11 · contact · third-party (a time may follow)"
                        " · P… a problem · C… a change"
                    ),
                )
            )
            if asked is None:
                return
            wait = asked
        on, until, ref = wait
        await self.act(tickets.wait, lambda row: Wait(ticket=row.id, on=on, until=until, ref=ref))

    def _understand_wait(self, text: str) -> tuple[tuple[str, datetime | None, str], str]:
        words = text.strip().casefold()
        kind = split_number(text)[0]
        if kind in ("problem", "change"):
            ref = text.strip()
            return (kind, None, ref), _("waits for {other}").format(other=ref.upper())
        for on, names in (("contact", CONTACT_WORDS), ("third-party", THIRD_WORDS)):
            for name in names:
                if (
                    words == name
                    or words.startswith(name + " ")
                    or (len(words) > 2 and name.startswith(words))
                ):
                    until = self._when(words[len(name) :].strip()) if len(words) > len(name) else None
                    said = _("waits for the contact") if on == "contact" else _("waits for a third party")
                    return (on, until, ""), said if until is None else f"{said}, {self._moment(until)}"
        until = parse_when(text, self.otui.now, self.otui.zone)
        return ("until", until, ""), self._moment(until)

    def _when(self, text: str) -> datetime | None:
        return parse_when(text, self.otui.now, self.otui.zone) if text else None

    def _moment(self, at: datetime) -> str:
        return times.moment(at, self.otui.zone, self.otui.now)

    async def do_ticket_resolve(self, text: str = "") -> None:
        """Resolve; what is said goes to the contact."""
        await self._end(
            tickets.resolve, Resolve, text, _("Solved. What does the contact hear? Enter: nothing")
        )

    async def do_ticket_close(self, text: str = "") -> None:
        """Close; what is said goes to the contact."""
        await self._end(tickets.close, Close, text, _("Close. What does the contact hear? Enter: nothing"))

    async def do_ticket_junk(self) -> None:
        """Close what is no report at all, without a word to anyone; no step of its checklist is asked about."""
        await self.act(tickets.close, lambda row: Close(ticket=row.id, despite=_("junk")))

    async def _end(self, verb: Verb, command: type[Resolve | Close], text: str, question: str) -> None:
        """End tickets, with a reason where steps of their checklists are open."""
        rows = await self.targets()
        despite = await self.why_open(rows)
        if despite is None:
            return
        body = text.strip() or await self._last_words(question)
        if body is not None:
            await self.act(verb, lambda row: command(ticket=row.id, body=body, despite=despite), rows)

    async def _last_words(self, question: str) -> str | None:
        if not await self.targets():
            raise Refused(_("There is no ticket here to do that to."))
        return await self.otui.ask(AskLine(question, lambda text: (text, "")))

    async def do_ticket_priority(self, text: str = "") -> None:
        """Set impact and urgency, by a grid or by two factors on the `:` line."""
        rows = await self.targets()
        if text.strip():
            pair = _factors(text)
        elif rows:
            asked = await self.otui.ask(await self._grid(rows[0]))
            if asked is None:
                return
            pair = asked
        else:
            raise Refused(_("There is no ticket here to do that to."))
        await self.act(
            tickets.priority, lambda row: SetPriority(ticket=row.id, impact=pair[0], urgency=pair[1]), rows
        )

    async def _grid(self, row: TicketRow) -> LevelGrid:
        from otui.desk.views import ticket as ticket_views

        detail = await self.live.read(ticket_views.detail, row.id)
        rules = self.live.desk.rules
        directory = self.live.desk.directory
        table = rules.sla.match(row.kind, directory.queues[row.queue_id].path, row.customer)
        timeline = await self.live.read(ticket_views.timeline_of, row.id)

        def cell(impact: int, urgency: int) -> Cell:
            level = table.level_for(impact, urgency)
            name = level.label(language())
            respond = times.duration(level.respond) if level.respond else _("at once")
            return Cell(name, f"{respond} / {times.duration(level.resolve)}")

        def follow(impact: int, urgency: int) -> list[str]:
            level = table.level_for(impact, urgency)
            then = timeline.with_targets(self.otui.now, table.targets(level))
            dues = [
                f"{clock_name(name)} {self._moment(due)}"
                for name, due in (
                    ("response", then.response_due),
                    ("escalation", then.escalation_due),
                    ("resolution", then.resolution_due),
                )
                if due is not None
            ]
            return [level.label(language()), *dues]

        factors = table.factors
        return LevelGrid(
            [Factor(one.factor, one.label(language())) for one in factors.impact],
            [Factor(one.factor, one.label(language())) for one in factors.urgency],
            cell,
            start=(detail.impact or 1, detail.urgency or 1),
            follow=follow,
        )

    async def do_ticket_subject(self, text: str = "") -> None:
        """Word the subject better."""
        rows = await self.targets()
        words = text.strip()
        if not words and rows:
            asked = await self.otui.ask(AskLine(_("Subject"), _not_empty, initial=rows[0].subject))
            words = asked or ""
        if words:
            await self.act(tickets.subject, lambda row: SetSubject(ticket=row.id, subject=words), rows)

    async def do_ticket_kind(self, text: str = "") -> None:
        """Say whether it is an incident or a request; without words it becomes the other."""
        rows = await self.targets()
        kinds = tuple(Kind)
        named = {kind_name(kind): str(kind) for kind in kinds} | {str(kind): str(kind) for kind in kinds}
        wanted = named.get(text.strip().casefold(), text.strip())

        def make(row: TicketRow) -> SetKind:
            other = Kind.REQUEST if row.kind == Kind.INCIDENT else Kind.INCIDENT
            return SetKind(ticket=row.id, kind=wanted or other.value)

        await self.act(tickets.kind, make, rows)

    async def do_ticket_contact(self, text: str = "") -> None:
        """Say who reported it: picked as it is typed, or made on the fly."""
        who: int | str | None = text.strip() or await self.pick_contact(_("Who reported it?"))
        if who:
            chosen = who
            await self.act(tickets.contact, lambda row: SetContact(ticket=row.id, contact=chosen))

    async def pick_contact(self, heading: str) -> int | str | None:
        """Return the id of a contact, the words of a new one, or None."""
        desk = self.live.desk

        def fetch(typed: str) -> list[Choice[int]]:
            return [_contact_choice(row) for row in desk.read(people.find_contacts, typed)]

        picked = await self.otui.ask(Picker(heading, fetch=fetch, new_label=_("New contact: {name}")))
        return picked.name if isinstance(picked, MakeNew) else picked

    async def do_ticket_forward(self, text: str = "") -> None:
        """Send to a third party."""
        to, _space, body = text.strip().partition(" ")
        if not to:
            asked = await self.otui.ask(
                AskLine(
                    _("Forward to which address? Words may follow it"), _address, explain="name@example.org …"
                )
            )
            if asked is None:
                return
            to, body = asked
        await self.act(tickets.forward, lambda row: Forward(ticket=row.id, to=to, body=body))


def _contact_choice(row: ContactRow) -> Choice[int]:
    detail = " · ".join(part for part in (row.customer, row.phone, row.email) if part)
    return Choice(row.id, row.name, detail)


def _not_empty(text: str) -> tuple[str, str]:
    if not text:
        raise Usage(_("A ticket needs a subject."))
    return text, ""


def _address(text: str) -> tuple[tuple[str, str], str]:
    to, _space, body = text.partition(" ")
    if "@" not in to.strip("@"):
        raise Usage(_("{to} is no mail address.").format(to=to or "–"), _("Write it as name@example.org."))
    return (to, body), _("to {to}").format(to=to)


def _factors(text: str) -> tuple[int, int]:
    parts = text.replace("×", " ").replace("x", " ").split()
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise Usage(_("Give impact and urgency, for example 8 4."))
    return int(parts[0]), int(parts[1])

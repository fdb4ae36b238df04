"""What is like a ticket, and what stands for many: the list of like ones, and the moves of a major incident."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from otui.desk.majors import commands as c
from otui.desk.majors import deciding, ending, resolving, views, words
from otui.desk.majors.views import MajorRow, Standing
from otui.desk.problems import making
from otui.desk.problems.commands import NewProblem
from otui.desk.recurrence import reading
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.views import lists
from otui.desk.words import verb_name
from otui.domain.major import Stand
from otui.domain.workflow import OPEN_STATES, Kind
from otui.errors import Refused, Usage
from otui.screens.verbs.doing import Doing
from otui.text.i18n import N_, _, ngettext
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from collections.abc import Sequence

CHILDREN, PROBLEM = "children", "problem"
MORE = {CHILDREN: N_("show its children"), PROBLEM: N_("make a problem of it and its children")}
"""What can be done with a major incident that is no move of the table."""


class RecurringVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_like(self) -> None:
        """Show the incidents like the ticket, in a list where every ticket key works."""
        from otui.screens.recurrence.tickets import TicketsScreen

        rows = await self.targets()
        if not rows:
            self.otui.tell(_("There is no ticket here to do that to."))
            return
        row = rows[0]

        def read(view: Any) -> Sequence[int]:
            return (row.id, *reading.like(view, row.id).ids)

        if not (await self.live.read(reading.like, row.id)).ids:
            self.otui.tell(_("Nothing like {number} was reported lately.").format(number=row.number))
            return
        title = _("Like {number}  {subject}").format(number=row.number, subject=row.subject)
        self.otui.push_screen(TicketsScreen(title, read))

    async def do_ticket_major(self, text: str = "") -> None:
        """Propose or decide on a major incident, or let marked tickets follow one."""
        rows = await self.targets()
        if not rows:
            self.otui.tell(_("There is no ticket here to do that to."))
            return
        found = await self.live.read(views.of_ticket, rows[0].id)
        standing = await self.live.read(views.standing)
        if found is None or found.row.state == Stand.DISMISSED:
            member = next((one for one in standing if rows[0].id in one.members), None)
            if member is not None:
                found = await self.live.read(views.of_ticket, member.ticket_id)
        if found is not None and found.row.state != Stand.DISMISSED:
            others = [row for row in rows if row.id != found.row.ticket_id]
            await self._go_on_with(found, others if len(rows) > 1 else [], text.strip())
            return
        await self._begin_major(rows, standing, text.strip())

    # -- a ticket that belongs to none -----------------------------------------------------------------------------

    async def _begin_major(self, rows: list[TicketRow], standing: tuple[MajorRow, ...], verb: str) -> None:
        """Ask whether it is one, or belongs to one that there is."""
        row = rows[0]
        members = [one.id for one in rows[1:]]
        if not members and row.kind == Kind.INCIDENT:
            alike = await self.live.read(reading.like, row.id)
            near = await self.live.read(lists.rows_by_id, alike.ids)
            members = [one for one in alike.ids if one in near and near[one].state in OPEN_STATES]
        answers = [Answer("p", _("propose it as a major incident"), "propose")]
        for key, one in zip("123", standing, strict=False):
            words_of = _("it is part of {number} {subject}")
            answers.append(
                Answer(key, words_of.format(number=one.number, subject=one.subject), str(one.ticket_id))
            )
        n = len(members)
        hit = (
            ngettext("{n} like it", "{n} like it", n)
            if len(rows) == 1
            else ngettext("with {n} other", "with {n} others", n)
        )
        details = [hit.format(n=n)] if n else []
        question = _("Is {number} a major incident?").format(number=row.number)
        answer = (
            verb if verb == "propose" else await self.otui.ask(Confirm(question, answers, details=details))
        )
        if answer == "propose":
            command = c.Propose(ticket=row.id, members=tuple(members))
            await self.act(deciding.propose, lambda _row: command, [row])
        elif answer is not None:
            await self._do_to_parent(int(answer), deciding.add_children, c.AddChildren, rows)

    # -- one that stands -------------------------------------------------------------------------------------------

    async def _go_on_with(self, found: Standing, others: list[TicketRow], verb: str) -> None:
        """Offer what may follow, and do it."""
        row = found.row
        following = set(found.members)
        if others and not verb:
            verb = "remove" if all(one.id in following for one in others) else "add"
        chosen = f"major-{verb}" if verb and verb not in MORE else verb
        if not chosen:
            chosen = await self._pick_move(found)
        if chosen in MORE:
            await (self._show_children(found) if chosen == CHILDREN else self._problem_of_all(found))
        elif chosen:
            if chosen not in found.moves:
                raise Refused(
                    _("{verb} is not possible on {number} for you now.").format(
                        verb=verb_name(chosen), number=row.number
                    ),
                    _("From here it goes by: {verbs}.").format(
                        verbs=", ".join(verb_name(one) for one in found.moves)
                    ),
                )
            await self._make_move(chosen, found, others)

    async def _pick_move(self, found: Standing) -> str:
        choices = [Choice(verb, verb_name(verb)) for verb in found.moves if verb != "major-propose"]
        choices += [Choice(name, _(said)) for name, said in MORE.items() if found.members or name == PROBLEM]
        choices.sort(key=lambda choice: choice.value == "major-dismiss")  # the way back is the last
        heading = f"{found.row.number} · {words.stand_words(found.row)}"
        picked = await self.otui.ask(Picker(heading, choices))
        return picked if isinstance(picked, str) else ""

    async def _make_move(self, verb: str, found: Standing, others: list[TicketRow]) -> None:
        parent = found.row.ticket_id
        match verb:
            case "major-declare":
                await self._do_to_parent(parent, deciding.declare, c.Declare)
            case "major-dismiss":
                await self._do_to_parent(parent, deciding.dismiss, c.Dismiss)
            case "major-add":
                await self._let_follow(found, others)
            case "major-remove":
                gone = others or await self._pick_child(found)
                if gone:
                    await self._do_to_parent(parent, deciding.remove_children, c.RemoveChildren, gone)
            case "major-message":
                await self._write_to_all(found, verb)
            case "major-resolve":
                await self._write_to_all(found, verb)
            case "major-review":
                await self._write_to_all(found, verb)
            case _:
                raise Usage(_("There is nothing like that to do with a major incident."))

    async def _do_to_parent(
        self, parent: int, verb: Any, make: Any, rows: Sequence[TicketRow] = (), **values: Any
    ) -> list[Result]:
        """Do a verb to the parent, whatever is under the cursor."""
        there = await self.live.read(lists.rows_by_id, (parent,))
        more = {"children": tuple(row.id for row in rows)} if rows else {}
        return await self.act(verb, lambda row: make(ticket=row.id, **more, **values), list(there.values()))

    async def _let_follow(self, found: Standing, others: list[TicketRow]) -> None:
        """Let tickets follow: those that are marked, else those that are like the parent and do not follow yet."""
        row = found.row
        following = {row.ticket_id, *found.members}
        if not others:
            alike = await self.live.read(reading.like, row.ticket_id)
            near = await self.live.read(lists.rows_by_id, [one for one in alike.ids if one not in following])
            others = [one for one in near.values() if one.state in OPEN_STATES]
            if not others:
                key = self.otui.keymap.label("mark.toggle")
                self.otui.tell(
                    _("Nothing else is like it. Mark tickets with {key} and add those.").format(key=key)
                )
                return
            question = ngettext("Add {n} ticket like it?", "Add {n} tickets like it?", len(others))
            details = [f"{one.number} {one.subject}" for one in others[:8]]
            answers = [Answer("a", _("add"), "add"), Answer("k", _("keep it as it is"), "keep")]
            if (
                await self.otui.ask(Confirm(question.format(n=len(others)), answers, details=details))
                != "add"
            ):
                return
        others = [one for one in others if one.id not in following]
        await self._do_to_parent(row.ticket_id, deciding.add_children, c.AddChildren, others)

    async def _pick_child(self, found: Standing) -> list[TicketRow]:
        rows = await self.live.read(lists.rows_by_id, found.members)
        choices = [Choice(row.id, f"{row.number}  {row.subject}") for row in rows.values()]
        picked = await self.otui.ask(Picker(_("Which goes its own way?"), choices))
        return [rows[picked]] if isinstance(picked, int) else []

    async def _show_children(self, found: Standing) -> None:
        from otui.screens.recurrence.tickets import TicketsScreen

        row = found.row

        def read(view: Any) -> Sequence[int]:
            standing = views.of_ticket(view, row.ticket_id)
            return (row.ticket_id, *(standing.members if standing is not None else ()))

        title = _("Major incident {number}  {subject}").format(number=row.number, subject=row.subject)
        self.otui.push_screen(TicketsScreen(title, read))

    async def _problem_of_all(self, found: Standing) -> None:
        incidents = (found.row.ticket_id, *found.members)
        command = NewProblem(subject=found.row.alike or found.row.subject, incidents=incidents)
        result = await self.live.do(making.new, command)
        key = self.otui.keymap.label("edit.undo")
        self.otui.tell(_("{said} {key} undoes it.").format(said=result.said, key=key))

    async def _write_to_all(self, found: Standing, verb: str) -> None:
        """Write a message, a solution or a review on a page of its own; whom it reaches is said there."""
        from otui.screens.records.form import FormField, FormScreen

        row = found.row
        reached = await self.live.read(views.reached, row.ticket_id)
        told = verb != "major-review"
        about = words.reached_words(reached) if told else _("what happened, why, and what was learned")
        label = f"{verb_name(verb)} · {about}"
        value = row.review if verb == "major-review" else ""
        title = f"{row.number}  {row.subject}"
        save = partial(self._send_to_all, row.ticket_id, verb, told)
        self.otui.push_screen(
            FormScreen(
                title,
                [FormField("text", label, value, long=True)],
                save,
                draft=f"{verb}:{row.ticket_id}",
                sends=told,
            )
        )

    async def _send_to_all(
        self, parent: int, verb: str, told: bool, changed: dict[str, str]
    ) -> object | None:
        text = changed.get("text", "")
        known: tuple[int, ...] | None = None
        if told:
            reached = await self.live.read(views.reached, parent)
            known = reached.known
            question = _("Send to {whom}?").format(whom=words.reached_words(reached))
            answers = [Answer("s", _("send"), "send"), Answer("k", _("go on writing"), "keep")]
            names = ", ".join(reached.contacts[:20]) + (" …" if len(reached.contacts) > 20 else "")
            if await self.otui.ask(Confirm(question, answers, details=[names])) != "send":
                return None
        acts: dict[str, tuple[Any, Any, dict[str, Any]]] = {
            "major-message": (ending.message, c.Message, {"body": text, "known": known}),
            "major-resolve": (resolving.resolve, c.ResolveAll, {"body": text, "known": known}),
            "major-review": (ending.review, c.Review, {"text": text}),
        }
        act, make, values = acts[verb]
        results = await self._do_to_parent(parent, act, make, **values)
        return results or None

"""What is done to a change from its list and its page: step by step, approved by people, carried out and reviewed."""

from __future__ import annotations

from typing import Any

from otui.desk.changes import approving, outcome, ties
from otui.desk.changes import commands as c
from otui.desk.changes.advance import advance, cancel, retype, rework
from otui.desk.process_words import CHANGE_TYPES
from otui.desk.records.ties import TieRow
from otui.desk.results import Result
from otui.desk.views import changes as views
from otui.domain.change.review import Result as HowItWent
from otui.domain.change.steps import ASKS, Step, Type
from otui.errors import Refused, Usage
from otui.screens.changes import reading
from otui.screens.changes.making import MakingVerbs
from otui.screens.changes.planning import PlanningVerbs, fallen_words
from otui.screens.changes.saying import say
from otui.screens.records.doing import Chosen
from otui.screens.records.form import FormField, FormScreen
from otui.screens.staff.ticks import Tick, TickList
from otui.text.i18n import _
from otui.widgets.picker import Choice, Picker


class ChangeVerbs(PlanningVerbs, MakingVerbs):
    """Mixed into the list and the page of changes."""

    KIND = "change"

    # -- from step to step -----------------------------------------------------------------------------------------

    async def _go(self, one: Chosen, to: str, reason: str = "") -> None:
        await self.act(advance, c.Advance(ref=one.id, to=to, reason=reason), chosen=one)

    async def move_assess(self, one: Chosen, text: str) -> None:
        """Assess it."""
        await self._go(one, "assess")

    async def move_authorise(self, one: Chosen, text: str) -> None:
        """Let it be authorised."""
        await self._go(one, "authorise")

    async def move_prioritise(self, one: Chosen, text: str) -> None:
        """Give it its place among the others."""
        await self._go(one, "prioritise")

    async def move_plan(self, one: Chosen, text: str) -> None:
        """Plan it."""
        await self._go(one, "plan")

    async def move_test(self, one: Chosen, text: str) -> None:
        """Test it."""
        await self._go(one, "test")

    async def move_implement(self, one: Chosen, text: str) -> None:
        """Carry it out; at another time than was planned it asks why."""
        reason = text
        if not reason and await self.live.read(views.only_time_lacks, one.id):
            question = _("It is not the time that is planned for {number}. Why now?").format(
                number=one.number
            )
            reason = await self.reason(question)
            if not reason:
                return
        await self._go(one, "implement", reason)

    async def move_document(self, one: Chosen, text: str) -> None:
        """Write down what was changed."""
        await self._go(one, "document")

    async def move_review(self, one: Chosen, text: str) -> None:
        """Look back at it."""
        await self._go(one, "review")

    async def move_close(self, one: Chosen, text: str) -> None:
        """Close it."""
        await self._go(one, "close")

    async def move_rework(self, one: Chosen, text: str) -> None:
        """Send it back to be worked out anew."""
        reason = await self.reason(_("Why is {number} worked out anew?").format(number=one.number), text)
        if reason:
            await self.act(rework, c.WithReason(ref=one.id, reason=reason), chosen=one)

    async def move_cancel(self, one: Chosen, text: str) -> None:
        """Give it up."""
        reason = await self.reason(_("Why is {number} canceled?").format(number=one.number), text)
        if reason:
            await self.act(cancel, c.WithReason(ref=one.id, reason=reason), chosen=one)

    async def do_change_retype(self, text: str = "") -> None:
        """Let it take another path."""
        one = await self.one()
        kind = text.strip()
        if not kind:
            choices = [Choice(name, _(CHANGE_TYPES[name])) for name in ("normal", "emergency")]
            heading = _("Which path does {number} take?").format(number=one.number)
            picked = await self.otui.ask(Picker(heading, choices, ascii_only=self.otui.ascii_only))
            kind = picked if isinstance(picked, str) else ""
        if not kind:
            return
        reason = await self.pick_emergency() if kind == "emergency" else ""
        if kind != "emergency" or reason:
            await self.act(retype, c.Retype(ref=one.id, type=kind, emergency_reason=reason), chosen=one)

    async def move_retype(self, one: Chosen, text: str) -> None:
        """Another path."""
        await self.do_change_retype(text)

    # -- approval --------------------------------------------------------------------------------------------------

    async def do_change_ask(self, text: str = "") -> None:
        """Ask for the approval that its step calls for."""
        one = await self.one()
        card = (await self.live.read(reading.preview, one.id)).card
        kind = ASKS.get((Type(card.row.type), Step(card.row.step)))
        logins = tuple(text.split())
        if kind == "peer" and not logins:
            barred = {card.fields["requester_id"], card.fields["implementer_id"]}
            ticks = [
                Tick(agent.id, f"{agent.name} ({agent.login})")
                for agent in self.live.desk.directory.agents.values()
                if agent.id not in barred
            ]
            heading = _("Which peers approve {number}?").format(number=one.number)
            ticked = await self.otui.ask(TickList(heading, ticks, ascii_only=self.otui.ascii_only))
            if not ticked:
                return
            logins = tuple(
                self.live.desk.directory.agents[tick.id].login for tick in ticks if tick.id in ticked
            )
        await self.act(approving.ask, c.Ask(ref=one.id, approvers=logins), chosen=one)

    async def move_ask(self, one: Chosen, text: str) -> None:
        """Ask approval."""
        await self.do_change_ask(text)

    async def do_change_say(self, text: str = "") -> None:
        """Approve, reject or defer, being asked."""
        one = await self.one()
        verb, _space, words = text.strip().partition(" ")
        await say(self, one, verb, words)

    async def move_approve(self, one: Chosen, text: str) -> None:
        """Approve it."""
        await say(self, one, "approve", text)

    async def move_reject(self, one: Chosen, text: str) -> None:
        """Reject it."""
        await say(self, one, "reject", text)

    async def move_defer(self, one: Chosen, text: str) -> None:
        """Defer it."""
        await say(self, one, "defer", text)

    # -- what came of it -------------------------------------------------------------------------------------------

    async def do_change_result(self, text: str = "") -> None:
        """Say how it went, and what went otherwise than planned."""
        one = await self.one()
        result, _space, words = text.strip().partition(" ")
        if not result:
            choices = [Choice(str(each), _(outcome.RESULTS[each])) for each in HowItWent]
            heading = _("How did {number} go?").format(number=one.number)
            picked = await self.otui.ask(Picker(heading, choices, ascii_only=self.otui.ascii_only))
            if not isinstance(picked, str):
                return
            result = picked
        if result != HowItWent.SUCCESSFUL:
            words = await self.reason(_("What went otherwise than planned?"), words)
            if not words:
                return
        await self.act(outcome.result, c.Outcome(ref=one.id, result=result, words=words), chosen=one)

    async def move_result(self, one: Chosen, text: str) -> None:
        """The result."""
        await self.do_change_result(text)

    async def move_test_result(self, one: Chosen, text: str) -> None:
        """What testing showed."""
        await self._write(
            one, outcome.test_result, "test_result", _("What did the test of {number} show?"), text
        )

    async def move_documentation(self, one: Chosen, text: str) -> None:
        """What was changed, as it stands now."""
        title = _("What did {number} change, as it stands now?")
        await self._write(one, outcome.documentation, "documentation", title, text)

    async def _write(self, one: Chosen, verb: Any, field: str, title: str, text: str) -> None:
        async def keep(words: str) -> Result | None:
            return await self.act(verb, c.Words(ref=one.id, text=words), chosen=one)

        if text.strip():
            await keep(text)
            return
        before = str((await self.live.read(reading.preview, one.id)).card.fields[field])

        async def save(changed: dict[str, str]) -> Result | None:
            return await keep(changed[field])

        form = FormField(field, _("Words of several lines; Markdown"), before, long=True)
        heading = title.format(number=one.number)
        self.otui.push_screen(FormScreen(heading, [form], save, draft=f"{field}:change:{one.id}"))

    async def move_review_text(self, one: Chosen, text: str) -> None:
        """The review: whether it met its goal, what it caused, what is learnt."""
        answers = (_("yes"), _("no"))
        fields = [
            FormField("goal_met", _("Did it meet its goal?"), choices=answers),
            FormField("backout_used", _("Was the backout plan used?"), choices=answers),
            FormField("text", _("How it went, against its plan"), long=True),
            FormField("lessons", _("What is learnt"), long=True),
            FormField("caused", _("Incidents that it caused"), about=_("numbers of tickets, with spaces")),
        ]

        async def save(changed: dict[str, str]) -> Result | None:
            if "goal_met" not in changed:
                raise Refused(_("Say whether it met its goal."))
            command = c.Review(
                ref=one.id,
                text=changed.get("text", ""),
                goal_met=_is_yes(changed["goal_met"]),
                backout_used=_is_yes(changed.get("backout_used", _("no"))),
                lessons=changed.get("lessons", ""),
                caused=tuple(changed.get("caused", "").replace(",", " ").split()),
            )
            return await self.act(outcome.review, command, chosen=one)

        title = _("Review of {number}").format(number=one.number)
        self.otui.push_screen(FormScreen(title, fields, save, draft=f"review:change:{one.id}"))

    # -- ties ------------------------------------------------------------------------------------------------------

    async def link(self, one: Chosen, named: str) -> None:
        """Say what something is to the change, and tie it."""
        choices = [Choice(kind.name, _(kind.title), kind.other) for kind in ties.TIES.values()]
        heading = _("What is {named} to {number}?").format(named=named, number=one.number)
        picked = await self.otui.ask(Picker(heading, choices, ascii_only=self.otui.ascii_only))
        if isinstance(picked, str) and await self._agrees(one, ties.TIES[picked]):
            await self.act(ties.link, c.TieChange(ref=one.id, kind=picked, other=named), chosen=one)

    async def unlink(self, one: Chosen, row: TieRow) -> None:
        """Take a tie away."""
        kind = next(
            (
                each
                for each in ties.TIES.values()
                if row.kind in (each.name, each.stored) and each.other == row.other
            ),
            None,
        )
        if kind is None:
            raise Refused(_("That is untied from its other end."))
        if not await self._agrees(one, kind):
            return
        await self.act(ties.unlink, c.TieChange(ref=one.id, kind=kind.name, other=row.other_id), chosen=one)

    async def _agrees(self, one: Chosen, kind: ties.TieKind) -> bool:
        """Whether approvals may fall by a tie that is part of what was approved; nothing is asked where none do."""
        card = (await self.live.read(reading.preview, one.id)).card
        falls = fallen_words(card, (_(kind.title),)) if kind.planned else ""
        return not falls or await self.agree(falls)


def _is_yes(words: str) -> bool:
    folded = words.strip().casefold()
    for answer, value in ((_("yes"), True), (_("no"), False)):
        if folded and answer.casefold().startswith(folded):
            return value
    raise Usage(_("Answer yes or no."))

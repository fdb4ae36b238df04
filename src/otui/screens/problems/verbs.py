"""What keys do to a problem, in the list and on its page."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from otui.desk.problems import commands as c
from otui.desk.problems import linking, making, steps, telling
from otui.desk.problems.common import FIELDS, KIND
from otui.desk.records.ties import TieRow
from otui.desk.results import Result
from otui.desk.views import problems as views
from otui.desk.words import field_name
from otui.screens.problems.blocks import touched_blocks
from otui.screens.records.doing import Chosen
from otui.screens.records.form import FormField, FormScreen
from otui.screens.records.touching import TouchScreen
from otui.screens.records.verbs import RecordVerbs
from otui.text import times
from otui.text.i18n import _
from otui.text.when import parse_when
from otui.widgets.ask_line import AskLine

LONG = frozenset(FIELDS) - {"subject"}


class ProblemVerbs(RecordVerbs):
    """Mixed into the screens of problems."""

    KIND = KIND
    FOLLOWS = staticmethod(views.follows)

    # -- making and writing ----------------------------------------------------------------------------------------

    async def do_record_new(self, text: str = "") -> None:
        """Make a problem: its subject at once, or a form for the first words."""

        made: list[Result] = []

        async def save(changed: dict[str, str]) -> Result | None:
            command = c.NewProblem(
                subject=changed.get("subject", ""),
                queue=changed.get("queue", ""),
                description=changed.get("description", ""),
            )
            result = await self.live.do(making.new, command)
            self.otui.tell(result.said)
            made.append(result)
            return result

        def show(_none: None = None) -> None:
            """Open what was made, once the form is gone."""
            if made:
                self.opened(made[0])

        if text.strip():
            await save({"subject": text.strip()})
            show()
            return
        queues = tuple(queue.name for queue in self.live.desk.directory.queues.values())
        fields = [
            FormField("subject", _("subject"), about=_("what keeps going wrong, in a few words")),
            FormField("queue", _("queue"), choices=queues),
            FormField("description", _("description"), long=True),
        ]
        self.otui.push_screen(FormScreen(_("New problem"), fields, save, draft="new:problem"), show)

    async def do_record_edit(self) -> None:
        """Write its fields."""
        one = await self.one()
        whole = await self.live.read(views.whole, one.id)
        values = {"subject": whole.row.subject} | {name: getattr(whole, name) for name in FIELDS[1:]}
        order = ("subject", "symptom", "root_cause", "workaround", "fix", "description")
        fields = [FormField(name, field_name(name), values[name], long=name in LONG) for name in order]
        seen = Chosen(one.id, one.number, whole.row.version)

        async def save(changed: dict[str, str]) -> Result | None:
            return await self.act(making.edit, c.EditProblem(ref=one.id, fields=changed), chosen=seen)

        title = f"{one.number}  {whole.row.subject}"
        draft = f"edit:problem:{one.id}"
        self.otui.push_screen(FormScreen(title, fields, save, draft=draft, version=whole.row.version))

    async def link(self, one: Chosen, named: str) -> None:
        """Link an incident, a change, another problem or an item."""
        await self.act(linking.link, c.TieProblem(ref=one.id, other=named, version=None), chosen=one)

    async def unlink(self, one: Chosen, row: TieRow) -> None:
        """Take a link away."""
        await self.act(linking.unlink, c.TieProblem(ref=one.id, other=row.number), chosen=one)

    # -- the moves of the table ------------------------------------------------------------------------------------

    async def _step(self, verb: str, one: Chosen, _text: str = "") -> None:
        await self.act(steps.step, c.Step(ref=one.id, verb=verb), chosen=one)

    async def move_assess(self, one: Chosen, text: str) -> None:
        """Assess it."""
        await self._step("assess", one)

    async def move_analyse(self, one: Chosen, text: str) -> None:
        """Look for its root cause."""
        await self._step("analyse", one)

    async def move_fix(self, one: Chosen, text: str) -> None:
        """Take the cause away."""
        await self._step("fix", one)

    async def move_known_error(self, one: Chosen, text: str) -> None:
        """Call it a known error."""
        await self._step("known-error", one)

    async def move_complete(self, one: Chosen, text: str) -> None:
        """Close it."""
        await self.act(steps.complete, c.Step(ref=one.id, verb="complete"), chosen=one)

    async def move_cancel(self, one: Chosen, text: str) -> None:
        """Close what is no problem, with the reason."""
        why = await self.reason(
            _("Why is {number} no problem?").format(number=one.number),
            text,
            explain=_("What waits for it is opened again, with this reason."),
        )
        if why:
            await self.act(steps.cancel, c.WithReason(ref=one.id, reason=why), chosen=one)

    async def move_re_analyse(self, one: Chosen, text: str) -> None:
        """Look for the cause again, with the reason."""
        why = await self.reason(_("Why is {number} analysed again?").format(number=one.number), text)
        if why:
            await self.act(steps.re_analyse, c.WithReason(ref=one.id, reason=why), chosen=one)

    async def move_accept_risk(self, one: Chosen, text: str) -> None:
        """Live with it: why, and until when."""
        why = await self.reason(
            _("Why is the risk of {number} accepted?").format(number=one.number),
            text,
            explain=_("What waits for it is opened again, with this reason."),
        )
        if not why:
            return
        until: datetime | None = await self.otui.ask(
            AskLine(
                _("When is it looked at again?"), self._understand, explain=_("8 weeks · 1-6 · 24-11-2027")
            )
        )
        if until is not None:
            command = c.AcceptRisk(ref=one.id, reason=why, review_at=until)
            await self.act(steps.accept_risk, command, chosen=one)

    def _understand(self, text: str) -> tuple[datetime, str]:
        at = parse_when(text, self.otui.now, self.otui.zone)
        return at, times.moment(at, self.otui.zone, self.otui.now)

    async def move_duplicate(self, one: Chosen, text: str) -> None:
        """Say which problem is the same."""
        named = await self.reason(
            _("Which problem is the same as {number}?").format(number=one.number),
            text,
            explain=_("Its number. Incidents, what waits and open tasks go on there."),
        )
        if named:
            await self.act(telling.duplicate, c.DuplicateOf(ref=one.id, original=named), chosen=one)

    async def move_tell_workaround(self, one: Chosen, text: str) -> None:
        """Show whom the workaround reaches; ctrl+s tells them."""
        await self._touch(one, "tell-workaround", text)

    async def move_resolve(self, one: Chosen, text: str) -> None:
        """Show whom the fix touches; ctrl+s resolves and tells them."""
        await self._touch(one, "resolve", text)

    async def _touch(self, one: Chosen, verb: str, message: str) -> None:
        found = await self.live.read(telling.preview, one.id, verb, message)
        act = telling.tell_workaround if verb == "tell-workaround" else telling.resolve_problem
        command = c.Tell(ref=one.id, message=message, known=found.known)
        title = _("Tell the workaround") if verb == "tell-workaround" else _("Solve")
        blocks = touched_blocks(self.otui, found, verb)
        self.otui.push_screen(
            TouchScreen(
                f"{title}: {one.number}  {one.subject}", blocks, partial(self.act, act, command, chosen=one)
            )
        )

    # -- keys of their own -----------------------------------------------------------------------------------------

    async def do_problem_tell(self) -> None:
        """Tell the workaround."""
        await self.do_record_next("tell-workaround")

    async def do_problem_solve(self) -> None:
        """Say that the fix is in."""
        await self.do_record_next("resolve")

    async def do_problem_known(self) -> None:
        """Call it a known error."""
        await self.do_record_next("known-error")

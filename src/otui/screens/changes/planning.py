"""What a change is planned as: its window, its risk, its words. What a plan would cost is told before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from otui.desk.changes import assessing
from otui.desk.changes import commands as c
from otui.desk.changes.edit import APPROVED, edit, schedule
from otui.desk.results import Result
from otui.desk.words import field_name
from otui.domain.change.schedule import Weight
from otui.errors import Refused, Usage
from otui.screens.changes import reading
from otui.screens.changes.blocks import collision_lines
from otui.screens.changes.when import Window, parse_window, said
from otui.screens.records.doing import Chosen
from otui.screens.records.form import FormField, FormScreen
from otui.screens.records.touching import TouchScreen
from otui.screens.records.verbs import RecordVerbs
from otui.text.i18n import _, language, ngettext
from otui.widgets.ask_line import AskLine, ask_reason
from otui.widgets.blocks import Block, Gap, Paragraph
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from otui.desk.changes.calendar.collisions import Collision
    from otui.desk.views.changes import ChangeCard

FALLS = frozenset({*APPROVED, "emergency_reason", "implementer", "requester"})
"""Fields of the form that are part of what was approved."""
USUAL = timedelta(hours=2)


class PlanningVerbs(RecordVerbs):
    """Mixed into the list and the page of changes."""

    # -- its window ------------------------------------------------------------------------------------------------

    async def do_change_window(self, text: str = "") -> None:
        """Say when it is carried out; what that collides with, and what falls by it, is shown before it is kept."""
        one = await self.one()
        card = (await self.live.read(reading.preview, one.id)).card
        window = await self._ask_window(card, text.strip())
        if window is None:
            return
        begins, ends = window
        found = await self.live.read(reading.if_planned, one.id, begins, ends)
        # A first window is no other than was approved: nothing falls by it.
        falls = fallen_words(card, (_("window"),)) if card.row.starts_at is not None else ""

        async def keep() -> Result | None:
            reason = None
            if any(hit.weight is Weight.REASON for hit in found):
                reason = await self.otui.ask(ask_reason(_("Why does it go on in spite of that?")))
                if not reason:
                    raise Refused(_("Nothing is kept without a reason."))
            command = c.Schedule(ref=one.id, starts=begins, ends=ends, reason=reason)
            return await self.act(schedule, command, chosen=one)

        if not found and not falls:
            await keep()
            return
        title = _("{number}: {window}").format(
            number=one.number, window=said(window, self.otui.now, self.otui.zone)
        )
        self.otui.push_screen(TouchScreen(title, self._window_blocks(found, falls), keep))

    async def _ask_window(self, card: ChangeCard, words: str) -> Window | None:
        now, zone, row = self.otui.now, self.otui.zone, card.row
        length = (
            row.ends_at - row.starts_at if row.starts_at is not None and row.ends_at is not None else USUAL
        )

        def understand(typed: str) -> tuple[Window, str]:
            window = parse_window(typed, now, zone, length)
            return window, said(window, now, zone)

        if words:
            return understand(words)[0]
        initial = ""
        if row.starts_at is not None and row.ends_at is not None and row.starts_at > now:
            initial = f"{_typed(row.starts_at, zone)} - {_typed(row.ends_at, zone)}"
        asking = AskLine(
            _("When is {number} carried out?").format(number=row.number),
            understand,
            initial=initial,
            explain=_("fri 22:00 to sat 2:00 · fri 22:00-23:30 · tomorrow 19:00 for 2h · none"),
        )
        return await self.otui.ask(asking)

    def _window_blocks(self, found: Iterable[Collision], falls: str) -> list[Block]:
        blocks: list[Block] = []
        if falls:
            blocks += [Paragraph(falls, role="alarm"), Gap()]
        blocks += collision_lines(self.otui, tuple(found))
        return blocks

    async def move_schedule(self, one: Chosen, text: str) -> None:
        """The window."""
        await self.do_change_window(text)

    # -- its risk --------------------------------------------------------------------------------------------------

    async def do_change_risk(self) -> None:
        """Ask the questions, one after another, and work the risk out by the answers."""
        one = await self.one()
        card = (await self.live.read(reading.preview, one.id)).card
        rules = (await self.live.read(reading.rules)).risk
        before = dict(card.fields["risk_answers"])
        answers: dict[str, int] = {}
        lang = language()
        for at, question in enumerate(rules.questions, 1):
            known = before.get(question.name)
            choices = [
                Choice(
                    place,
                    answer.label(lang),
                    f"+{answer.weight}" if answer.weight else "",
                    recent=place == known,
                )
                for place, answer in enumerate(question.answers)
            ]
            heading = f"{at}/{len(rules.questions)}  {question.label(lang)}"
            picked = await self.otui.ask(Picker(heading, choices, ascii_only=self.otui.ascii_only))
            if not isinstance(picked, int):
                return
            answers[question.name] = picked
        await self.act(assessing.answer, c.AnswerRisk(ref=one.id, answers=answers), chosen=one)

    async def move_risk(self, one: Chosen, text: str) -> None:
        """The risk."""
        await self.do_change_risk()

    # -- its words -------------------------------------------------------------------------------------------------

    async def do_record_edit(self) -> None:
        """Write its fields and plans on one page; what falls by it is told before it is saved."""
        one = await self.one()
        card = (await self.live.read(reading.preview, one.id)).card
        rules = await self.live.read(reading.rules)
        fields = edit_fields(card, {reason.name: reason.label(language()) for reason in rules.reasons})
        yes = _("yes")

        async def save(changed: dict[str, str]) -> Result | None:
            touched = [name for name in changed if name in FALLS]
            falls = fallen_words(card, tuple(field_name(name) for name in touched)) if touched else ""
            if falls and not await self.agree(falls):
                return None
            values: dict[str, str | bool] = {**changed}
            if "outage" in changed:
                values["outage"] = _yes(changed["outage"], yes)
            command = c.EditChange(ref=one.id, version=card.row.version, **values)  # type: ignore[arg-type]
            return await self.act(edit, command, chosen=one)

        title = _("Edit {number}").format(number=one.number)
        self.otui.push_screen(
            FormScreen(title, fields, save, draft=f"edit:change:{one.id}", version=card.row.version)
        )

    async def agree(self, falls: str) -> bool:
        """Ask whether it is to be done though approvals fall."""
        answers = [Answer("y", _("do it"), "y"), Answer("b", _("back"), "b")]
        return await self.otui.ask(Confirm(falls, answers)) == "y"


def fallen_words(card: ChangeCard, changed: tuple[str, ...]) -> str:
    """Return what falls when these are changed: `2 approvals fall: the window changes.`; empty where nothing does."""
    standing = [one for one in card.rounds if one.stands]
    if not standing or card.row.type == "standard":
        return ""
    given = sum(row.state == "approved" for one in standing for row in one.approvals)
    what = ", ".join(changed)
    if given:
        return ngettext(
            "{n} approval falls, because this changes: {what}.",
            "{n} approvals fall, because this changes: {what}.",
            given,
        ).format(n=given, what=what)
    return _("Who was asked must be asked again, because this changes: {what}.").format(what=what)


def edit_fields(card: ChangeCard, reasons: Mapping[str, str]) -> list[FormField]:
    """Return the form of a change: what it says, and, but for a standard one, its plans."""
    fields = card.fields

    def line(name: str, value: str, about: str = "", choices: tuple[str, ...] = ()) -> FormField:
        return FormField(name, field_name(name), value, about=about, choices=choices)

    def area(name: str) -> FormField:
        return FormField(name, field_name(name), str(fields[name]), long=True)

    found = [line("subject", card.row.subject), area("justification"), area("description")]
    if card.row.type == "emergency":
        reason = str(fields["emergency_reason"])
        found.append(FormField("emergency_reason", field_name("emergency_reason"), reason, words=reasons))
    if card.row.type != "standard":
        found += [
            area(name) for name in ("implementation_plan", "test_plan", "communication_plan", "backout_plan")
        ]
        answers = (_("yes"), _("no"))
        found.append(line("outage", answers[0] if card.row.outage else answers[1], choices=answers))
    login = _("a login; they do not approve it")
    found.append(line("implementer", card.row.implementer, login))
    found.append(line("requester", card.requester, login))
    return found


def _yes(words: str, yes: str) -> bool:
    folded = words.strip().casefold()
    if folded and yes.casefold().startswith(folded):
        return True
    if folded and _("no").casefold().startswith(folded):
        return False
    raise Usage(_("Outage: yes or no."))


def _typed(moment: datetime, zone: tzinfo) -> str:
    """Return an instant as it can be typed again."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")

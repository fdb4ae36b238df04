"""The forms of a procedure and of a recurring ticket: what is typed becomes one act of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from otui.desk import categories
from otui.desk.procedures import verbs as procedures
from otui.desk.procedures.verbs import OPTIONAL, EditProcedure, NewProcedure
from otui.desk.recurring import verbs as recurring
from otui.desk.recurring.verbs import EditRecurring, NewRecurring
from otui.desk.views import recurring as recurring_views
from otui.desk.views.procedures import ProcedureRow
from otui.desk.views.recurring import RecurringRow
from otui.desk.words import KINDS, kind_name
from otui.errors import OtuiError, Usage
from otui.screens.records.form import FormField, FormScreen
from otui.text import times
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.results import Result
    from otui.screens.procedures.screen import RoutinesScreen

WIDENS = "-"
"""What an emptied field of an edit says: for any."""
FACTORS = ("1", "2", "4", "8")


async def procedure_form(screen: RoutinesScreen, row: ProcedureRow | None) -> FormScreen:
    """Return the form of a new procedure, or of one that is there."""
    known = await screen.live.read(categories.known)
    queues = tuple(queue.name for queue in screen.live.desk.directory.queues.values())
    anything = _("Empty: any.")

    def value(name: str) -> str:
        return str(getattr(row, name)) if row else ""

    lines = [one.subject + ("" if one.required else f" {OPTIONAL}") for one in row.steps] if row else []
    fields = [
        FormField("name", _("name"), value("name")),
        FormField("kind", _("only for the kind"), value("kind"), words=_kinds()),
        FormField("category", _("only for the category"), value("category"), about=anything, choices=known),
        FormField("queue", _("only in the queue and those below it"), value("queue"), choices=queues),
        FormField("item", _("only on the service or item"), value("item"), about=anything),
        FormField(
            "steps",
            _("steps, one a line; an optional one ends in a question mark"),
            "\n".join(lines),
            long=True,
        ),
    ]

    async def save(changed: dict[str, str]) -> Result | None:
        values: dict[str, Any] = dict(changed)
        steps = values.pop("steps", None)
        if row is None:
            name = values.pop("name", "")
            command = NewProcedure(name=name, steps=(steps or "").splitlines(), **values)
            return await screen.act(procedures.new, command)
        values = {name: text or WIDENS for name, text in values.items()}
        if steps is not None:
            values["steps"] = steps.splitlines()
        edit = EditProcedure(ref=row.id, version=row.version, **values)
        return await screen.act(procedures.edit, edit, chosen=screen.choose(row))

    title = _("Procedure {name}").format(name=row.name) if row else _("New procedure")
    draft = f"edit:procedure:{row.id}" if row else "new:procedure"
    return FormScreen(title, fields, save, draft=draft, version=row.version if row else 0)


def _kinds() -> dict[str, str]:
    return {kind: kind_name(kind) for kind in KINDS}


class RecurringForm(FormScreen):
    """Says below the fields what the rule means and when it comes next, while it is typed."""

    def hand_over(self) -> None:
        """Keep what is written, and look at the rule."""
        super().hand_over()
        if self.is_mounted and self.focused is not None and self.focused.id in ("form-rule", "form-shift"):
            self.background(self._look())

    async def _look(self) -> None:
        rule, shift = self.words("rule").strip(), self.words("shift").strip()
        if not rule:
            return
        try:
            found = await self.live.read(recurring_views.preview, rule, shift=shift or None)
        except OtuiError as problem:
            words = str(problem)
        else:
            dates = " · ".join(times.moment(at, self.otui.zone, self.otui.now) for at in found.upcoming)
            words = f"{found.told}\n{dates}"
        if self.is_mounted and (rule, shift) == (self.words("rule").strip(), self.words("shift").strip()):
            self.say(words)


async def recurring_form(screen: RoutinesScreen, row: RecurringRow | None) -> FormScreen:
    """Return the form of a new recurring ticket, or of one that is there."""
    known = await screen.live.read(categories.known)
    queues = tuple(queue.name for queue in screen.live.desk.directory.queues.values())
    examples = _(
        "every monday 08:00 · every first working day of the month 09:00 · FREQ=MONTHLY;BYMONTHDAY=1"
    )

    def value(name: str) -> str:
        return str(row.fields.get(name) or "") if row else ""

    fields = [
        FormField("name", _("name"), row.name if row else ""),
        FormField("rule", _("when"), row.rrule if row else "", about=examples),
        FormField(
            "shift",
            _("on a day without working hours: next, previous or no"),
            (row.shift or "no") if row else "",
            words={"next": _("next"), "previous": _("previous"), "no": _("no")},
        ),
        FormField("subject", _("subject"), value("subject"), about=_("Empty: its name.")),
        FormField("queue", _("queue"), row.queue if row else "", choices=queues),
        FormField("kind", _("kind"), value("kind"), about=_("Empty: request."), words=_kinds()),
        FormField("category", _("category"), value("category"), choices=known),
        FormField("item", _("service or item"), value("item")),
        FormField("contact", _("contact"), value("contact")),
        FormField("impact", _("impact"), value("impact"), choices=FACTORS),
        FormField("urgency", _("urgency"), value("urgency"), choices=FACTORS),
        FormField("body", _("what it says"), value("body"), long=True),
    ]

    async def save(changed: dict[str, str]) -> Result | None:
        values: dict[str, Any] = {
            name: _factor(text) if name in ("impact", "urgency") else text for name, text in changed.items()
        }
        if row is None:
            if not values.get("shift"):
                values.pop("shift", None)
            name, rule = values.pop("name", ""), values.pop("rule", "")
            command = NewRecurring(name=name, rule=rule, **{key: one for key, one in values.items() if one})
            return await screen.act(recurring.new, command)
        edit = EditRecurring(ref=row.id, version=row.version, **values)
        return await screen.act(recurring.edit, edit, chosen=screen.choose(row))

    title = _("Recurring ticket {name}").format(name=row.name) if row else _("New recurring ticket")
    draft = f"edit:recurring:{row.id}" if row else "new:recurring"
    return RecurringForm(title, fields, save, draft=draft, version=row.version if row else 0)


def _factor(text: str) -> int | None:
    words = text.strip()
    if words and not words.isdecimal():
        raise Usage(_("Impact and urgency are factors: 1, 2, 4 or 8."))
    return int(words) if words else None

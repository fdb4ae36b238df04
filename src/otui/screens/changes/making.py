"""How a change is made: of a ticket or a problem in two keys, standard from the catalogue, or written on a form."""

from __future__ import annotations

from typing import Any

from otui.desk.changes import commands as c
from otui.desk.changes.new import new
from otui.desk.process_words import CHANGE_TYPES, RISKS
from otui.desk.results import Result
from otui.errors import Refused
from otui.screens.base import Keyed
from otui.screens.changes import reading
from otui.screens.changes.words import SIGNS
from otui.screens.records.form import FormField, FormScreen
from otui.screens.records.verbs import RecordVerbs
from otui.text.i18n import _, language
from otui.widgets.picker import Choice, Picker

NORMAL, EMERGENCY = "normal", "emergency"


async def pick_type(screen: Keyed) -> tuple[str, int] | None:
    """Ask which kind of change: its type, and the id of its standard one (0: none). None where nobody answers."""
    templates = await screen.live.read(reading.approved_templates)
    choices: list[Choice[tuple[str, int]]] = [
        Choice((NORMAL, 0), _(CHANGE_TYPES[NORMAL]), _("assessed by peers, authorised by the CAB")),
        Choice((EMERGENCY, 0), _(CHANGE_TYPES[EMERGENCY]), _("cannot wait: authorised by the emergency CAB")),
    ]
    choices += [
        Choice(
            ("standard", row.id),
            row.name,
            _("standard · {minutes} min · risk {risk}").format(
                minutes=row.minutes, risk=_(RISKS.get(row.risk, row.risk))
            ),
        )
        for row in templates
    ]
    picked = await screen.otui.ask(Picker(_("Which change?"), choices, ascii_only=screen.otui.ascii_only))
    return picked if isinstance(picked, tuple) else None


async def pick_emergency(screen: Keyed) -> str:
    """Ask why it cannot wait; empty where nobody answers."""
    rules = await screen.live.read(reading.rules)
    choices = [
        Choice(one.name, one.label(language()), _("with its incident") if one.incident else "")
        for one in rules.reasons
    ]
    picked = await screen.otui.ask(
        Picker(_("Why can it not wait?"), choices, ascii_only=screen.otui.ascii_only)
    )
    return picked if isinstance(picked, str) else ""


async def make_of(screen: Keyed, subject: str, **origin: Any) -> Result | None:
    """Make a change because of a ticket or a problem, whose words it takes; None where nobody says which."""
    picked = await pick_type(screen)
    if picked is None:
        return None
    kind, template = picked
    reason = await pick_emergency(screen) if kind == EMERGENCY else ""
    if kind == EMERGENCY and not reason:
        return None
    command = c.NewChange(
        subject=subject, type=kind, template=template or None, emergency_reason=reason, **origin
    )
    return await screen.live.do(new, command)


class MakingVerbs(RecordVerbs):
    """Mixed into the screens of changes and of the catalogue."""

    async def pick_emergency(self) -> str:
        """Ask why it cannot wait."""
        return await pick_emergency(self)

    async def do_record_new(self, text: str = "") -> None:
        """Make a change: choose what kind, then write it down; a standard one is there at once."""
        picked = await pick_type(self)
        if picked is None:
            return
        kind, template = picked
        if template:
            await self.make_standard(template, text.strip())
            return
        made: list[Result] = []
        form = await self._form(kind, text.strip(), made)
        self.otui.push_screen(form, lambda _none: self.opened(made[0]) if made else None)

    async def make_standard(self, template: int, subject: str = "") -> None:
        """Make a change of a standard one, and show it."""
        result = await self.live.do(new, c.NewChange(type="standard", template=template, subject=subject))
        self.otui.tell(
            _("{said} {key} says when it is carried out.").format(
                said=result.said, key=self.otui.keymap.label("change.window")
            )
        )
        self.opened(result)

    async def _form(self, kind: str, subject: str, made: list[Result]) -> FormScreen:
        """Return the form of a change; what it makes comes into `made`."""
        fields = [
            FormField("subject", _("Subject")),
            FormField("justification", _("Why it is worth doing"), long=True),
            FormField("description", _("Description"), long=True),
        ]
        if kind == EMERGENCY:
            rules = await self.live.read(reading.rules)
            said = {one.name: one.label(language()) for one in rules.reasons}
            fields.insert(1, FormField("emergency_reason", _("Why can it not wait?"), words=said))

        async def save(changed: dict[str, str]) -> Result | None:
            values = {**changed, "subject": changed.get("subject", "") or subject}
            if not values["subject"].strip():
                raise Refused(_("A change needs a subject."))
            result = await self.live.do(new, c.NewChange(type=kind, **values))  # type: ignore[arg-type]
            self.otui.tell(
                _("{said} {key} undoes it.").format(said=result.said, key=self.otui.keymap.label("edit.undo"))
            )
            made.append(result)
            return result

        sign = SIGNS[kind]
        title = _("New change: {type}").format(type=_(CHANGE_TYPES[kind]))
        return FormScreen(
            title if self.otui.ascii_only else f"{sign} {title}", fields, save, draft=f"new:change:{kind}"
        )

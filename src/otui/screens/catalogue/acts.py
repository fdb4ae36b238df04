"""What is done with a standard change: drafted, proposed to the board, judged, retired, and made into changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes import commands as c
from otui.desk.changes.catalogue import edit_template, new_template, propose, retire
from otui.desk.results import Result
from otui.desk.views import change_catalogue as views
from otui.desk.words import field_name
from otui.errors import Refused, Usage
from otui.screens.base import Handler
from otui.screens.changes.making import MakingVerbs
from otui.screens.changes.saying import say
from otui.screens.records.form import FormField, FormScreen
from otui.text.i18n import _
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.desk.views.change_catalogue import TemplateCard, TemplateRow

TEXTS = (
    "description",
    "justification",
    "implementation_plan",
    "test_plan",
    "communication_plan",
    "backout_plan",
)


NOTHING = frozenset(
    f"{place}.{name}"
    for place in ("record", "ticket")
    for name in ("take", "assign", "move", "priority", "next", "tasks", "link", "flow")
)
"""What keys do on other records, and not here."""


class CatalogueActs(MakingVerbs):
    """Mixed into the screen of the catalogue."""

    KIND = "change_template"

    def handler(self, action_id: str) -> Handler | None:
        """Return what does an action; a standard change has no owner, queue, level, steps or tasks to be changed."""
        return None if action_id in NOTHING else super().handler(action_id)

    if TYPE_CHECKING:

        def template(self) -> TemplateRow | None:
            """Return the standard change under the cursor."""

    async def do_record_new(self, text: str = "") -> None:
        """Make a change of the one under the cursor."""
        row = self.template()
        if row is None:
            await self.do_catalogue_draft(text)
            return
        if row.state != "approved":
            raise Refused(
                _("{name} is not approved: nothing is made of it.").format(name=row.name),
                _("{key} asks the board.").format(key=self.otui.keymap.label("change.ask")),
            )
        await self.make_standard(row.id, text.strip())

    async def do_catalogue_draft(self, text: str = "") -> None:
        """Draft another standard change."""

        async def save(changed: dict[str, str]) -> Result | None:
            values = _values({"name": text.strip(), **changed})
            return await self.act(new_template, c.NewTemplate(**values))  # type: ignore[arg-type]

        self.otui.push_screen(
            FormScreen(_("New standard change"), template_fields(None), save, draft="new:change_template")
        )

    async def do_record_edit(self) -> None:
        """Change it: it is a draft again, and the board has to approve it anew."""
        one = await self.one()
        card = await self.live.read(views.template, one.id)

        async def save(changed: dict[str, str]) -> Result | None:
            if card.row.state == "approved" and not await self._agree():
                return None
            command = c.EditTemplate(ref=one.id, version=card.row.version, **_values(changed))  # type: ignore[arg-type]
            return await self.act(edit_template, command, chosen=one)

        title = _("Edit {number}").format(number=one.number)
        draft = f"edit:{self.KIND}:{one.id}"
        self.otui.push_screen(
            FormScreen(title, template_fields(card), save, draft=draft, version=card.row.version)
        )

    async def _agree(self) -> bool:
        question = _("Its approval falls: it is a draft again until the board approves it anew.")
        answers = [Answer("y", _("save it"), "y"), Answer("b", _("back to the form"), "b")]
        return await self.otui.ask(Confirm(question, answers)) == "y"

    async def do_change_ask(self, text: str = "") -> None:
        """Propose it to the board."""
        one = await self.one()
        await self.act(propose, c.OnTemplate(ref=one.id), chosen=one)

    async def do_change_say(self, text: str = "") -> None:
        """Approve, reject or defer it, being asked."""
        verb, _space, words = text.strip().partition(" ")
        await say(self, await self.one(), verb, words)

    async def do_catalogue_retire(self) -> None:
        """Take it out of the catalogue."""
        one = await self.one()
        question = _("Take {name} out of the catalogue?").format(name=one.number)
        if await self.otui.ask(Confirm(question, [Answer("y", _("retire it"), "y")])) == "y":
            await self.act(retire, c.OnTemplate(ref=one.id), chosen=one)


def template_fields(card: TemplateCard | None) -> list[FormField]:
    """Return the form of a standard change; with None that of one to be made."""
    row, fields = (card.row, card.fields) if card is not None else (None, {})
    answers = (_("yes"), _("no"))
    risks = ("low", "medium", "high")
    return [
        FormField("name", _("Name"), row.name if row else ""),
        FormField("minutes", _("Minutes it takes"), str(row.minutes) if row else "60"),
        FormField("risk", _("Risk"), row.risk if row else "low", choices=risks),
        FormField(
            "outage", field_name("outage"), answers[0] if row and row.outage else answers[1], choices=answers
        ),
        *(FormField(name, field_name(name), str(fields.get(name, "")), long=True) for name in TEXTS),
    ]


def _values(changed: dict[str, str]) -> dict[str, str | int | bool]:
    values: dict[str, str | int | bool] = {**changed}
    if "minutes" in changed:
        words = changed["minutes"].strip()
        if not (words.isascii() and words.isdecimal()):
            raise Usage(_("{words} is no whole number.").format(words=words or "–"))
        values["minutes"] = int(words)
    if "outage" in changed:
        values["outage"] = changed["outage"].strip().casefold() == _("yes").casefold()
    return values

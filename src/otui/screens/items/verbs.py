"""What keys do to a service or item: in the list, on its page, in the tree."""

from __future__ import annotations

from collections.abc import Callable

from otui.desk.items import hanging, making, naming
from otui.desk.results import Result
from otui.desk.views import items as views
from otui.desk.views import people
from otui.domain.items import Kind
from otui.errors import Refused, Usage
from otui.screens.records.doing import Chosen
from otui.screens.records.form import FormField, FormScreen
from otui.screens.records.verbs import RecordVerbs
from otui.text.i18n import _, language
from otui.widgets.picker import Choice, MakeNew, Picker

LABELS: dict[str, Callable[[], str]] = {
    "name": lambda: _("name"),
    "kind": lambda: _("kind"),
    "queue": lambda: _("queue"),
    "impact": lambda: _("impact"),
    "location": lambda: _("location"),
    "serial": lambda: _("serial number"),
    "description": lambda: _("description"),
}


class ItemVerbs(RecordVerbs):
    """Mixed into the screens of services and items."""

    KIND = making.ITEM

    # -- making and writing ----------------------------------------------------------------------------------------

    async def do_record_new(self, text: str = "") -> None:
        """Make a service or item: by its name at once, or in a form."""
        if text.strip():
            self.opened(await self._make({"name": text.strip()}))
            return
        made: list[Result] = []

        async def save(changed: dict[str, str]) -> Result | None:
            made.append(await self._make(changed))
            return made[-1]

        def left(_nothing: object) -> None:
            if made:
                self.opened(made[-1])

        form = FormScreen(_("New service or item"), self._fields(), save, draft="new:item")
        self.otui.push_screen(form, left)

    async def _make(self, fields: dict[str, str]) -> Result:
        values = {name: value for name, value in fields.items() if name not in ("kind", "impact")}
        command = making.NewItem(
            **{"name": "", **values},
            kind=_kind(fields.get("kind", "")) or Kind.SERVICE.value,
            impact=_factor(fields.get("impact", "")) or 0,
        )
        result = await self.live.do(making.new_item, command)
        self.otui.tell(result.said)
        return result

    async def do_record_edit(self) -> None:
        """Write its fields."""
        one = await self.one()
        row = (await self.live.read(views.one, one.id)).row
        values = {
            "name": row.name,
            "kind": naming.kind_name(row.kind),
            "queue": row.queue,
            "impact": str(row.impact or ""),
            "location": row.location,
            "serial": row.serial,
            "description": row.description,
        }
        seen = Chosen(one.id, one.number, row.version)

        async def save(changed: dict[str, str]) -> Result | None:
            fields: dict[str, object] = dict(changed)
            if "kind" in changed:
                fields["kind"] = _kind(changed["kind"])
            if "impact" in changed:
                fields["impact"] = _factor(changed["impact"]) or 0
            command = making.ChangeItem(ref=one.id, **fields)  # type: ignore[arg-type]
            return await self.act(making.change_item, command, chosen=seen)

        draft = f"edit:item:{one.id}"
        self.otui.push_screen(
            FormScreen(row.name, self._fields(values), save, draft=draft, version=row.version)
        )

    def _fields(self, values: dict[str, str] | None = None) -> list[FormField]:
        given = values or {"kind": naming.kind_name(Kind.SERVICE)}
        queues = tuple(queue.name for queue in self.live.desk.directory.queues.values())
        choices = {"kind": tuple(naming.kind_name(kind) for kind in Kind), "queue": queues}
        about = {
            "impact": _("empty: worked out from who uses it and what hangs on it"),
            "queue": _("the queue that answers for it"),
        }
        return [
            FormField(
                name,
                label(),
                given.get(name, ""),
                long=name == "description",
                about=about.get(name, ""),
                choices=choices.get(name, ()),
            )
            for name, label in LABELS.items()
        ]

    # -- keys that mean on a service what they mean on other records ---------------------------------------------------

    async def do_record_take(self) -> None:
        """A service is a team's, not one agent's."""
        self._nobodys()

    async def do_record_assign(self, text: str = "") -> None:
        """A service is a team's, not one agent's."""
        self._nobodys()

    def _nobodys(self) -> None:
        raise Refused(
            _("A service or item is a team's, not one agent's."),
            _("{key} says which queue answers for it.").format(key=self.otui.keymap.label("record.move")),
        )

    async def do_record_move(self, text: str = "") -> None:
        """Say which queue answers for it."""
        one = await self.one()
        queue = text.strip() or await self.pick_queue(_("Which queue answers for it?"))
        if queue:
            await self.act(making.change_item, making.ChangeItem(ref=one.id, queue=queue), chosen=one)

    async def do_record_priority(self, text: str = "") -> None:
        """Say what impact an incident on it has, or leave it to who uses it."""
        one = await self.one()
        factor = _factor(text)
        if factor is None:
            page = await self.live.read(views.one, one.id)
            picked = await self.otui.ask(Picker(_("Impact of an incident on it"), self._impacts(page)))
            if not isinstance(picked, int):
                return
            factor = picked
        await self.act(making.change_item, making.ChangeItem(ref=one.id, impact=factor), chosen=one)

    def _impacts(self, page: views.ItemPage) -> list[Choice[int]]:
        factors = self.live.desk.rules.sla.factors.impact
        worked_out = "" if page.row.impact or page.impact is None else f"{page.impact}: {page.why}"
        return [
            Choice(0, _("worked out from who uses it and what hangs on it"), worked_out),
            *(Choice(one.factor, f"{one.factor}  {one.label(language())}") for one in factors),
        ]

    async def do_record_tasks(self) -> None:
        """There are none."""
        raise Refused(_("A service or item has no tasks."), _("A change that touches it has."))

    # -- what hangs on what ----------------------------------------------------------------------------------------

    async def do_record_link(self, text: str = "") -> None:
        """Say what it hangs on; picked again, it no longer does."""
        one = await self.one()
        page = await self.live.read(views.one, one.id)
        on = {near.id for near in page.on}
        picked: int | str | MakeNew | None = text.strip()
        if not picked:
            choices: list[Choice[int | str]] = [
                Choice(
                    near.id,
                    near.name,
                    _("hangs on it: take away") if near.id in on else naming.kind_name(near.kind),
                    recent=near.id in on,
                )
                for near in await self.live.read(views.nearby)
                if near.id != one.id
            ]
            picked = await self.otui.ask(
                Picker(_("What does {name} hang on?").format(name=one.number), choices)
            )
        if not isinstance(picked, int | str) or not picked:
            return
        command = hanging.HangsOn(ref=one.id, on=picked, no_longer=picked in on)
        await self.act(hanging.hangs_on, command, chosen=one)

    async def do_item_used_by(self, text: str = "") -> None:
        """Say which customer uses it; picked again, they no longer do."""
        one = await self.one()
        page = await self.live.read(views.one, one.id)
        name: str | MakeNew | None = text.strip()
        if not name:
            choices = [
                Choice(
                    row.name,
                    row.name,
                    _("uses it: take away") if row.name in page.customers else "",
                    recent=row.name in page.customers,
                )
                for row in await self.live.read(people.find_customers, "", 1000)
            ]
            name = await self.otui.ask(Picker(_("Who uses {name}?").format(name=one.number), choices))
        if isinstance(name, str) and name:
            command = hanging.UsedBy(ref=one.id, customer=name, no_longer=name in page.customers)
            await self.act(hanging.used_by, command, chosen=one)

    async def do_item_switch(self) -> None:
        """Take it out of use, or into use again."""
        one = await self.one()
        page = await self.live.read(views.one, one.id)
        command = making.SwitchItem(ref=one.id, active=not page.row.active)
        await self.act(making.switch, command, chosen=one)

    async def do_item_tree(self) -> None:
        """Show what hangs together."""
        from otui.screens.items.tree import ItemTreeScreen

        one = await self.one()
        self.otui.push_screen(ItemTreeScreen(one.id))


def _kind(words: str) -> str:
    """Return the kind that a person names, in English or in the language in use; else the words as they are."""
    names = {naming.kind_name(kind).casefold(): kind.value for kind in Kind}
    typed = words.strip().casefold()
    return names.get(typed, typed)


def _factor(text: str) -> int | None:
    """Return a number that was typed, None where nothing was."""
    typed = text.strip()
    if not typed:
        return None
    if not typed.isdecimal():
        raise Usage(_("{value} is no impact; expected a number.").format(value=typed))
    return int(typed)

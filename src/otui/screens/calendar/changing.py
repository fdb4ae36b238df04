"""Windows made, changed and taken off from the calendar, on one form; a mistake is told on it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes.calendar import windows
from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.changes.calendar.window_rules import told
from otui.desk.changes.calendar.window_times import moment, stretch
from otui.desk.desk import View
from otui.desk.records.finding import without_hidden
from otui.desk.views import windows as window_views
from otui.desk.views.windows import WindowOn, WindowRow
from otui.domain.change.windows import WindowKind
from otui.errors import Refused
from otui.screens.records.doing import Chosen, RecordDoing
from otui.screens.records.form import FormField, FormScreen
from otui.text.i18n import _
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.desk.views.schedule import Entry

HOURS = "%Y-%m-%d %H:%M"
"""How a moment stands in a field: every field understands it again."""


def item_choices(view: View) -> tuple[tuple[int, str], ...]:
    """Return the services and items in use that whoever asks may know of, by name."""
    hidden = without_hidden(view.reader, "item", view.hidden)
    return tuple(view.reader.all(f"SELECT id, name FROM item WHERE active{hidden} ORDER BY name"))


class WindowChanges(RecordDoing):
    """Mixed into the calendar."""

    KIND = windows.KIND

    @property
    def under_cursor(self) -> Entry | None:
        """The entry that the cursor is on."""
        raise NotImplementedError

    @property
    def proposed(self) -> tuple[datetime, datetime]:
        """When a window that is made here would be."""
        raise NotImplementedError

    @property
    def chosen(self) -> Chosen | None:
        """The window under the cursor."""
        entry = self.under_cursor
        return Chosen(entry.id, entry.name, entry.version) if isinstance(entry, WindowOn) else None

    def _window(self) -> WindowOn:
        entry = self.under_cursor
        if not isinstance(entry, WindowOn):
            raise Refused(_("Put the cursor on a blackout or a maintenance window first."))
        return entry

    async def do_calendar_new(self) -> None:
        """Make a window."""
        rights.require(self.live.desk.agent, "change-window")
        choices = await self.live.read(item_choices)

        async def save(changed: dict[str, str]) -> object | None:
            now, zone = self.otui.now, self.otui.zone
            values = {field.name: changed.get(field.name, field.value) for field in fields}
            starts, ends = stretch(values["from"], values["to"], now, zone)
            command = windows.NewWindow(
                kind=values["kind"],
                name=values["name"],
                starts=starts,
                ends=ends,
                rule=values["rule"],
                item=values["item"] or None,
                reason=values["reason"],
            )
            return await self.act(windows.new_window, command, chosen=Chosen(0, "", 0))

        fields = self._fields(None, [name for _id, name in choices])
        self.otui.push_screen(FormScreen(_("New blackout or maintenance window"), fields, save))

    async def do_calendar_edit(self) -> None:
        """Change the window under the cursor, all its times."""
        rights.require(self.live.desk.agent, "change-window")
        row = await self.live.read(window_views.window, self._window().id)
        if row is None:
            raise Refused(_("It is off the calendar."))
        choices = await self.live.read(item_choices)
        known = row

        async def save(changed: dict[str, str]) -> object | None:
            now, zone = self.otui.now, self.otui.zone
            starts = moment(changed["from"], now, zone) if "from" in changed else known.starts_at
            length = known.ends_at - known.starts_at
            ends = moment(changed["to"], starts, zone) if "to" in changed else starts + length
            moved = "from" in changed or "to" in changed
            command = windows.EditWindow(
                ref=known.id,
                kind=changed.get("kind"),
                name=changed.get("name"),
                starts=starts if moved else None,
                ends=ends if moved else None,
                rule=changed.get("rule"),
                item=changed.get("item"),
                reason=changed.get("reason"),
            )
            return await self.act(
                windows.edit_window, command, chosen=Chosen(known.id, known.name, known.version)
            )

        fields = self._fields(known, [name for _id, name in choices])
        self.otui.push_screen(FormScreen(known.name, fields, save))

    async def do_calendar_remove(self) -> None:
        """Take the window under the cursor off the calendar, all its times, once that is confirmed."""
        rights.require(self.live.desk.agent, "change-window")
        window = self._window()
        details = [_("It comes back: {rule}. All its times go.").format(rule=told(window.rule))]
        answer = await self.otui.ask(
            Confirm(
                _("Take {name} off the calendar?").format(name=window.name),
                [Answer("y", _("take it off"), "y")],
                details=details if window.rule else (),
            )
        )
        if answer == "y":
            await self.act(windows.remove_window, windows.RemoveWindow(ref=window.id))

    def _fields(self, row: WindowRow | None, items: list[str]) -> list[FormField]:
        zone: tzinfo = self.otui.zone
        starts, ends = self.proposed if row is None else (row.starts_at, row.ends_at)
        kinds = tuple(window_name(kind) for kind in WindowKind)
        return [
            FormField("name", _("Name"), row.name if row else ""),
            FormField("kind", _("Kind"), window_name(row.kind) if row else kinds[0], choices=kinds),
            FormField(
                "from",
                _("From"),
                starts.astimezone(zone).strftime(HOURS),
                about=_("its first time: fri 20:00, 24 dec 0:00"),
            ),
            FormField("to", _("Until"), ends.astimezone(zone).strftime(HOURS), about=_("sat 6:00, or 4h")),
            FormField(
                "rule",
                _("Comes back"),
                row.rule if row else "",
                about=_("empty: once; weekly, every first sunday, FREQ=WEEKLY;BYDAY=SU"),
            ),
            FormField(
                "item",
                _("For"),
                row.item if row else "",
                choices=tuple(items),
                about=_("a service or item; empty: everything"),
            ),
            FormField("reason", _("Reason"), row.reason if row else ""),
        ]

"""The fields of a record, written on one page: lines and texts, kept as a draft until one act saves them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from otui.desk.records import notes
from otui.desk.together import drafts
from otui.desk.unit import Unit
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.drafting import Typed
from otui.screens.moving import TypingFooter
from otui.screens.overview.header import LineOfText
from otui.screens.records import STYLES
from otui.screens.records.doing import Chosen, RecordDoing
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.composer_area import ComposerArea
from otui.widgets.confirm import Answer, Confirm

NO_TICKET = 0
Save = Callable[[dict[str, str]], Awaitable[object | None]]
"""Gets the fields that were changed, by name; an OtuiError says what is wrong, None that nothing was saved."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. A `long` one has several lines; `choices` are offered while a short one is typed."""

    name: str
    label: str
    value: str = ""
    long: bool = False
    about: str = ""
    choices: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """How a value is said, where that is in other words: these are shown and offered, and the value is saved."""

    @property
    def offered(self) -> tuple[str, ...]:
        """What is offered while it is typed."""
        return tuple(self.words.get(value, value) for value in self.choices or self.words)

    def said(self, value: str) -> str:
        """Return a value in words."""
        return self.words.get(value, value)

    def meant(self, typed: str) -> str:
        """Return the value that was typed, by its words or as it is."""
        by_words = {words.casefold(): value for value, words in self.words.items()}
        return by_words.get(typed.strip().casefold(), typed)


class FormLine(Input):
    """A field of one line."""

    contexts = (Context.FORM,)


class FormArea(ComposerArea):
    """A field of several lines."""

    contexts = (Context.FORM,)


class FormScreen(TypingFooter, DeskScreen):
    """Writes fields. ctrl+s saves what changed in one act; Esc leaves, and keeps what was written as a draft.

    `draft` names the draft of this record and form; `version` is what the record was when it was opened. The footer
    says that it is kept, or with `sends` that it is sent: it goes to people outside.
    """

    CSS_PATH = STYLES
    CONTEXTS = (Context.FORM, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = ("compose.send", "pane.next", "compose.discard", "nav.back")

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        save: Save,
        *,
        draft: str = "",
        version: int = 0,
        sends: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = {field.name: field for field in fields}
        self._save = save
        self._draft = draft
        self._version = version
        self._sends = sends
        self._known: dict[str, str] = {}
        self._done = False

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        yield LineOfText(id="form-title")
        with VerticalScroll(id="form-fields", can_focus=False):
            for field in self._fields.values():
                yield Static(Content(safe.line(field.label)), classes="form-label")
                yield self._widget(field)
        yield Static("", id="form-said")
        yield from self.compose_frame()

    def _widget(self, field: FormField) -> Widget:
        if field.long:
            return FormArea(field.value, id=f"form-{field.name}", classes="form-area")
        line = FormLine(
            safe.line(field.said(field.value)),
            compact=True,
            select_on_focus=False,
            id=f"form-{field.name}",
            classes="form-line",
            suggester=SuggestFromList(field.offered, case_sensitive=False) if field.offered else None,
        )
        line.cursor_blink = False
        return line

    def titles(self) -> Mapping[str, str]:
        """Say that what is written is kept, where nothing is sent."""
        return {} if self._sends else {"compose.send": _("keep")}

    def field(self, name: str) -> FormLine | FormArea:
        """Return the widget of a field."""
        if self._fields[name].long:
            return self.query_one(f"#form-{name}", FormArea)
        return self.query_one(f"#form-{name}", FormLine)

    def words(self, name: str) -> str:
        """Return what stands in a field: the value, where it is said in other words."""
        widget = self.field(name)
        return widget.text if isinstance(widget, FormArea) else self._fields[name].meant(widget.value)

    def put(self, name: str, text: str) -> None:
        """Put a text in a field, in place of what stands there."""
        widget = self.field(name)
        if isinstance(widget, FormArea):
            widget.text = safe.clean(text)
        else:
            widget.value = safe.line(self._fields[name].said(text))

    @property
    def changed(self) -> dict[str, str]:
        """What is other than the form began with."""
        found = {name: self.words(name) for name in self._fields}
        return {
            name: text
            for name, text in found.items()
            if text.strip("\n") != self._fields[name].value.strip("\n")
        }

    def on_mount(self) -> None:
        """Begin with the first field, and go on with a draft where there is one."""
        self.query_one("#form-title", LineOfText).show(f" {self._title}", role="title")
        self.set_focus(self.field(next(iter(self._fields))))
        if self._draft:
            self.background(self._go_on())

    async def _go_on(self) -> None:
        found = await self.live.read(drafts.find, NO_TICKET, self._draft)
        if found is None:
            return
        for name, text in found.fields.items():
            if name in self._fields and isinstance(text, str):
                self.put(name, text)
        self._known = self.changed
        moved_on = bool(self._version and found.base_version and found.base_version != self._version)
        self.say(
            _("This is what you began before; the record has moved on since.")
            if moved_on
            else _("This is what you began before.")
        )

    def on_descendant_focus(self, event: events.DescendantFocus | None = None) -> None:
        """Say what may stand in the field."""
        super().on_descendant_focus()
        widget = self.focused
        field = self._fields.get((widget.id or "").removeprefix("form-")) if widget is not None else None
        if field is not None and (field.about or field.offered):
            self.say(field.about or " · ".join(field.offered))

    def say(self, words: str) -> None:
        """Tell something below the fields."""
        self.query_one("#form-said", Static).update(Content(safe.clean(words)))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def typed(self) -> None:
        """Keep what is written."""
        self.hand_over()

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; on the last one it saves."""
        event.stop()
        last = self._fields[list(self._fields)[-1]]
        if event.input.id == f"form-{last.name}":
            self.background(self.do_compose_send())
        else:
            self.focus_next()

    def hand_over(self) -> None:
        """Hand what changed to the keeper of drafts."""
        if self._done or not self._draft or not self.is_mounted:
            return
        changed = self.changed
        if changed != self._known:
            self._known = changed
            self.otui.drafts.typed(Typed(NO_TICKET, self._draft, "", changed, self._version))

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_pane_next(self) -> None:
        """The next field."""
        self.focus_next()

    def do_pane_previous(self) -> None:
        """The field before."""
        self.focus_previous()

    async def do_compose_send(self) -> None:
        """Save in one act; a mistake is told here and nothing written is lost."""
        changed = self.changed
        if not changed:
            self.otui.tell(_("Nothing is changed."))
            self.dismiss()
            return
        try:
            saved = await self._save(changed)
        except OtuiError as problem:
            self.say(str(problem))
            return
        if saved is not None:
            await self._forget()
            self.dismiss()

    async def do_compose_discard(self) -> None:
        """Throw away what was written, once that is confirmed."""
        if self.changed:
            answers = [Answer("y", _("throw it away"), "y"), Answer("k", _("keep it"), "k")]
            if await self.otui.ask(Confirm(_("Throw away what you wrote here?"), answers)) != "y":
                return
        await self._forget()
        self.dismiss()

    async def _forget(self) -> None:
        self._done = True
        if self._draft:
            self.otui.drafts.forget(NO_TICKET, self._draft)
            await self.live.do(_drop, self._draft)

    async def do_nav_back(self) -> None:
        """Leave; what was written stays as a draft."""
        self.hand_over()
        if self._draft:
            await self.otui.drafts.save()
            if self.changed:
                self.otui.tell(_("Kept as a draft."))
        self.dismiss()


class NoteScreen(FormScreen):
    """Writes a note on a record."""

    def __init__(self, screen: RecordDoing, one: Chosen) -> None:
        async def save(changed: Mapping[str, str]) -> object | None:
            command = notes.NoteOn(kind=screen.KIND, ref=one.id, body=changed["note"])
            return await screen.act(notes.note, command, chosen=Chosen(one.id, one.number, 0))

        field = FormField("note", _("INTERNAL · read by every agent who sees it"), long=True)
        super().__init__(
            _("Note on {number}  {subject}").format(number=one.number, subject=one.subject),
            [field],
            save,
            draft=f"note:{screen.KIND}:{one.id}",
        )

    def on_mount(self) -> None:
        """Give the words all the room there is."""
        super().on_mount()
        area = self.field("note")
        area.styles.max_height = "100%"
        area.styles.height = "1fr"


def _drop(unit: Unit, kind: str) -> None:
    drafts.drop(unit, NO_TICKET, kind)

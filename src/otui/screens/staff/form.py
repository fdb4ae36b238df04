"""One small form for an agent or a queue: a line a field, what may stand in it said below, mistakes told in place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from otui.errors import OtuiError, Usage
from otui.keys.model import Context
from otui.screens.base import Keyed
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.dialog import hint, title

Save = Callable[[dict[str, str]], Awaitable[None]]
"""Gets what the fields hold, by name; raises an OtuiError that says what is wrong."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. With `choices` the start of one is enough; `about` says what it is for."""

    name: str
    label: str
    value: str = ""
    choices: tuple[str, ...] = ()
    about: str = ""

    def read(self, typed: str) -> str:
        """Return what was typed, the start of a choice as the whole of it; Usage where it is none."""
        words = safe.line(typed).strip()
        if not self.choices or not words:
            return words
        folded = words.casefold()
        whole = [one for one in self.choices if one.casefold() == folded]
        begun = [one for one in self.choices if one.casefold().startswith(folded)]
        found = whole or begun
        if len(found) != 1:
            raise Usage(
                _("{label}: {typed} is none of them.").format(label=self.label, typed=words),
                _("It is one of {names}.").format(names=", ".join(self.choices)),
            )
        return found[0]


class RecordForm(Keyed, ModalScreen[bool], inherit_bindings=False):
    """Gives True once it was saved, False on Esc."""

    CSS_PATH = "staff.tcss"
    CONTEXTS: ClassVar[tuple[Context, ...]] = (Context.FORM,)

    def __init__(self, heading: str, fields: Sequence[Field], save: Save) -> None:
        super().__init__()
        self._heading = heading
        self._fields = {field.name: field for field in fields}
        self._save = save

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with VerticalScroll(id="card", can_focus=False):
            yield title(self._heading)
            for field in self._fields.values():
                with Horizontal(classes="card-field"):
                    yield Static(Content(field.label), classes="label")
                    line = Input(
                        safe.line(field.value),
                        compact=True,
                        select_on_focus=False,
                        id=f"field-{field.name}",
                        suggester=SuggestFromList(field.choices, case_sensitive=False)
                        if field.choices
                        else None,
                    )
                    line.cursor_blink = False
                    yield line
            yield Static("", id="card-about")
            yield Static("", id="card-problem")
            keymap = self.otui.keymap
            yield hint(
                _("{save} saves · {next} next field · {back} back").format(
                    save=keymap.label("compose.send", Context.FORM),
                    next=keymap.label("pane.next", Context.FORM),
                    back=keymap.label("nav.back", Context.FORM),
                )
            )

    def line(self, name: str) -> Input:
        """Return the line of a field."""
        return self.query_one(f"#field-{name}", Input)

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.set_focus(self.line(next(iter(self._fields))))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what may stand in the field."""
        field = self._fields.get((event.widget.id or "").removeprefix("field-"))
        if field is not None:
            words = field.about or " · ".join(field.choices)
            self.query_one("#card-about", Static).update(Content(safe.clean(words)))

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter goes on; on the last field it saves."""
        event.stop()
        if event.input is self.line(list(self._fields)[-1]):
            self.background(self.do_compose_send())
        else:
            self.focus_next()

    def do_pane_next(self) -> None:
        """The next field."""
        self.focus_next()

    def do_pane_previous(self) -> None:
        """The field before."""
        self.focus_previous()

    def do_nav_back(self) -> None:
        """Leave it as it was."""
        self.dismiss(False)

    async def do_compose_send(self) -> None:
        """Save; a mistake is told here and nothing typed is lost."""
        try:
            values = {name: field.read(self.line(name).value) for name, field in self._fields.items()}
            await self._save(values)
        except OtuiError as problem:
            self.say(str(problem))
            return
        self.dismiss(True)

    def say(self, words: str) -> None:
        """Tell something below the fields."""
        self.query_one("#card-problem", Static).update(Content(safe.clean(words)))


def changed(fields: Sequence[Field], values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are other than the form began with."""
    return {field.name: values[field.name] for field in fields if values[field.name] != field.value}

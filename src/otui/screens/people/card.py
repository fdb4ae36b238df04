"""The card of a contact: made or put right in one small form."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from otui.desk import contacts
from otui.desk.contacts import ContactCard
from otui.desk.rows import ContactRow
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import Keyed
from otui.text import safe
from otui.text.i18n import N_, _
from otui.widgets.dialog import hint, title

FIELDS = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "email": N_("Mail"),
    "customer": N_("Customer"),
    "lang": N_("Language"),
    "note": N_("Note"),
}


class ContactForm(Keyed, ModalScreen[int | None], inherit_bindings=False):
    """Gives the id of the contact that was saved, or None on Esc."""

    CSS_PATH = "people.tcss"
    CONTEXTS: ClassVar[tuple[Context, ...]] = (Context.FORM,)

    def __init__(self, contact: ContactRow | None, *, name: str = "", customer: str = "") -> None:
        super().__init__()
        self._contact = contact or ContactRow(0, name, "", "", "", None, customer)

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with Vertical(id="card"):
            yield title(self._contact.name if self._contact.id else _("New contact"))
            for name, label in FIELDS.items():
                with Horizontal(classes="card-field"):
                    yield Static(Content(_(label)), classes="label")
                    line = Input(
                        safe.line(getattr(self._contact, name)), compact=True, select_on_focus=False, id=name
                    )
                    line.cursor_blink = False
                    yield line
            yield Static("", id="card-problem")
            keymap = self.otui.keymap
            yield hint(
                _("{save} saves · {next} next field · {back} back").format(
                    save=keymap.label("compose.send", Context.FORM),
                    next=keymap.label("pane.next", Context.FORM),
                    back=keymap.label("nav.back", Context.FORM),
                )
            )

    def on_mount(self) -> None:
        """Begin with the name."""
        self.set_focus(self.query_one("#name", Input))

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter goes on; on the last field it saves."""
        event.stop()
        if event.input.id == "note":
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
        self.dismiss(None)

    async def do_compose_send(self) -> None:
        """Save; a mistake is told here and nothing typed is lost."""
        values = {name: self.query_one(f"#{name}", Input).value for name in FIELDS}
        values["lang"] = values["lang"].strip().casefold()
        card = ContactCard(contact_id=self._contact.id, **values)
        try:
            saved = await self.live.do(contacts.save_contact, card)
        except OtuiError as problem:
            self.query_one("#card-problem", Static).update(Content(safe.clean(str(problem))))
            return
        self.dismiss(saved)

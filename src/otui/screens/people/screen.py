"""Customers, and the contacts of the one under the cursor; `/` finds among all of them."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input

from otui import theme
from otui.desk.desk import View
from otui.desk.live import Change
from otui.desk.rows import ContactRow
from otui.desk.views import contacts, people
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves
from otui.screens.new_ticket.screen import NewTicketScreen
from otui.screens.overview.header import LineOfText
from otui.screens.people.card import ContactForm
from otui.screens.people.person import PersonScreen
from otui.screens.people.rows import (
    EVERYBODY,
    NEW,
    NOBODYS,
    ContactLine,
    ContactPainter,
    CustomerLine,
    CustomerPainter,
)
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.key_footer import KeyFooter
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

REST = 0.05
MOST = 1000


class FindPeople(Input):
    """The line that narrows both lists."""

    contexts = (Context.SEARCH,)


class CustomerList(VirtualList[CustomerLine]):
    """The customers."""

    contexts = (Context.SIDE,)


class ContactList(VirtualList[ContactLine]):
    """The contacts of the customer under the cursor."""

    contexts = (Context.LIST,)


def read_customers(view: View, words: str, version: int) -> list[CustomerLine]:
    """Return the customers by words, and the row for everybody (while something is typed) or for those of none."""
    found = people.find_customers(view, words, limit=MOST)
    rows = [CustomerLine(one.id, version, one.name, one.contacts, one.open_tickets) for one in found]
    if words.strip():
        return [CustomerLine(EVERYBODY, version, _("everybody by these words"), 0, 0), *rows]
    return [*rows, CustomerLine(NOBODYS, version, _("without a customer"), 0, 0)]


def read_contacts(view: View, customer_id: int, words: str, version: int) -> list[ContactLine]:
    """Return the contacts of a customer, or everybody by words, and the row that makes one."""
    found = (
        contacts.by_words(view, words)
        if customer_id == EVERYBODY
        else contacts.of_customer(view, customer_id)
    )
    return [*(ContactLine(one.id, version, one) for one in found), ContactLine(NEW, version, None)]


class CustomersScreen(ListMoves, DeskScreen):
    """Walks customers and contacts; opens a contact with their tickets, makes and puts right contacts."""

    CSS_PATH = "people.tcss"
    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = ("nav.open", "find.search", "pane.next", "ticket.new", "nav.back")

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._version = 0
        self._customer = NOBODYS
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line to find with, the customers and their contacts."""
        app = self.otui
        self._customer_painter = CustomerPainter(lambda: theme.styles(app.current_theme))
        self._contact_painter = ContactPainter(lambda: theme.styles(app.current_theme))
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        line = FindPeople(
            placeholder=_("find: name, phone, mail or customer"), compact=True, id="find-people"
        )
        line.cursor_blink = False
        yield line
        with Horizontal(id="people"):
            with Vertical(id="customer-pane"):
                yield LineOfText(id="customer-head")
                nobody = _("No customer by these words.")
                yield CustomerList(
                    self._customer_painter, empty_text=nobody, ascii_only=app.ascii_only, id="customers"
                )
            with Vertical(id="contact-pane"):
                yield LineOfText(id="contact-head")
                yield ContactList(self._contact_painter, ascii_only=app.ascii_only, id="contacts")
        yield from self.compose_frame()

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def line(self) -> FindPeople:
        """The line to find with."""
        return self.query_one("#find-people", FindPeople)

    @property
    def customers(self) -> VirtualList[CustomerLine]:
        """The customers."""
        return self.query_one("#customers", CustomerList)

    @property
    def contacts(self) -> VirtualList[ContactLine]:
        """The contacts of the customer under the cursor."""
        return self.query_one("#contacts", ContactList)

    @property
    def moved_list(self) -> VirtualList[CustomerLine] | VirtualList[ContactLine]:
        """The list that has focus; while typing, that of the contacts found."""
        return self.customers if self.customers.has_focus else self.contacts

    def on_mount(self) -> None:
        """Begin with the customers."""
        self.customers.focus()
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: what was in front may have changed something."""
        super().on_screen_resume()
        self._read()

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self._show_heads)

    def _show_heads(self) -> None:
        for head, shown, painter in (
            ("#customer-head", self.customers, self._customer_painter),
            ("#contact-head", self.contacts, self._contact_painter),
        ):
            self.query_one(head, LineOfText).show("  " + painter.header(max(1, shown.size.width - 2)))

    def show_keys(self) -> None:
        """Tell the keys; on a contact that of putting it right."""
        super().show_keys()
        footer = self.query_one_optional(KeyFooter)
        if footer is None or not self.contacts.has_focus:
            return
        keymap = self.otui.keymap
        footer.show(
            [
                (keymap.label("nav.open"), _("their tickets")),
                (keymap.label("ticket.new"), _("new ticket")),
                (keymap.label("ticket.contact"), _("edit")),
                (keymap.label("find.search"), _("find")),
                (keymap.label("nav.back"), _("back")),
            ]
        )

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.background(self._read_customers())

    async def _read_customers(self) -> None:
        self._version += 1
        version = self._version
        rows = await self.live.read(read_customers, self._words, version)
        if version != self._version:
            return
        shown = self.customers
        narrowed = bool(self._words.strip())
        shown.set_window(shown.new_view(), rows, len(rows), keep=not narrowed)
        if narrowed:
            shown.top()
        if shown.row is not None:
            self._customer = shown.row.id
        await self._read_contacts()
        self._show_heads()

    async def _read_contacts(self) -> None:
        version, customer = self._version, self._customer
        rows = await self.live.read(read_contacts, customer, self._words, version)
        if (version, customer) != (self._version, self._customer):
            return
        shown = self.contacts
        shown.set_window(shown.new_view(), rows, len(rows), keep=True)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Narrow both lists once the fingers rest."""
        event.stop()
        self._words = safe.line(event.value)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, self._read)

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Show the contacts of the customer that the cursor came to."""
        if message.source is self.customers and message.row.id != self._customer:
            self._customer = message.row.id
            self.background(self._read_contacts())

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """From a customer to its contacts; from a contact to their tickets."""
        if message.source is self.customers:
            self.contacts.focus()
        elif message.row.contact is None:
            self.background(self._edit(None))
        else:
            self.otui.push_screen(PersonScreen(message.row.id))

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again where people or figures changed."""
        if self.is_mounted and any(change.topic == "contact" or change.entered for change in changes):
            self._read()

    # -- what keys do ----------------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> ContactRow | None:
        row = self.contacts.row
        return row.contact if row is not None and not self.customers.has_focus else None

    async def _edit(self, contact: ContactRow | None) -> None:
        customer = self.customers.row
        of = customer.name if customer is not None and customer.id > 0 else ""
        typed = self._words if self._customer == EVERYBODY else ""
        saved = await self.otui.ask(ContactForm(contact, name=typed, customer=of))
        if saved is None:
            return
        await self._read_customers()
        self.contacts.move_to_id(saved)

    async def do_ticket_contact(self, text: str = "") -> None:
        """Put the contact under the cursor right."""
        if self._chosen is None:
            self.otui.tell(_("Put the cursor on a contact first."))
            return
        await self._edit(self._chosen)

    def do_ticket_new(self, text: str = "") -> None:
        """Make a ticket of the contact under the cursor."""
        self.otui.push_screen(NewTicketScreen(text, self._chosen.id if self._chosen is not None else None))

    def do_find_search(self, text: str = "") -> None:
        """Begin to find."""
        if text:
            self.line.value = text
        self.line.focus()

    def do_pane_next(self) -> None:
        """The next pane."""
        self.focus_next()

    def do_pane_previous(self) -> None:
        """The pane before."""
        self.focus_previous()

    def do_pane_left(self) -> None:
        """To the customers."""
        self.customers.focus()

    def do_pane_right(self) -> None:
        """To their contacts."""
        self.contacts.focus()

    def do_nav_back(self) -> None:
        """From finding to the lists, from contacts to customers, from there back."""
        if self.line.has_focus:
            if self.line.value:
                self.line.value = ""
            self.customers.focus()
        elif self._words:
            self.line.value = ""
            self.customers.focus()
        elif self.contacts.has_focus:
            self.customers.focus()
        else:
            self.dismiss()

"""A new ticket, made for the phone at the ear: who, what, where, how urgent; their other tickets stand beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.timer import Timer
from textual.widgets import Input, TextArea

from otui.desk.commands import NewTicket
from otui.desk.together import drafts
from otui.desk.views import people
from otui.errors import OtuiError, Usage
from otui.keys.model import Context
from otui.screens.compose.editing import edit_outside
from otui.screens.drafting import Typed
from otui.screens.new_ticket import draft
from otui.screens.new_ticket.beside import NEW, BesideRow, read_contacts, read_tickets
from otui.screens.new_ticket.draft import Filled
from otui.screens.new_ticket.fields import ChoiceField
from otui.screens.new_ticket.form import TicketForm
from otui.screens.new_ticket.levels import read_factors
from otui.screens.overview.header import LineOfText
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.virtual_list import VirtualList

REST = 0.05
"""Seconds that typing rests before what stands beside the form is read again."""


class NewTicketScreen(TicketForm):
    """Takes a report in. What is filled in is kept as a draft until the ticket is made."""

    FOOTER: ClassVar[tuple[str, ...]] = (
        "compose.send",
        "pane.next",
        "nav.back",
        "compose.editor",
        "compose.discard",
    )

    def __init__(self, subject: str = "", contact_id: int | None = None) -> None:
        super().__init__()
        self._given = Filled(subject=safe.line(subject), contact_id=contact_id or 0)
        self._asked = 0
        self._timer: Timer | None = None
        self._kept = Filled()
        self._ended = False

    # -- beginning -------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin with the contact; a draft comes back by itself."""
        self.queue_id = self.live.desk.directory.default_queue_id
        with self.prevent(Input.Changed):
            self.line("level").value = self.default_level
        self.query_one("#head", LineOfText).show(" " + _("New ticket"), role="title")
        self.set_focus(self.line("contact"))
        self._show()
        self.otui.show_status()
        self.background(self._begin())

    async def _begin(self) -> None:
        given = self._given
        kept = await self.live.read(drafts.find, drafts.NEW_TICKET, draft.KIND)
        filled = given
        if kept is not None:
            self._kept = Filled.from_draft(kept)
            named = bool(self._kept.contact or self._kept.contact_id)
            filled = replace(
                self._kept,
                subject=self._kept.subject or given.subject,
                contact_id=self._kept.contact_id if named else given.contact_id,
            )
            key = self.otui.keymap.label("compose.discard", Context.FORM)
            self.otui.tell(_("Your draft is back; {key} throws it away.").format(key=key))
        contact = await self.live.read(people.contact, filled.contact_id) if filled.contact_id else None
        self.fill(filled, contact)
        if contact is not None and self.line("contact").has_focus:
            self.line("subject").focus()
        self._show()

    def _show(self) -> None:
        self.show_fields()
        self._beside_soon()

    def second_passed(self) -> None:
        """The due times go on while the phone call lasts."""
        if self.is_mounted:
            self.show_level()

    # -- beside the form -------------------------------------------------------------------------------------------

    @property
    def _choosing(self) -> bool:
        """Whether candidates for the contact stand beside the form."""
        return self.contact is None and self.line("contact").has_focus

    def _beside_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, lambda: self.background(self._read_beside()))

    async def _read_beside(self) -> None:
        self._asked += 1
        asked, choosing = self._asked, self._choosing
        if choosing:
            rows = await self.live.read(read_contacts, self.line("contact").value, asked)
        else:
            contact_id = self.contact.id if self.contact is not None else None
            rows = await self.live.read(read_tickets, contact_id, self.line("subject").value, asked)
        if asked != self._asked or not self.is_attached:
            return
        shown = self.moved_list
        self.set_class(choosing, "-choosing")
        empty = (
            _("Nobody by these words yet.")
            if choosing
            else _("No other ticket of theirs, and none like this.")
        )
        shown.set_window(shown.new_view(empty), rows, len(rows))
        self.query_one("#beside-head", LineOfText).show(" " + self._beside_title(choosing), role="muted")

    def _beside_title(self, choosing: bool) -> str:
        if choosing:
            return _("Who is it? Enter takes one")
        if self.contact is None:
            return _("Other tickets")
        who = self.contact
        return " · ".join(part for part in (who.name, who.phone, who.customer) if part)

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Take the candidate, or open the ticket."""
        row: BesideRow = message.row
        if row.contact is not None:
            self.pick(row.contact)
            self._changed()
            self.line("subject").focus()
        elif row.id == NEW:
            self._changed()
            self.show_new_contact()
        elif row.knowledge_id:
            self.otui.open_record("knowledge", row.knowledge_id)
        else:
            self.otui.open_ticket(row.id, self)

    # -- changes ---------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Keep the form, and show what follows from it."""
        event.stop()
        if event.input.id == "contact" and self.contact is not None and event.value != self.contact.name:
            self.contact = None
        self._changed()
        if event.input.id in ("contact", "subject"):
            self._beside_soon()
        elif event.input.id in ("level", "customer"):
            self.show_level()

    @on(TextArea.Changed)
    def said(self, event: TextArea.Changed) -> None:
        """Keep the form."""
        event.stop()
        self._changed()

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field; on the level it opens the grid."""
        event.stop()
        if event.input.id == "level":
            self.background(self._level_chosen())
        else:
            self.focus_next()

    def on_descendant_focus(self) -> None:
        """Other keys, and something else beside the form."""
        super().on_descendant_focus()
        if self.queue_id:
            self._show()

    def _changed(self) -> None:
        """Hand the form as it stands to the keeper of drafts."""
        self.say("")
        filled = self.filled()
        if self._ended or filled == self._kept:
            return
        self._kept = filled
        self.otui.drafts.typed(Typed(drafts.NEW_TICKET, draft.KIND, filled.body, filled.to_fields(), 0))

    # -- values that are chosen ------------------------------------------------------------------------------------

    @on(ChoiceField.Wanted)
    def wanted(self, event: ChoiceField.Wanted) -> None:
        """Change the value of a field."""
        event.stop()
        if event.field.id == "queue":
            self.background(self._queue_chosen(event.typed))
            return
        if event.field.id == "item":
            self.background(self._item_chosen(event.typed))
            return
        if event.field.id == "kind":
            self.next_kind()
        else:
            self.take = not self.take
        self._changed()
        self.show_fields()

    async def _queue_chosen(self, typed: str) -> None:
        await self.choose_queue(typed)
        self._changed()
        self.show_fields()

    async def _item_chosen(self, typed: str) -> None:
        said = await self.choose_item(typed)
        self._changed()
        self.show_fields()
        self.say(said)

    async def _level_chosen(self) -> None:
        if await self.choose_level():
            self.query_one("#kind", ChoiceField).focus()

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_pane_next(self) -> None:
        """The next field; after a name that is not known, those of a new contact."""
        contact = self.line("contact")
        if contact.has_focus and contact.value.strip() and self.contact is None:
            self.show_new_contact()
        else:
            self.focus_next()

    def do_pane_previous(self) -> None:
        """The field before."""
        self.focus_previous()

    def do_nav_open(self) -> None:
        """Take what is under the cursor beside the form; where there is nothing to take, go on to the next field."""
        if self.moved_list.row is not None and (self._choosing or self.moved_list.has_focus):
            self.moved_list.open()
        else:
            self.focus_next()

    async def do_compose_editor(self) -> None:
        """Write what was said in an editor of one's own."""
        await self.otui.drafts.save()
        text = await edit_outside(self.otui, self.area.text)
        if text is not None:
            self.area.load_text(text)
            self.area.focus()

    async def do_compose_send(self) -> None:
        """Make the ticket; where something is wrong it is said here, and nothing is lost."""
        if self._ended:
            return
        try:
            command = self._command()
            self._ended = True
            self.otui.drafts.forget(drafts.NEW_TICKET, draft.KIND)
            made = await self.live.do(draft.make, command)
        except OtuiError as problem:
            self._ended = False
            self._kept = Filled()
            self._changed()
            self.say(str(problem))
            return
        key = self.otui.keymap.label("edit.undo")
        self.dismiss()
        self.otui.tell(_("{said} {key} undoes it.").format(said=made.said, key=key))

    def _command(self) -> NewTicket:
        """Return the command; raises Usage, with the focus on the field that is wrong."""
        filled = self.filled()
        contact = filled.contact.strip()
        if contact and self.contact is None and not re.search(r"[^\W\d_]", contact):
            self.line("contact").focus()
            raise Usage(_("A contact needs a name."), _("A new contact's phone number has its own field."))
        if not filled.subject.strip():
            self.line("subject").focus()
            raise Usage(_("A ticket needs a subject."), _("A few words that say what is wrong."))
        try:
            impact, urgency = read_factors(self.line("level").value)
            self.levels().check(impact, urgency)
        except OtuiError:
            self.line("level").focus()
            raise
        return NewTicket(
            subject=filled.subject,
            body=filled.body,
            queue=self.live.desk.directory.queues[self.queue_id].name,
            kind=self.kind,
            impact=impact,
            urgency=urgency,
            contact=self.contact.id if self.contact is not None else contact,
            contact_phone=filled.phone.strip(),
            customer=filled.customer.strip(),
            take=self.take,
            item=self.item.id if self.item is not None else "",
        )

    async def do_compose_discard(self) -> None:
        """Throw the form away, once that was confirmed."""
        if self.filled().said():
            answers = [Answer("y", _("throw it away"), "y"), Answer("k", _("keep it"), "k")]
            if await self.otui.ask(Confirm(_("Throw this ticket away before it is made?"), answers)) != "y":
                return
        self._ended = True
        self.otui.drafts.forget(drafts.NEW_TICKET, draft.KIND)
        await self.live.do(draft.drop, None)
        self.dismiss()

    async def do_nav_back(self) -> None:
        """Leave; what was filled in stays as a draft."""
        self._changed()
        await self.otui.drafts.save()
        if self.filled().said():
            key = self.otui.keymap.label("go.drafts")
            self.otui.tell(_("Kept as a draft; {key} shows your drafts.").format(key=key))
        self.dismiss()

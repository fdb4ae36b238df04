"""The form of a new ticket: its fields, what they hold, and the level that follows from them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from otui import theme
from otui.desk.rows import ContactRow
from otui.desk.views import items
from otui.desk.views.items import Near, Offer
from otui.desk.words import kind_name
from otui.domain.workflow import Kind
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves, TypingFooter
from otui.screens.new_ticket.beside import BesidePainter, BesideRow
from otui.screens.new_ticket.draft import Filled
from otui.screens.new_ticket.fields import BesideList, BodyArea, ChoiceField, ContactLine, Line
from otui.screens.new_ticket.item import pick_item
from otui.screens.new_ticket.levels import Levels, Place, read_factors
from otui.screens.overview.header import LineOfText
from otui.text import safe
from otui.text.i18n import N_, _
from otui.widgets.paging import RowWindow
from otui.widgets.picker import Choice, Picker
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

LABELS = {
    "contact": N_("Contact"),
    "phone": N_("Phone"),
    "customer": N_("Customer"),
    "subject": N_("Subject"),
    "item": N_("Service"),
    "queue": N_("Queue"),
    "level": N_("Level"),
    "kind": N_("Kind"),
    "take": N_("Take it"),
}
TYPED = ("phone", "customer", "subject", "level")


class TicketForm(TypingFooter, ListMoves, DeskScreen):
    """The fields. What happens with them is the screen's."""

    CSS_PATH = "new_ticket.tcss"
    CONTEXTS = (Context.FORM, Context.GLOBAL)

    def __init__(self) -> None:
        super().__init__()
        self.contact: ContactRow | None = None
        self.queue_id = 0
        self.kind: str = Kind.INCIDENT.value
        self.take = False
        self.item: Near | None = None
        self._proposed = (0, "")
        """The queue and level that an item put in: another item may put in others."""
        self._dues = ""

    def compose(self) -> ComposeResult:
        """Lay out the form and what stands beside it."""
        app = self.otui
        painter = BesidePainter(lambda: theme.styles(app.current_theme))
        window: RowWindow[BesideRow] = RowWindow(section_of=lambda row: row.section)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        with Horizontal(id="new-body"):
            with Vertical(id="form"):
                yield from self._field(
                    ContactLine(id="contact", placeholder=_("name, phone, mail or customer"))
                )
                yield from self._field(Line(id="phone", placeholder=_("of the new contact")))
                yield from self._field(
                    Line(id="customer", placeholder=_("of the new contact; new ones are made"))
                )
                yield from self._field(
                    Line(id="subject", placeholder=_("a few words that say what is wrong"))
                )
                yield BodyArea(id="body")
                yield from self._field(ChoiceField(id="item"))
                yield from self._field(ChoiceField(id="queue"))
                yield from self._field(Line(id="level"))
                yield Static("", id="dues")
                yield from self._field(ChoiceField(id="kind"))
                yield from self._field(ChoiceField(id="take"))
                yield Static("", id="problem")
            with Vertical(id="beside"):
                yield LineOfText(id="beside-head")
                yield BesideList(painter, window, ascii_only=app.ascii_only, id="beside-list")
        yield from self.compose_frame()

    def _field(self, widget: Widget) -> ComposeResult:
        with Horizontal(classes="field", id=f"{widget.id}-row"):
            yield Static(Content(_(LABELS[widget.id or ""])), classes="label")
            yield widget

    # -- parts -----------------------------------------------------------------------------------------------------

    def line(self, name: str) -> Line:
        """Return a field of one line."""
        return self.query_one(f"#{name}", Line)

    @property
    def area(self) -> BodyArea:
        """What was said."""
        return self.query_one("#body", BodyArea)

    @property
    def moved_list(self) -> VirtualList[BesideRow]:
        """What stands beside the form."""
        return self.query_one("#beside-list", BesideList)

    # -- what it holds ---------------------------------------------------------------------------------------------

    @property
    def default_level(self) -> str:
        """The level of a ticket about which nothing is said."""
        settings = self.live.desk.rules.settings
        return f"{settings.default_impact} {settings.default_urgency}"

    def filled(self) -> Filled:
        """Return the form as it is filled in now."""
        level = self.line("level").value.strip()
        directory = self.live.desk.directory
        return Filled(
            contact_id=self.contact.id if self.contact is not None else 0,
            contact=self.line("contact").value,
            phone=self.line("phone").value,
            customer=self.line("customer").value,
            subject=self.line("subject").value,
            body=self.area.text,
            queue="" if self.queue_id == directory.default_queue_id else directory.queues[self.queue_id].name,
            level="" if level == self.default_level else level,
            kind="" if self.kind == Kind.INCIDENT else self.kind,
            take=self.take,
            item_id=self.item.id if self.item is not None else 0,
            item=self.item.name if self.item is not None else "",
        )

    def fill(self, filled: Filled, contact: ContactRow | None) -> None:
        """Put in what was kept; a field in which something was typed meanwhile stays."""
        with self.prevent(Input.Changed, TextArea.Changed):
            for name in TYPED:
                value = getattr(filled, name)
                if value and self.line(name).value in ("", self.default_level):
                    self.line(name).value = value
            if filled.body and not self.area.text:
                self.area.load_text(filled.body)
            if contact is None and not self.line("contact").value:
                self.line("contact").value = filled.contact
        queues = self.live.desk.directory.queues.values()
        self.queue_id = next((queue.id for queue in queues if queue.name == filled.queue), self.queue_id)
        self.kind = filled.kind or self.kind
        self.take = filled.take
        if filled.item_id and self.item is None:
            self.item = Near(filled.item_id, filled.item, "")
        if contact is not None and not self.line("contact").value:
            self.pick(contact)

    def pick(self, contact: ContactRow) -> None:
        """Take a known contact."""
        self.contact = contact
        with self.prevent(Input.Changed):
            self.line("contact").value = contact.name
            for name in ("phone", "customer"):
                self.line(name).value = ""

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_fields(self) -> None:
        """Show the values, and the fields of a contact who is not known only where one is made."""
        queue = self.live.desk.directory.queues[self.queue_id]
        me = self.live.desk.agent.login
        self.query_one("#queue", ChoiceField).show(
            _("{queue} (line {line})").format(queue=queue.name, line=queue.line)
        )
        named = self.item.name if self.item is not None else _("not said")
        self.query_one("#item", ChoiceField).show(named)
        self.query_one("#kind", ChoiceField).show(kind_name(self.kind))
        self.query_one("#take", ChoiceField).show(
            _("yes, {login} takes it").format(login=me) if self.take else _("no, it stays free")
        )
        contact = self.line("contact")
        making = bool(contact.value.strip()) and self.contact is None and not contact.has_focus
        for name in ("phone", "customer"):
            self.query_one(f"#{name}-row").display = making or bool(self.line(name).value)
        self.show_level()

    def show_new_contact(self) -> None:
        """Ask for what a new contact needs."""
        for name in ("phone", "customer"):
            self.query_one(f"#{name}-row").display = True
        self.line("phone").focus()

    def levels(self) -> Levels:
        """Return the level and due times that hold where this ticket would be."""
        customer = self.contact.customer if self.contact is not None else self.line("customer").value
        place = Place(self.kind, self.queue_id, customer)
        return Levels(self.live.desk, place, self.otui.now, self.otui.zone)

    def show_level(self) -> None:
        """Say what the level comes to, and what would fall due when."""
        try:
            pair = read_factors(self.line("level").value)
            levels = self.levels()
            value = levels.check(*pair)
        except OtuiError as problem:
            self._show_dues(problem.message, wrong=True)
            return
        self._show_dues(f"{levels.name(*pair)} {value} · {levels.dues(*pair)}")

    def _show_dues(self, text: str, *, wrong: bool = False) -> None:
        if text != self._dues:
            self._dues = text
            line = self.query_one("#dues", Static)
            line.update(Content(safe.clean(text)))
            line.set_class(wrong, "-wrong")

    def say(self, problem: str) -> None:
        """Say what is wrong, or nothing."""
        self.query_one("#problem", Static).update(Content(safe.clean(problem)))

    # -- values that are chosen ------------------------------------------------------------------------------------

    def next_kind(self) -> None:
        """Change between the kinds."""
        kinds = [kind.value for kind in Kind]
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]

    async def choose_queue(self, typed: str) -> None:
        """Pick the queue by name; those that were moved to lately come first."""
        recent = self.otui.recent_queues
        choices = [
            Choice(
                queue.id,
                queue.name,
                _("line {line}").format(line=queue.line),
                keywords=" ".join(queue.path),
                recent=queue.name in recent,
            )
            for queue in self.live.desk.directory.queues.values()
        ]
        picked = await self.otui.ask(Picker(_("In which queue?"), choices, typed=typed))
        if isinstance(picked, int):
            self.queue_id = picked

    async def choose_item(self, typed: str) -> str:
        """Pick the service or item; its queue and impact are put in where none was chosen yet. Returns what was."""
        picked = await pick_item(self.otui, self.item, typed)
        if picked is None:
            return ""
        self.item = picked if picked.id else None
        if self.item is None:
            return ""
        queue_id, level = self._proposed
        if self.queue_id == queue_id:
            self.queue_id = self.live.desk.directory.default_queue_id
        if self.line("level").value == level:
            with self.prevent(Input.Changed):
                self.line("level").value = self.default_level
        return self._take_on(await self.live.read(items.offer, picked.id))

    def _take_on(self, offer: Offer) -> str:
        """Put in what an item proposes, where the agent chose nothing; return what that was, in words."""
        queue_id, factors = 0, ""
        said = []
        if offer.queue_id is not None and self.queue_id == self.live.desk.directory.default_queue_id:
            queue_id = self.queue_id = offer.queue_id
            said.append(_("{queue} answers for it").format(queue=offer.queue))
        level = self.line("level")
        if offer.impact is not None and level.value.strip() in ("", self.default_level):
            factors = f"{offer.impact} {self.live.desk.rules.settings.default_urgency}"
            with self.prevent(Input.Changed):
                level.value = factors
            said.append(_("impact {impact}: {why}").format(impact=offer.impact, why=offer.why))
        self._proposed = (queue_id, factors)
        return " · ".join(said)

    async def choose_level(self) -> bool:
        """Choose impact and urgency on the grid; False where it was left."""
        try:
            start = read_factors(self.line("level").value)
        except OtuiError:
            start = read_factors(self.default_level)
        pair = await self.otui.ask(self.levels().grid(start))
        if pair is not None:
            self.line("level").value = f"{pair[0]} {pair[1]}"
        return pair is not None

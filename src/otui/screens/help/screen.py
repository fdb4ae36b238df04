"""Help: the keys of what has focus first, then all others; made from the registry and the agent's own keymap."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from otui.keys import names
from otui.keys.actions import ACTIONS
from otui.keys.keymap import Keymap
from otui.keys.model import CONTEXT_TITLES, Context
from otui.keys.sheet import HelpGroup, KeyRow, help_for, listing
from otui.screens.page import PageScreen
from otui.text.i18n import _
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph, Rule

KEYS = 16


def help_blocks(contexts: tuple[Context, ...], keymap: Keymap) -> list[Block]:
    """Return the whole sheet: what works here by place and kind of work, then what works elsewhere."""
    here = help_for(contexts, keymap)
    blocks: list[Block] = []
    place = ""
    for group in here:
        if group.place != place:
            place = group.place
            blocks += [Gap()] if blocks else []
            blocks.append(Rule(place, role="title"))
        blocks += _group(group)
    told = {row.action for group in here for row in group.rows}
    elsewhere = [row for row in listing(keymap) if row.action not in told]
    blocks += [Gap(), Rule(_("Elsewhere"), role="title")]
    blocks += [_row(row, _places(row)) for row in elsewhere]
    return blocks


def _group(group: HelpGroup) -> Iterable[Block]:
    yield Heading(group.title, role="strong")
    for row in group.rows:
        yield _row(row)


def _row(row: KeyRow, places: str = "") -> Block:
    form = f"  {row.command}" if row.command else ""
    where = f"  ({places})" if places else ""
    return KeyValue("  ".join(row.keys), f"{row.title}. {row.help}{form}{where}", KEYS, name_role="title")


def _places(row: KeyRow) -> str:
    """Say where an action that does not work here works."""
    contexts = ACTIONS[row.action].contexts
    return ", ".join(_(CONTEXT_TITLES[context]).lower() for context in Context if context in contexts)


class FindLine(Input):
    """The line that is typed in to find a key."""

    contexts = (Context.SEARCH,)


class HelpScreen(PageScreen):
    """The sheet of keys. `/` finds in it as one types."""

    CSS_PATH = "help.tcss"
    FOOTER = ("nav.back", "find.search", "nav.half_down", "nav.half_up", "nav.bottom")

    def __init__(self, contexts: tuple[Context, ...]) -> None:
        super().__init__(_("Keys"), ())
        self._contexts = contexts or (Context.GLOBAL,)

    def compose(self) -> ComposeResult:
        """Lay out the sheet, and the line to find in it, which waits until it is asked for."""
        yield from super().compose()
        line = FindLine(placeholder=_("find a key or an action"), compact=True, id="find")
        line.cursor_blink = False
        line.display = False
        yield line

    def on_mount(self) -> None:
        """Show the sheet."""
        super().on_mount()
        keymap = self.otui.keymap
        key = names.label(keymap.keys_of("find.search")[0]) if keymap.keys_of("find.search") else ""
        intro = Paragraph(
            _("{key} finds in this page. Every action is also in the palette.").format(key=key or "–")
        )
        blocks: list[Block] = [intro, Gap(), *help_blocks(self._contexts, keymap)]
        blocks += [KeyValue("", str(warned.text), KEYS, role="warning") for warned in keymap.warnings]
        self.page.show(blocks)

    @property
    def line(self) -> FindLine:
        """The line to find with."""
        return self.query_one("#find", FindLine)

    # -- finding ---------------------------------------------------------------------------------------------------

    def do_find_search(self, text: str = "") -> None:
        """Begin to find."""
        self.line.display = True
        self.line.value = text
        self.set_focus(self.line)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Go to the first place that has what was typed."""
        event.stop()
        self.page.highlight([event.value.strip()])
        self.page.top()
        if event.value.strip():
            self._mark_found(self.page.next_found())

    def _mark_found(self, found: bool) -> None:
        self.line.set_class(not found, "-nothing")

    def do_nav_open(self) -> None:
        """The next place that has it."""
        if self.line.has_focus:
            self._next(1)
        else:
            super().do_nav_open()

    def _next(self, step: int) -> None:
        """Go to the next place; from the last one on to the first."""
        if not self.page.next_found(step):
            if step > 0:
                self.page.top()
            else:
                self.page.bottom()
            self.page.highlight([self.line.value.strip()])
            self._mark_found(self.page.next_found(step))

    def do_nav_down(self) -> None:
        """The next place that has it; without finding, a line down."""
        if self.line.has_focus:
            self._next(1)
        else:
            super().do_nav_down()

    def do_nav_up(self) -> None:
        """The place before that has it; without finding, a line up."""
        if self.line.has_focus:
            self._next(-1)
        else:
            super().do_nav_up()

    def do_find_help(self) -> None:
        """The same key leaves again."""
        self.dismiss()

    def do_nav_back(self) -> None:
        """End finding; then leave."""
        if self.line.display:
            self.line.display = False
            self.page.focus()
        elif self.page.has_focus:
            self.dismiss()

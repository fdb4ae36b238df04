"""The rules of the desk: SLA tables, calendars, queues, with the small changes that keys make in their texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult

from otui import theme
from otui.desk import rights
from otui.desk.desk import View
from otui.desk.live import Change
from otui.desk.rules import rule_edits, rule_history
from otui.desk.rules.rule_files import NAMES
from otui.desk.together import drafts
from otui.domain.rules import Rules
from otui.errors import Refused
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.page import PageScreen
from otui.screens.rules.asking import ask_holiday, ask_hours, ask_times
from otui.screens.rules.effect import EffectScreen
from otui.screens.rules.kept import PREFIX, Kept, drop, read_kept
from otui.screens.rules.rows import DayAt, LevelAt, RuleLine, RulePainter, rows_of
from otui.screens.rules.text import RuleTextScreen
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block, Gap, Heading, Paragraph
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

TITLES = {
    "sla": N_("SLA tables"),
    "calendar": N_("Calendars"),
    "queues": N_("Queues"),
    "change": N_("Changes"),
}


class RuleList(VirtualList[RuleLine]):
    """The rows of one rule file."""

    contexts = (Context.RULES,)


class RulesScreen(ListMoves, DeskScreen):
    """Shows one rule file at a time; Enter changes what the cursor is on, `e` opens the text."""

    CONTEXTS = (Context.RULES, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "rules.next", "nav.open", "rules.edit", "rules.holiday", "rules.effect", "rules.log", "nav.back",
    )  # fmt: skip

    def __init__(self, name: str = "sla") -> None:
        super().__init__()
        self._file = name
        self._kept: Kept | None = None

    def compose(self) -> ComposeResult:
        """Lay out the names of the files, the rows, and a line for what is not in force yet."""
        app = self.otui
        painter = RulePainter(lambda: theme.styles(app.current_theme))
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="rule-files")
        yield RuleList(painter, ascii_only=app.ascii_only, id="rule-rows")
        yield LineOfText(id="rule-note")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[RuleLine]:
        """The rows."""
        return self.query_one("#rule-rows", RuleList)

    def on_mount(self) -> None:
        """Give the rows the keys."""
        self.moved_list.focus()
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: a text may have been edited, or put in force."""
        super().on_screen_resume()
        self.background(self._read())

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again where somebody else changed the rules."""
        if self.is_current and any(change.topic in ("rules", "queue") for change in changes):
            self.background(self._read())

    async def _read(self) -> None:
        await self.otui.drafts.save()
        self._kept = await self.live.read(read_kept)
        self._show()

    def _show(self, keep: bool = True) -> None:
        kept = self._kept
        if kept is None:
            return
        today = self.otui.now.astimezone(self.otui.zone).date()
        rows = rows_of(self._file, kept.rules, kept.change, today)
        shown = self.moved_list
        shown.set_window(shown.new_view(), rows, len(rows), keep=keep)
        files = [
            ("[" + _(title) + "]" if name == self._file else " " + _(title) + " ")
            + ("*" if name in kept.edited else "")
            for name, title in TITLES.items()
        ]
        self.query_one("#rule-files", LineOfText).show(
            " " + "  ".join(files), _("version {n}").format(n=kept.version), role="title"
        )
        self.query_one("#rule-note", LineOfText).show(" " + self._note(kept), role="warning")

    def _note(self, kept: Kept) -> str:
        """Say what is not in force, and what stands in its way."""
        if kept.mistake is not None:
            return _("Not in force: {mistake}").format(mistake=kept.mistake.message)
        if kept.others:
            return _("Changed by {names} since you began; look at the effect before you go on.").format(
                names=", ".join(sorted(set(kept.others.values())))
            )
        if kept.edited:
            key = self.otui.keymap.label("rules.effect", Context.RULES, ascii_only=self.otui.ascii_only)
            return _("Changed and not in force: {files}. {key} shows the effect.").format(
                files=", ".join(f"{name}.toml" for name in kept.edited), key=key
            )
        return ""

    def _require_kept(self) -> Kept:
        rights.require_admin(self.live.desk.agent, _("Only an admin changes the rules."))
        if self._kept is None:
            raise Refused(_("The rules are still being read."))
        return self._kept

    # -- going about -----------------------------------------------------------------------------------------------

    def do_rules_next(self) -> None:
        """Show the next file."""
        self._turn(1)

    def do_rules_previous(self) -> None:
        """Show the file before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self._file = NAMES[(NAMES.index(self._file) + by) % len(NAMES)]
        self._show(keep=False)
        self.moved_list.top()

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()

    # -- changing --------------------------------------------------------------------------------------------------

    def do_rules_edit(self) -> None:
        """Edit the text of this file."""
        kept = self._require_kept()
        line = kept.mistake.line if kept.mistake and kept.mistake.file == f"{self._file}.toml" else 0
        self.otui.push_screen(RuleTextScreen(kept, self._file, line))

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Change what the cursor is on."""
        self.background(self._change(message.row))

    async def _change(self, row: RuleLine) -> None:
        self._require_kept()
        what = row.what
        if isinstance(what, LevelAt):
            asked = await self.otui.ask(ask_times(what.level))
            if asked is not None:
                await self._keep(
                    "sla", lambda text: rule_edits.set_times(text, what.table, what.level.name, asked)
                )
        elif isinstance(what, DayAt) and what.day is not None:
            day = what.day
            hours = await self.otui.ask(ask_hours(what))
            if hours is not None:
                await self._keep(
                    "calendar", lambda text: rule_edits.set_hours(text, what.calendar, day, hours)
                )
        elif isinstance(what, DayAt):
            await self._holiday(what.calendar)
        else:
            self.do_rules_edit()

    async def do_rules_holiday(self) -> None:
        """Put a holiday into the calendar under the cursor, or the desk's."""
        kept = self._require_kept()
        row = self.moved_list.row
        what = row.what if row is not None else None
        await self._holiday(what.calendar if isinstance(what, DayAt) else kept.rules.settings.calendar)

    async def _holiday(self, calendar: str) -> None:
        today = self.otui.now.astimezone(self.otui.zone).date()
        asked = await self.otui.ask(ask_holiday(calendar, today))
        if asked is not None:
            await self._keep("calendar", lambda text: rule_edits.add_holiday(text, calendar, *asked))

    async def _keep(self, name: str, edit: Callable[[str], str]) -> None:
        """Make a small change in a text, check the whole, and keep it as a draft; then show its effect."""
        kept = self._require_kept()
        if kept.mistake is not None:
            raise Refused(
                _("First mend what stands in the text: {mistake}").format(mistake=kept.mistake.message)
            )
        text = edit(kept.text(name))
        edited = {**kept.edited, name: text}
        Rules.parse({**kept.texts, **edited})
        base = kept.bases.get(name, kept.version)
        kind = PREFIX + name
        await self.live.do(lambda unit, _none: drafts.save(unit, 0, kind, text, {}, base), None)
        self._kept = replace(kept, edited=edited, bases={**kept.bases, name: base})
        await self.do_rules_effect()

    async def do_rules_effect(self) -> None:
        """Show what everything that was changed would do."""
        kept = self._require_kept()
        if kept.mistake is not None:
            self.do_rules_edit()
            return
        if not kept.edited:
            self.otui.tell(
                _("Nothing is changed: {key} edits this file.").format(key=self._key("rules.edit"))
            )
            return
        self.otui.push_screen(EffectScreen(kept.edited, kept.texts, others=kept.others))

    def _key(self, action_id: str) -> str:
        return self.otui.keymap.label(action_id, Context.RULES, ascii_only=self.otui.ascii_only)

    async def do_rules_discard(self) -> None:
        """Throw away what was changed in this file, once that is confirmed."""
        kept = self._require_kept()
        if self._file not in kept.edited:
            self.otui.tell(_("Nothing is changed in this file."))
            return
        question = _("Throw away your changes of {file}?").format(file=f"{self._file}.toml")
        answers = [Answer("y", _("throw them away"), "y"), Answer("k", _("keep them"), "k")]
        if await self.otui.ask(Confirm(question, answers)) == "y":
            await drop(self, (self._file,))
            await self._read()

    # -- before ----------------------------------------------------------------------------------------------------

    async def do_rules_log(self) -> None:
        """Show who put which rules in force, and what they changed."""
        blocks = await self.live.read(_history, self.otui.zone)
        self.otui.push_screen(PageScreen(_("Former rules"), blocks))

    async def do_rules_back(self) -> None:
        """Show what the rules of before the last change would do."""
        kept = self._require_kept()
        texts = await self.live.read(rule_history.way_back)
        self.otui.push_screen(EffectScreen(texts, kept.texts, kept=False))


def _history(view: View, zone: tzinfo) -> list[Block]:
    """Return every change of the rules, the newest first, with what it did to the texts."""
    blocks: list[Block] = []
    for load in rule_history.loads(view):
        who = load.agent or _("as the desk was made")
        names = ", ".join(f"{name}.toml" for name in load.names)
        when = times.moment(load.at, zone, view.now)
        blocks.append(Heading(left=f"{load.version}  {when}  {who}", right=names))
        if load.former:
            lines = rule_history.diff(view, load.version)
            blocks += [Paragraph(text=line, role=_ROLES.get(line[:1], "muted"), indent=2) for line in lines]
        blocks.append(Gap())
    return blocks


_ROLES = {"+": "good", "-": "warning"}

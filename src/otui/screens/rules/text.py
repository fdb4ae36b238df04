"""The text of a rule file, edited inside otui: checked while it is typed, kept as a draft from the first key on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from otui.domain.rules import Rules
from otui.errors import BadFile
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.drafting import Typed
from otui.screens.overview.header import LineOfText
from otui.screens.rules.effect import EffectScreen
from otui.screens.rules.kept import PREFIX, Kept, drop
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.composer_area import ComposerArea
from otui.widgets.confirm import Answer, Confirm

REST = 0.3
"""Seconds without a key after which the text is checked."""


class RuleArea(ComposerArea):
    """The text."""

    contexts = (Context.RULE_TEXT,)


class RuleTextScreen(DeskScreen):
    """Edits one rule file. Esc keeps the text; ctrl+s goes on to its effect."""

    CSS_PATH = "rules.tcss"
    CONTEXTS = (Context.RULE_TEXT, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = ("rules.effect", "nav.back", "rules.discard")

    def __init__(self, kept: Kept, name: str, line: int = 0) -> None:
        super().__init__()
        self._kept = kept
        self._file = name
        self._line = line
        self._known = kept.text(name)
        self._base = kept.bases.get(name, kept.version)
        self._timer: Timer | None = None
        self._dropped = False

    def compose(self) -> ComposeResult:
        """Lay out the name of the file, its text, and what is wrong with it."""
        yield LineOfText(id="rule-title")
        yield RuleArea(self._known, id="rule-text")
        yield Static(id="rule-mistake", markup=False)
        yield from self.compose_frame()

    @property
    def area(self) -> RuleArea:
        """The text."""
        return self.query_one("#rule-text", RuleArea)

    def on_mount(self) -> None:
        """Begin at the mistake, where there is one, else at the top."""
        area = self.area
        area.show_line_numbers = True
        area.soft_wrap = False
        area.focus()
        area.move_cursor((max(0, self._line - 1), 0))
        self._check()

    @property
    def edited(self) -> dict[str, str]:
        """Every text that is not as it is in force, this one as it stands here."""
        found = {**self._kept.edited, self._file: self.area.text}
        return {name: text for name, text in found.items() if text != self._kept.texts[name]}

    def mistake(self) -> BadFile | None:
        """Return what is wrong with the rules as this text would make them."""
        try:
            Rules.parse({**self._kept.texts, **self.edited})
        except BadFile as error:
            return error
        return None

    def _check(self) -> None:
        self._timer = None
        found = self.mistake()
        changed = self._file in self.edited
        if found is not None:
            said = str(found)
        elif self._file in self._kept.others:
            said = _("{name} changed this file since you began: your text takes its place.").format(
                name=self._kept.others[self._file]
            )
        else:
            said = _("Right, and not in force yet.") if changed else _("As it is in force.")
        line = self.query_one("#rule-mistake", Static)
        line.set_class(found is not None or self._file in self._kept.others, "-wrong")
        line.update(Content(safe.line(said)))
        title = f" {self._file}.toml" + (" *" if changed else "")
        self.query_one("#rule-title", LineOfText).show(title, role="title")

    @on(TextArea.Changed)
    def words_changed(self) -> None:
        """Keep the text at every change; check it once the keys rest."""
        self.hand_over()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, self._check)

    def hand_over(self) -> None:
        """Hand the text to the keeper of drafts; one that is as in force is no draft."""
        text = self.area.text
        if self._dropped or text == self._known:
            return
        self._known = text
        kept = "" if text == self._kept.texts[self._file] else text
        self.otui.drafts.typed(Typed(0, PREFIX + self._file, kept, {}, self._base))

    # -- what keys do ----------------------------------------------------------------------------------------------

    async def do_rules_effect(self) -> None:
        """Go to the mistake; where there is none, show the effect."""
        self._check()
        found = self.mistake()
        if found is not None:
            if found.file == f"{self._file}.toml" and found.line:
                self.area.move_cursor((found.line - 1, 0), center=True)
            return
        await self._save()
        if not self.edited:
            self.otui.tell(_("Nothing is changed in this file."))
            return
        self.otui.push_screen(
            EffectScreen(self.edited, self._kept.texts, others=self._kept.others, then=self._put_in_force)
        )

    def _put_in_force(self) -> None:
        self._dropped = True

    def on_screen_resume(self) -> None:
        """Give way once the text is in force."""
        super().on_screen_resume()
        if self._dropped:
            self.call_later(self.dismiss)

    async def _save(self) -> None:
        self.hand_over()
        await self.otui.drafts.save()

    async def do_nav_back(self) -> None:
        """Leave; the text stays as a draft."""
        await self._save()
        if self._file in self.edited:
            self.otui.tell(_("Kept, and not in force yet."))
        self.dismiss()

    async def do_rules_discard(self) -> None:
        """Throw the changes away, once that is confirmed."""
        if self._file in self.edited:
            question = _("Throw away your changes of {file}?").format(file=f"{self._file}.toml")
            answers = [Answer("y", _("throw them away"), "y"), Answer("k", _("keep them"), "k")]
            if await self.otui.ask(Confirm(question, answers)) != "y":
                return
        self._dropped = True
        await drop(self, (self._file,))
        self.dismiss()

"""What changed rules would do, before they are put in force; and putting them in force."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from otui.desk.desk import View
from otui.desk.rules import effect_words, effects, rule_history, ruling
from otui.desk.rules.effect import Effect
from otui.errors import OtuiError, Refused
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import Moves
from otui.screens.overview.header import LineOfText
from otui.screens.rules.kept import drop
from otui.text import width
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, Paragraph
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from otui.app import OtuiApp

LOOK = 0.2
"""Seconds between two looks at how far it is."""
NUMBER, CLOCK, TIME = 9, 11, 18


class EffectView(LinesView):
    """The effect in words."""

    DEFAULT_CSS = """
    EffectView { padding: 0 1; }
    """
    contexts = (Context.RULE_EFFECT,)


class EffectPage(Moves, DeskScreen):
    """Shows what a change does, before it happens."""

    CONTEXTS = (Context.RULE_EFFECT, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = ("rules.apply", "nav.back", "nav.down", "nav.half_down")

    def compose(self) -> ComposeResult:
        """Lay out title and text."""
        yield StatusLine(ascii_only=self.otui.ascii_only, id="status")
        yield LineOfText(id="effect-title")
        yield EffectView(ascii_only=self.otui.ascii_only, id="effect")
        yield from self.compose_frame()

    @property
    def moved(self) -> EffectView:
        """The text."""
        return self.query_one("#effect", EffectView)


class EffectScreen(EffectPage):
    """Works an effect out, shows it, and puts the rules in force on ctrl+s."""

    def __init__(
        self,
        texts: Mapping[str, str],
        current: Mapping[str, str],
        *,
        others: Mapping[str, str] | None = None,
        kept: bool = True,
        then: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._texts = dict(texts)
        self._current = current
        self._others = dict(others or {})
        self._kept = kept
        self._then = then
        self._effect: Effect | None = None
        self._stop = threading.Event()
        self._far = (0, 0)
        self._applying = False

    def on_mount(self) -> None:
        """Begin to work it out."""
        self.moved.focus()
        self.otui.show_status()
        self.set_interval(LOOK, self._show_far)
        self._title(_("Effect"))
        self.background(self._work_out())

    def on_unmount(self) -> None:
        """Stop what nobody waits for any more."""
        self._stop.set()

    def _title(self, text: str) -> None:
        names = ", ".join(f"{name}.toml" for name in self._texts)
        self.query_one("#effect-title", LineOfText).show(f" {text}", names, role="title")

    def _went(self, done: int, total: int) -> None:
        self._far = (done, total)

    def _show_far(self) -> None:
        done, total = self._far
        if not total or (self._effect is not None and not self._applying):
            return
        said = (
            _("Putting in force … {done} of {total}") if self._applying else _("Effect … {done} of {total}")
        )
        self._title(said.format(done=done, total=total))

    async def _work_out(self) -> None:
        try:
            self._effect = await self.live.read(_effect, self._texts, self)
        except effects.Stopped:
            return
        except OtuiError as error:
            self._title(_("Effect"))
            self.moved.show([Paragraph(text=str(error), role="warning")])
            return
        if self.is_mounted:
            self._title(_("Effect"))
            self.moved.show(self._blocks(self._effect))

    def _blocks(self, effect: Effect) -> list[Block]:
        blocks: list[Block] = [Paragraph(text=effect_words.headline(effect), role="strong")]
        if self._others:
            names = ", ".join(sorted(set(self._others.values())))
            blocks.append(
                Paragraph(
                    text=_("{name} changed this file since you began: your text takes its place.").format(
                        name=names
                    ),
                    role="warning",
                )
            )
        blocks += effect_blocks(self.otui, effect)
        blocks += [Gap(), Heading(left=_("What changes in the text"))]
        for name, text in self._texts.items():
            for line in rule_history.text_diff(name, self._current[name], text):
                blocks.append(Paragraph(text=line, role=_ROLES.get(line[:1], "muted"), indent=2))
        return blocks

    # -- what keys do ----------------------------------------------------------------------------------------------

    async def do_rules_apply(self) -> None:
        """Put the rules in force: what was shown is what happens, or somebody else was first."""
        effect = self._effect
        if effect is None:
            raise Refused(_("The effect is still being worked out."))
        if self._applying:
            return
        self._applying, self._far = True, (0, 0)
        try:
            count = await asyncio.to_thread(
                ruling.load, self.live.desk, self._texts, self._went, base=effect.base
            )
        except OtuiError:
            self._applying = False
            self._title(_("Effect"))
            raise
        if self._kept:
            await drop(self, self._texts)
        self.otui.tell(
            ngettext(
                "The rules are in force; the clocks of {n} open ticket were counted anew.",
                "The rules are in force; the clocks of {n} open tickets were counted anew.",
                count,
            ).format(n=count)
        )
        if self._then is not None:
            self._then()
        self.dismiss()

    def do_nav_back(self) -> None:
        """Go back to the text: nothing is lost, and nothing has happened."""
        if self._applying:
            self.otui.tell(_("The rules are being put in force."))
            return
        self.dismiss()


_ROLES = {"+": "good", "-": "warning"}


def effect_blocks(app: OtuiApp, effect: Effect) -> list[Block]:
    """Return what happens to each clock and level, and to the tickets that move farthest."""
    lines = [*effect_words.clock_lines(effect), *effect_words.level_lines(effect, app.level_label)]
    blocks: list[Block] = [Paragraph(text=line, indent=2) for line in lines]
    rows = effect_words.move_rows(effect, app.level_label, app.zone, app.now)
    if rows:
        blocks += [Gap(), Heading(left=_("Those that move farthest"))]
        blocks += [_row((_("number"), _("clock"), _("before"), _("after")), "muted")]
        blocks += [_row(row) for row in rows]
    return blocks


def _row(cells: tuple[str, str, str, str], role: str = "") -> Paragraph:
    number, clock, before, after = cells
    text = width.fit(number, NUMBER) + width.fit(clock, CLOCK) + width.fit(before, TIME) + after
    return Paragraph(text=text, role=role, indent=2)


def _effect(view: View, texts: Mapping[str, str], screen: EffectScreen) -> Effect:
    return effects.of_texts(view, texts, progress=screen._went, stop=screen._stop.is_set)

"""What an edit of a queue would do to the open tickets, before it is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from otui.desk.queues import ChangeQueue
from otui.desk.rules import effect_words, queue_changes
from otui.desk.rules.queue_changes import Foreseen
from otui.errors import Refused
from otui.screens.overview.header import LineOfText
from otui.screens.rules.effect import EffectPage, effect_blocks
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.screens.staff.form import RecordForm


class QueueEffectScreen(EffectPage):
    """Shows an effect; `agreed` says afterwards whether the change is to be made."""

    def __init__(self, name: str, found: Foreseen) -> None:
        super().__init__()
        self._queue_name = name
        self._found = found
        self.agreed = False

    def on_mount(self) -> None:
        """Show it."""
        self.moved.focus()
        self.otui.show_status()
        self.query_one("#effect-title", LineOfText).show(" " + _("Effect"), self._queue_name, role="title")
        effect = self._found.effect
        blocks: list[Block] = [Paragraph(text=effect_words.headline(effect), role="strong")]
        blocks += [
            Paragraph(text=line, role="warning") for line in effect_words.unseen_lines(self._found.unseen)
        ]
        self.moved.show([*blocks, *effect_blocks(self.otui, effect)])

    def do_rules_apply(self) -> None:
        """Make the change."""
        self.agreed = True
        self.dismiss()

    def do_nav_back(self) -> None:
        """Go back to the form: nothing typed is lost, and nothing has happened."""
        self.dismiss()


async def agree(app: OtuiApp, form: RecordForm, name: str, command: ChangeQueue) -> int:
    """Show what an edit does where it moves something, and return the version that was worked out against.

    Refused, where they go back; raises what the edit itself would.
    """

    def went(done: int, total: int) -> None:
        if form.is_attached:
            app.call_from_thread(form.say, _("Effect … {done} of {total}").format(done=done, total=total))

    found = await asyncio.to_thread(
        queue_changes.foresee, app.live.desk, command, progress=went, stop=lambda: not form.is_attached
    )
    if found.asks:
        shown = QueueEffectScreen(name, found)
        await app.ask(shown)
        if not shown.agreed:
            raise Refused(_("Nothing was changed."))
    return found.effect.base

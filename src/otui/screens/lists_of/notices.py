"""What otui told in this session, the newest first."""

from __future__ import annotations

from typing import ClassVar

from otui.screens.page import PageScreen
from otui.text import times
from otui.text.i18n import _
from otui.widgets.blocks import Block, KeyValue, Paragraph

MOMENT = 18
ROLES = {"warning": "warning", "error": "alarm"}


class NoticesScreen(PageScreen):
    """Lists the notices; what is told while it is open comes in on top."""

    FOOTER: ClassVar[tuple[str, ...]] = ("nav.back", "nav.half_down", "nav.half_up", "nav.bottom")

    def __init__(self) -> None:
        super().__init__(_("Notices"), ())
        self._shown = -1

    def on_mount(self) -> None:
        """Show what was told."""
        super().on_mount()
        self._read()

    def second_passed(self) -> None:
        """Show what was told meanwhile."""
        if self.is_mounted:
            self._read()

    def _read(self) -> None:
        told = list(self.otui.notices.told)
        newest = hash(told[-1]) if told else 0
        if newest == self._shown:
            return
        self._shown = newest
        zone, now = self.otui.zone, self.otui.now
        blocks: list[Block] = [
            KeyValue(times.moment(one.at, zone, now), one.text, MOMENT, role=ROLES.get(one.severity, ""))
            for one in reversed(told)
        ]
        self.page.show(blocks or [Paragraph(_("Nothing was told yet."), role="muted")])

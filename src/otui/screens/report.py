"""What came of a verb on several tickets: one line for each that was refused, and why."""

from __future__ import annotations

from collections.abc import Sequence

from otui.screens.page import PageScreen
from otui.widgets.blocks import KeyValue


class ReportScreen(PageScreen):
    """Lists what was refused."""

    def __init__(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(title, [KeyValue(number, reason, name_width=12) for number, reason in lines])

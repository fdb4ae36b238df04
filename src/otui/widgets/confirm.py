"""A choice between a few things to do, each with its letter: for conflicts and what cannot be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from otui.text import safe
from otui.widgets.dialog import Dialog, hint, title


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to do: the letter that chooses it, what it is called, and what the dialog then gives."""

    key: str
    label: str
    value: str


class Confirm(Dialog[str | None]):
    """Gives the value of the answer chosen, or None on Esc.

    Enter chooses nothing: who types on while it comes up decides nothing by accident.
    """

    def __init__(self, question: str, answers: Sequence[Answer], *, details: Sequence[str] = ()) -> None:
        super().__init__()
        self._question = question
        self._answers = tuple(answers)
        self._details = tuple(details)

    def parts(self) -> Iterable[Widget]:
        """Make the question, what there is to know, and the answers."""
        parts = [title(self._question)]
        if self._details:
            parts.append(hint("\n".join(self._details)))
        return *parts, Static(""), Static(self._shown(), classes="dialog--answers")

    def _shown(self) -> Content:
        """Return the answers on one line, or each on its own: a letter never stands apart from its words."""
        each = [
            Content.assemble((f"[{answer.key}]", "bold"), f" {safe.line(answer.label)}")
            for answer in self._answers
        ]
        one_line = Content("   ").join(each)
        return one_line if one_line.cell_length <= self.room else Content("\n").join(each)

    def on_key(self, event: events.Key) -> None:
        """Take the answer with this letter."""
        for answer in self._answers:
            if event.character == answer.key:
                event.stop()
                self.dismiss(answer.value)
                return

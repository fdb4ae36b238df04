"""One line of words, with what was understood as under it while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from otui.errors import OtuiError, Usage
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.dialog import Dialog, hint, plain, title

T = TypeVar("T")

Understand = Callable[[str], tuple[T, str]]
"""Turns words into (value, how it was understood); raises an OtuiError that says what is wrong."""


class AskLine(Dialog[T | None]):
    """Gives the value that the words stand for, or None on Esc. Enter does nothing while they are not understood."""

    def __init__(
        self,
        question: str,
        understand: Understand[T],
        *,
        initial: str = "",
        explain: str = "",
        password: bool = False,
    ) -> None:
        super().__init__()
        self._question = question
        self._understand = understand
        self._initial = initial
        self._explain = explain
        self._password = password
        self._entered = False

    def parts(self) -> Iterable[Widget]:
        """Make the question, the line and what is said under it."""
        entry = Input(self._initial, compact=True, password=self._password)
        entry.cursor_blink = False
        parts: list[Widget] = [title(self._question), entry, hint("", id="understood")]
        if self._explain:
            parts.append(hint(self._explain))
        return parts

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Say what the words are understood as."""
        event.stop()
        self._read(event.value)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Take the value, or say why not."""
        event.stop()
        self._entered = True
        found = self._read(event.value)
        if found is not None:
            self.dismiss(found[0])

    def _read(self, text: str) -> tuple[T, str] | None:
        """Understand `text` and say so. Nothing typed is no mistake until someone presses Enter on it."""
        said = self.query_one("#understood", Static)
        try:
            found = self._understand(safe.line(text))
        except OtuiError as problem:
            quiet = not text.strip() and not self._entered
            said.set_class(not quiet, "dialog--error")
            said.update(plain("" if quiet else str(problem)))
            return None
        said.remove_class("dialog--error")
        said.update(plain(found[1]))
        return found


def ask_reason(question: str, *, initial: str = "", explain: str = "") -> AskLine[str]:
    """Return a prompt for a line of words that may not be empty."""

    def understand(text: str) -> tuple[str, str]:
        if not text:
            raise Usage(_("A reason is needed."))
        return text, ""

    return AskLine(question, understand, initial=initial, explain=explain)


def ask_number(question: str, *, least: int, most: int, initial: str = "", unit: str = "") -> AskLine[int]:
    """Return a prompt for a whole number from `least` to `most`."""

    def understand(text: str) -> tuple[int, str]:
        if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
            raise Usage(_("A whole number from {least} to {most}.").format(least=least, most=most))
        return int(text), f"{int(text)} {unit}".strip()

    return AskLine(question, understand, initial=initial)

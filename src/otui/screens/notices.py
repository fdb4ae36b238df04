"""What otui tells an agent: a line at the bottom, a bell for what burns, and a list of all of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.timer import Timer

from otui.desk.words import clock_name
from otui.errors import OtuiError
from otui.text import safe
from otui.text.i18n import N_, _
from otui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.timer import Raised

KEPT = 200
SENTENCES = {
    "due": N_("{number} {clock} is due: {subject}"),
    "warning": N_("{number} {clock} soon: {subject}"),
    "recur": N_("{number} came round: {subject}"),
}
"""How what time alone did is told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was told, and when."""

    at: datetime
    text: str
    severity: str


class Notices:
    """Tells, remembers, rings."""

    def __init__(self, app: OtuiApp) -> None:
        self._app = app
        self.told: deque[Notice] = deque(maxlen=KEPT)
        self._silence: Timer | None = None
        self._saying: tuple[KeyFooter, str] | None = None
        self._seen: set[tuple[object, ...]] = set()

    def tell(self, sentence: str, severity: str = "information", seconds: float = 4) -> None:
        """Show a sentence and keep it."""
        text = safe.line(sentence)
        self.told.append(Notice(self._app.now, text, severity))
        footer = self._app.screen.query_one_optional(KeyFooter)
        if severity == "information" and footer is not None:
            self._say(footer, text, seconds)
        elif severity == "warning":
            self._app.notify(text, severity="warning", timeout=seconds, markup=False)
        elif severity == "error":
            self._app.notify(text, severity="error", timeout=seconds, markup=False)
        else:
            self._app.notify(text, timeout=seconds, markup=False)

    def _say(self, footer: KeyFooter, text: str, seconds: float) -> None:
        """Say it in the line of keys for a while: a line costs a hundred bytes, a window over the list thousands."""
        if self._silence is not None:
            self._silence.stop()
        self._saying = (footer, text)
        footer.say(text)
        self._silence = self._app.set_timer(seconds, self._hush)

    def _hush(self) -> None:
        if self._saying is not None and self._saying[0].is_attached:
            self._saying[0].say("")
        self._silence = self._saying = None

    def carry_on(self) -> None:
        """Go on telling on the screen that came to the front what was told on the one that left."""
        footer = self._app.screen.query_one_optional(KeyFooter)
        if self._saying is None or footer is None or footer is self._saying[0]:
            return
        before, text = self._saying
        if before.is_attached:
            before.say("")
        self._saying = (footer, text)
        footer.say(text)

    def trouble(self, error: Exception | None) -> None:
        """Say that the desk does not answer, or that it does again."""
        if error is None:
            self._app.clear_notifications()  # what was said of it is over
            self.tell(_("The desk answers again."))
        elif isinstance(error, OtuiError):
            self.tell(str(error), "error", 15)
        else:
            self._app.unforeseen(error)

    def raised(self, raised: Sequence[Raised]) -> None:
        """Tell what fell due to whom it concerns: the owner and who stands in, else the team, else the leads. Once."""
        new = [one for one in raised if _key(one) not in self._seen and self._concerns(one)]
        self._seen.update(_key(one) for one in raised)
        if not new:
            return
        due = [one for one in new if one.what == "due"]
        if due and self._app.start.config.bell:
            self._app.bell()
        first = (due or new)[0]
        text = _(SENTENCES[first.what]).format(
            number=first.number, clock=clock_name(first.clock), subject=first.subject
        )
        if len(new) > 1:
            key = self._app.keymap.label("view.escalations")
            text = _("{n} more ({key}) · {first}").format(n=len(new) - 1, key=key, first=text)
        self.tell(text, seconds=8)

    def _concerns(self, one: Raised) -> bool:
        from otui.desk.office import absence

        desk = self._app.live.desk
        return absence.concerns(desk.directory, desk.agent, one.queue_id, one.owner_id, self._app.now)


def _key(one: Raised) -> tuple[object, ...]:
    return one.ticket_id, one.clock, one.cycle, one.what, one.due_at

"""What is known, beside a reply that is being written: a line or three that keep their place, and keys to put one in.

It is looked up again once the fingers rest and only if the words are others; what did not change is not drawn again,
so that a key costs nothing more on the wire. Which articles are in a reply goes with its draft.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.timer import Timer

from otui.desk import templates
from otui.desk.views import known
from otui.desk.views import ticket as ticket_views
from otui.desk.views.known import BEST, Known
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.overview.header import LineOfText
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.screens.compose.screen import Composer

REST = 0.5
"""Seconds that the fingers rest before it is looked up again."""
LINES = tuple(f"known{place}" for place in range(BEST))
"""The widgets: the first is always there, the others where there is room."""
OFFERED = 8
FIELD = "known"
"""What a draft calls the articles that are in it: {id: a line by which each is recognised}."""


class ComposerKnown:
    """Mixed into the composer."""

    _known: tuple[Known, ...] = ()
    _put_in: dict[int, str]
    _words_then: frozenset[str] | None = None
    _known_timer: Timer | None = None

    @property
    def _writer(self) -> Composer:
        return cast("Composer", self)

    @property
    def offers_known(self) -> bool:
        """Whether what is written goes to a contact."""
        return self._writer.kind == "reply"

    # -- looking it up ---------------------------------------------------------------------------------------------

    def known_soon(self) -> None:
        """Look it up once the fingers rest."""
        if not self.offers_known:
            return
        if self._known_timer is not None:
            self._known_timer.stop()
        self._known_timer = self._writer.set_timer(REST, self._look_up)

    def _look_up(self) -> None:
        me = self._writer
        words = frozenset(me.area.text.split())
        if words != self._words_then:
            self._words_then = words
            me.background(self._read_known(words))

    async def _read_known(self, words: frozenset[str]) -> None:
        me = self._writer
        try:
            found = await me.live.read(known.for_ticket, me.rows[0].id, me.area.text)
        except OtuiError:  # out of this agent's sight by now: the composer says so itself
            found = ()
        if me.is_attached and words == self._words_then:  # else a later look is under way
            self._known = found
            self.show_known()

    def show_known(self) -> None:
        """Show the best; a line that says the same costs nothing."""
        me = self._writer
        if not me.is_attached:
            return
        key = me.otui.keymap.label("compose.known_put", Context.COMPOSER)
        hint = _("{key} puts it in").format(key=key)
        for place, name in enumerate(LINES):
            line = me.query_one(f"#{name}", LineOfText)
            if place >= len(self._known):
                line.show("")
                continue
            one = self._known[place]
            lead = _("known: {subject}") if place == 0 else " " * 7 + "{subject}"
            line.show(
                " " + lead.format(subject=f"{one.subject} · {one.why}"), f"{hint} " if place == 0 else ""
            )

    # -- putting it in ---------------------------------------------------------------------------------------------

    async def do_compose_known(self) -> None:
        """Look at what is known, and put one in."""
        from otui.screens.knowledge.choosing import choose_known

        me = self._writer
        if not self._may_put():
            return
        best = partial(known.for_ticket, ref=me.rows[0].id, text=me.area.text, limit=OFFERED)
        heading = _("Known for {number}  {subject}").format(
            number=me.rows[0].number, subject=me.rows[0].subject
        )
        picked = await choose_known(me.otui, heading, best)
        if picked is not None:
            await self.put_known(picked)

    async def do_compose_known_put(self) -> None:
        """Put in the one that fits best."""
        if not self._may_put():
            return
        if not self._known:
            self._writer.otui.tell(_("Nothing is known that fits."))
            return
        await self.put_known(self._known[0])

    def _may_put(self) -> bool:
        if not self.offers_known:
            self._writer.otui.tell(_("A standard solution goes into a reply."))
        return self.offers_known

    async def put_known(self, one: Known) -> None:
        """Put an article's solution in at the cursor, filled in for this ticket."""
        me = self._writer
        if not one.solution.strip():
            me.otui.tell(_("{number} has no standard solution.").format(number=one.number))
            return
        if me.detail is None:
            me.detail = await me.live.read(ticket_views.detail, me.rows[0].id)
        app, desk = me.otui, me.live.desk
        facts = templates.facts_of(me.detail, desk.agent, app.desk_name, app.zone, app.now)
        rendered = templates.fill(one.solution, facts)
        self._put_in[one.id] = max(rendered.text.splitlines(), key=len).strip()
        me.area.put(rendered.text)
        if rendered.missing:
            app.tell(
                _("Still to fill in: {names}.").format(names=", ".join(rendered.missing)), severity="warning"
            )

    # -- what goes with the words ----------------------------------------------------------------------------------

    def used_in(self, words: str) -> tuple[int, ...]:
        """Return the articles that are in the words still: one whose telling line was taken out is not used."""
        return tuple(one for one, line in self._put_in.items() if line in words)

    def known_fields(self, words: str) -> dict[str, Any]:
        """Return what a draft keeps of it."""
        used = {str(one): self._put_in[one] for one in self.used_in(words)}
        return {FIELD: used} if used else {}

    def known_from(self, fields: dict[str, Any]) -> None:
        """Take up what a draft kept."""
        kept = fields.get(FIELD)
        if isinstance(kept, dict):
            self._put_in |= {int(one): str(line) for one, line in kept.items()}

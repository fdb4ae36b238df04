"""Verbs that tie tickets together: merge, split, link. The other ticket is picked by number or words."""

from __future__ import annotations

from otui.desk import tickets
from otui.desk.commands import LinkTickets, Merge, Split
from otui.desk.views import searching
from otui.desk.views import ticket as ticket_views
from otui.errors import Refused, Usage
from otui.screens.verbs.doing import Doing
from otui.text import safe, times
from otui.text.i18n import _
from otui.widgets.picker import Choice, Picker


class TyingVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_merge(self, text: str = "") -> None:
        """Put into another ticket and end it."""
        into = text.strip() or await self._pick_ticket(_("Merge into which ticket?"))
        if into:
            await self.act(tickets.merge, lambda row: Merge(ticket=row.id, into=into))

    async def do_ticket_link(self, text: str = "") -> None:
        """Say that it belongs to another ticket."""
        other = text.strip() or await self._pick_ticket(_("Link to which ticket?"))
        if other:
            await self.act(tickets.link, lambda row: LinkTickets(ticket=row.id, other=other))

    async def _pick_ticket(self, heading: str) -> str:
        desk = self.live.desk
        rows = await self.targets()
        own = {row.id for row in rows}
        # Before anything is typed: tickets with the same subject, else with half of its words, else with one.
        # What mail programs put before it ("[EXT]", "Re:") says nothing of what it is about.
        like = (
            [word for word in rows[0].subject.split() if word[0] != "[" and word[-1] != ":"] if rows else []
        )
        guesses = [
            " ".join(like[:length]) for length in dict.fromkeys((len(like), len(like) // 2, 1)) if length
        ]

        def fetch(typed: str) -> list[Choice[str]]:
            found: list[Choice[str]] = []
            for words in [typed] if typed.strip() else guesses:
                hits = desk.read(searching.find, words, limit=30)
                found = [
                    Choice(hit.row.number, f"{hit.row.number}  {hit.row.subject}", hit.row.contact)
                    for hit in hits
                    if hit.row.id not in own
                ]
                if found:
                    break
            return found

        picked = await self.otui.ask(Picker(heading, fetch=fetch))
        return picked if isinstance(picked, str) else ""

    async def do_ticket_split(self, text: str = "") -> None:
        """Make a new ticket of one message."""
        rows = await self.targets()
        if not rows:
            raise Refused(_("There is no ticket here to do that to."))
        thread = await self.live.read(ticket_views.thread, rows[0].id)
        messages = [article for article in thread if article.kind != "note"]
        if not messages:
            raise Refused(_("{number} has no message to split off.").format(number=rows[0].number))
        if text.strip():
            if not text.strip().isdecimal() or not 1 <= int(text) <= len(messages):
                raise Usage(_("Name a message by its place, from 1 to {n}.").format(n=len(messages)))
            article_id = messages[int(text) - 1].id
        else:
            zone = self.otui.zone
            choices = [
                Choice(
                    article.id,
                    safe.line(article.body)[:80] or article.subject,
                    f"{article.author} {times.moment(article.created_at, zone)}",
                )
                for article in reversed(messages)
            ]
            picked = await self.otui.ask(Picker(_("Split off which message?"), choices))
            if not isinstance(picked, int):
                return
            article_id = picked
        await self.act(tickets.split, lambda row: Split(ticket=row.id, article=article_id), rows[:1])

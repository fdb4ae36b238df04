"""Which service or item tickets are about: picked by name, and what it proposes agreed to or not."""

from __future__ import annotations

from otui.desk import tickets
from otui.desk.commands import SetItem
from otui.desk.items.naming import kind_name
from otui.desk.rows import TicketRow
from otui.desk.views import items
from otui.desk.views import ticket as ticket_views
from otui.desk.views.items import Offer
from otui.screens.verbs.doing import Doing
from otui.text.i18n import _
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.picker import Choice, Picker

OFF = "-"


class ConcerningVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_item(self, text: str = "") -> None:
        """Put a service or item on the tickets, or take it off; what it proposes is asked about first."""
        rows = await self.targets()
        if not rows:
            self.otui.tell(_("There is no ticket here to do that to."))
            return
        name: int | str | None = text.strip() or await self._pick_item(rows[0])
        if not name:
            return
        impact = move = False
        if name != OFF:
            detail = await self.live.read(ticket_views.detail, rows[0].id)
            offer = await self.live.read(items.offer, name, detail.row.queue_id, detail.impact)
            name = offer.item_id
            agreed = await self._agreed(offer, rows)
            if agreed is None:
                return
            impact, move = agreed
        item = name
        await self.act(
            tickets.item, lambda row: SetItem(ticket=row.id, item=item, impact=impact, move=move), rows
        )

    async def _pick_item(self, row: TicketRow) -> int | str | None:
        detail = await self.live.read(ticket_views.detail, row.id)
        choices: list[Choice[int | str]] = [
            Choice(near.id, near.name, kind_name(near.kind), recent=near.id == detail.item_id)
            for near in await self.live.read(items.nearby)
        ]
        if detail.item_id is not None:
            choices.append(Choice(OFF, _("none of them: take {name} off").format(name=detail.item)))
        empty = _("No service or item yet. {key} makes them.").format(key=self.otui.keymap.label("go.items"))
        heading = _("Which service or item is it about?")
        picked = await self.otui.ask(Picker(heading, choices, empty_text=empty))
        return picked if isinstance(picked, int | str) else None

    async def _agreed(self, offer: Offer, rows: list[TicketRow]) -> tuple[bool, bool] | None:
        """Ask whether impact and queue come along, where either is offered; None where the whole is dropped."""
        if offer.impact is None and not offer.queue:
            return False, False
        details = []
        answers = []
        if offer.impact is not None:
            details.append(_("impact {impact}: {why}").format(impact=offer.impact, why=offer.why))
        if offer.queue:
            details.append(_("{queue} answers for it").format(queue=offer.queue))
        if offer.impact is not None and offer.queue:
            answers.append(Answer("b", _("take both over"), "both"))
        if offer.impact is not None:
            answers.append(Answer("p", _("take the impact over"), "impact"))
        if offer.queue:
            answers.append(Answer("m", _("move it there"), "move"))
        answers.append(Answer("n", _("neither: only say what it is about"), "none"))
        if len(rows) > 1:
            details.append(_("{n} tickets").format(n=len(rows)))
        answer = await self.otui.ask(
            Confirm(_("{name} proposes:").format(name=offer.name), answers, details=details)
        )
        if answer is None:
            return None
        return answer in ("both", "impact"), answer in ("both", "move")

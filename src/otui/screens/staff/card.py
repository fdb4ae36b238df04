"""The card of an agent or a queue, and what was changed about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from otui.desk.office import absence
from otui.desk.trail import MEMBER, META, TrailRow, moment_of
from otui.desk.views.staff import QueueCard, StaffRow
from otui.desk.words import verb_name
from otui.screens.staff.rows import ROLES
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph

if TYPE_CHECKING:
    from otui.app import OtuiApp

FIELDS = {
    "login": N_("login"),
    "name": N_("name"),
    "email": N_("mail"),
    "role": N_("role"),
    "lang": N_("language"),
    "line": N_("line"),
    "active": N_("active"),
    "away_at": N_("away from"),
    "back_at": N_("away until"),
    "substitute_id": N_("substitute"),
    "parent_id": N_("part of"),
    "calendar": N_("calendar"),
    "lock_minutes": N_("lock lapses after"),
    "confidential": N_("confidential"),
}
"""What is told of a change. Places in the tree move with every change in it, and are not."""
WIDE = 12


def agent_blocks(app: OtuiApp, row: StaffRow, trail: Sequence[TrailRow]) -> list[Block]:
    """Return the card of an agent."""
    agent, desk = row.agent, app.live.desk
    arrow = "->" if app.ascii_only else "→"
    blocks: list[Block] = [Heading(agent.name, _(ROLES.get(agent.role, agent.role)))]
    if not agent.active:
        blocks.append(Paragraph(_("not active"), role="warning"))
    elif agent.away(app.now):
        words = absence.until_words(agent, desk.rules, app.now)
        blocks.append(Paragraph(f"{words} {arrow} {row.substitute or '–'}", role="warning"))
    elif agent.away_at is not None and agent.away_at > app.now:
        words = _("away from {when}").format(when=times.moment(agent.away_at, app.zone, app.now))
        blocks.append(Paragraph(f"{words} {arrow} {row.substitute or '–'}"))
    blocks.append(Gap())
    pairs = (
        (_("login"), agent.login),
        (_("mail"), agent.email),
        (_("line"), str(agent.line)),
        (_("language"), agent.lang),
        (_("instead of"), ", ".join(row.stands_in_for)),
        (_("locked"), str(row.locked)),
        (_("last act"), times.moment(row.acted_at, app.zone, app.now) if row.acted_at else "–"),
        (_("teams"), ", ".join(row.queues) or "–"),
    )
    blocks += [KeyValue(name, value, WIDE) for name, value in pairs if value]
    return [*blocks, *_lately(app, trail)]


def queue_blocks(app: OtuiApp, card: QueueCard, trail: Sequence[TrailRow]) -> list[Block]:
    """Return the card of a queue."""
    settings = app.live.desk.rules.settings
    blocks: list[Block] = [Heading(card.name, _("line {line}").format(line=card.line))]
    if not card.active:
        blocks.append(Paragraph(_("not active"), role="warning"))
    if card.confidential:
        blocks.append(Paragraph(_("confidential: only its team knows of its tickets"), role="warning"))
    if card.default:
        blocks.append(Paragraph(_("takes the tickets that name no queue"), role="accent"))
    blocks.append(Gap())
    own = times.duration(card.lock_minutes * 60)
    lapse = own if card.lock_minutes else times.duration(settings.lock_minutes * 60) + " " + _("(the desk's)")
    counted = card.calendar or (
        card.counts_in + " " + _("(from above)") if card.counts_in else _("that of the SLA table")
    )
    pairs = [
        (_("part of"), card.parent or "–"),
        (_("place"), str(card.place or "–")),
        (_("calendar"), counted),
        (_("lock lapses"), lapse),
    ]
    if not card.hidden:
        figures = _("{open} open, {free} free, {escalated} escalated").format(
            open=card.count.open, free=card.count.free, escalated=card.count.escalated
        )
        pairs.append((_("tickets"), figures))
    pairs.append((_("team"), ", ".join(card.team) or _("nobody")))
    blocks += [KeyValue(name, value, WIDE) for name, value in pairs]
    return [*blocks, *_lately(app, trail)]


def _lately(app: OtuiApp, trail: Sequence[TrailRow]) -> list[Block]:
    if not trail:
        return []
    return [Gap(), Heading(_("changed")), *(block for row in trail for block in trail_blocks(app, row))]


def trail_blocks(app: OtuiApp, row: TrailRow) -> Iterable[Block]:
    """Return one change: when, who, and what from and to."""
    yield Paragraph(f"{times.moment(row.at, app.zone, app.now)}  {row.actor}", role="muted")
    told = list(_told(app, row)) or [verb_name(row.verb)]
    yield from (Paragraph(words, indent=1) for words in told)


def _told(app: OtuiApp, row: TrailRow) -> Iterable[str]:
    directory = app.live.desk.directory
    arrow = "->" if app.ascii_only else "→"
    table, number = row.about.split()
    for kind, one, before, after in row.changes:
        if kind == MEMBER:
            queue, agent = directory.queues.get(one[0]), directory.agents.get(one[1])
            other = (queue.name if queue else "") if table == "agent" else (agent.login if agent else "")
            if other:  # not a queue that whoever looks may not know of
                yield f"{'+' if before is None else '-'} {other}"
        elif kind == META:
            yield _("takes the tickets that name no queue")
        elif (kind, one) == (table, int(number)) and before is None:
            yield verb_name(row.verb)
        elif (kind, one) == (table, int(number)):
            for name, value in before.items():
                if name in FIELDS:
                    was, now = (_shown(app, name, each) for each in (value, after[name]))
                    yield f"{_(FIELDS[name])} " + (f"{was} {arrow} {now}" if was != "–" else now)


def _shown(app: OtuiApp, name: str, value: Any) -> str:
    """Return a value of the trail as a person reads it."""
    directory = app.live.desk.directory
    if value in (None, ""):
        return "–"
    if name in ("active", "confidential"):
        return _("yes") if value else _("no")
    if name.endswith("_at"):
        return times.moment(moment_of(value), app.zone, app.now)
    if name == "substitute_id":
        known = directory.agents.get(value)
        return known.login if known else "…"
    if name == "parent_id":
        above = directory.queues.get(value)
        return above.name if above else "…"
    return str(value)

"""A flood: many like incidents within minutes. Whoever notices first proposes a major incident, and it is done once.

Every otui and every worker that stands open looks when a ticket came in, beside the screen and never inside the verb
that made it. What is found is written in one transaction that looks again at what is there: one proposal for a flood,
however many processes see it, and what comes in later joins it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from otui.desk.desk import NOBODY, Desk, View
from otui.desk.majors import standing
from otui.desk.recurrence import window
from otui.domain import recurrence
from otui.domain.major import Stand
from otui.domain.recurrence import Cluster, Incident
from otui.domain.workflow import OPEN_STATES
from otui.store.records import to_micros

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket

ARRIVING = frozenset({"new", "split"})
"""Verbs that bring a ticket in."""
MOST = 2_000
"""Incidents of a flood that are looked at."""
JOINED = timedelta(days=1)
"""So long after it was proposed what is like it joins a flood, and proposes none of its own."""
VERB = "major-propose"


@dataclass(frozen=True, slots=True)
class Flood:
    """Like incidents that came in within minutes: the oldest first, and what they have in common."""

    ids: tuple[int, ...]
    alike: str


def look(desk: Desk) -> list[int]:
    """Propose a major incident for each flood that is not known yet; return the tickets that now stand for many."""
    found = desk.read(_floods)
    if not found:
        return []
    return desk.do(_propose, found, agent=NOBODY)


def _floods(view: View) -> tuple[Flood, ...]:
    """Return the floods of the last minutes, whoever sits here: a confidential queue has its own, apart from the rest.

    Nobody is shown it: what is found is proposed by the program itself, to whom may see it.
    """
    noticing = view.rules.settings.noticing
    if not noticing.flood_count:
        return ()
    since = view.now - timedelta(minutes=noticing.flood_minutes)
    seen = window.read(view.reader, since, view.now, MOST)
    if len(seen.incidents) < noticing.flood_count:
        return ()
    found: list[Flood] = []
    for apart in _by_sight(view, seen):
        if len(apart) >= noticing.flood_count:
            groups = recurrence.clusters(
                apart, noticing.likeness, since, view.now, least=noticing.flood_count
            )
            found += [Flood(group.ids[::-1], group.label) for group in groups if _is_open(group)]
    return tuple(found)


def _by_sight(view: View, seen: window.Window) -> Iterable[list[Incident]]:
    """Yield the incidents that the same agents may see: those of each confidential queue, and all others together."""
    confidential = view.reader.all("SELECT id FROM queue WHERE confidential")
    hidden = {queue_id for (queue_id,) in confidential}
    apart: dict[int, list[Incident]] = {}
    for incident in seen.incidents:
        queue_id = seen.queues[incident.id]
        apart.setdefault(queue_id if queue_id in hidden else 0, []).append(incident)
    return apart.values()


def _is_open(group: Cluster) -> bool:
    return group.open_count > 0


def _propose(unit: Unit, found: tuple[Flood, ...]) -> list[int]:
    since = to_micros(unit.now - JOINED)
    known = unit.load_all("major_incident", "proposed_at >= :since OR state = 'declared'", {"since": since})
    proposed: list[int] = []
    for flood in found:
        major = next((one for one in known if set(flood.ids) & {one.ticket_id, *one.members}), None)
        if major is not None:
            joined = [one for one in flood.ids if one not in major.members]
            if joined and major.state in (Stand.PROPOSED, Stand.DISMISSED):
                major.members = [*major.members, *joined]
            continue
        parent = _parent(unit, flood)
        if parent is None:
            continue
        values = {
            "ticket_id": parent.id,
            "state": Stand.PROPOSED.value,
            "alike": flood.alike,
            "members": list(flood.ids),
            "flood": True,
            "proposed_at": unit.now,
            "review": "",
            "version": 1,
        }
        known.append(unit.add("major_incident", values))
        # Nobody wrote against the ticket: its version stays, and whoever is writing goes on.
        unit.event(parent, VERB, changes={"major": (None, Stand.PROPOSED.value)}, text=flood.alike)
        proposed.append(parent.id or 0)
    unit.flush()
    return proposed


def _parent(unit: Unit, flood: Flood) -> Ticket | None:
    """Return the oldest of a flood that is open and follows nobody, or None."""
    for ticket_id in flood.ids:
        ticket = unit.load("ticket", ticket_id)
        if ticket is not None and ticket.state in OPEN_STATES and not _follows(unit, ticket_id):
            return cast("Ticket", ticket)
    return None


def _follows(unit: Unit, ticket_id: int) -> bool:
    return standing.parent_of(unit.writer, ticket_id) is not None or standing.of(unit, ticket_id) is not None
